package io.rlmgateway.chat;

import io.rlmgateway.api.FailureException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a request has no effect on an answer, or cannot be served. Much of it can where the request itself is passed on
 * to an upstream.
 */
final class Unserved {

    private final List<Ignored> ignored = new ArrayList<>();
    private @Nullable FailureException refusal;

    private record Ignored(String name, boolean always) {}

    /** Notes a parameter that never has an effect. */
    void ignore(String name) {
        ignored.add(new Ignored(name, true));
    }

    /** Notes a parameter that has an effect only where the request is passed on. */
    void ignoreUnlessRelayed(String name) {
        ignored.add(new Ignored(name, false));
    }

    /** Notes why the request cannot be served unless it is passed on; the first reason stays. */
    void refuseUnlessRelayed(FailureException reason) {
        refusal = refusal == null ? reason : refusal;
    }

    /** {@return whether the request can only be served by passing it on} */
    boolean needsRelay() {
        return refusal != null;
    }

    /** Throws the reason why the request cannot be served without passing it on, if there is one. */
    void refuse() {
        if (refusal != null) {
            throw refusal;
        }
    }

    /** {@return the parameters without an effect on this service's own answers, in order} */
    List<String> ignored() {
        return ignored.stream().map(Ignored::name).toList();
    }

    /** {@return the parameters without an effect where the request is passed on, in order} */
    List<String> ignoredByRelay() {
        return ignored.stream().filter(Ignored::always).map(Ignored::name).toList();
    }
}
