package io.rlmgateway.session;

import io.rlmgateway.document.DocumentText;
import io.rlmgateway.repl.PythonException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Keeps a session from handing nearly all of its text to a child, which would stand where its parent stands. The same call
 * a second time goes through, copies in one batch do not.
 */
final class WholeText {

    /** From this percentage on it is nearly all. */
    private static final int NEARLY_ALL = 90;

    private final long characters;
    private final int chunk;
    private final Map<Fingerprint, Integer> refused = new HashMap<>();

    /**
     * Guards the children of one session.
     *
     * @param task the session's task
     * @param chunk characters that are worth a sub-call; a text that is not longer may be handed on
     */
    WholeText(Task task, int chunk) {
        this.characters = task.documents().isEmpty()
                ? task.contextText().codePointCount(0, task.contextText().length())
                : task.documents().stream().mapToLong(DocumentText::length).sum();
        this.chunk = chunk;
    }

    /**
     * Looks at what a child is about to get.
     *
     * @param call number of the call, which all of a batch have in common
     * @throws PythonException an LLMError, the first time
     */
    void check(int call, SubQuestion question) {
        long handed = question.characters();
        if (characters <= chunk || handed * 100 < characters * NEARLY_ALL) {
            return;
        }
        Integer first = refused.putIfAbsent(Fingerprint.of(question), call);
        if (first != null && first != call) {
            return;
        }
        throw new PythonException(
                PythonException.Type.LLM_ERROR,
                String.format(
                        Locale.ROOT,
                        "not asked: the child would get %,d characters of the %,d of this session, and so have the same work"
                                + " before it. Narrow the text first (search, grep, or llm_query_batched over pieces) and"
                                + " hand over the part that matters. If it has to be all, make the same call again.",
                        handed,
                        characters));
    }
}
