package io.rlmgateway.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A response as it stood on the wire.
 *
 * @param status its status
 * @param headers by lower-case name
 * @param body its text, out of its chunks
 */
record RawResponse(int status, Map<String, String> headers, String body) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String HEAD_END = "\r\n\r\n";

    /** {@return the responses that stand one behind the other, where each character is a byte} */
    static List<RawResponse> all(String wire) {
        List<RawResponse> responses = new ArrayList<>();
        String rest = wire;
        while (!rest.isEmpty()) {
            assertThat(rest).startsWith("HTTP/1.1 ").contains(HEAD_END);
            int head = rest.indexOf(HEAD_END);
            String[] lines = rest.substring(0, head).split("\r\n", -1);
            Map<String, String> headers = new TreeMap<>();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
            Body body = Body.of(headers, rest.substring(head + HEAD_END.length()));
            responses.add(new RawResponse(Integer.parseInt(lines[0].split(" ", -1)[1]), headers, body.inUtf8()));
            rest = body.rest();
        }
        return responses;
    }

    /** Checks what holds for every answer: JSON with an id; an error in OpenAI's form that tells nothing of the inside. */
    RawResponse checked() {
        assertThat(headers.get("x-request-id")).matches("req_[0-9a-f]{32}");
        assertThat(body).doesNotContainIgnoringCase("<html", "exception").doesNotContain("\tat ");
        if (status >= 400) {
            assertThat(headers.get("content-type")).isEqualTo("application/json");
            JsonNode error = JSON.readTree(body).path("error");
            assertThat(error.propertyNames()).containsExactly("message", "type", "param", "code");
            assertThat(error.path("message").asString()).isNotBlank();
        }
        return this;
    }

    /** {@return the code of the error} */
    String code() {
        return JSON.readTree(body).at("/error/code").asString("");
    }

    /** A body, and what stands behind it. */
    private record Body(String text, String rest) {

        static Body of(Map<String, String> headers, String wire) {
            if ("chunked".equals(headers.get("transfer-encoding"))) {
                return chunked(wire);
            }
            String length = headers.get("content-length");
            int end = length == null ? (wire.startsWith("HTTP/1.1 ") ? 0 : wire.length()) : Integer.parseInt(length);
            return new Body(wire.substring(0, end), wire.substring(end));
        }

        String inUtf8() {
            return new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }

        private static Body chunked(String wire) {
            StringBuilder text = new StringBuilder();
            String rest = wire;
            while (true) {
                int line = rest.indexOf("\r\n");
                int size = Integer.parseInt(rest.substring(0, line), 16);
                text.append(rest, line + 2, line + 2 + size);
                rest = rest.substring(line + 2 + size + 2);
                if (size == 0) {
                    return new Body(text.toString(), rest);
                }
            }
        }
    }
}
