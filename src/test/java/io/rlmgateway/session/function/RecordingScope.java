package io.rlmgateway.session.function;

import io.rlmgateway.document.Passage;
import io.rlmgateway.session.SessionScope;
import io.rlmgateway.session.SubQuestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What functions may do, done by nobody: it remembers what they asked for. */
final class RecordingScope implements SessionScope {

    final List<Object> calls = new ArrayList<>();

    @Override
    public Object ask(String function, SubQuestion question) {
        calls.add(List.of(function, question));
        return "answer";
    }

    @Override
    public void askAhead(String function, List<SubQuestion> questions, int window) {
        calls.add(List.of(function, questions, window));
    }

    @Override
    public List<@Nullable Object> askAll(String function, List<SubQuestion> questions) {
        calls.add(List.of(function, questions));
        return List.of("answers");
    }

    @Override
    public Object recurse(String function, SubQuestion question) {
        return ask(function, question);
    }

    @Override
    public List<@Nullable Object> recurseAll(String function, List<SubQuestion> questions) {
        return askAll(function, questions);
    }

    @Override
    public int chunkCharacters() {
        return 12_000;
    }

    @Override
    public Map<String, Object> budget() {
        return Map.of("turns", 3);
    }

    @Override
    public List<Passage> search(String query, int limit, @Nullable List<String> documents) {
        calls.add(Arrays.asList(query, limit, documents));
        return List.of(new Passage("file-1", "text", 3, 7, 1.5));
    }

    @Override
    public String cite(@Nullable String document, long start, long end) {
        calls.add(Arrays.asList(document, start, end));
        return "cited";
    }
}
