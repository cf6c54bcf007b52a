package io.rlmgateway.chat;

import io.rlmgateway.session.Answer.Citation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** Writes answers as OpenAI's {@code chat.completion} and {@code chat.completion.chunk} objects. */
final class CompletionJson {

    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Envelope envelope;

    CompletionJson(Envelope envelope) {
        this.envelope = envelope;
    }

    /**
     * A whole completion.
     *
     * @param choices the answers
     * @param trajectory how they came about, in lines of JSON; may be empty
     * @return the completion in one line
     */
    String completion(List<Completion> choices, List<String> trajectory) {
        ObjectNode root = head("chat.completion");
        ArrayNode list = root.putArray("choices");
        choices.forEach(completion -> choice(list.addObject().put("index", list.size() - 1), completion));
        Completion all = Completion.sum(choices);
        root.set("usage", UsageJson.of(all, envelope));
        tail(root);
        extension(root, all);
        trajectory(root, trajectory);
        return JSON.writeValueAsString(root);
    }

    private void choice(ObjectNode choice, Completion completion) {
        message(choice.putObject("message"), completion);
        choice.putNull("logprobs");
        choice.put("finish_reason", completion.finish());
    }

    /**
     * A chunk with one choice.
     *
     * @param index which of the answers it is of, counted from 0
     * @param delta what is new
     * @param usageFollows whether a chunk of usage will come, in which case this one says that it has none
     * @return the chunk in one line
     */
    String chunk(int index, ObjectNode delta, boolean usageFollows) {
        return JSON.writeValueAsString(chunk(index, delta, null, usageFollows));
    }

    /**
     * The chunk that ends a choice.
     *
     * @param index which of the answers it is of, counted from 0
     * @param finish the finish reason
     * @param usageFollows whether a chunk of usage will come
     * @param trajectory how the answers came about, in lines of JSON; may be empty
     * @return the chunk in one line
     */
    String lastChunk(int index, String finish, boolean usageFollows, List<String> trajectory) {
        ObjectNode root = chunk(index, NODES.objectNode(), finish, usageFollows);
        trajectory(root, trajectory);
        return JSON.writeValueAsString(root);
    }

    private ObjectNode chunk(int index, ObjectNode delta, @Nullable String finish, boolean usageFollows) {
        ObjectNode root = head("chat.completion.chunk");
        tail(root);
        ObjectNode choice = root.putArray("choices").addObject();
        choice.put("index", index);
        choice.set("delta", delta);
        choice.putNull("logprobs");
        choice.put("finish_reason", finish);
        if (usageFollows) {
            root.putNull("usage");
        }
        return root;
    }

    String usageChunk(Completion completion) {
        ObjectNode root = head("chat.completion.chunk");
        tail(root);
        root.putArray("choices");
        root.set("usage", UsageJson.of(completion, envelope));
        extension(root, completion);
        return JSON.writeValueAsString(root);
    }

    ObjectNode roleDelta() {
        ObjectNode delta = NODES.objectNode();
        delta.put("role", "assistant");
        delta.put("content", "");
        delta.putNull("refusal");
        return delta;
    }

    ObjectNode contentDelta(String text) {
        return NODES.objectNode().put("content", text);
    }

    ObjectNode refusalDelta(String text) {
        return NODES.objectNode().put("refusal", text);
    }

    ObjectNode reasoningDelta(String text) {
        return NODES.objectNode().put("reasoning_content", text).put("reasoning", text);
    }

    ObjectNode annotationsDelta(Completion completion) {
        ObjectNode delta = NODES.objectNode();
        delta.set("annotations", annotations(completion));
        return delta;
    }

    ObjectNode toolCallDelta(CalledTool call, int index) {
        return ToolCallJson.delta(call, index);
    }

    private ObjectNode head(String object) {
        ObjectNode root = NODES.objectNode();
        root.put("id", envelope.id());
        root.put("object", object);
        root.put("created", envelope.created().getEpochSecond());
        root.put("model", envelope.model());
        return root;
    }

    private static void tail(ObjectNode root) {
        root.put("service_tier", "default");
        root.putNull("system_fingerprint");
    }

    private void message(ObjectNode message, Completion completion) {
        message.put("role", "assistant");
        boolean silent = completion.refusal() != null || !completion.toolCalls().isEmpty();
        message.put("content", silent && completion.text().isEmpty() ? null : completion.text());
        message.put("refusal", completion.refusal());
        message.set("annotations", annotations(completion));
        ToolCallJson.put(message, completion.toolCalls());
    }

    private ArrayNode annotations(Completion completion) {
        ArrayNode annotations = NODES.arrayNode();
        int length = completion.text().codePointCount(0, completion.text().length());
        for (Citation citation : completion.citations()) {
            ObjectNode annotation = annotations.addObject();
            annotation.put("type", "url_citation");
            ObjectNode details = annotation.putObject("url_citation");
            details.put("start_index", 0);
            details.put("end_index", length);
            details.put("url", url(citation));
            details.put("title", citation.title());
        }
        return annotations;
    }

    /** Text fragments by offset as RFC 5147 defines them. */
    private String url(Citation citation) {
        return envelope.baseUrl() + "/v1/files/" + citation.document() + "/content#char=" + citation.start() + ","
                + citation.end();
    }

    /** The lines are JSON already, and may be long. */
    private static void trajectory(ObjectNode root, List<String> lines) {
        if (!lines.isEmpty()) {
            ArrayNode entries = root.withObjectProperty("rlm").putArray("trajectory");
            lines.forEach(line -> entries.addRawValue(new RawValue(line)));
        }
    }

    private static void extension(ObjectNode root, Completion completion) {
        if (completion.citations().isEmpty()) {
            return;
        }
        ArrayNode citations = root.putObject("rlm").putArray("citations");
        for (Citation citation : completion.citations()) {
            ObjectNode node = citations.addObject();
            node.put("document", citation.document());
            node.put("name", citation.name());
            node.put("start", citation.start());
            node.put("end", citation.end());
            node.put("sha256", citation.sha256());
            if (citation.section() != null) {
                node.put("section", citation.section());
            }
            if (citation.page() != null) {
                node.put("page", citation.page());
            }
        }
    }
}
