package io.rlmgateway.session;

/** A served model cannot work as it is configured; ends the start of the service. */
final class UnusableModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong */
    UnusableModelException(String message) {
        super(message);
    }
}
