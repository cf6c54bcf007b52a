package io.rlmgateway.session;

import io.rlmgateway.repl.Execution;
import java.util.List;
import java.util.stream.Stream;

/** Looks out for what root models are known to do in one session, and writes the notes that they get. */
final class SessionGuards {

    private final SessionProperties.Guards guards;
    private final boolean reuse;
    private final int chunk;
    private final RepeatedCells cells = new RepeatedCells();
    private final RepeatedPrompts repeated = new RepeatedPrompts();
    private final TinyPrompts tiny;
    private final WholeText whole;

    SessionGuards(SessionTree tree, Task task) {
        SessionParts parts = tree.parts();
        this.chunk = parts.profiles()
                .chunkCharacters(
                        task.models(), parts.models().facts(task.models().sub()).window());
        this.guards = parts.guards();
        this.reuse = parts.subCalls().reuse();
        this.tiny = new TinyPrompts(chunk, parts.profiles().of(task.models()).batch());
        this.whole = new WholeText(task, chunk);
    }

    /** {@return characters of text that are worth a sub-call} */
    int chunkCharacters() {
        return chunk;
    }

    /** Hears of what a cell asks; Python's threads ask at the same time. */
    synchronized void asked(int cell, List<SubQuestion> questions) {
        questions.forEach(question -> {
            repeated.asked(cell, question);
            tiny.asked(question);
        });
    }

    /**
     * Looks at what a child session is about to get.
     *
     * @param call number of the call, which all of a batch have in common
     * @throws io.rlmgateway.repl.PythonException an LLMError
     */
    synchronized void checkChild(int call, SubQuestion question) {
        if (guards.wholeText()) {
            whole.check(call, question);
        }
    }

    /** {@return what the root model is told beside a cell's output, a line each} */
    synchronized List<String> notes(String code, Execution execution) {
        String cell = cells.note(code, execution);
        String prompts = repeated.note();
        return Stream.of(
                        guards.repeatedCells() ? cell : "",
                        // where recorded answers are taken again, the model is told of that
                        guards.repeatedPrompts() && !reuse ? prompts : "",
                        guards.tinyPrompts() ? tiny.note() : "")
                .filter(note -> !note.isEmpty())
                .map(note -> "[note: " + note + "]")
                .toList();
    }
}
