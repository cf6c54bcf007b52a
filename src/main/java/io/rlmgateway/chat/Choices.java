package io.rlmgateway.chat;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.rlmgateway.session.Question;
import io.rlmgateway.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Several answers to one request, each on a thread of its own. Where one fails the whole request does, and the others are
 * ended: what they had paid for is there when the request is sent again.
 */
final class Choices {

    private static final ContextSnapshotFactory CONTEXTS =
            ContextSnapshotFactory.builder().build();

    private final Sessions sessions;

    Choices(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Gives one of the answers, on the thread that it is called on. */
    interface Work {

        Completion answer(Question.Asked run, int choice);
    }

    /** One of the answers. */
    private static final class Answering extends FutureTask<Completion> {

        private final Question.Asked run;
        private final int choice;
        private final BlockingQueue<Answering> ended;
        private @Nullable Thread thread;

        Answering(Question.Asked run, int choice, Work work, BlockingQueue<Answering> ended) {
            super(() -> work.answer(run, choice));
            this.run = run;
            this.choice = choice;
            this.ended = ended;
        }

        void start(String name) {
            Map<String, String> logged = MDC.getCopyOfContextMap();
            ContextSnapshot context = CONTEXTS.captureAll();
            thread = Thread.ofVirtual().name(name).start(context.wrap(() -> {
                MDC.setContextMap(logged == null ? Map.of() : logged);
                run();
            }));
        }

        @Override
        protected void done() {
            ended.add(this);
        }

        /** A session ends by itself, soon; everything else is interrupted. */
        void stop(Sessions sessions) {
            if (!isDone() && !sessions.leave(run) && thread != null) {
                thread.interrupt();
            }
        }
    }

    /**
     * Gives all answers.
     *
     * @param runs of the answers, in order
     * @param work gives one
     * @return the answers, in order
     */
    List<Completion> answer(List<Question.Asked> runs, Work work) {
        if (runs.size() == 1) {
            return List.of(work.answer(runs.getFirst(), 0));
        }
        BlockingQueue<Answering> ended = new LinkedBlockingQueue<>();
        List<Answering> all = new ArrayList<>();
        for (Question.Asked run : runs) {
            all.add(new Answering(run, all.size(), work, ended));
        }
        String name = Thread.currentThread().getName();
        all.forEach(answering -> answering.start(name + "-" + answering.choice));
        boolean complete = false;
        try {
            List<Completion> answers = collect(all.size(), ended);
            complete = true;
            return answers;
        } finally {
            if (!complete) {
                all.forEach(answering -> answering.stop(sessions));
            }
        }
    }

    private static List<Completion> collect(int count, BlockingQueue<Answering> ended) {
        Map<Integer, Completion> answers = new TreeMap<>();
        try {
            for (int i = 0; i < count; i++) {
                Answering next = ended.take();
                answers.put(next.choice, next.get());
            }
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("The client is gone");
            cancelled.initCause(e);
            throw cancelled;
        }
        return List.copyOf(answers.values());
    }

    private static RuntimeException rethrown(@Nullable Throwable cause) {
        return switch (cause) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            case null, default -> new IllegalStateException(cause);
        };
    }
}
