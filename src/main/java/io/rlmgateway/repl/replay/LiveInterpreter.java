package io.rlmgateway.repl.replay;

import io.rlmgateway.repl.Interpreter;

/**
 * A session's interpreter.
 *
 * @param python where its Python runs
 * @param playback how far it has come
 */
record LiveInterpreter(Interpreter python, Playback playback) implements AutoCloseable {

    /** Stops what it does, without waiting. */
    void stop(String reason) {
        python.cancel(reason);
        playback.close();
    }

    @Override
    public void close() {
        playback.close();
        python.close();
    }
}
