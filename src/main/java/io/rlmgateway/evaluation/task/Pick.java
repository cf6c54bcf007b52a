package io.rlmgateway.evaluation.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Draws from lists and ranges. */
final class Pick {

    private Pick() {}

    static String one(List<String> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    /** {@return so many different ones, in random order} */
    static List<String> some(List<String> all, int count, Random random) {
        List<String> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        return List.copyOf(shuffled.subList(0, count));
    }

    /** {@return so many different numbers, from low to below high, in the order in which they were drawn} */
    static List<Integer> numbers(int low, int high, int count, Random random) {
        Set<Integer> numbers = new LinkedHashSet<>();
        while (numbers.size() < count) {
            numbers.add(random.nextInt(low, high));
        }
        return List.copyOf(numbers);
    }
}
