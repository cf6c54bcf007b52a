package io.rlmgateway.document;

/** Looks at every byte of a file once and counts what tells character sets apart. */
final class ByteScan {

    private static final int CONTINUATION_LOW = 0x80;
    private static final int CONTINUATION_HIGH = 0xBF;

    private long position;
    private long sequences;
    private long broken;
    private long firstBroken = -1;
    private long controls;
    private long firstNul = -1;
    private boolean beyondWindows1252;

    private int expected;
    private int low;
    private int high;

    void accept(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            int value = bytes[i];
            if (value >= ' ' && expected == 0) {
                position++;
            } else {
                accept(value & 0xFF);
            }
        }
    }

    void end() {
        if (expected > 0) {
            breakSequence();
        }
    }

    private void accept(int value) {
        if (expected > 0 && value >= low && value <= high) {
            continueSequence();
        } else {
            if (expected > 0) {
                breakSequence();
            }
            beginCharacter(value);
        }
        beyondWindows1252 |= isUndefinedInWindows1252(value);
        position++;
    }

    private void continueSequence() {
        low = CONTINUATION_LOW;
        high = CONTINUATION_HIGH;
        if (--expected == 0) {
            sequences++;
        }
    }

    private void breakSequence() {
        expected = 0;
        broken++;
        if (firstBroken < 0) {
            firstBroken = position;
        }
    }

    private void beginCharacter(int value) {
        if (value == 0 && firstNul < 0) {
            firstNul = position;
        }
        if (value < ' ' && !isUsualControl(value)) {
            controls++;
        } else if (value >= 0x80) {
            beginSequence(value);
        }
    }

    /** The Unicode Standard, table 3-7: which second byte may follow which first. */
    private void beginSequence(int lead) {
        expected = sequenceLength(lead) - 1;
        low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : CONTINUATION_LOW;
        high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : CONTINUATION_HIGH;
        if (expected == 0) {
            breakSequence();
        }
    }

    private static int sequenceLength(int lead) {
        if (lead >= 0xC2 && lead <= 0xDF) {
            return 2;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            return 3;
        }
        return lead >= 0xF0 && lead <= 0xF4 ? 4 : 1;
    }

    private static boolean isUsualControl(int value) {
        return (value >= '\t' && value <= '\r') || value == 0x1B;
    }

    private static boolean isUndefinedInWindows1252(int value) {
        return value == 0x81 || value == 0x8D || value == 0x8F || value == 0x90 || value == 0x9D;
    }

    /** {@return bytes seen} */
    long size() {
        return position;
    }

    /** {@return well-formed UTF-8 sequences of two or more bytes} */
    long sequences() {
        return sequences;
    }

    /** {@return places that are not well-formed UTF-8} */
    long broken() {
        return broken;
    }

    /** {@return offset of the first such place, -1 for none} */
    long firstBroken() {
        return firstBroken;
    }

    /** {@return control characters that texts do not hold} */
    long controls() {
        return controls;
    }

    /** {@return offset of the first NUL byte, -1 for none} */
    long firstNul() {
        return firstNul;
    }

    /** {@return whether a byte means nothing in Windows-1252} */
    boolean isBeyondWindows1252() {
        return beyondWindows1252;
    }
}
