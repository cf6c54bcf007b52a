package io.rlmgateway.session.function;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.session.SessionFunction;
import io.rlmgateway.session.SessionScope;
import java.util.Map;
import org.springframework.stereotype.Component;

/** {@code cite}: records a citation. */
@Component
final class Cite implements SessionFunction {

    @Override
    public String signature() {
        return "cite(passage_or_start, end=None, document=None)";
    }

    @Override
    public String description() {
        return "Record that the answer rests on a passage of search(), or on the text from start to end of a document"
                + " (its id; None where there is only one). Returns the cited text.";
    }

    @Override
    public Object call(Arguments arguments, SessionScope scope) {
        if (arguments.value("passage_or_start") instanceof Map<?, ?> passage
                && passage.get("document") instanceof String document
                && passage.get("start") instanceof Number start
                && passage.get("end") instanceof Number end) {
            return scope.cite(document, start.longValue(), end.longValue());
        }
        return scope.cite(
                arguments.textOrNull("document"), arguments.number("passage_or_start"), arguments.number("end"));
    }
}
