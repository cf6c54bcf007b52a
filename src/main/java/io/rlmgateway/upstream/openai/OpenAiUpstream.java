package io.rlmgateway.upstream.openai;

import com.openai.azure.AzureUrlPathMode;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.OpenAIClientAsyncImpl;
import com.openai.core.ClientOptions;
import com.openai.core.LogLevel;
import com.openai.core.http.HttpClient;
import com.openai.errors.SseException;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.SignsOfLife;
import io.rlmgateway.upstream.Upstream;
import io.rlmgateway.upstream.UpstreamException;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

/** An upstream that speaks OpenAI's chat completions API, always streamed, through Spring AI's model. */
final class OpenAiUpstream implements Upstream {

    /** The SDK insists on a key; the transport sends the true one, so the SDK cannot show it. */
    private static final String NO_KEY = "none";

    private final HttpTransport transport;
    private final OpenAiChatModel model;
    private final ChatPrompts prompts;

    private OpenAiUpstream(HttpTransport transport, OpenAiChatModel model, ChatPrompts prompts) {
        this.transport = transport;
        this.model = model;
        this.prompts = prompts;
    }

    /**
     * An upstream at an address.
     *
     * @param baseUrl address of the API up to and including its version
     * @param transport carries the requests
     * @param dialect what the server wants
     * @return the upstream
     */
    static OpenAiUpstream at(URI baseUrl, HttpTransport transport, ChatPrompts.Dialect dialect) {
        OpenAiChatModel model = model(baseUrl, transport, transport.threads());
        return new OpenAiUpstream(transport, model, new ChatPrompts(model.getOptions(), dialect));
    }

    /** {@return Spring AI's model over the SDK over a transport} */
    static OpenAiChatModel model(URI baseUrl, HttpClient transport, Executor threads) {
        OpenAIClientAsync client = new OpenAIClientAsyncImpl(ClientOptions.builder()
                .httpClient(transport)
                .streamHandlerExecutor(threads)
                .baseUrl(baseUrl.toString())
                .apiKey(NO_KEY)
                .maxRetries(0)
                // an address of Azure's is taken as it is set, too
                .azureUrlPathMode(AzureUrlPathMode.UNIFIED)
                .logLevel(LogLevel.OFF)
                .build());
        return OpenAiChatModel.builder()
                .openAiClient(client.sync())
                .openAiClientAsync(client)
                .options(OpenAiChatOptions.builder().build())
                .build();
    }

    @Override
    public ModelReply complete(String name, ModelRequest request, Consumer<String> pieces) {
        try (Exchange exchange = transport.open(SignsOfLife.of(pieces))) {
            BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
            // never disposed: that waits for a reader that waits for bytes; closing the exchange ends it
            model.stream(prompts.of(name, request, exchange.id()))
                    .subscribe(
                            response -> signals.add(new Signal.Arrived(response)),
                            error -> signals.add(new Signal.Failed(error)),
                            () -> signals.add(new Signal.Ended()));
            return read(signals, exchange, request, pieces);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("the call was cancelled");
            cancelled.initCause(e);
            throw cancelled;
        }
    }

    private static ModelReply read(
            BlockingQueue<Signal> signals, Exchange exchange, ModelRequest request, Consumer<String> pieces)
            throws InterruptedException {
        ReplyReader reader = new ReplyReader(pieces);
        SignsOfLife signs = SignsOfLife.of(pieces);
        Signal signal = signals.take();
        while (signal instanceof Signal.Arrived(ChatResponse response)) {
            signs.alive();
            reader.add(response);
            signal = signals.take();
        }
        if (signal instanceof Signal.Failed(Throwable error)) {
            throw failure(error, exchange.words());
        }
        if (!reader.finished() && !exchange.complete()) {
            throw exchange.words().broken("the reply broke off before its end", null);
        }
        return reader.reply(request, exchange.limits());
    }

    private static UpstreamException failure(Throwable error, ErrorWords words) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof UpstreamException failed) {
                return failed;
            }
            if (cause instanceof SseException event) {
                return words.ofEvent(event.body());
            }
        }
        return words.broken("the reply broke off or could not be read", error);
    }

    /** What the stream's thread tells the calling thread. */
    private sealed interface Signal {

        /** A part of the reply. */
        record Arrived(ChatResponse response) implements Signal {}

        /** The stream broke. */
        record Failed(Throwable error) implements Signal {}

        /** The stream ended. */
        record Ended() implements Signal {}
    }
}
