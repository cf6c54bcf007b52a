package io.rlmgateway.corpus;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The attacks of the corpus that are too large to be written down, made from their descriptions. */
final class HttpAttacks {

    private static final int MEGABYTE = 1 << 20;
    private static final String QUESTION = "{\"role\":\"user\",\"content\":\"x\"}";
    private static final String BODY = "{\"model\":\"rlm\",\"messages\":[" + QUESTION + "]}";

    private HttpAttacks() {}

    /** {@return a sender for each description of sizes and encodings, by the id of the case} */
    static Map<String, RawExchange.Sender> sizesAndEncodings() {
        Map<String, RawExchange.Sender> all = new LinkedHashMap<>();
        all.put("http-053", post("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)));
        all.put(
                "http-055",
                post("{\"model\":\"rlm\",\"messages\":[" + String.join(",", Collections.nCopies(1_000_000, QUESTION))
                        + "]}"));
        all.put("http-058", HttpAttacks::gigabyteInChunks);
        all.put("http-060", post("{" + collidingKeys() + "}"));
        all.put("http-062", post(BODY.replace("\"x\"", "\"" + "\\u0041".repeat(1_700_000) + "\"")));
        all.put("http-063", post(" ".repeat(10_000_000) + BODY));
        all.put("http-065", post(BODY.getBytes(StandardCharsets.UTF_8), "Content-Encoding: br\r\n"));
        all.put("http-066", post(BODY.getBytes(StandardCharsets.UTF_8), "Content-Encoding: gzip, gzip, gzip\r\n"));
        all.put("http-068", post(BODY.replace("\"x\"", "\"\u00e9\"").getBytes(StandardCharsets.ISO_8859_1), ""));
        return all;
    }

    /** {@return a whole request as text} */
    static String request(String body) {
        return head("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n") + body;
    }

    private static RawExchange.Sender post(String body) {
        return post(body.getBytes(StandardCharsets.UTF_8), "");
    }

    /** {@return a request with such a body, and further headers} */
    static RawExchange.Sender post(byte[] body, String headers) {
        return out -> {
            write(out, head(headers + "Content-Length: " + body.length + "\r\n"));
            out.write(body);
            out.flush();
        };
    }

    private static String head(String headers) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + headers
                + "\r\n";
    }

    private static void gigabyteInChunks(OutputStream out) throws IOException {
        write(out, head("Transfer-Encoding: chunked\r\n"));
        write(out, "10\r\n{\"model\":\"rlm\",\"\r\n");
        byte[] chunk = new byte[MEGABYTE];
        Arrays.fill(chunk, (byte) 'x');
        for (int i = 0; i < 1024; i++) {
            write(out, "100000\r\n");
            out.write(chunk);
            write(out, "\r\n");
        }
        write(out, "0\r\n\r\n");
    }

    /** "Aa" and "BB" have the same hash. */
    private static String collidingKeys() {
        List<String> keys = new ArrayList<>(List.of(""));
        for (int length = 0; length < 16; length++) {
            keys = keys.stream()
                    .flatMap(key -> java.util.stream.Stream.of(key + "Aa", key + "BB"))
                    .toList();
        }
        List<String> all = keys;
        return IntStream.range(0, all.size())
                .mapToObj(i -> "\"" + all.get(i) + "\":" + i)
                .collect(Collectors.joining(","));
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
