package io.rlmgateway.evaluation.task;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** An answer that three facts give together, each found only with the one before it. */
final class MultiHop implements Kind {

    private static final int CHAINS = 6;

    @Override
    public String name() {
        return "multi-hop";
    }

    @Override
    public Exercise write(long characters, Random random, Page page) throws IOException {
        List<String> towns = Pick.some(Names.TOWNS, 2 * CHAINS, random);
        List<String> people = Pick.some(Names.PEOPLE, 2 * CHAINS, random);
        List<String> mayors = people.subList(CHAINS, 2 * CHAINS);
        List<String> facts = new ArrayList<>();
        for (int i = 0; i < CHAINS; i++) {
            String home = towns.get(CHAINS + i);
            facts.add("The key to the archive in " + towns.get(i) + " is kept by " + people.get(i) + ".");
            facts.add("The house of " + people.get(i) + " stands in " + home + ".");
            facts.add("The mayor of " + home + " is " + mayors.get(i) + ".");
        }
        Haystack.write(facts, characters, random, page);
        return new Exercise(
                "Somebody keeps the key to the archive in " + towns.getFirst()
                        + ". Who is the mayor of the town in which that person's house stands?",
                new ExactPhrase(mayors.getFirst(), mayors.subList(1, CHAINS)));
    }
}
