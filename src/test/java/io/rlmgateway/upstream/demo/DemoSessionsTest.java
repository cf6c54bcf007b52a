package io.rlmgateway.upstream.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.GatewayClient;
import io.rlmgateway.GeneratedText;
import io.rlmgateway.GeneratedText.Question;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The demo's own cells in the real sandbox with the real search, asked through HTTP about texts with known answers. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"management.server.port=0", "rlm.upstreams.openai.api-key="})
class DemoSessionsTest {

    private static final int LENGTH = 200_000;
    private static final String LOG = """
            2024-03-01 10:00:01 INFO [mail] user=alice logged in from 10.0.0.7
            2024-03-01 10:00:02 ERROR [payment] timeout while calling the bank
            2024-03-01 10:00:03 WARN [search] slow request took 900 ms
            2024-03-01 10:00:04 INFO [mail] user=bob logged in from 10.0.0.9
            2024-03-01 10:00:05 ERROR [search] connection refused
            2024-03-01 10:00:06 INFO [search] user=alice logged in from 10.0.0.8
            """;
    private static final String TABLE = """
            order_id,customer,city,amount
            5001,Ann Lee,Paris,120.50
            5002,Bo Chan,Rome,80.00
            5003,Ann Lee,Rome,45.25
            5004,Di Fox,Paris,300.00
            """;

    @TempDir
    static Path directory;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void dataDirectory(DynamicPropertyRegistry registry) {
        registry.add("rlm.data-directory", () -> directory.resolve("data").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"needle", "orders", "handbook", "letters"})
    void questionsOfEachTypeAreAnsweredExactly(String kind) throws IOException {
        GeneratedText text = GeneratedText.of(kind, LENGTH, 5);
        String file = upload(kind, text.text());

        List<Question> asked = Stream.of("look-up", "list", "count", "sum", "compare", "absent")
                .flatMap(type -> text.questions(type).stream().limit(2))
                .toList();

        assertThat(asked).hasSizeGreaterThan(5).allSatisfy(question -> assertAnswered(file, question));
    }

    @Test
    void logIsCountedAndListed() throws IOException {
        String file = upload("log", LOG.repeat(1000));

        assertThat(answer(file, "How many errors are in the log?")).startsWith("2000:");
        assertThat(answer(file, "Which users logged in?")).contains("alice").contains("bob");
        assertThat(answer(file, "How many lines mention \"search\"?")).startsWith("3000:");
        assertThat(answer(file, "How many dragons are in the log?")).contains("does not say");
    }

    @Test
    void tableIsFilteredAndSummed() throws IOException {
        StringBuilder table = new StringBuilder(TABLE);
        for (int number = 6000; number < 10_000; number++) {
            String customer = number % 4 == 0 ? "\"Hill, Gus\"" : "Gus Hill";
            table.append(number).append(',').append(customer).append(",Oslo,1.00\n");
        }
        String file = upload("table", table.toString());

        assertThat(answer(file, "How many orders did Ann Lee place?")).startsWith("2");
        assertThat(answer(file, "How many orders did Gus Hill place?")).startsWith("3000");
        assertThat(answer(file, "Which customers are there?"))
                .contains("Ann Lee, Bo Chan, Di Fox, Gus Hill, Hill, Gus");
        assertThat(answer(file, "What is the total amount of all orders?")).startsWith("4545.75");
        assertThat(answer(file, "How many orders have an amount over 100?")).startsWith("2");
        assertThat(answer(file, "Who placed order 5002?")).startsWith("Bo Chan");
        assertThat(answer(file, "How many orders did Zed Null place?")).contains("does not say");
    }

    private void assertAnswered(String file, Question question) {
        String answer = answer(file, question.text());
        if (question.type().equals("absent")) {
            assertThat(answer).as(question.text()).contains("does not say");
            return;
        }
        for (String part : question.answer().split(", ", -1)) {
            assertThat(answer).as(question.text()).containsPattern("(?<![\\w.,])" + part + "(?!\\w)");
        }
    }

    private String answer(String file, String question) {
        HttpResponse<String> response = new GatewayClient(port).ask(file, question, Map.of());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return GatewayClient.answer(response);
    }

    private String upload(String name, String text) throws IOException {
        return new GatewayClient(port).upload(Files.writeString(directory.resolve(name + ".txt"), text));
    }
}
