package clients;

import static clients.Checks.DIRECT;
import static clients.Checks.equal;
import static clients.Checks.holds;
import static clients.Checks.thrown;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** LangChain4j: {@code LangChain4j BASE_URL UPSTREAM_URL}. */
final class LangChain4j {

    private final Checks checks;
    private final String base;

    private LangChain4j(String base, String upstream) {
        this.checks = new Checks(upstream);
        this.base = base;
    }

    public static void main(String[] arguments) {
        new LangChain4j(arguments[0], arguments[1]).run();
    }

    private void run() {
        for (String model : Checks.MODELS) {
            checks.check("plain, " + model, () -> equal(chat(model, 60).chat("say Good morning"), "Good morning"));
            checks.check("stream, " + model, () -> stream(model));
            checks.check("tools, " + model, () -> tools(model));
            checks.check("schema, " + model, () -> schema(model));
        }
        checks.check("a long text and a question", () -> longText(Checks.MODELS.get(1)));
        checks.check("errors", this::errors);
        checks.check("a time limit", () -> limited(DIRECT));
        checks.done();
    }

    private OpenAiChatModel chat(String model, int seconds) {
        return OpenAiChatModel.builder()
                .httpClientBuilder(JdkHttpClient.builder())
                .baseUrl(base + "/v1")
                .apiKey("none")
                .modelName(model)
                .strictJsonSchema(true)
                .maxRetries(0)
                .timeout(Duration.ofSeconds(seconds))
                .build();
    }

    private void stream(String model) throws Exception {
        CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
        OpenAiStreamingChatModel.builder()
                .httpClientBuilder(JdkHttpClient.builder())
                .baseUrl(base + "/v1")
                .apiKey("none")
                .modelName(model)
                .build()
                .chat("say Good morning", new StreamingChatResponseHandler() {
                    @Override
                    public void onPartialResponse(String partial) {
                        // the whole is looked at
                    }

                    @Override
                    public void onCompleteResponse(ChatResponse response) {
                        whole.complete(response);
                    }

                    @Override
                    public void onError(Throwable error) {
                        whole.completeExceptionally(error);
                    }
                });
        equal(whole.get(60, TimeUnit.SECONDS).aiMessage().text(), "Good morning");
    }

    private void tools(String model) {
        ToolSpecification tool = ToolSpecification.builder()
                .name("get_weather")
                .description("Tells the weather of a city")
                .parameters(JsonObjectSchema.builder()
                        .addStringProperty("city")
                        .required("city")
                        .build())
                .build();
        List<ChatMessage> messages = new ArrayList<>(List.of(UserMessage.from("weather")));
        AiMessage first = answer(model, messages, tool);
        ToolExecutionRequest call = first.toolExecutionRequests().get(0);
        holds(call.arguments(), "{\"city\":\"Paris\"}");
        messages.add(first);
        messages.add(ToolExecutionResultMessage.from(call, Checks.WEATHER));
        equal(answer(model, messages, tool).text(), Checks.TOLD);
    }

    private AiMessage answer(String model, List<ChatMessage> messages, ToolSpecification tool) {
        return chat(model, 60)
                .chat(ChatRequest.builder().messages(messages).toolSpecifications(tool).build())
                .aiMessage();
    }

    private void schema(String model) {
        JsonSchema schema = JsonSchema.builder()
                .name("report")
                .rootElement(JsonObjectSchema.builder()
                        .addStringProperty("city")
                        .addIntegerProperty("celsius")
                        .required("city", "celsius")
                        .additionalProperties(false)
                        .build())
                .build();
        ChatResponse answer = chat(model, 60)
                .chat(ChatRequest.builder()
                        .messages(UserMessage.from("report"))
                        .responseFormat(ResponseFormat.builder()
                                .type(ResponseFormatType.JSON)
                                .jsonSchema(schema)
                                .build())
                        .build());
        holds(answer.aiMessage().text(), "\"celsius\":21");
    }

    private void longText(String model) {
        String text = "Blue. ".repeat(5000) + "The code word is tangerine.";
        equal(chat(model, 60).chat(UserMessage.from(text), UserMessage.from("Which is the code word?"))
                .aiMessage()
                .text(), "tangerine");
    }

    private void errors() {
        equal(thrown(() -> chat("absent", 60).chat("say Hello")).getClass(), ModelNotFoundException.class);
        ChatRequest hot = ChatRequest.builder()
                .messages(UserMessage.from("say Hello"))
                .temperature(3.0)
                .build();
        equal(thrown(() -> chat(DIRECT, 60).chat(hot)).getClass(), InvalidRequestException.class);
    }

    private void limited(String model) throws Exception {
        equal(thrown(() -> chat(model, 2).chat("wait")).getClass(), TimeoutException.class);
        checks.nothingWaits();
    }
}
