package io.rlmgateway.api;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/**
 * Tells in {@code openai-processing-ms} how long the request took until its answer began. The header is written when
 * somebody asks for the body's stream, the last moment that surely comes before the headers leave.
 */
final class TimedResponse extends HttpServletResponseWrapper {

    private final long started = System.nanoTime();
    private boolean stamped;

    TimedResponse(HttpServletResponse response) {
        super(response);
    }

    void stamp() {
        if (!stamped && !isCommitted()) {
            stamped = true;
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
            setHeader("openai-processing-ms", Long.toString(millis));
        }
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        stamp();
        return super.getOutputStream();
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        stamp();
        return super.getWriter();
    }

    @Override
    public void flushBuffer() throws IOException {
        stamp();
        super.flushBuffer();
    }
}
