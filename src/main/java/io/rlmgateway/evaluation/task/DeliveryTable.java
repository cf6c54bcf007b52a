package io.rlmgateway.evaluation.task;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** A long answer of a strict form: a table of facts from all over the text, in order. */
final class DeliveryTable implements Kind {

    private static final int MOST = 320;
    private static final int CHARACTERS_PER_DELIVERY = 800;
    private static final List<String> GOODS =
            List.of("barley", "rye", "oats", "flour", "salt", "lentils", "beans", "sugar", "cement", "lime");

    private record Delivery(int number, String depot, String goods, int sacks) {

        String sentence() {
            return "Delivery " + number + " brought " + sacks + " sacks of " + goods + " to the depot in " + depot
                    + ".";
        }

        String line() {
            return number + ";" + goods + ";" + sacks;
        }
    }

    @Override
    public String name() {
        return "output-table";
    }

    @Override
    public Exercise write(long characters, Random random, Page page) throws IOException {
        int count = (int) Math.min(MOST, characters / CHARACTERS_PER_DELIVERY);
        List<String> depots = Pick.some(Names.TOWNS, 4, random);
        List<Delivery> deliveries = new ArrayList<>();
        for (int number : Pick.numbers(10_000, 100_000, count + count / 2, random)) {
            String depot = deliveries.size() < count ? depots.getFirst() : depots.get(1 + random.nextInt(3));
            deliveries.add(new Delivery(number, depot, Pick.one(GOODS, random), 2 + random.nextInt(98)));
        }
        List<Delivery> wanted = new ArrayList<>(deliveries.subList(0, count));
        wanted.sort(Comparator.comparingInt(Delivery::number));
        Haystack.write(deliveries.stream().map(Delivery::sentence).toList(), characters, random, page);
        return new Exercise(
                "Write a table of all deliveries to the depot in " + depots.getFirst()
                        + ", ordered by the number of the delivery: one line for each, of the form number;goods;sacks,"
                        + " as in 10234;salt;12, without a heading and without any other words.",
                new TableLines(wanted.stream().map(Delivery::line).toList()));
    }
}
