package io.rlmgateway.repl.replay;

import io.rlmgateway.repl.Interpreters;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplJournal;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.Repls;
import org.springframework.stereotype.Component;

/** Sessions that outlive their interpreter, wherever those run. */
@Component
public final class ReplayingRepls implements Repls {

    private final Interpreters interpreters;

    /**
     * Sessions on these interpreters.
     *
     * @param interpreters where Python runs
     */
    public ReplayingRepls(Interpreters interpreters) {
        this.interpreters = interpreters;
    }

    @Override
    public Repl open(ReplSetup setup, ReplJournal journal) {
        return new ReplayingRepl(
                new InterpreterSource(interpreters, setup, journal.seed(), new Recording(journal)), journal);
    }

    @Override
    public boolean ready() {
        return interpreters.ready();
    }
}
