package io.rlmgateway.chat;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.api.FailureWriter;
import io.rlmgateway.api.ServerSentEvents;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer as a stream of chunks. The stream opens at the first sign of life, or a moment later without one, so
 * that what fails at once keeps its status.
 */
final class StreamedReply {

    private final ChatProperties timing;
    private final FailureWriter failures;
    private final ReplyHeaders headers;
    private final HttpServletResponse response;
    private Step.@Nullable Routed way;

    StreamedReply(ChatProperties timing, FailureWriter failures, ReplyHeaders headers, HttpServletResponse response) {
        this.timing = timing;
        this.failures = failures;
        this.headers = headers;
        this.response = response;
    }

    void write(AwaitedSteps running, CompletionJson json, ChatRequest.Delivery delivery) {
        Step step = firstSign(running);
        headers.opening();
        Chunks chunks = new Chunks(ServerSentEvents.open(response), json, delivery, timing);
        if (way != null) {
            chunks.begin(way);
        }
        while (!(step instanceof Step.Last)) {
            pass(step, chunks);
            step = running.next(chunks.untilKeepAlive());
            if (step == null) {
                chunks.keepAlive();
            }
        }
        end((Step.Last) step, chunks);
    }

    private @Nullable Step firstSign(AwaitedSteps running) {
        long deadline = System.nanoTime() + timing.streamHold().toNanos();
        while (true) {
            Step step = running.next(Duration.ofNanos(deadline - System.nanoTime()));
            if (step instanceof Step.Failed(Failure failure, var cause)) {
                throw new FailureException(failure, cause);
            }
            if (!(step instanceof Step.Routed routed)) {
                return step;
            }
            headers.routed(routed);
            way = routed;
        }
    }

    private static void pass(@Nullable Step step, Chunks chunks) {
        switch (step) {
            case Step.Progress(var line) -> chunks.progress(line);
            case Step.Piece(var text, var choice) -> chunks.content(choice, text);
            case Step.Events(var events) -> chunks.relay(events);
            case Step.Routed routed -> chunks.begin(routed);
            case Step.Begins _ -> {}
            case Step.Last _ -> {}
            case null -> {}
        }
    }

    private void end(Step.Last last, Chunks chunks) {
        switch (last) {
            case Step.Answered(var choices, var trajectory) -> chunks.finish(choices, trajectory);
            case Step.Relayed _ -> {}
            case Step.Failed(var failure, var cause) -> {
                failures.record(failure, cause);
                chunks.fail(failure);
            }
        }
    }
}
