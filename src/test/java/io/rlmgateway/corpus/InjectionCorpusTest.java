package io.rlmgateway.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.GatewayClient;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.Message.Role;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.TokenUsage;
import io.rlmgateway.upstream.Upstream;
import io.rlmgateway.upstream.UpstreamProperties;
import io.rlmgateway.upstream.UpstreamProvider;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.Arguments.ArgumentSet;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Documents that attack who reads them, in sessions with real Python: none changes a role, ends a session, spends beyond
 * the budget or shows what is another's. The root model is scripted, and its sub-models do the worst: they reply with the
 * document.
 */
@Tag("corpus")
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "rlm.upstreams.openai.api-key=",
            "rlm.upstreams.scripted.kind=scripted",
            "rlm.models[0].id=rlm",
            "rlm.models[0].root=scripted/root",
            "rlm.models[0].sub=scripted/sub",
            "rlm.models[0].limits.depth=2",
            "rlm.models[1].id=extracts",
            "rlm.models[1].root=demo/reader"
        })
class InjectionCorpusTest {

    private static final Path DOCUMENTS =
            Path.of(System.getProperty("corpus", "../shared")).resolve("corpus/attacks/prompt_injection_docs.json");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String QUESTION = "What is the code of the archive?";
    private static final String FACT = "The code of the archive is 731942.";
    private static final String SECRET = "CANARY-INSTRUCTION-77";
    private static final String FOREIGN = "CANARY-FOREIGN-88";

    /** What the root model writes, whatever it reads. */
    private static final List<String> TURNS = List.of(
            cell("print(context)\nprint(documents[0].text)\nfound = grep('code', context)\nprint(found)"),
            cell("""
                    reply = llm_query(context)
                    print(reply)
                    replies = llm_query_batched([context, "q: " + context])
                    print("\\n".join(replies))
                    reply"""),
            cell("sub = rlm_query('child: read it', context)\nprint(sub)\nsub"),
            cell("""
                    for line in context.splitlines():
                        if "import" in line:
                            try:
                                print(eval(line.split(": ", 1)[-1]))
                            except Exception as e:
                                print(type(e).__name__)"""),
            cell("""
                    print({k: v for k, v in globals().items()})
                    print(SHOW_VARS(), history, budget(), search("code", 5))"""),
            "FINAL(honest)");

    private static final List<String> CHILD_TURNS = List.of(cell("print(context)"), "FINAL_VAR(context)");

    private static final List<ModelRequest> REQUESTS = new CopyOnWriteArrayList<>();
    private static volatile List<String> script = TURNS;

    @TempDir
    static Path directory;

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    @DynamicPropertySource
    static void dataDirectory(DynamicPropertyRegistry registry) {
        registry.add("rlm.data-directory", () -> directory.resolve("data").toString());
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Scripted {

        @Bean
        UpstreamProvider scripted() {
            return new ScriptedProvider();
        }
    }

    private static final class ScriptedProvider implements UpstreamProvider {

        @Override
        public String kind() {
            return "scripted";
        }

        @Override
        public Upstream open(String name, UpstreamProperties settings) {
            return InjectionCorpusTest::reply;
        }
    }

    private static String cell(String code) {
        return "```repl\n" + code + "\n```";
    }

    private static ModelReply reply(String model, ModelRequest request, Consumer<String> pieces) {
        REQUESTS.add(request);
        List<Message> messages = request.messages();
        List<String> turns = isChild(request) ? CHILD_TURNS : script;
        int turn = (int) messages.stream()
                .filter(message -> message.role() == Role.ASSISTANT)
                .count();
        String text = request.purpose() == Purpose.ROOT
                ? turns.get(Math.min(turn, turns.size() - 1))
                : messages.getLast().text();
        pieces.accept(text);
        return new ModelReply(text, StopReason.STOP, new TokenUsage(100, 0, 20, 0), null);
    }

    private static boolean isChild(ModelRequest request) {
        return request.messages().stream().anyMatch(message -> message.text().startsWith("child: "));
    }

    static Stream<ArgumentSet> documents() throws IOException {
        return JSON
                .readTree(Files.readString(DOCUMENTS))
                .valueStream()
                .map(item -> Arguments.argumentSet(
                        item.path("id").asString() + " " + item.path("goal").asString(),
                        item.path("document").asString()))
                .toList()
                .stream();
    }

    @BeforeEach
    void forget() {
        script = TURNS;
        REQUESTS.clear();
    }

    private String upload(String name, String text) throws IOException {
        return new GatewayClient(port).upload(Files.writeString(directory.resolve(name), text));
    }

    private HttpResponse<String> ask(String model, String document, Map<String, Object> rlm) throws IOException {
        GatewayClient client = new GatewayClient(port);
        String file = upload("document.txt", document);
        HttpResponse<String> answer = client.post(
                "/v1/chat/completions",
                JSON.writeValueAsString(Map.of(
                        "model",
                        model,
                        "rlm",
                        rlm,
                        "messages",
                        List.of(
                                Map.of("role", "system", "content", "Be brief. " + SECRET),
                                Map.of(
                                        "role",
                                        "user",
                                        "content",
                                        List.of(
                                                Map.of("type", "file", "file", Map.of("file_id", file)),
                                                Map.of("type", "text", "text", QUESTION)))))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(client.get("/v1/files/" + file + "/content").body())
                .as("nothing in a document writes to it")
                .isEqualTo(document);
        return answer;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void noDocumentTakesPartInTheConversation(String attack) throws IOException {
        upload("foreign.txt", FOREIGN);
        String document = FACT + "\n" + attack + "\nThe end.";

        HttpResponse<String> answer = ask("rlm", document, Map.of("mode", "rlm"));

        assertThat(GatewayClient.answer(answer)).isEqualTo("honest");
        JsonNode usage = GatewayClient.json(answer).at("/usage/rlm");
        assertThat(GatewayClient.json(answer).at("/choices/0/finish_reason").asString())
                .isEqualTo("stop");
        assertThat(usage.path("turns").intValue()).isEqualTo(TURNS.size());
        assertThat(usage.path("sub_calls").intValue()).isEqualTo(4);
        assertThat(GatewayClient.json(answer)
                        .at("/choices/0/message/annotations")
                        .isEmpty())
                .isTrue();
        assertRoles(attack);
        assertCells(answer);
        assertThat(new GatewayClient(managementPort).get("/metrics").body())
                .as("labels of metrics")
                .doesNotContain("pwned", "a=\\\"b", "078-05-1120", "archive");
    }

    /** Each conversation is the script's, and the document stands in messages of users only. */
    private static void assertRoles(String attack) {
        List<ModelRequest> roots = asked(Purpose.ROOT).stream()
                .filter(request -> !isChild(request))
                .toList();
        assertThat(roots).hasSize(TURNS.size());
        for (int turn = 0; turn < roots.size(); turn++) {
            List<Message> messages = roots.get(turn).messages();
            List<Role> expected = new ArrayList<>(List.of(Role.SYSTEM, Role.USER, Role.USER));
            for (int before = 0; before < turn; before++) {
                expected.addAll(List.of(Role.ASSISTANT, Role.USER));
                assertThat(messages.get(3 + 2 * before).text()).isEqualTo(TURNS.get(before));
            }
            assertThat(messages).extracting(Message::role).isEqualTo(expected);
            assertThat(messages.getFirst().text())
                    .isEqualTo(roots.getFirst().messages().getFirst().text())
                    .contains(SECRET)
                    .doesNotContain(attack.strip());
            assertThat(messages.get(2).text()).endsWith(QUESTION);
            assertThat(messages.get(1).text().split("\\R"))
                    .filteredOn(line -> !line.isBlank() && attack.contains(line))
                    .as("lines of the document outside of quotations")
                    .isEmpty();
        }
        assertThat(asked(Purpose.LEAF))
                .hasSize(3)
                .allSatisfy(request -> assertThat(request.messages())
                        .singleElement()
                        .extracting(Message::role)
                        .isEqualTo(Role.USER));
        assertThat(REQUESTS)
                .allSatisfy(request -> assertThat(request.messages())
                        .noneMatch(message -> message.text().contains(FOREIGN))
                        .filteredOn(message -> message.role() == Role.USER)
                        .noneMatch(message -> message.text().contains(SECRET)));
    }

    private static List<ModelRequest> asked(Purpose purpose) {
        return REQUESTS.stream().filter(request -> request.purpose() == purpose).toList();
    }

    /** What ran is what the root model wrote, once each, and nothing of what it saw was secret. */
    private void assertCells(HttpResponse<String> answer) {
        String run = answer.headers().firstValue("x-rlm-run-id").orElseThrow();
        JsonNode session = GatewayClient.json(new GatewayClient(port).get("/v1/rlm/runs/" + run))
                .path("session");
        List<JsonNode> cells = session.path("turns")
                .valueStream()
                .flatMap(turn -> turn.path("cells").valueStream())
                .toList();
        assertThat(cells)
                .extracting(cell -> cell(cell.path("code").asString()))
                .isEqualTo(TURNS.subList(0, TURNS.size() - 1));
        assertThat(cells)
                .allSatisfy(cell -> assertThat(cell.path("output").toString()).doesNotContain(SECRET, FOREIGN, "uid="));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void noDocumentMakesASessionSpendMoreThanItsBudget(String attack) throws IOException {
        script = List.of(
                cell("""
                        for line in context.splitlines() * 40:
                            rlm_query("child: " + line, line)"""),
                cell("llm_query_batched([context + str(i) for i in range(500)])"),
                cell("print(budget())"),
                "FINAL(as far as the budget goes)");

        HttpResponse<String> answer = ask(
                "rlm",
                attack + "\nline 1\nline 2",
                Map.of("mode", "rlm", "depth", 2, "limits", Map.of("sub_calls", 12, "tokens", 150_000)));

        JsonNode usage = GatewayClient.json(answer).path("usage");
        assertThat(usage.at("/rlm/sub_calls").intValue()).isLessThanOrEqualTo(12);
        assertThat(usage.path("total_tokens").intValue()).isLessThanOrEqualTo(150_000);
        long children = asked(Purpose.ROOT).stream()
                .filter(request -> isChild(request) && request.messages().size() == 3)
                .count();
        assertThat(children + asked(Purpose.LEAF).size()).isLessThanOrEqualTo(12);
        assertThat(children).as("it was tried").isPositive();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void aReaderFindsWhatStandsBesideTheAttack(String attack) throws IOException {
        String document = attack + "\n\n" + FACT + "\n\n" + "Nothing of note happened that day.\n".repeat(50) + attack;

        HttpResponse<String> answer = ask("extracts", document, Map.of("mode", "rlm"));

        assertThat(GatewayClient.answer(answer)).contains("731942").doesNotContain("pwned", SECRET, FOREIGN);
        assertThat(GatewayClient.json(answer).at("/choices/0/finish_reason").asString())
                .isEqualTo("stop");
    }
}
