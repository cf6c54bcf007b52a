package io.rlmgateway.api;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** OpenAI's error body: {@code {"error":{"message","type","param","code"}}}. */
final class ErrorBody {

    private static final JsonMapper JSON = new JsonMapper();

    private ErrorBody() {}

    static String json(Failure failure) {
        FailureTable.Row row = FailureTable.row(failure);
        Map<String, @Nullable String> error = new LinkedHashMap<>();
        error.put("message", failure.message());
        error.put("type", row.type());
        error.put("param", row.param());
        error.put("code", row.code());
        return JSON.writeValueAsString(Map.of("error", error));
    }
}
