package io.rlmgateway.session;

import io.rlmgateway.document.DocumentText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question made ready for a session: long texts are documents, in their place stand short notes.
 *
 * @param question the question as asked
 * @param instructions the client's system and developer messages
 * @param history earlier turns, each with {@code role} and {@code content}
 * @param text the last user message, long parts replaced by notes
 * @param documents the context, in order; may be empty
 * @param models who is asked
 * @param limits what the session may use
 */
public record SessionPlan(
        Question question,
        List<String> instructions,
        List<Map<String, String>> history,
        String text,
        List<DocumentText> documents,
        SessionModels models,
        Limits limits) {

    /** Copies the lists. */
    public SessionPlan {
        instructions = List.copyOf(instructions);
        history = List.copyOf(history);
        documents = List.copyOf(documents);
    }

    /** The same plan with other documents. */
    SessionPlan with(List<DocumentText> others) {
        return new SessionPlan(question, instructions, history, text, others, models, limits);
    }

    /**
     * The models of a session, as configured.
     *
     * @param root writes the cells
     * @param sub answers sub-calls unless a call names another
     * @param allowed what a call may name; root and sub are among them
     * @param profile the profile that was asked for, or null for the one that fits the root model
     */
    public record SessionModels(
            String root,
            String sub,
            List<String> allowed,
            @Nullable String profile) {

        /** Copies the list. */
        public SessionModels {
            allowed = List.copyOf(allowed);
        }

        /** Models with the profile that fits. */
        public SessionModels(String root, String sub, List<String> allowed) {
            this(root, sub, allowed, null);
        }

        /** The same models with a profile. */
        SessionModels withProfile(String asked) {
            return new SessionModels(root, sub, allowed, asked);
        }
    }
}
