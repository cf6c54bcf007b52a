package io.rlmgateway.evaluation.task;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One fact in a long text; facts of its form about other things stand there too. */
final class NeedleSingle implements Kind {

    private static final int OTHERS = 7;

    @Override
    public String name() {
        return "needle-single";
    }

    @Override
    public Exercise write(long characters, Random random, Page page) throws IOException {
        List<String> towns = Pick.some(Names.TOWNS, 1 + OTHERS, random);
        List<Integer> codes = Pick.numbers(1000, 10_000, 1 + OTHERS, random);
        List<String> facts = new ArrayList<>();
        for (int i = 0; i < towns.size(); i++) {
            facts.add("The access code of the vault in " + towns.get(i) + " is " + codes.get(i) + ".");
        }
        Haystack.write(facts, characters, random, page);
        return new Exercise(
                "What is the access code of the vault in " + towns.getFirst() + "?",
                new ExactPhrase(
                        String.valueOf(codes.getFirst()),
                        codes.subList(1, codes.size()).stream()
                                .map(String::valueOf)
                                .toList()));
    }
}
