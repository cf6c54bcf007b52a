package io.rlmgateway.evaluation.task;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/** Several facts about one thing, far apart; all of them are asked for. */
final class NeedleMulti implements Kind {

    private static final int WANTED = 8;
    private static final int OTHERS = 16;
    private static final Pattern MARK = Pattern.compile("\\b[A-Z]{2}-\\d{4}\\b");

    @Override
    public String name() {
        return "needle-multi";
    }

    @Override
    public Exercise write(long characters, Random random, Page page) throws IOException {
        List<String> towns = Pick.some(Names.TOWNS, 5, random);
        List<String> marks = Pick.numbers(1000, 10_000, WANTED + OTHERS, random).stream()
                .map(number -> letter(random) + letter(random) + "-" + number)
                .toList();
        List<String> facts = new ArrayList<>();
        for (int i = 0; i < marks.size(); i++) {
            String town = i < WANTED ? towns.getFirst() : towns.get(1 + i % (towns.size() - 1));
            facts.add("The crate marked " + marks.get(i) + " was unloaded in the harbour of " + town + ".");
        }
        Haystack.write(facts, characters, random, page);
        return new Exercise(
                "Which crates were unloaded in the harbour of " + towns.getFirst() + "? List the marks of all of them.",
                ItemSet.of(marks.subList(0, WANTED), MARK));
    }

    private static String letter(Random random) {
        return String.valueOf((char) ('A' + random.nextInt(26)));
    }
}
