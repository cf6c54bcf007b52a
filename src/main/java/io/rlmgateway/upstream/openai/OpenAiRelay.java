package io.rlmgateway.upstream.openai;

import com.openai.core.http.Headers;
import io.rlmgateway.upstream.RateLimitHeaders;
import io.rlmgateway.upstream.Relay;
import io.rlmgateway.upstream.RelayReceiver;
import io.rlmgateway.upstream.RelayRequest;
import io.rlmgateway.upstream.TokenUsage;
import io.rlmgateway.upstream.openai.ReplyEdits.Edited;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import tools.jackson.core.JacksonException;

/** Passes requests on to a server that speaks OpenAI's chat completions API. */
final class OpenAiRelay implements Relay {

    private static final int LONGEST_ERROR = 64 * 1024;
    private static final int LONGEST_ANSWER = 256 * 1024 * 1024;

    private static final int LONGEST_COPY = 64 * 1024;

    private final Server server;
    private final URI completions;
    private final HttpClient client;
    private final ErrorWords words;

    /**
     * Where requests go.
     *
     * @param baseUrl address of the API up to and including its version
     * @param key the key that must not show
     * @param dialect how it differs from others
     * @param transport knows what each request to it carries
     */
    record Server(URI baseUrl, ApiKey key, ChatPrompts.Dialect dialect, HttpTransport transport) {}

    /**
     * A relay to a server.
     *
     * @param server the server
     * @param client carries the requests
     */
    OpenAiRelay(Server server, HttpClient client) {
        this.server = server;
        this.completions = server.transport().address(server.baseUrl() + "/chat/completions");
        this.client = client;
        this.words = new ErrorWords(server.key());
    }

    @Override
    public Relayed pass(RelayRequest request, RelayReceiver receiver) {
        CompletableFuture<HttpResponse<ReplyBody>> sent = client.sendAsync(http(request), _ -> new ReplyBody());
        try {
            HttpResponse<ReplyBody> response = sent.get();
            return passed(request, response, receiver);
        } catch (ExecutionException e) {
            throw words.unreachable(e.getCause());
        } catch (IOException e) {
            throw words.broken("the reply broke off", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var _ = sent.thenAccept(response -> response.body().close());
            CancellationException cancelled = new CancellationException("the call was cancelled");
            cancelled.initCause(e);
            throw cancelled;
        } finally {
            sent.cancel(true);
        }
    }

    private Relayed passed(RelayRequest request, HttpResponse<ReplyBody> response, RelayReceiver receiver)
            throws IOException, InterruptedException {
        try (ReplyBody body = response.body()) {
            RateLimitHeaders limits = RateLimitHeaders.of(response.headers()::firstValue, Clock.systemUTC());
            return new Relayed(usage(request, response, body, receiver), limits);
        }
    }

    private TokenUsage usage(
            RelayRequest request, HttpResponse<ReplyBody> response, ReplyBody body, RelayReceiver receiver)
            throws IOException, InterruptedException {
        String type = response.headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
        if (response.statusCode() != 200 || type.contains("html")) {
            throw words.failure(response.statusCode(), headers(response), errorText(body));
        }
        if (type.contains("json") || !request.answer().stream()) {
            return whole(request, response, receiver);
        }
        // not before: an error shows no upstream at work
        receiver.alive();
        return events(request, body, receiver);
    }

    private TokenUsage events(RelayRequest request, ReplyBody body, RelayReceiver receiver)
            throws IOException, InterruptedException {
        EventRelay events = new EventRelay(ReplyEdits.form(request), words, receiver);
        boolean ended = false;
        try {
            List<ByteBuffer> bytes = body.next();
            while (bytes != null && events.read(bytes)) {
                receiver.alive();
                bytes = body.next();
            }
            events.end();
            ended = true;
        } finally {
            if (!ended && events.begun()) {
                receiver.brokeOff(events.usage());
            }
        }
        body.forget();
        return events.usage();
    }

    private TokenUsage whole(RelayRequest request, HttpResponse<ReplyBody> response, RelayReceiver receiver)
            throws IOException, InterruptedException {
        byte[] bytes = bytes(response.body(), LONGEST_ANSWER, receiver::alive);
        Edited edited = edited(bytes, response, request);
        if (edited.failed()) {
            throw words.ofEvent(new String(bytes, StandardCharsets.UTF_8));
        }
        if (request.answer().stream()) {
            return asEvents(request, bytes, receiver);
        }
        receiver.whole(edited.json());
        TokenUsage told = edited.usage();
        return told == null ? ReplyEdits.estimate(request.body().remaining(), edited.textBytes()) : told;
    }

    /** Some servers answer whole where they do not stream, for example with tools. */
    private TokenUsage asEvents(RelayRequest request, byte[] answer, RelayReceiver receiver) {
        EventRelay events = new EventRelay(ReplyEdits.form(request), words, receiver);
        events.read(List.of(ByteBuffer.wrap(WholeAnswer.events(answer))));
        events.end();
        return events.usage();
    }

    private Edited edited(byte[] bytes, HttpResponse<ReplyBody> response, RelayRequest request) {
        if (bytes.length > LONGEST_ANSWER) {
            throw words.broken("its answer is longer than " + LONGEST_ANSWER + " bytes", null);
        }
        try {
            return ReplyEdits.of(bytes, 0, bytes.length, ReplyEdits.form(request));
        } catch (JacksonException e) {
            throw words.of(200, headers(response), new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private static String errorText(ReplyBody body) throws InterruptedException {
        try {
            return new String(bytes(body, LONGEST_ERROR, () -> {}), StandardCharsets.UTF_8);
        } catch (IOException e) {
            // the status says enough
            return "";
        }
    }

    /** {@return the rest of a body, or somewhat more than the most that is wanted} */
    private static byte[] bytes(ReplyBody body, int most, Runnable alive) throws IOException, InterruptedException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<ByteBuffer> next = body.next();
        while (next != null && all.size() <= most) {
            alive.run();
            for (ByteBuffer buffer : next) {
                byte[] piece = new byte[buffer.remaining()];
                buffer.get(piece);
                all.writeBytes(piece);
            }
            next = body.next();
        }
        return all.toByteArray();
    }

    private HttpRequest http(RelayRequest request) {
        HttpRequest.Builder http = server.transport()
                .request(completions)
                .setHeader("Content-Type", "application/json")
                .setHeader("Accept", request.answer().stream() ? "text/event-stream" : "application/json");
        return http.POST(body(RequestEdits.of(request, request.model(), server.dialect())))
                .build();
    }

    /** Small bodies are copied together, which takes less time than to send them in pieces; large ones are not. */
    private static BodyPublisher body(List<ByteBuffer> pieces) {
        long length = pieces.stream().mapToLong(ByteBuffer::remaining).sum();
        if (length <= LONGEST_COPY) {
            ByteBuffer copy = ByteBuffer.allocate((int) length);
            pieces.forEach(copy::put);
            return BodyPublishers.ofByteArray(copy.array());
        }
        return BodyPublishers.concat(pieces.stream()
                .map(piece -> BodyPublishers.ofByteArray(
                        piece.array(), piece.arrayOffset() + piece.position(), piece.remaining()))
                .toArray(BodyPublisher[]::new));
    }

    private static Headers headers(HttpResponse<?> response) {
        Headers.Builder headers = Headers.builder();
        response.headers().map().forEach(headers::put);
        return headers.build();
    }
}
