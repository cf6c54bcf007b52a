package io.rlmgateway.evaluation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Sends requests to the service, again where it asks to come back later. */
final class Exchange {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final int SERVER_ERROR = 500;
    private static final int ATTEMPTS = 5;
    private static final long LONGEST_WAIT = 60;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final String key;

    /**
     * A service.
     *
     * @param base its address, without {@code /v1}
     * @param key what it is sent as bearer token; empty for none
     */
    Exchange(URI base, String key) {
        this.base = base;
        this.key = key;
    }

    /** {@return a request for a path, without method} */
    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(base.getPath() + path));
        return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
    }

    /**
     * Sends a request.
     *
     * @param timeout until the end of the response
     * @return a response of status 2xx
     * @throws ServiceException when there is none
     */
    HttpResponse<String> send(HttpRequest.Builder request, Duration timeout)
            throws ServiceException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            HttpResponse<String> response = once(request.build(), timeout);
            if (response.statusCode() / 100 == 2) {
                return response;
            }
            long wait = response.headers()
                    .firstValue("Retry-After")
                    .filter(seconds -> seconds.matches("\\d{1,9}"))
                    .map(Long::parseLong)
                    .orElse(-1L);
            boolean later = response.statusCode() == TOO_MANY || response.statusCode() == UNAVAILABLE;
            if (!later || wait < 0 || attempt == ATTEMPTS) {
                throw new ServiceException(
                        response.statusCode() + ": " + message(response.body()),
                        later || response.statusCode() >= SERVER_ERROR);
            }
            TimeUnit.SECONDS.sleep(Math.min(wait, LONGEST_WAIT));
        }
    }

    private HttpResponse<String> once(HttpRequest request, Duration timeout)
            throws ServiceException, InterruptedException {
        CompletableFuture<HttpResponse<String>> response = http.sendAsync(request, BodyHandlers.ofString());
        try {
            return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ServiceException("no answer within " + timeout.toSeconds() + " s", true);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            String reason =
                    cause instanceof IOException && cause.getMessage() != null ? cause.getMessage() : "" + cause;
            throw new ServiceException("the service at " + base + " does not answer: " + reason, true);
        } finally {
            // closes the connection of one that is not waited for any more
            response.cancel(true);
        }
    }

    private static String message(String body) {
        try {
            return JSON.readTree(body).path("error").path("message").asString(body);
        } catch (JacksonException e) {
            return body;
        }
    }
}
