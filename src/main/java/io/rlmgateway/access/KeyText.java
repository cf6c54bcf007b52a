package io.rlmgateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/**
 * A key as its owner holds it: {@code rlm-}, 43 random characters (256 bits), and six that check them, so that scanners
 * of source code can tell a key from chance without asking anybody.
 *
 * @param text all of it
 */
public record KeyText(String text) {

    private static final String PREFIX = "rlm-";
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_CHARACTERS = 43;
    private static final int CHECKING_CHARACTERS = 6;
    private static final int SHOWN_CHARACTERS = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** {@return a new key} */
    public static KeyText next() {
        StringBuilder random = new StringBuilder(RANDOM_CHARACTERS);
        for (int i = 0; i < RANDOM_CHARACTERS; i++) {
            random.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return new KeyText(PREFIX + random + check(random.toString()));
    }

    /** {@return whether it has the form of a key that was made here, and its last characters fit the others} */
    public boolean isWellFormed() {
        int end = PREFIX.length() + RANDOM_CHARACTERS;
        return text.length() == end + CHECKING_CHARACTERS
                && text.startsWith(PREFIX)
                && text.substring(end).equals(check(text.substring(PREFIX.length(), end)));
    }

    /** {@return what it is known by; nothing leads back from there, because there are 2^256 keys to try} */
    public KeyHash hash() {
        return hash(text);
    }

    /** {@return the end of it, which tells keys apart in lists} */
    public String ending() {
        return text.substring(text.length() - SHOWN_CHARACTERS);
    }

    /** {@return nothing of the key} */
    @Override
    public String toString() {
        return "KeyText[]";
    }

    static KeyHash hash(String text) {
        try {
            return new KeyHash(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static String check(String random) {
        CRC32 crc = new CRC32();
        crc.update(random.getBytes(StandardCharsets.US_ASCII));
        StringBuilder check = new StringBuilder(CHECKING_CHARACTERS);
        long rest = crc.getValue();
        for (int i = 0; i < CHECKING_CHARACTERS; i++) {
            check.insert(0, ALPHABET.charAt((int) (rest % ALPHABET.length())));
            rest /= ALPHABET.length();
        }
        return check.toString();
    }
}
