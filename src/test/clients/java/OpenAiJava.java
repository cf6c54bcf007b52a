package clients;

import static clients.Checks.DIRECT;
import static clients.Checks.equal;
import static clients.Checks.holds;
import static clients.Checks.thrown;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIIoException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** OpenAI's Java client: {@code OpenAiJava BASE_URL UPSTREAM_URL}. */
final class OpenAiJava {

    private final Checks checks;
    private final OpenAIClient client;

    private OpenAiJava(String base, String upstream) {
        this.checks = new Checks(upstream);
        this.client = OpenAIOkHttpClient.builder()
                .baseUrl(base + "/v1")
                .apiKey("none")
                .maxRetries(0)
                .timeout(Duration.ofSeconds(60))
                .build();
    }

    public static void main(String[] arguments) {
        new OpenAiJava(arguments[0], arguments[1]).run();
    }

    private void run() {
        for (String model : Checks.MODELS) {
            checks.check("plain, " + model, () -> equal(text(ask(model, "say Good morning").build()), "Good morning"));
            checks.check("stream, " + model, () -> stream(model));
            checks.check("tools, " + model, () -> tools(model));
            checks.check("schema, " + model, () -> schema(model));
        }
        checks.check("a file and a question", () -> file(Checks.MODELS.get(1)));
        checks.check("errors", () -> equal(
                thrown(() -> text(ask("absent", "say Hello").build())).getClass(), NotFoundException.class));
        checks.check("a stream that is left", () -> left(DIRECT));
        checks.check("a time limit", () -> limited(DIRECT));
        checks.done();
    }

    private static ChatCompletionCreateParams.Builder ask(String model, String text) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage(text);
    }

    private String text(ChatCompletionCreateParams params) {
        return client.chat().completions().create(params).choices().get(0).message().content().orElseThrow();
    }

    private void stream(String model) {
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(ask(model, "say Good morning").build())) {
            chunks.stream().forEach(whole::accumulate);
        }
        equal(whole.chatCompletion().choices().get(0).message().content().orElseThrow(), "Good morning");
    }

    private void tools(String model) {
        FunctionDefinition function = FunctionDefinition.builder()
                .name("get_weather")
                .description("Tells the weather of a city")
                .parameters(FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                        .build())
                .build();
        ChatCompletionCreateParams.Builder conversation = ask(model, "weather").addFunctionTool(function);
        ChatCompletion first = client.chat().completions().create(conversation.build());
        ChatCompletionMessageFunctionToolCall call =
                first.choices().get(0).message().toolCalls().orElseThrow().get(0).asFunction();
        holds(call.function().arguments(), "{\"city\":\"Paris\"}");
        conversation
                .addMessage(first.choices().get(0).message())
                .addMessage(ChatCompletionToolMessageParam.builder()
                        .toolCallId(call.id())
                        .content(Checks.WEATHER)
                        .build());
        equal(text(conversation.build()), Checks.TOLD);
    }

    private void schema(String model) {
        ResponseFormatJsonSchema.JsonSchema.Schema.Builder schema = ResponseFormatJsonSchema.JsonSchema.Schema.builder();
        Checks.REPORT_SCHEMA.forEach((name, value) -> schema.putAdditionalProperty(name, JsonValue.from(value)));
        String report = text(ask(model, "report")
                .responseFormat(ResponseFormatJsonSchema.builder()
                        .jsonSchema(ResponseFormatJsonSchema.JsonSchema.builder()
                                .name("report")
                                .strict(true)
                                .schema(schema.build())
                                .build())
                        .build())
                .build());
        holds(report, "\"celsius\":21");
    }

    private void file(String model) {
        FileObject stored = client.files().create(FileCreateParams.builder()
                .file(new ByteArrayInputStream("The code word is tangerine.".getBytes(StandardCharsets.UTF_8)))
                .purpose(FilePurpose.USER_DATA)
                .build());
        String answer = text(ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessageOfArrayOfContentParts(List.of(
                        ChatCompletionContentPart.ofFile(ChatCompletionContentPart.File
                                .builder()
                                .file(ChatCompletionContentPart.File.FileObject.builder()
                                        .fileId(stored.id())
                                        .build())
                                .build()),
                        ChatCompletionContentPart.ofText(ChatCompletionContentPartText.builder()
                                .text("Which is the code word?")
                                .build())))
                .build());
        equal(answer, "tangerine");
    }

    private void left(String model) throws Exception {
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(ask(model, "wait").build())) {
            equal(chunks.stream().findFirst().isPresent(), true);
        }
        checks.nothingWaits();
    }

    private void limited(String model) throws Exception {
        OpenAIClient hasty = client.withOptions(options -> options.timeout(Duration.ofSeconds(2)));
        Throwable problem = thrown(() -> hasty.chat().completions().create(ask(model, "wait").build()));
        equal(problem instanceof OpenAIIoException || problem.getMessage().startsWith("504"), true);
        checks.nothingWaits();
    }
}
