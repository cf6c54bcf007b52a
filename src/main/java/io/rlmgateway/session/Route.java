package io.rlmgateway.session;

import io.rlmgateway.upstream.ModelRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How a question is answered. */
public sealed interface Route {

    /** {@return why this way, for the run and for people} */
    String reason();

    /**
     * By one call to a model.
     *
     * @param model the model as configured, {@code upstream/name}
     * @param timeout for the whole call
     * @param prompt what is asked
     */
    record Direct(String model, Duration timeout, Prompt prompt, String reason) implements Route {}

    /** A conversation for one call to a model; the files that it names are read when it is asked for them. */
    interface Prompt {

        /**
         * The whole call, in this service's words.
         *
         * @return the call
         * @throws io.rlmgateway.api.FailureException when a file is not there or cannot be read
         */
        ModelRequest request();

        /**
         * What a client's own request lacks to be passed on as it is.
         *
         * @return the texts of files
         * @throws io.rlmgateway.api.FailureException when a file is not there or cannot be read
         */
        Attachments attachments();

        /** {@return in whose name the call waits for its turn} */
        ModelRequest.Share share();
    }

    /**
     * Texts of stored files, each with the file's name before it.
     *
     * @param parts those that parts of messages name, by id
     * @param documents those that join the conversation, in order
     */
    record Attachments(Map<String, String> parts, List<String> documents) {

        /** Copies the collections. */
        public Attachments {
            parts = Map.copyOf(parts);
            documents = List.copyOf(documents);
        }
    }

    /**
     * By what was answered when the same request was sent before.
     *
     * @param answer the answer
     */
    record Answered(Answer answer, String reason) implements Route {}

    /**
     * By a session.
     *
     * @param plan what the session works on
     * @param conversation the earlier runs whose Python it goes on with
     */
    record Rlm(SessionPlan plan, String reason, Conversation conversation) implements Route {

        /**
         * By a session with a Python of its own.
         *
         * @param plan what the session works on
         * @param reason why this way
         */
        public Rlm(SessionPlan plan, String reason) {
            this(plan, reason, Conversation.NONE);
        }
    }
}
