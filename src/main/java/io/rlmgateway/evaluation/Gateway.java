package io.rlmgateway.evaluation;

import io.rlmgateway.evaluation.report.Trial;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A client of the service, by its HTTP API. */
final class Gateway {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String BOUNDARY = "----rlm-gateway-evaluation";
    private static final Duration SHORT = Duration.ofSeconds(30);
    private static final Duration UPLOAD = Duration.ofMinutes(10);
    private static final long FIRST_LOOK_MILLIS = 20;
    private static final long LAST_LOOK_MILLIS = 500;
    private static final double NANOS = 1e9;

    private final Exchange exchange;

    Gateway(Exchange exchange) {
        this.exchange = exchange;
    }

    /** {@return the models that the service serves} */
    List<String> models() throws ServiceException, InterruptedException {
        JsonNode list = json(exchange.send(exchange.request("/v1/models").GET(), SHORT));
        List<String> models = new ArrayList<>();
        list.path("data").forEach(model -> models.add(model.path("id").asString()));
        return models;
    }

    /**
     * Uploads a text, and waits until it can be asked about.
     *
     * @return the file's identifier
     */
    String upload(Path text) throws IOException, ServiceException, InterruptedException {
        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nuser_data\r\n--"
                + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"text.txt\"\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n\r\n";
        BodyPublisher body = BodyPublishers.concat(
                BodyPublishers.ofString(head),
                BodyPublishers.ofFile(text),
                BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
        HttpRequest.Builder request = exchange.request("/v1/files")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(body);
        JsonNode file = json(exchange.send(request, UPLOAD));
        String id = file.path("id").asString();
        try {
            awaitText(id, file);
        } catch (ServiceException e) {
            delete(id);
            throw e;
        }
        return id;
    }

    private void awaitText(String id, JsonNode uploaded) throws ServiceException, InterruptedException {
        long start = System.nanoTime();
        long wait = FIRST_LOOK_MILLIS;
        for (JsonNode file = uploaded; file.path("status").asString().equals("uploaded"); ) {
            if (System.nanoTime() - start > UPLOAD.toNanos()) {
                throw new ServiceException("the text was not ready within " + UPLOAD.toSeconds() + " s", true);
            }
            Thread.sleep(wait);
            wait = Math.min(2 * wait, LAST_LOOK_MILLIS);
            file = json(exchange.send(exchange.request("/v1/files/" + id).GET(), SHORT));
        }
    }

    /** Deletes a file; one that cannot be deleted stays. */
    void delete(String file) throws InterruptedException {
        try {
            exchange.send(exchange.request("/v1/files/" + file).DELETE(), SHORT);
        } catch (ServiceException e) {
            // the service's own retention takes it
        }
    }

    /** Asks about a file. */
    Reply ask(Plan.Asking asking, Mode mode, String file, String question)
            throws ServiceException, InterruptedException {
        HttpRequest.Builder request = exchange.request("/v1/chat/completions")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body(asking, mode, file, question))));
        long start = System.nanoTime();
        HttpResponse<String> response = exchange.send(request, asking.timeout());
        double seconds = (System.nanoTime() - start) / NANOS;
        JsonNode completion = json(response);
        JsonNode message = completion.path("choices").path(0).path("message");
        return new Reply(message.path("content").asString(""), usage(completion.path("usage"), response, seconds));
    }

    private static Map<String, Object> body(Plan.Asking asking, Mode mode, String file, String question) {
        ObjectNode wishes = JSON.createObjectNode();
        wishes.put("mode", mode.isDirect() ? "direct" : "rlm");
        if (!mode.isDirect()) {
            wishes.put("depth", mode.depth());
        }
        if (!asking.subModel().isEmpty()) {
            wishes.put("sub_model", asking.subModel());
        }
        List<Object> content = List.of(
                Map.of("type", "file", "file", Map.of("file_id", file)), Map.of("type", "text", "text", question));
        return Map.of(
                "model", asking.model(),
                "messages", List.of(Map.of("role", "user", "content", content)),
                "rlm", wishes);
    }

    private static Trial.Usage usage(JsonNode usage, HttpResponse<String> response, double seconds) {
        JsonNode session = usage.path("rlm");
        return new Trial.Usage(
                seconds,
                session.path("turns").asInt(0),
                session.path("sub_calls").asInt(0),
                usage.path("prompt_tokens").asLong(0),
                usage.path("completion_tokens").asLong(0),
                session.path("cost_usd").isNumber() ? session.path("cost_usd").asDouble() : null,
                text(session.path("stopped")),
                response.headers().firstValue("x-rlm-run-id").orElse(null));
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() ? node.asString() : null;
    }

    private static JsonNode json(HttpResponse<String> response) throws ServiceException {
        try {
            return JSON.readTree(response.body());
        } catch (JacksonException e) {
            throw new ServiceException("the service answered with something that is not JSON", false);
        }
    }
}
