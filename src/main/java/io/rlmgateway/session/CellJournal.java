package io.rlmgateway.session;

import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.ReplJournal;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.ReplayEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** What the run's journal knows of one session's Python. */
record CellJournal(SessionTree tree, int session) implements ReplJournal {

    /** Known to nobody before the run begins, and the same whenever it goes on. */
    @Override
    public long seed() {
        byte[] name = (tree.trajectory().run() + "/" + session).getBytes(StandardCharsets.UTF_8);
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(name))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<Returned> returns() {
        return tree.earlier().returns(session);
    }

    @Override
    public @Nullable Execution end(int cell) {
        Event.CellEnded ended = tree.earlier().find(session, Event.CellEnded.class, cell);
        return ended == null ? null : CellRecord.execution(ended);
    }

    @Override
    public @Nullable Instant returned(int cell, long call) {
        try {
            return tree.note(session, new ReplayEvent.Returned(new Event.CallId(cell, (int) call, 0)));
        } catch (FailureException | CancellationException e) {
            // the run is over, or broken off
            return null;
        }
    }
}
