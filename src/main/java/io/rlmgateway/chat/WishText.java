package io.rlmgateway.chat;

import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Wishes that can only be written as text, in metadata and in the model's name, as the JSON they stand for. */
final class WishText {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int LONGEST_NUMBER = 20;

    private WishText() {}

    static JsonNode node(String name, String text, boolean number) {
        if (number) {
            return number(text);
        }
        if (name.startsWith("include_")) {
            return flag(text);
        }
        return "documents".equals(name) ? list(text) : NODES.stringNode(text);
    }

    private static JsonNode number(String text) {
        try {
            return text.length() > LONGEST_NUMBER ? NODES.stringNode(text) : NODES.numberNode(new BigDecimal(text));
        } catch (NumberFormatException _) {
            return NODES.stringNode(text);
        }
    }

    private static JsonNode flag(String text) {
        return switch (text) {
            case "true" -> NODES.booleanNode(true);
            case "false" -> NODES.booleanNode(false);
            default -> NODES.stringNode(text);
        };
    }

    private static ArrayNode list(String text) {
        ArrayNode array = NODES.arrayNode();
        for (String id : text.split(",", -1)) {
            if (!id.isBlank()) {
                array.add(id.strip());
            }
        }
        return array;
    }
}
