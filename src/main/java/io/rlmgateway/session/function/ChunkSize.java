package io.rlmgateway.session.function;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.session.SessionFunction;
import io.rlmgateway.session.SessionScope;
import org.springframework.stereotype.Component;

/** {@code __chunk_size__}: how much text is worth a sub-call; the REPL's own functions over pieces call it. */
@Component
final class ChunkSize implements SessionFunction {

    @Override
    public String signature() {
        return "__chunk_size__()";
    }

    @Override
    public String description() {
        return "How many characters of text are worth a sub-call.";
    }

    /** It belongs to functions that do, and is no step of the session by itself. */
    @Override
    public boolean asksModels() {
        return true;
    }

    @Override
    public Object call(Arguments arguments, SessionScope scope) {
        return scope.chunkCharacters();
    }
}
