package io.rlmgateway.upstream.openai;

import io.rlmgateway.upstream.UpstreamKey;

/** A key that never shows. */
final class ApiKey {

    private final UpstreamKey key;

    /** @param key the key, which may change */
    ApiKey(UpstreamKey key) {
        this.key = key;
    }

    /** @param value the key; empty for none */
    ApiKey(String value) {
        this(UpstreamKey.of(value));
    }

    /** {@return the key as it is now; empty for none} */
    String value() {
        return key.value();
    }

    /** {@return whether there is none} */
    boolean isEmpty() {
        return key.isEmpty();
    }

    /**
     * Takes keys out of a text.
     *
     * @param text any text
     * @return the text, each key replaced
     */
    String hiddenIn(String text) {
        return key.hiddenIn(text);
    }

    @Override
    public String toString() {
        return key.toString();
    }
}
