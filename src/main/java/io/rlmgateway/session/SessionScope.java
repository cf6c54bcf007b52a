package io.rlmgateway.session;

import io.rlmgateway.document.Passage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the functions of a session may do: ask models, start children, read the session's documents, see its budget. */
public interface SessionScope {

    /**
     * Asks a sub-model.
     *
     * @param function the function that asks, for the journal
     * @param question what is asked
     * @return the sub-answer, a {@link String} unless the question wants another form
     * @throws io.rlmgateway.repl.PythonException when there is none
     */
    @Nullable
    Object ask(String function, SubQuestion question);

    /**
     * Begins to ask sub-models what Python is about to {@link #ask}, as far as the budget allows. What is not asked by the
     * end of the cell is cancelled.
     *
     * @param function the function that will ask
     * @param questions what it will ask, in order
     * @param window how many at most are begun before the first of them is asked
     */
    void askAhead(String function, List<SubQuestion> questions, int window);

    /**
     * Asks sub-models, all at once.
     *
     * @param function the function that asks
     * @param questions what is asked
     * @return for each question, in order, its answer or a {@link io.rlmgateway.repl.ReplFunction.FailedAnswer}
     */
    List<@Nullable Object> askAll(String function, List<SubQuestion> questions);

    /**
     * Asks a child session with a REPL of its own, or a sub-model where the depth limit allows no child.
     *
     * @param function the function that asks
     * @param question what is asked
     * @return the child's answer, a {@link String} unless the question wants another form
     * @throws io.rlmgateway.repl.PythonException when there is none
     */
    @Nullable
    Object recurse(String function, SubQuestion question);

    /**
     * Asks child sessions, all at once.
     *
     * @param function the function that asks
     * @param questions what is asked
     * @return for each question, in order, its answer or a {@link io.rlmgateway.repl.ReplFunction.FailedAnswer}
     */
    List<@Nullable Object> recurseAll(String function, List<SubQuestion> questions);

    /** {@return characters of text that are worth a sub-call here} */
    int chunkCharacters();

    /** {@return what is left of the budget, by name} */
    Map<String, Object> budget();

    /**
     * Searches the session's documents.
     *
     * @param query words
     * @param limit passages at most
     * @param documents ids to search, or null for all
     * @return the best passages, best first
     */
    List<Passage> search(String query, int limit, @Nullable List<String> documents);

    /**
     * Records a citation that is returned with the answer.
     *
     * @param document the document's id, or null for the only one
     * @param start offset of the first code point
     * @param end offset after the last code point
     * @return the cited text
     * @throws io.rlmgateway.repl.PythonException a ValueError when there is no such place
     */
    String cite(@Nullable String document, long start, long end);
}
