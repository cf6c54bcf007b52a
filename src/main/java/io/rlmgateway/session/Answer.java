package io.rlmgateway.session;

import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a session answered.
 *
 * @param text the answer, already cut by the client's stop strings and cap
 * @param finish why it ends
 * @param citations what the session cited, in order; may be empty
 * @param usage what it cost
 * @param toolCalls what the client is to run before the session goes on, in order; mostly empty
 */
public record Answer(
        String text, Finish finish, List<Citation> citations, Usage usage, List<Content.ToolCall> toolCalls) {

    /** Copies the lists. */
    public Answer {
        citations = List.copyOf(citations);
        toolCalls = List.copyOf(toolCalls);
    }

    /** An answer with which the session ends. */
    public Answer(String text, Finish finish, List<Citation> citations, Usage usage) {
        this(text, finish, citations, usage, List.of());
    }

    /** Why an answer ends. */
    public enum Finish {
        STOP,
        LENGTH,
        CONTENT_FILTER,
        /** The session waits for the results of its tool calls. */
        TOOL_CALLS
    }

    /**
     * A place in a document that the answer rests on; offsets in code points.
     *
     * @param document the document's id
     * @param name its file name
     * @param start offset of the first code point
     * @param end offset after the last code point
     * @param sha256 checksum of the cited text in UTF-8, lower-case hexadecimal
     */
    public record Citation(String document, String name, long start, long end, String sha256) {}

    /**
     * What a session cost.
     *
     * @param turns turns of the root session
     * @param subCalls sub-calls of the whole tree
     * @param depth deepest level reached, 0 for a session without sub-calls
     * @param models tokens by model
     * @param costUsd US dollars, null when a price is unknown
     * @param elapsed wall time
     * @param stopped the limit that ended the session early, or null
     */
    public record Usage(
            int turns,
            int subCalls,
            int depth,
            Map<String, TokenUsage> models,
            @Nullable Double costUsd,
            Duration elapsed,
            @Nullable String stopped) {

        /** Copies the map. */
        public Usage {
            models = Map.copyOf(models);
        }

        /** {@return tokens of all models together} */
        public TokenUsage tokens() {
            return models.values().stream().reduce(TokenUsage.NONE, TokenUsage::plus);
        }
    }
}
