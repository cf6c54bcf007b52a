package io.rlmgateway.repl.replay;

import io.rlmgateway.repl.Interpreters;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.Repls;
import java.security.SecureRandom;
import org.springframework.stereotype.Component;

/** Sessions that outlive their interpreter, wherever those run. */
@Component
public final class ReplayingRepls implements Repls {

    private final Interpreters interpreters;
    private final SecureRandom seeds = new SecureRandom();

    /**
     * Sessions on these interpreters.
     *
     * @param interpreters where Python runs
     */
    public ReplayingRepls(Interpreters interpreters) {
        this.interpreters = interpreters;
    }

    @Override
    public Repl open(ReplSetup setup) {
        return open(setup, seeds.nextLong());
    }

    /** Opens a session whose random numbers start from a seed. */
    Repl open(ReplSetup setup, long seed) {
        return new ReplayingRepl(new InterpreterSource(interpreters, setup, seed, new Recording()));
    }

    @Override
    public boolean ready() {
        return interpreters.ready();
    }
}
