package io.rlmgateway.chat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** The parameters that are checked and have no effect on this service's own answers, or only one value that is served. */
final class OtherParameters {

    static final int MOST_PAIRS = 16;
    private static final int LONGEST_KEY = 64;
    private static final int LONGEST_VALUE = 512;
    private static final int MOST_TOP_LOGPROBS = 20;

    private OtherParameters() {}

    static ChatRequest.Storage check(JsonFields fields, Unserved unserved) {
        modalities(fields, unserved);
        if (fields.flag("logprobs", false)) {
            unserved.ignoreUnlessRelayed("logprobs");
        }
        if (fields.number("top_logprobs", NumberRange.integers(0, MOST_TOP_LOGPROBS)) != null) {
            unserved.ignoreUnlessRelayed("top_logprobs");
        }
        for (String name : List.of("prediction", "web_search_options", "audio")) {
            if (fields.object(name) != null) {
                unserved.ignoreUnlessRelayed(name);
            }
        }
        return storage(fields, unserved);
    }

    /** Without {@code store} there is nothing that notes could be on; they carry the extension all the same. */
    private static ChatRequest.Storage storage(JsonFields fields, Unserved unserved) {
        boolean store = fields.flag("store", false);
        Map<String, String> metadata = metadata(fields);
        if (!store && metadata.keySet().stream().anyMatch(name -> !name.startsWith(Extension.METADATA_PREFIX))) {
            unserved.ignoreUnlessRelayed("metadata");
        }
        return new ChatRequest.Storage(store, metadata);
    }

    private static void modalities(JsonFields fields, Unserved unserved) {
        ArrayNode modalities = fields.array("modalities");
        for (int i = 0; modalities != null && i < modalities.size(); i++) {
            String path = "modalities[" + i + "]";
            String modality = JsonFields.string(path, modalities.get(i));
            if ("audio".equals(modality)) {
                unserved.refuseUnlessRelayed(
                        InvalidRequests.unsupported("modalities", "cannot hold 'audio': answers are text."));
            } else if (!"text".equals(modality)) {
                throw InvalidRequests.value(path, modality, List.of("text"));
            }
        }
    }

    /** {@return the client's notes, in its order; none where it sent none} */
    static Map<String, String> metadata(JsonFields fields) {
        JsonFields metadata = fields.object("metadata");
        if (metadata == null) {
            return Map.of();
        }
        if (metadata.size() > MOST_PAIRS) {
            throw InvalidRequests.manyProperties("metadata", MOST_PAIRS, metadata.size());
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        metadata.names().forEach(name -> pairs.put(name, value(metadata, name)));
        return pairs;
    }

    private static String value(JsonFields metadata, String name) {
        if (name.length() > LONGEST_KEY) {
            throw InvalidRequests.longString("metadata", LONGEST_KEY, name.length());
        }
        JsonNode value = metadata.required(name);
        String text = JsonFields.string(metadata.path(name), value);
        if (text.length() > LONGEST_VALUE) {
            throw InvalidRequests.longString(metadata.path(name), LONGEST_VALUE, text.length());
        }
        return text;
    }
}
