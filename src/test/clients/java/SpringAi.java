package clients;

import static clients.Checks.DIRECT;
import static clients.Checks.equal;
import static clients.Checks.thrown;

import com.openai.errors.NotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.annotation.Tool;

/** Spring AI: {@code SpringAi BASE_URL UPSTREAM_URL}. */
final class SpringAi {

    private final Checks checks;
    private final String base;

    private SpringAi(String base, String upstream) {
        this.checks = new Checks(upstream);
        this.base = base;
    }

    public static void main(String[] arguments) {
        new SpringAi(arguments[0], arguments[1]).run();
    }

    /** What the model may call. */
    static final class Weather {

        @Tool(name = "get_weather", description = "Tells the weather of a city")
        String weather(String city) {
            return "sunny in " + city;
        }
    }

    /** What the model is to fill in. */
    record Report(String city, int celsius) {}

    private void run() {
        for (String model : Checks.MODELS) {
            checks.check("plain, " + model, () -> equal(chat(model).prompt("say Good morning").call().content(), "Good morning"));
            checks.check("stream, " + model, () -> stream(model));
            checks.check("tools, " + model, () -> tools(model));
            checks.check("schema, " + model, () -> equal(
                    chat(model).prompt("report").call().entity(Report.class), new Report("Paris", 21)));
        }
        checks.check("a long text and a question", () -> longText(Checks.MODELS.get(1)));
        checks.check("errors", () -> equal(
                thrown(() -> chat("absent").prompt("say Hello").call().content()).getClass(), NotFoundException.class));
        checks.check("a stream that is left", () -> left(DIRECT));
        checks.done();
    }

    private ChatClient chat(String model) {
        return ChatClient.create(model(model));
    }

    private OpenAiChatModel model(String model) {
        return OpenAiChatModel.builder()
                .options(OpenAiChatOptions.builder()
                        .baseUrl(base + "/v1")
                        .apiKey("none")
                        .model(model)
                        .maxRetries(0)
                        .timeout(Duration.ofSeconds(60))
                        .build())
                .build();
    }

    private void stream(String model) {
        List<String> pieces = chat(model).prompt("say Good morning").stream()
                .content()
                .collectList()
                .block(Duration.ofSeconds(60));
        equal(String.join("", pieces), "Good morning");
    }

    private void tools(String model) {
        String answer = chat(model).prompt("weather").tools(new Weather()).call().content();
        // it hands results over as JSON
        equal(answer.replace("\"", ""), Checks.TOLD);
    }

    private void longText(String model) {
        String text = "Blue. ".repeat(5000) + "The code word is tangerine.";
        equal(chat(model).prompt().system("Which is the code word?").user(text).call().content(), "tangerine");
    }

    private void left(String model) throws Exception {
        Throwable problem = thrown(() -> model(model).stream(new Prompt("wait"))
                .timeout(Duration.ofSeconds(2))
                .collectList()
                .block(Duration.ofSeconds(60)));
        equal(problem.getCause() instanceof TimeoutException, true);
        checks.nothingWaits();
    }
}
