package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sessions that wait for results of tools with their sandboxes: not for long, not many, and not with much text. */
final class WaitingSessions {

    private static final Logger LOG = LoggerFactory.getLogger(WaitingSessions.class);

    private final ToolProperties settings;
    private final Deadlines deadlines;
    private final Map<String, Waiting> sessions = new LinkedHashMap<>();

    /** Has none yet. */
    WaitingSessions(ToolProperties settings, Deadlines deadlines) {
        this.settings = settings;
        this.deadlines = deadlines;
    }

    private record Waiting(ToolSession session, long text, Future<?> end) {}

    /** Keeps a session, and frees those that are too many. */
    void keep(String run, ToolSession session) {
        if (!kept(run, session, session.text())) {
            session.free();
        }
        tooMany().forEach(ToolSession::free);
    }

    private synchronized boolean kept(String run, ToolSession session, long text) {
        try {
            Future<?> end = deadlines.once(settings.keep(), () -> free(run, session));
            sessions.put(run, new Waiting(session, text, end));
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("The service is being stopped; the run {} waits for the next one", run, e);
            return false;
        }
    }

    private synchronized List<ToolSession> tooMany() {
        List<ToolSession> over = new ArrayList<>();
        Iterator<Waiting> oldest = sessions.values().iterator();
        long text = sessions.values().stream().mapToLong(Waiting::text).sum();
        int count = sessions.size();
        while (count > 0 && (count > settings.keptSessions() || text > settings.keptCharacters())) {
            Waiting waiting = oldest.next();
            oldest.remove();
            waiting.end().cancel(false);
            over.add(waiting.session());
            text -= waiting.text();
            count--;
        }
        return over;
    }

    private void free(String run, ToolSession session) {
        if (session == take(run)) {
            session.free();
        }
    }

    /** Frees all when a session has failed for want of a sandbox, so that there is one when it is asked for again. */
    void makeRoom(RuntimeException cause) {
        if (cause instanceof FailureException known && known.failure() instanceof Failure.SandboxUnavailable) {
            all().forEach(ToolSession::free);
        }
    }

    private synchronized List<ToolSession> all() {
        List<ToolSession> all = sessions.values().stream().map(Waiting::session).toList();
        sessions.values().forEach(waiting -> waiting.end().cancel(false));
        sessions.clear();
        return all;
    }

    /** {@return the session of a run that waits here, which it does no more; else null} */
    synchronized @Nullable ToolSession take(String run) {
        Waiting waiting = sessions.remove(run);
        if (waiting == null) {
            return null;
        }
        waiting.end().cancel(false);
        return waiting.session();
    }
}
