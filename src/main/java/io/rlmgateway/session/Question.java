package io.rlmgateway.session;

import io.rlmgateway.access.Caller;
import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.Tools;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks.
 *
 * @param asked the run that will answer it
 * @param caller who asks
 * @param model the served model or an alias of one, as the client named it
 * @param messages the conversation, in order, at least one message
 * @param settings the client's wishes for the session
 * @param output the client's wishes for the answer
 * @param deadline when the client must have its answer, or null when it waits for as long as it takes
 */
public record Question(
        Asked asked,
        Caller caller,
        String model,
        List<ChatMessage> messages,
        Settings settings,
        Output output,
        @Nullable ClientDeadline deadline) {

    /** Copies the messages. */
    public Question {
        messages = List.copyOf(messages);
    }

    /** A question of a client that waits for as long as it takes. */
    public Question(
            Asked asked, Caller caller, String model, List<ChatMessage> messages, Settings settings, Output output) {
        this(asked, caller, model, messages, settings, output, null);
    }

    /** {@return the time, or what the client's deadline leaves of it} */
    Duration within(Duration time) {
        if (deadline == null) {
            return time;
        }
        Duration left = deadline.left();
        return left.compareTo(time) < 0 ? left : time;
    }

    /** {@return the id of the run that will answer it} */
    public String run() {
        return asked.run();
    }

    /**
     * The run of a question.
     *
     * @param run its id
     * @param request what the run is found by when the same request is sent again, or null
     * @param again whether it was sent before, and the run is there
     * @param sending the sending whose client waits for it
     */
    public record Asked(String run, @Nullable String request, boolean again, Sending sending) {

        /** The run of a question that has just arrived. */
        public Asked(String run, @Nullable String request, boolean again) {
            this(run, request, again, new Sending());
        }

        /**
         * The run of a question that nobody sends again.
         *
         * @param run its id
         * @return the run
         */
        public static Asked once(String run) {
            return new Asked(run, null, false);
        }
    }

    /** Whether a request may have been sent before. */
    public enum Repeat {
        /** It is the first sending. */
        NONE,
        /** Its sender says that it is a retry, but not of what. */
        RETRY,
        /** A key names it, in each sending. */
        KEYED
    }

    /**
     * One message of the conversation.
     *
     * @param role who speaks
     * @param parts what is said, in order; may be empty
     */
    public record ChatMessage(Role role, List<Part> parts) {

        /** Copies the parts. */
        public ChatMessage {
            parts = List.copyOf(parts);
        }
    }

    /** Who speaks. System and developer messages are instructions. */
    public enum Role {
        INSTRUCTION,
        USER,
        /** The model; only its messages hold {@link Part.ToolCall}s. */
        ASSISTANT,
        /** The client's tools; such a message is one {@link Part.ToolResult}. */
        TOOL
    }

    /** A part of a message. */
    public sealed interface Part {

        /** Text written into the message. */
        record Text(String text) implements Part {}

        /**
         * An image.
         *
         * @param content the image, or where it is
         * @param param where it stands in the request, for errors
         */
        record Image(Content content, String param) implements Part {}

        /**
         * A stored file.
         *
         * @param id its id
         * @param param where it stands in the request, as {@code messages[0].content[1].file.file_id}, for errors
         */
        record StoredFile(String id, String param) implements Part {}

        /**
         * A file sent along.
         *
         * @param name file name
         * @param mediaType as declared, or null
         * @param content opens its bytes
         * @param param where it stands in the request, for errors
         */
        record InlineFile(String name, @Nullable String mediaType, Supplier<InputStream> content, String param)
                implements Part {}

        /**
         * A tool that the model called.
         *
         * @param id names the call within the conversation; empty where the message is of the kind that has no ids
         * @param name the tool's name
         * @param arguments a JSON object as the model wrote it, or the text for a custom tool
         */
        record ToolCall(String id, String name, String arguments) implements Part {

            /** {@return the call as a text for a model to read} */
            String shown() {
                return "[called " + name + "(" + arguments + ")]";
            }
        }

        /**
         * What a call of a tool brought.
         *
         * @param callId the call's id; empty where the message is of the kind that has none
         * @param name the tool's name
         * @param text the result; images and files in it are named
         */
        record ToolResult(String callId, String name, String text) implements Part {

            /** {@return the result as a text for a model to read} */
            String shown() {
                return "[result of " + name + "]\n" + text;
            }
        }
    }

    /**
     * The client's wishes for the session; null leaves the served model's default. A wish above the configured limit is
     * cut to it.
     *
     * @param mode direct, rlm or auto
     * @param subModel model of sub-calls, as configured
     * @param documents ids of stored files that join the context, in order; may be empty
     * @param limits limits by name: {@code turns}, {@code depth}, {@code sub_calls}, {@code tokens}, {@code wall_time}
     *     (seconds), {@code cost_usd}, {@code errors}
     * @param profile how the session deals with its root model, by name, or null
     * @param continuing whether the session goes on with the Python of the conversation's earlier requests
     */
    public record Settings(
            @Nullable Mode mode,
            @Nullable String subModel,
            List<String> documents,
            Map<String, Number> limits,
            @Nullable String profile,
            Continuing continuing) {

        /** No wishes. */
        public static final Settings DEFAULT = new Settings(null, null, List.of(), Map.of());

        /** Copies the collections. */
        public Settings {
            documents = List.copyOf(documents);
            limits = Map.copyOf(limits);
        }

        /** Wishes without a profile. */
        public Settings(
                @Nullable Mode mode, @Nullable String subModel, List<String> documents, Map<String, Number> limits) {
            this(mode, subModel, documents, limits, null);
        }

        /** Wishes that leave open whether the session goes on with an earlier one. */
        public Settings(
                @Nullable Mode mode,
                @Nullable String subModel,
                List<String> documents,
                Map<String, Number> limits,
                @Nullable String profile) {
            this(mode, subModel, documents, limits, profile, Continuing.AUTO);
        }
    }

    /** What a session's Python is at its start, when the question follows on others. */
    public enum Continuing {
        /** As the service is configured. */
        AUTO,
        /** New. */
        NEW,
        /** As the conversation's earlier requests left it, where they can be found. */
        CONTINUE
    }

    /** How a served model answers. */
    public enum Mode {
        /** One call to the root model. */
        DIRECT,
        /** A session. */
        RLM,
        /** Direct while the prompt is short. */
        AUTO
    }

    /**
     * The client's wishes for the answer.
     *
     * @param maxTokens tokens of the visible answer at most, or null
     * @param stop strings that cut the answer; may be empty
     * @param parameters sampling parameters by their OpenAI names, passed on to the models
     * @param tools what the client offers to run
     */
    public record Output(@Nullable Integer maxTokens, List<String> stop, Map<String, Object> parameters, Tools tools) {

        /** No wishes. */
        public static final Output DEFAULT = new Output(null, List.of(), Map.of());

        /** Copies the collections. */
        public Output {
            stop = List.copyOf(stop);
            parameters = Map.copyOf(parameters);
        }

        /** Wishes of a client without tools. */
        public Output(@Nullable Integer maxTokens, List<String> stop, Map<String, Object> parameters) {
            this(maxTokens, stop, parameters, Tools.NONE);
        }

        /** {@return the same wishes of a client that offers tools} */
        public Output with(Tools offered) {
            return new Output(maxTokens, stop, parameters, offered);
        }
    }
}
