package io.rlmgateway.access;

/** The service would serve other machines without keys, and nobody said that it should. */
final class OpenAddressException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OpenAddressException(String address) {
        super("The service would listen on " + address + " without any key: whoever reaches it could read its documents"
                + " and spend money at its upstreams.");
    }
}
