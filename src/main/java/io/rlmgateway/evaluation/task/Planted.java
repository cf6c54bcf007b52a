package io.rlmgateway.evaluation.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Sentences that each stand once in a text, in random order, spread over all of it. */
final class Planted {

    private final Deque<String> sentences;
    private final Deque<Long> places = new ArrayDeque<>();

    /**
     * Spreads sentences.
     *
     * @param sentences what the text must hold
     * @param characters of the text
     * @param random draws their order and places
     */
    Planted(List<String> sentences, long characters, Random random) {
        List<String> shuffled = new ArrayList<>(sentences);
        Collections.shuffle(shuffled, random);
        this.sentences = new ArrayDeque<>(shuffled);
        double room = (double) characters / sentences.size();
        for (int i = 0; i < sentences.size(); i++) {
            places.add((long) (room * (i + random.nextDouble())));
        }
    }

    /** {@return whether the next sentence belongs at this place or before it} */
    boolean isDue(long place) {
        return !places.isEmpty() && place >= places.peek();
    }

    boolean isEmpty() {
        return sentences.isEmpty();
    }

    String take() {
        places.remove();
        return sentences.remove();
    }
}
