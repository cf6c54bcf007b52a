package io.rlmgateway.session;

/** The configuration names no model that clients could ask; ends the start of the service. */
final class NoServedModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoServedModelException() {
        super("The list rlm.models is empty: there is no model that clients could ask.");
    }
}
