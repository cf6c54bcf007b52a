package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.CellOutput.Piece;
import io.rlmgateway.repl.InterpreterLostException;
import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.worker.wire.Pong;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A process in which sessions' Python runs, until it ends or is killed. */
interface Worker {

    /** {@return whether it can be used} */
    boolean alive();

    /** {@return whether it opens the sessions that it is asked to; it is of no use otherwise} */
    boolean sound();

    /** It would not open a session. */
    void refused();

    /** {@return what it last said of itself} */
    Pong state();

    /** {@return bytes that it may use for objects} */
    long heap();

    /**
     * Opens a session in it.
     *
     * @param whenGone run once the session is gone
     * @throws IOException when it cannot be reached
     */
    WorkerInterpreter open(InterpreterSetup setup, Runnable whenGone) throws IOException;

    /** A session's cell begins or ends. */
    void running(WorkerInterpreter session, boolean runs);

    /**
     * Ends it, whatever it does.
     *
     * @param session whose doing it is, or null
     * @param reason for a model to read
     */
    void kill(@Nullable WorkerInterpreter session, String reason);

    /**
     * Why a session lost its interpreter.
     *
     * @param session the session
     * @param printed what its running cell had printed
     */
    InterpreterLostException loss(WorkerInterpreter session, List<Piece> printed);

    /** Ends it, because nobody needs it. */
    void stop();

    /** {@return a future of its end} */
    CompletableFuture<?> onExit();
}
