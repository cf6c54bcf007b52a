package io.rlmgateway.api;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Answers a request with a failure, and leaves its trace in the log and the metrics. */
@Component
public class FailureWriter {

    private static final Logger LOG = LoggerFactory.getLogger(FailureWriter.class);

    private final ObjectProvider<MeterRegistry> meters;

    FailureWriter(ObjectProvider<MeterRegistry> meters) {
        this.meters = meters;
    }

    /**
     * Answers with a failure. Where an answer has begun already, the connection is cut instead, so that no client takes
     * half an answer for a whole one.
     *
     * @param failure what went wrong
     * @param cause its technical cause for the log, or null
     * @param request the request
     * @param response its response
     * @throws IOException when the client is gone
     */
    public void write(
            Failure failure, @Nullable Throwable cause, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        record(failure, cause);
        if (response.isCommitted()) {
            ConnectionAbort.demand(request);
            return;
        }
        send(failure, response);
    }

    /**
     * Leaves a failure's trace in the log and the metrics, for answers that carry it in another way.
     *
     * @param failure what went wrong
     * @param cause its technical cause, or null
     */
    public void record(Failure failure, @Nullable Throwable cause) {
        FailureTable.Row row = FailureTable.row(failure);
        LOG.atLevel(row.level())
                .setCause(row.status() < 500 ? null : cause)
                .log("{} {}: {}", row.status(), row.metricTag(), failure.message());
        meters.ifAvailable(registry -> registry.counter(
                        HttpMetric.FAILURES.getName(), HttpMetric.Tag.ERROR_TYPE.asString(), row.metricTag())
                .increment());
    }

    static void send(Failure failure, HttpServletResponse response) throws IOException {
        FailureTable.Row row = FailureTable.row(failure);
        byte[] body = ErrorBody.json(failure).getBytes(StandardCharsets.UTF_8);
        response.resetBuffer();
        response.setStatus(row.status());
        row.headers().forEach(response::setHeader);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }
}
