package io.rlmgateway.evaluation.task;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/** Prose in which sentences that matter stand far apart. */
final class Haystack {

    private Haystack() {}

    /**
     * Writes prose.
     *
     * @param facts sentences that it must hold, each once
     * @param characters how long it is to be; what is written is longer by less than a paragraph
     */
    static void write(List<String> facts, long characters, Random random, Page page) throws IOException {
        Prose prose = new Prose(random);
        long own = facts.stream().mapToLong(String::length).sum();
        Planted planted = new Planted(facts, characters - own, random);
        while (page.written() + left(planted, own) < characters) {
            String fact = "";
            if (planted.isDue(page.written())) {
                fact = planted.take() + " ";
                own -= fact.length() - 1;
            }
            page.write(prose.few() + " " + fact + prose.few() + "\n\n");
        }
        while (!planted.isEmpty()) {
            page.write(planted.take() + "\n\n");
        }
    }

    private static long left(Planted planted, long own) {
        return planted.isEmpty() ? 0 : own;
    }
}
