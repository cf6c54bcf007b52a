package io.rlmgateway.evaluation;

/** The service did not answer. */
final class ServiceException extends Exception {

    private final boolean mayPass;

    /**
     * An answer that is none.
     *
     * @param message why
     * @param mayPass whether the same request may be answered later
     */
    ServiceException(String message, boolean mayPass) {
        super(message);
        this.mayPass = mayPass;
    }

    boolean mayPass() {
        return mayPass;
    }
}
