package io.rlmgateway.upstream.demo;

import java.util.regex.Pattern;

/** Reads a text for one question. */
final class Reader {

    private static final Pattern NAME_LIKE = Pattern.compile("\\b(?:\\w+_\\w+|\\w+\\(|[A-Z]{3,})|``?\\w+|\\B--\\w+");

    private Reader() {}

    /** {@return what the text says to the question} */
    static Reading read(Question question, String text) {
        return switch (question.wanted()) {
            case DEFAULT -> DefaultReader.read(question, text);
            case DESCRIPTION -> DescriptionReader.read(question, text);
            case NAME -> NameReader.read(question, text).or(named(SentenceReader.read(question, text)));
            case QUANTITY -> QuantityReader.read(question, text);
            case PERSON, TIME, PLACE, FACT -> EntryReader.read(question, text).or(SentenceReader.read(question, text));
        };
    }

    /** A sentence answers a question after a name only if it holds one. */
    private static Reading named(Reading reading) {
        return NAME_LIKE.matcher(reading.answer()).find() ? reading.times(0.75) : Reading.NOTHING;
    }
}
