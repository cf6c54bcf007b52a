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
    TEXT(List.of(
            Message.system("Be brief."), Message.user("When?"), Message.assistant("1932."), Message.user("Sure?"))) {
        @Override
        ModelOptions options() {
            return new ModelOptions(500, TIMEOUT, List.of("END"), Map.of("temperature", 0.25, "top_p", 0.5));
        }
    },
    /** An image between words. */
    IMAGE(List.of(new Message(
            Role.USER,
            List.of(
                    new Content.Text("Look:"),
                    new Content.ImageData("image/png", "iVBORw0KGgo="),
                    new Content.Text("When?"))))),
    /** A tool that must be called. */
    TOOLS(List.of(Message.user("When?"))) {
        @Override
        ModelOptions options() {
            Tools.Tool clock = new Tools.Tool(
                    "clock",
                    "Tells the time.",
                    Map.of(
                            "type",
                            "object",
                            "properties",
                            Map.of("zone", Map.of("$ref", "#/$defs/zone")),
                            "$defs",
                            Map.of("zone", Map.of("type", "string")),
                            "additionalProperties",
                            false),
                    null);
            return new ModelOptions(
                    500,
                    TIMEOUT,
                    List.of(),
                    Map.of(),
                    new Tools(List.of(clock), new Tools.Choice.Named("clock"), null));
        }
    },
    /** What a tool brought. */
    TOOL_RESULTS(List.of(
            Message.user("When?"),
            new Message(Role.ASSISTANT, List.of(new Content.ToolCall("call_1", "clock", "{\"zone\":\"UTC\"}"))),
            new Message(Role.TOOL, List.of(new Content.ToolResult("call_1", "clock", "noon"))))),
    /** A reply that keeps to a schema. */
    SCHEMA(List.of(Message.user("When?"))) {
        @Override
        ModelOptions options() {
            Map<String, Object> schema = Map.of(
                    "type",
                    "object",
                    "properties",
                    Map.of("year", Map.of("type", "integer")),
                    "additionalProperties",
                    false);
            return new ModelOptions(
                    500,
                    TIMEOUT,
                    List.of(),
                    Map.of(
                            "response_format",
                            Map.of(
                                    "type",
                                    "json_schema",
                                    "json_schema",
                                    Map.of("name", "when", "strict", true, "schema", schema))));
        }
    },
    /** Reasoning that shows. */
    REASONING(List.of(Message.user("When?"))) {
        @Override
        ModelOptions options() {
            return new ModelOptions(8_000, TIMEOUT, List.of(), Map.of("reasoning_effort", "low"));
        }
    },
    /** A reply beyond its cap. */
    LENGTH(List.of(Message.user("When?"))),
    /** A reply that the model or its filter refused. */
    REFUSAL(List.of(Message.user("When?")));

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final List<Message> messages;

    Fixture(List<Message> messages) {
        this.messages = messages;
    }

    ModelOptions options() {
        return ModelOptions.of(500, TIMEOUT);
    }

    final ModelRequest request() {
        return new ModelRequest("tested/m", Purpose.DIRECT, messages, options(), new Share("tested", 1));
    }

    final String text() {
        return switch (this) {
            case TEXT, IMAGE, TOOL_RESULTS, REASONING -> "In 1932.";
            case TOOLS -> "Let me look.";
            case SCHEMA -> "{\"year\":1932}";
            case LENGTH -> "In ";
            case REFUSAL -> "";
        };
    }

    final StopReason stop() {
        return switch (this) {
            case TEXT, IMAGE, TOOL_RESULTS, REASONING, SCHEMA -> StopReason.STOP;
            case TOOLS -> StopReason.TOOL_CALLS;
            case LENGTH -> StopReason.LENGTH;
            case REFUSAL -> StopReason.CONTENT_FILTER;
        };
    }

    final @Nullable String reasoning() {
        return this == REASONING ? "First think." : null;
    }
}
