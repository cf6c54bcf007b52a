package io.rlmgateway.session;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as models write it: alone, in a fenced block, or with words around it. */
final class JsonText {

    /** What Python's data may be nested on its way through a worker's wire. */
    private static final int MAX_DEPTH = 48;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Pattern FENCED = Pattern.compile("```[\\w-]*+[ \\t]*+\\R?+(.*?)```", Pattern.DOTALL);

    private JsonText() {}

    /**
     * JSON in a reply.
     *
     * @param text as it is written
     * @param node what it says
     */
    record Found(String text, JsonNode node) {}

    /** {@return the JSON of a reply: all of it, else its fenced blocks, else what stands in brackets; empty when none is} */
    static List<Found> find(String reply) {
        List<Found> found = new ArrayList<>();
        add(found, reply);
        if (found.isEmpty()) {
            Matcher fenced = FENCED.matcher(reply);
            while (fenced.find()) {
                add(found, fenced.group(1));
            }
        }
        if (found.isEmpty()) {
            boolean listFirst = reply.indexOf('[') >= 0 && reply.indexOf('[') < reply.indexOf('{');
            add(found, listFirst ? between(reply, '[', ']') : between(reply, '{', '}'));
            add(found, listFirst ? between(reply, '{', '}') : between(reply, '[', ']'));
        }
        return found;
    }

    /** {@return why there is no JSON in a reply} */
    static String problem(String reply) {
        try {
            JSON.readTree(reply);
            return "it is not JSON: it is empty";
        } catch (JacksonException e) {
            return "it is not JSON: " + e.getOriginalMessage();
        }
    }

    private static void add(List<Found> found, String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (!node.isMissingNode()) {
                found.add(new Found(text.strip(), node));
            }
        } catch (JacksonException e) {
            // other places are tried, and in the end the sub-model is told
        }
    }

    private static String between(String text, char opening, char closing) {
        int start = text.indexOf(opening);
        int end = text.lastIndexOf(closing);
        return start < 0 || end < start ? "" : text.substring(start, end + 1);
    }

    /** {@return the data as Python gets it; a whole number beyond 64 bits is a float} */
    static @Nullable Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                node.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
                yield map;
            }
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                node.forEach(item -> list.add(value(item)));
                yield list;
            }
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node);
            case STRING -> node.stringValue();
            case NULL, MISSING -> null;
            case BINARY, POJO -> throw new IllegalArgumentException("not read from JSON: " + node.getNodeType());
        };
    }

    private static Object number(JsonNode node) {
        if (!node.isIntegralNumber()) {
            return node.doubleValue();
        }
        BigInteger number = node.bigIntegerValue();
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : (Object) number.doubleValue();
    }
}
