package io.rlmgateway.upstream;

import io.rlmgateway.upstream.Message.Role;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.ModelRequest.Share;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call and its reply, the same for all providers. Each provider has two files for it: {@code request.json}, the body as
 * its API wants it, and {@code reply.txt}, the stream as its API sends it.
 */
public enum Fixture {
    /** Words and parameters. */
    TEXT,
    /** An image between words. */
    IMAGE,
    /** A tool that must be called. */
    TOOLS,
    /** What a tool brought. */
    TOOL_RESULTS,
    /** A reply that keeps to a schema. */
    SCHEMA,
    /** Reasoning that shows. */
    REASONING,
    /** A reply beyond its cap. */
    LENGTH,
    /** A reply that the model or its filter refused. */
    REFUSAL;

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    ModelRequest request() {
        return new ModelRequest("tested/m", Purpose.DIRECT, messages(), options(), new Share("tested", 1));
    }

    String text() {
        return switch (this) {
            case TEXT, IMAGE, TOOL_RESULTS, REASONING -> "In 1932.";
            case TOOLS -> "Let me look.";
            case SCHEMA -> "{\"year\":1932}";
            case LENGTH -> "In ";
            case REFUSAL -> "";
        };
    }

    StopReason stop() {
        return switch (this) {
            case TEXT, IMAGE, TOOL_RESULTS, REASONING, SCHEMA -> StopReason.STOP;
            case TOOLS -> StopReason.TOOL_CALLS;
            case LENGTH -> StopReason.LENGTH;
            case REFUSAL -> StopReason.CONTENT_FILTER;
        };
    }

    @Nullable
    String reasoning() {
        return this == REASONING ? "First think." : null;
    }

    private List<Message> messages() {
        return switch (this) {
            case TEXT ->
                List.of(
                        Message.system("Be brief."),
                        Message.user("When?"),
                        Message.assistant("1932."),
                        Message.user("Sure?"));
            case IMAGE ->
                List.of(new Message(
                        Role.USER,
                        List.of(
                                new Content.Text("Look:"),
                                new Content.ImageData("image/png", "iVBORw0KGgo="),
                                new Content.Text("When?"))));
            case TOOL_RESULTS ->
                List.of(
                        Message.user("When?"),
                        new Message(
                                Role.ASSISTANT, List.of(new Content.ToolCall("call_1", "clock", "{\"zone\":\"UTC\"}"))),
                        new Message(Role.TOOL, List.of(new Content.ToolResult("call_1", "clock", "noon"))));
            case TOOLS, SCHEMA, REASONING, LENGTH, REFUSAL -> List.of(Message.user("When?"));
        };
    }

    private ModelOptions options() {
        return switch (this) {
            case TEXT -> new ModelOptions(500, TIMEOUT, List.of("END"), Map.of("temperature", 0.25, "top_p", 0.5));
            case TOOLS ->
                new ModelOptions(
                        500,
                        TIMEOUT,
                        List.of(),
                        Map.of(),
                        new Tools(List.of(clock()), new Tools.Choice.Named("clock"), null));
            case SCHEMA -> new ModelOptions(500, TIMEOUT, List.of(), Map.of("response_format", year()));
            case REASONING -> new ModelOptions(8_000, TIMEOUT, List.of(), Map.of("reasoning_effort", "low"));
            case IMAGE, TOOL_RESULTS, LENGTH, REFUSAL -> ModelOptions.of(500, TIMEOUT);
        };
    }

    private static Tools.Tool clock() {
        Map<String, Object> schema = Map.of(
                "type",
                "object",
                "properties",
                Map.of("zone", Map.of("$ref", "#/$defs/zone")),
                "$defs",
                Map.of("zone", Map.of("type", "string")),
                "additionalProperties",
                false);
        return new Tools.Tool("clock", "Tells the time.", schema, null);
    }

    private static Map<String, Object> year() {
        Map<String, Object> schema = Map.of(
                "type",
                "object",
                "properties",
                Map.of("year", Map.of("type", "integer")),
                "additionalProperties",
                false);
        return Map.of("type", "json_schema", "json_schema", Map.of("name", "when", "strict", true, "schema", schema));
    }
}
