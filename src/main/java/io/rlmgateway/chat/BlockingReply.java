package io.rlmgateway.chat;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.api.FailureWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer in one piece. The status line is held back for some seconds so that failures keep their status; then
 * newlines, which JSON allows before a value, keep the connection alive.
 */
final class BlockingReply {

    private final ChatProperties timing;
    private final FailureWriter failures;
    private final ReplyHeaders headers;
    private final HttpServletRequest request;
    private final HttpServletResponse response;

    BlockingReply(ChatProperties timing, FailureWriter failures, ReplyHeaders headers, Exchange exchange) {
        this.timing = timing;
        this.failures = failures;
        this.headers = headers;
        this.request = exchange.request();
        this.response = exchange.response();
    }

    void write(AwaitedSteps running, CompletionJson json) throws IOException {
        Step.Last last = await(running, timing.hold());
        if (last == null) {
            begin();
            while ((last = await(running, timing.keepAlive())) == null) {
                send("\n");
            }
        }
        switch (last) {
            case Step.Answered(var choices, var trajectory) -> finish(json.completion(choices, trajectory));
            case Step.Relayed(var pieces) -> finish(pieces);
            case Step.Failed(var failure, var cause) -> fail(failure, cause);
        }
    }

    private Step.@Nullable Last await(AwaitedSteps running, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        Step step;
        while ((step = running.next(Duration.ofNanos(deadline - System.nanoTime()))) != null) {
            if (step instanceof Step.Last last) {
                return last;
            }
            if (step instanceof Step.Routed routed && !response.isCommitted()) {
                headers.routed(routed);
            }
        }
        return null;
    }

    private void begin() throws IOException {
        headers.opening();
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType("application/json");
        response.flushBuffer();
    }

    private void send(String text) throws IOException {
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
    }

    private void finish(String body) throws IOException {
        finish(List.of(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8))));
    }

    private void finish(List<ByteBuffer> body) throws IOException {
        if (!response.isCommitted()) {
            response.setContentType("application/json");
            response.setContentLengthLong(
                    body.stream().mapToLong(ByteBuffer::remaining).sum());
        }
        OutputStream out = response.getOutputStream();
        for (ByteBuffer piece : body) {
            out.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
        }
        response.flushBuffer();
    }

    private void fail(Failure failure, @Nullable Throwable cause) throws IOException {
        if (!response.isCommitted()) {
            throw new FailureException(failure, cause);
        }
        failures.write(failure, cause, request, response);
    }
}
