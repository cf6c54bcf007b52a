package io.rlmgateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.upstream.openai.ScriptedServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A session whose sub-calls fail with answers that quote the key: it shows nowhere. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "logging.level.io.rlmgateway=trace",
            "logging.level.org.springframework.ai=trace",
            "logging.level.com.openai=trace",
            "rlm.upstreams.root.kind=openai",
            "rlm.upstreams.root.api-key=" + KeysStayInsideTest.ROOT_KEY,
            "rlm.upstreams.sub.kind=anthropic",
            "rlm.models[0].id=rlm",
            "rlm.models[0].root=root/m",
            "rlm.models[0].sub=sub/m"
        })
@ExtendWith(OutputCaptureExtension.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class KeysStayInsideTest {

    static final String ROOT_KEY = "canary-of-the-root-5d0a1c";
    private static final String SUB_KEY = "canary-of-the-sub-7e3b9f";
    private static final String CELL = """
            ```repl
            import os
            print(dict(os.environ))
            try:
                print(llm_query('Which key?'))
            except Exception as e:
                print(repr(e))
            ```""";

    private static final ScriptedServer ROOT = new ScriptedServer(KeysStayInsideTest::root);
    private static final ScriptedServer SUB = new ScriptedServer((request, connection) -> connection.answer(
            401,
            Map.of("content-type", "application/json"),
            "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"The key "
                    + request.headers().get("x-api-key") + " is wrong\"}}"));

    @TempDir
    static Path directory;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) throws IOException {
        Path key = Files.writeString(directory.resolve("key"), SUB_KEY + "\n");
        registry.add("rlm.data-directory", () -> directory.resolve("data").toString());
        registry.add("rlm.upstreams.root.base-url", ROOT::baseUrl);
        registry.add("rlm.upstreams.sub.base-url", SUB::baseUrl);
        registry.add("rlm.upstreams.sub.api-key-file", () -> key);
    }

    @AfterAll
    static void stop() throws IOException {
        ROOT.close();
        SUB.close();
    }

    @Test
    void keyShowsInNoAnswerLogJournalOrWorker(CapturedOutput output) throws IOException {
        GatewayClient client = new GatewayClient(port);
        HttpResponse<String> answer = client.chat("Which key?", Map.of("rlm", Map.of("mode", "rlm")));
        String run = GatewayClient.json(answer).path("rlm").path("run_id").asString("");
        HttpResponse<String> steps = client.get("/v1/rlm/runs/" + run);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(steps.statusCode()).isEqualTo(200);
        assertThat(SUB.requests()).isNotEmpty();
        assertThat(SUB.requests().getFirst().headers()).containsEntry("x-api-key", SUB_KEY);
        // the sub-call's failure did reach the root, without the key
        assertThat(ROOT.requests().getLast().body()).contains("The key [key] is wrong");
        assertHidden(answer.body());
        assertHidden(steps.body());
        assertHidden(ROOT.requests().getLast().body());
        assertHidden(output.getAll());
        assertFilesHide(directory.resolve("data"));
        assertWorkersHide();
    }

    private static void root(ScriptedServer.Request request, ScriptedServer.Connection connection) throws IOException {
        boolean first = !request.body().contains("[key]");
        String text = first ? CELL : "FINAL(No key.)";
        connection.beginEvents();
        connection.event(
                "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{"
                        + "\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\""
                        + text.replace("\n", "\\n") + "\"},\"finish_reason\":\"stop\"}]}");
        connection.event("[DONE]");
    }

    private static void assertFilesHide(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertHidden(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
    }

    private static void assertWorkersHide() throws IOException {
        List<ProcessHandle> workers = ProcessHandle.current().descendants().toList();
        for (ProcessHandle worker : workers) {
            for (String kept : List.of("environ", "cmdline")) {
                Path file = Path.of("/proc", String.valueOf(worker.pid()), kept);
                if (Files.isReadable(file)) {
                    assertHidden(Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
    }

    private static void assertHidden(String text) {
        assertThat(text.contains(ROOT_KEY) || text.contains(SUB_KEY))
                .as("a key shows")
                .isFalse();
    }
}
