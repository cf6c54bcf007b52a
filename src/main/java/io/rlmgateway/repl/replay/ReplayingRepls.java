package io.rlmgateway.repl.replay;

import io.rlmgateway.repl.Interpreters;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.Repls;
import java.security.SecureRandom;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Sessions that outlive their interpreter, wherever those run. */
@Component
public final class ReplayingRepls implements Repls {

    /** A cell that runs again and does not make a call that it made before would wait for ever. */
    private static final Duration STALL = Duration.ofMinutes(2);

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
        return open(setup, STALL);
    }

    /** Opens a session in which a call that is to come again may be missing for so long. */
    Repl open(ReplSetup setup, Duration stall) {
        return new ReplayingRepl(new InterpreterSource(interpreters, setup, seeds.nextLong(), new Recording(), stall));
    }

    @Override
    public boolean ready() {
        return interpreters.ready();
    }
}
