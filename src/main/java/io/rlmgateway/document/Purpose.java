package io.rlmgateway.document;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a file is for; the names are those of OpenAI's API. Every file can be asked about, whatever its purpose. */
enum Purpose {
    ASSISTANTS("assistants"),
    BATCH("batch"),
    FINE_TUNE("fine-tune"),
    VISION("vision"),
    USER_DATA("user_data"),
    EVALS("evals");

    private final String value;

    Purpose(String value) {
        this.value = value;
    }

    String value() {
        return value;
    }

    static Optional<Purpose> of(String value) {
        return Arrays.stream(values())
                .filter(purpose -> purpose.value.equals(value))
                .findFirst();
    }

    /** {@return all names, for messages} */
    static String names() {
        return Arrays.stream(values()).map(purpose -> "'" + purpose.value + "'").collect(Collectors.joining(", "));
    }
}
