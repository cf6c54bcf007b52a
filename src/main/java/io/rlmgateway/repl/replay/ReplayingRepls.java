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
        return new ReplayingRepl(interpreters, setup, seeds.nextLong());
    }

    @Override
    public boolean ready() {
        return interpreters.ready();
    }
}
