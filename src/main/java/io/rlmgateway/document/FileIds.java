package io.rlmgateway.document;

import java.security.SecureRandom;

/** New ids, as {@code file-} and 24 letters and digits: nobody can guess one. */
final class FileIds {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private FileIds() {}

    static String next() {
        return next("file-");
    }

    /** {@return a new id that begins with this} */
    static String next(String prefix) {
        StringBuilder id = new StringBuilder(prefix);
        RANDOM.ints(LENGTH, 0, ALPHABET.length()).forEach(i -> id.append(ALPHABET.charAt(i)));
        return id.toString();
    }
}
