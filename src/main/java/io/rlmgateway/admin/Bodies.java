package io.rlmgateway.admin;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.Failure.Reason;
import io.rlmgateway.api.FailureException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads the bodies of requests to the admin API. */
final class Bodies {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int LARGEST = 64 * 1024;

    private Bodies() {}

    /**
     * Reads a body.
     *
     * @return its members; none when there is no body
     * @throws FailureException when it is no JSON object
     */
    static Fields read(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            throw new FailureException(
                    new Failure.RequestTooLarge("The body is larger than the limit of " + LARGEST + " bytes."));
        }
        if (body.length == 0) {
            return new Fields(JsonNodeFactory.instance.objectNode(), "");
        }
        checkKind(request.getContentType());
        if (parsed(body) instanceof ObjectNode object) {
            return new Fields(object, "");
        }
        throw invalid("The body must be a JSON object.", null);
    }

    private static void checkKind(@Nullable String type) {
        if (type == null || !type.toLowerCase(Locale.ROOT).contains("json")) {
            throw new FailureException(new Failure.UnsupportedMediaType(
                    "Unsupported content type: '" + type + "'. This route reads application/json."));
        }
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw invalid("The body is not valid JSON.", e);
        }
    }

    private static FailureException invalid(String message, @Nullable Throwable cause) {
        return new FailureException(new Failure.InvalidRequest(Reason.INVALID_JSON, message, null), cause);
    }
}
