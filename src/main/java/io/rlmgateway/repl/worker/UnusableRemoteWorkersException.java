package io.rlmgateway.repl.worker;

/** The settings of remote workers cannot be used; ends the start of the service. */
final class UnusableRemoteWorkersException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableRemoteWorkersException(String message) {
        super(message);
    }
}
