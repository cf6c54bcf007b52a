package io.rlmgateway.access;

/** The keys of the configuration cannot be told apart. */
final class UnusableKeysException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableKeysException(String message) {
        super(message);
    }
}
