package io.rlmgateway.upstream;

/** Opens upstreams of one kind; a bean of it makes the kind known to configuration. */
public interface UpstreamProvider {

    /** {@return the kind as configuration names it, for example {@code openai}} */
    String kind();

    /**
     * Opens a configured upstream. Nothing is sent yet.
     *
     * @param name the upstream's own name, the part before the slash in {@code openai/gpt-5}
     * @param settings its settings
     * @return the upstream
     */
    Upstream open(String name, UpstreamProperties settings);
}
