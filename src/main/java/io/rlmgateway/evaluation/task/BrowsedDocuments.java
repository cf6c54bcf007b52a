package io.rlmgateway.evaluation.task;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/** The documents of a question of BrowseComp-Plus, each once, those that answer it among the others. */
final class BrowsedDocuments {

    private final List<Map.Entry<String, String>> documents;

    private BrowsedDocuments(List<Map.Entry<String, String>> documents) {
        this.documents = documents;
    }

    static BrowsedDocuments of(JsonNode row) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String group : List.of("evidence_docs", "gold_docs", "negative_docs")) {
            for (JsonNode document : row.path(group)) {
                texts.putIfAbsent(
                        document.path("docid").asString(), document.path("text").asString());
            }
        }
        List<Map.Entry<String, String>> shuffled = new ArrayList<>(texts.entrySet());
        Collections.shuffle(shuffled, new Random(row.path("query_id").asString().hashCode()));
        return new BrowsedDocuments(shuffled);
    }

    void write(Appendable text) throws IOException {
        for (Map.Entry<String, String> document : documents) {
            text.append("Document ").append(document.getKey()).append('\n');
            text.append(document.getValue()).append("\n\n");
        }
    }
}
