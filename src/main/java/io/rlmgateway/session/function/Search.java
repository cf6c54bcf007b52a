package io.rlmgateway.session.function;

import io.rlmgateway.document.Passage;
import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.ReplFunction.Attributes;
import io.rlmgateway.session.SessionFunction;
import io.rlmgateway.session.SessionScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code search}: ranked passages of the session's documents. */
@Component
final class Search implements SessionFunction {

    private static final int MOST = 1000;

    @Override
    public String signature() {
        return "search(query, k=10, documents=None)";
    }

    @Override
    public String description() {
        return "The k passages of the documents that match the words of query best (BM25), best first, each with .text,"
                + " .document (id), .start, .end (offsets in that document's text) and .score.";
    }

    @Override
    public Object call(Arguments arguments, SessionScope scope) {
        long limit = arguments.number("k");
        if (limit < 1 || limit > MOST) {
            throw new PythonException(PythonException.Type.VALUE_ERROR, "k must be 1 to " + MOST + ", not " + limit);
        }
        return scope.search(arguments.text("query"), (int) limit, documents(arguments)).stream()
                .map(Search::attributes)
                .toList();
    }

    private static @Nullable List<String> documents(Arguments arguments) {
        return switch (arguments.value("documents")) {
            case null -> null;
            case String id -> List.of(id);
            case List<?> ids -> ids.stream().map(Search::id).toList();
            case Object other -> throw Arguments.wrongType("documents", "a list of document ids", other);
        };
    }

    private static String id(@Nullable Object id) {
        if (id instanceof String text) {
            return text;
        }
        throw Arguments.wrongType("documents", "a list of document ids", id);
    }

    private static Attributes attributes(Passage passage) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("text", passage.text());
        fields.put("document", passage.document());
        fields.put("start", passage.start());
        fields.put("end", passage.end());
        fields.put("score", passage.score());
        return new Attributes("Passage", fields);
    }
}
