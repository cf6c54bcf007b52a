package io.rlmgateway.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Chat completions by the JDK's HTTP client and nothing more: the client of the service, and the bare baseline. */
final class ChatClient implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    private final URI completions;

    ChatClient(int port) {
        this.completions = URI.create("http://127.0.0.1:" + port + "/v1/chat/completions");
    }

    /**
     * Asks one question.
     *
     * @return the answer's text
     * @throws IOException also when the status is not 200
     */
    String ask(String model, String question) throws IOException, InterruptedException {
        String body =
                "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + question + "\"}]}";
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(completions)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("Status " + response.statusCode() + ": " + response.body());
        }
        JsonNode choice = JSON.readTree(response.body()).path("choices").path(0);
        return choice.path("message").path("content").asString();
    }

    @Override
    public void close() {
        http.close();
    }
}
