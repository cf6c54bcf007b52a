package io.rlmgateway.tracing;

import java.util.Map;
import java.util.function.Supplier;

/** What a request to another service carries, so that the trace goes on there. */
public final class OutgoingTrace {

    private static final ScopedValue<Map<String, String>> HEADERS = ScopedValue.newInstance();

    private OutgoingTrace() {}

    /** {@return headers by name, of the attempt that the thread makes; none where nothing is traced} */
    public static Map<String, String> headers() {
        return HEADERS.orElse(Map.of());
    }

    static <T> T during(Map<String, String> headers, Supplier<T> attempt) {
        return ScopedValue.where(HEADERS, headers).call(attempt::get);
    }
}
