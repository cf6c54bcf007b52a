package io.rlmgateway.evaluation.task;

import java.util.List;
import java.util.Random;

/** Sentences of everyday life, without digits, towns or names of people, so that they answer no question. */
final class Prose {

    private static final List<String> WHEN = List.of(
            "Long before sunrise",
            "At the end of a dry autumn",
            "While the ferry was being repaired",
            "On the eve of the fair",
            "After a week of fog",
            "Between two thunderstorms",
            "In the slow hours of the afternoon",
            "When the ice on the pond grew thin",
            "As soon as the bell had rung",
            "Through most of that spring",
            "Whenever the wind turned",
            "In the first days of the new term");
    private static final List<String> WHO = List.of(
            "the carpenters",
            "a pair of travelling musicians",
            "the librarian and her nephew",
            "the night watch",
            "the members of the rowing club",
            "the women from the dye works",
            "an old surveyor",
            "the pupils of the upper school",
            "the beekeepers",
            "the clerks of the land office",
            "the glassblowers",
            "the crew of the dredger",
            "the potters",
            "the drivers of the milk carts");
    private static final List<String> DID = List.of(
            "carried planks across the yard",
            "copied the same page again and again",
            "quarrelled over the colour of the new awning",
            "swept the steps of the theatre",
            "waited for the lock to fill",
            "hung wet coats beside the stove",
            "compared two maps of the marshes",
            "practised a tune that none of them liked",
            "looked for a lost thimble",
            "sorted apples into shallow crates",
            "oiled the hinges of the mill gate",
            "drew plans for a bandstand",
            "listened to the rain on the tin roof",
            "fed the geese behind the tannery");
    private static final List<String> END = List.of(
            "and spoke very little",
            "until somebody put the lamps out",
            "though nobody had asked them to",
            "as if there were no hurry in the world",
            "and forgot about supper",
            "because the road was closed anyway",
            "while a dog slept under the table",
            "and were pleased with the result",
            "which surprised no one",
            "before they turned back");

    private final Random random;

    Prose(Random random) {
        this.random = random;
    }

    String sentence() {
        return Pick.one(WHEN, random) + " " + Pick.one(WHO, random) + " " + Pick.one(DID, random) + " "
                + Pick.one(END, random) + ".";
    }

    /** {@return one or two sentences} */
    String few() {
        StringBuilder few = new StringBuilder(sentence());
        for (int more = random.nextInt(2); more > 0; more--) {
            few.append(' ').append(sentence());
        }
        return few.toString();
    }
}
