package io.rlmgateway.session;

import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.TokenUsage;
import java.time.Duration;
import java.util.LinkedHashMap;
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
 * @param repeated whether it was given before: what it used is booked already
 */
public record Answer(
        String text,
        Finish finish,
        List<Citation> citations,
        Usage usage,
        List<Content.ToolCall> toolCalls,
        boolean repeated) {

    /** Copies the lists. */
    public Answer {
        citations = List.copyOf(citations);
        toolCalls = List.copyOf(toolCalls);
    }

    /** An answer that was not given before. */
    public Answer(String text, Finish finish, List<Citation> citations, Usage usage, List<Content.ToolCall> toolCalls) {
        this(text, finish, citations, usage, toolCalls, false);
    }

    /** An answer with which the session ends. */
    public Answer(String text, Finish finish, List<Citation> citations, Usage usage) {
        this(text, finish, citations, usage, List.of());
    }

    /** {@return the same answer, given again} */
    Answer again() {
        return new Answer(text, finish, citations, usage, toolCalls, true);
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
     * @param section where that is as people say it, as {@code page 12}; null for a document without sections
     * @param page number of the page or slide that it begins on, or null
     */
    public record Citation(
            String document,
            String name,
            long start,
            long end,
            String sha256,
            @Nullable String section,
            @Nullable Integer page) {

        /**
         * A place in a document without sections.
         *
         * @param document the document's id
         * @param name its file name
         * @param start offset of the first code point
         * @param end offset after the last code point
         * @param sha256 checksum of the cited text
         */
        public Citation(String document, String name, long start, long end, String sha256) {
            this(document, name, start, end, sha256, null, null);
        }

        /** {@return the file's name, with the section where there is one} */
        public String title() {
            return section == null ? name : name + ", " + section;
        }
    }

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

        /** {@return what was used since a part of it was told; what ended it and how deep it went are of all of it} */
        Usage since(Usage told) {
            Map<String, TokenUsage> since = new LinkedHashMap<>();
            models.forEach((model, tokens) -> {
                TokenUsage left = tokens.minus(told.models.getOrDefault(model, TokenUsage.NONE));
                if (left.total() > 0) {
                    since.put(model, left);
                }
            });
            return new Usage(
                    turns - told.turns,
                    subCalls - told.subCalls,
                    depth,
                    since,
                    costUsd == null || told.costUsd == null ? null : Math.max(0, costUsd - told.costUsd),
                    elapsed.compareTo(told.elapsed) < 0 ? Duration.ZERO : elapsed.minus(told.elapsed),
                    stopped);
        }

        /** {@return tokens of all models together} */
        public TokenUsage tokens() {
            return models.values().stream().reduce(TokenUsage.NONE, TokenUsage::plus);
        }
    }
}
