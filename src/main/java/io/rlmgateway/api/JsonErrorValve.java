package io.rlmgateway.api;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that Tomcat refuses before any route sees them, such as a bad request line, with OpenAI's error body
 * in place of Tomcat's page; and cuts connections where {@link ConnectionAbort} demands it.
 */
public class JsonErrorValve extends ErrorReportValve {

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        ClientConnection.attach(request);
        super.invoke(request, response);
        if (ConnectionAbort.isDemanded(request)) {
            response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
        }
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        if (ConnectionAbort.isDemanded(request)) {
            return;
        }
        try {
            if (response.getHeader(RequestId.HEADER) == null) {
                response.setHeader(RequestId.HEADER, RequestId.next());
                response.setHeader("openai-processing-ms", "0");
            }
            FailureWriter.send(new Failure.Rejected(status, ServerStatus.message(status)), response);
        } catch (IOException e) {
            container.getLogger().debug("Client left before its error was sent", e);
        }
    }
}
