package io.rlmgateway.upstream;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens upstreams of one kind; a bean of it makes the kind known to configuration. */
public interface UpstreamProvider {

    /** {@return the kind as configuration names it, for example {@code openai}} */
    String kind();

    /**
     * What an upstream of these settings lacks to be of use, for example a key. Such an upstream is neither opened nor
     * offered; the service starts all the same.
     *
     * @param name the upstream's own name
     * @param settings its settings
     * @return what is missing and how to give it, one sentence; null when nothing is
     */
    default @Nullable String missing(String name, UpstreamProperties settings) {
        return null;
    }

    /**
     * Parameters that the API has no words for. Calls go without them, and the client is told.
     *
     * @return their OpenAI names
     */
    default Set<String> refused() {
        return Set.of();
    }

    /**
     * Parameters that have no effect in a call beside the others that it has. The call goes without them, and the client
     * is told.
     *
     * @param model the model's name at the upstream
     * @param parameters the call's parameters, by their OpenAI names
     * @return names of such parameters, whether the call has them or not
     */
    default Set<String> ignored(String model, Map<String, Object> parameters) {
        return Set.of();
    }

    /**
     * Opens a configured upstream. Nothing is sent yet.
     *
     * @param name the upstream's own name, the part before the slash in {@code openai/gpt-5}
     * @param settings its settings
     * @return the upstream
     * @throws UnusableUpstreamException when a setting cannot be right, which ends the start of the service
     */
    Upstream open(String name, UpstreamProperties settings);

    /**
     * Opens a further endpoint of an upstream that has a key of its own. Nothing is sent yet.
     *
     * @param name the upstream's own name
     * @param settings its settings, with the endpoint's address
     * @param key the endpoint's key, which goes before all that is set for the upstream
     * @return the upstream at that endpoint
     * @throws UnusableUpstreamException when a setting cannot be right, which ends the start of the service
     */
    default Upstream open(String name, UpstreamProperties settings, UpstreamKey key) {
        return open(name, settings);
    }
}
