package io.rlmgateway.session;

import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.Repl;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A REPL that opens when there is code for it: a session that is answered in prose takes none, and while a root model
 * thinks about its first turn nobody waits for the place in the sandbox.
 */
final class FirstUseRepl implements Repl {

    private final Supplier<Repl> source;
    private volatile @Nullable Repl opened;

    /** @param source opens it */
    FirstUseRepl(Supplier<Repl> source) {
        this.source = source;
    }

    @Override
    public Execution execute(String code, Instant started) {
        return repl().execute(code, started);
    }

    @Override
    public boolean parses(String code) {
        return repl().parses(code);
    }

    @Override
    public String variables() {
        Repl repl = opened;
        return repl == null ? "" : repl.variables();
    }

    @Override
    public void cancel() {
        Repl repl = opened;
        if (repl != null) {
            repl.cancel();
        }
    }

    @Override
    public void halt() {
        Repl repl = opened;
        if (repl != null) {
            repl.halt();
        }
    }

    @Override
    public void close() {
        Repl repl = opened;
        if (repl != null) {
            repl.close();
        }
    }

    /** Cells and questions about them come from one thread. */
    private Repl repl() {
        Repl repl = opened;
        if (repl == null) {
            repl = source.get();
            opened = repl;
        }
        return repl;
    }
}
