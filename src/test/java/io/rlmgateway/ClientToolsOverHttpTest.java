package io.rlmgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tools of a client in sessions with real Python, as the client sees them. */
@Timeout(180)
class ClientToolsOverHttpTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Map<String, Object> WEATHER = Map.of(
            "name",
            "weather",
            "description",
            "The weather of a city.",
            "parameters",
            Map.of(
                    "type",
                    "object",
                    "properties",
                    Map.of("city", Map.of("type", "string")),
                    "required",
                    List.of("city")));

    private static final String PARALLEL = """
            ```repl
            from concurrent.futures import ThreadPoolExecutor
            with ThreadPoolExecutor(2) as pool:
                found = list(pool.map(lambda city: weather(city=city), ["Rome", "Oslo"]))
            FINAL(" and ".join(found))
            ```
            """;
    private static final String ROUNDS = """
            ```repl
            first = weather(city="Rome")
            FINAL(first + " then " + weather(city="Oslo"))
            ```
            """;

    @TempDir
    Path directory;

    private final List<Map<String, Object>> messages = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // the test has it before anything else
    private GatewayClient client;

    /** Replies with a cell; its name is the question. */
    private static final class Script implements CountingUpstream.Script {

        @Override
        public String name(JsonNode messages) {
            return messages.toString().contains("at once?") ? "parallel" : "rounds";
        }

        @Override
        public String reply(JsonNode messages) {
            return "parallel".equals(name(messages)) ? PARALLEL : ROUNDS;
        }
    }

    @Test
    void callsAreToldAndTheirResultsResumeTheSessionInEveryForm() throws Exception {
        try (CountingUpstream upstream = new CountingUpstream(new Script());
                GatewayProcess gateway = GatewayProcess.start(directory, settings(upstream))) {
            client = new GatewayClient(gateway.port());
            roundsInAStream();
            callsAtOnce();
            functionsOfOldClients();
            assertThat(upstream.counts()).isEqualTo(Map.of("rounds", 2, "parallel", 1));
            sameResultsTwiceAtOnce();
            eachOfSeveralAnswersGoesOn();
        }
    }

    /** As a client that hung up sends, and one with two workers. */
    private void sameResultsTwiceAtOnce() throws Exception {
        messages.clear();
        say("Twice?");
        bring(streamed(), "sunny");
        FutureTask<HttpResponse<String>> other = new FutureTask<>(() -> post(Map.of("tools", tools())));
        Thread.ofVirtual().start(other);
        JsonNode one = GatewayClient.json(post(Map.of("tools", tools()))).at("/choices/0/message");
        JsonNode two = GatewayClient.json(other.get()).at("/choices/0/message");

        assertThat(one.at("/tool_calls/0/function/arguments").asString()).isEqualTo("{\"city\":\"Oslo\"}");
        assertThat(two).isEqualTo(one);
        bring(one.at("/tool_calls/0"), "snow");
        assertThat(GatewayClient.answer(post(Map.of("tools", tools())))).isEqualTo("sunny then snow");
    }

    /** Whichever of two answers a client goes on with, and for as many answers as it likes. */
    private void eachOfSeveralAnswersGoesOn() {
        for (int choice = 0; choice < 2; choice++) {
            messages.clear();
            say("Which?");
            JsonNode choices =
                    GatewayClient.json(post(Map.of("tools", tools(), "n", 2))).path("choices");
            bring(choices.path(choice).at("/message/tool_calls/0"), "mild");
            JsonNode further =
                    GatewayClient.json(post(Map.of("tools", tools(), "n", 2))).path("choices");
            assertThat(further.size()).isEqualTo(2);
            // the first goes on in Python, the other has the result among its messages and begins anew
            assertThat(further.at("/0/message/tool_calls/0/function/arguments").asString())
                    .isEqualTo("{\"city\":\"Oslo\"}");
            assertThat(further.at("/1/message/tool_calls/0/function/arguments").asString())
                    .isEqualTo("{\"city\":\"Rome\"}");
            bring(further.at("/0/message/tool_calls/0"), "wind");
            assertThat(GatewayClient.answer(post(Map.of("tools", tools())))).isEqualTo("mild then wind");
        }
    }

    private void roundsInAStream() {
        say("One by one?");
        JsonNode first = streamed();
        assertThat(first.at("/function/arguments").asString()).isEqualTo("{\"city\":\"Rome\"}");
        bring(first, "sunny");
        JsonNode second = streamed();
        assertThat(second.path("id")).isNotEqualTo(first.path("id"));
        assertThat(second.at("/function/arguments").asString()).isEqualTo("{\"city\":\"Oslo\"}");
        bring(second, "snow");
        HttpResponse<String> end = post(Map.of("tools", tools()));
        assertThat(GatewayClient.answer(end)).isEqualTo("sunny then snow");

        String run = end.headers().firstValue("x-rlm-run-id").orElseThrow();
        assertThat(client.get("/v1/rlm/runs/" + run + "/trajectory.jsonl").body())
                .contains("\"tool_calls\":[{\"id\":", "\"result\":\"sunny\"", "\"result\":\"snow\"");
    }

    /** A thread that has not come to its call when the first is told has it told with the next answer. */
    private void callsAtOnce() {
        messages.clear();
        say("Both at once?");
        HttpResponse<String> answer = post(Map.of("tools", tools()));
        int calls = 0;
        while ("tool_calls".equals(finish(answer))) {
            JsonNode message = GatewayClient.json(answer).at("/choices/0/message");
            messages.add(assistant(message.path("tool_calls")));
            calls += message.path("tool_calls").size();
            for (int i = 0; i < message.path("tool_calls").size(); i++) {
                if (i > 0) {
                    HttpResponse<String> partial = post(Map.of("tools", tools()));
                    assertThat(partial.statusCode()).isEqualTo(400);
                    assertThat(partial.body()).contains("did not have response messages");
                }
                JsonNode call = message.path("tool_calls").path(i);
                boolean rome = call.at("/function/arguments").asString().contains("Rome");
                messages.add(result(call.path("id").asString(), rome ? "sunny" : "snow"));
            }
            answer = post(Map.of("tools", tools()));
        }
        assertThat(calls).isEqualTo(2);
        assertThat(GatewayClient.answer(answer)).isEqualTo("sunny and snow");
    }

    private void functionsOfOldClients() {
        messages.clear();
        say("One after another?");
        for (String result : List.of("sunny", "snow")) {
            HttpResponse<String> answer = post(Map.of("functions", List.of(WEATHER)));
            assertThat(finish(answer)).isEqualTo("function_call");
            Map<String, Object> called = new LinkedHashMap<>();
            called.put("role", "assistant");
            called.put("content", null);
            called.put("function_call", GatewayClient.json(answer).at("/choices/0/message/function_call"));
            messages.add(called);
            messages.add(Map.of("role", "function", "name", "weather", "content", result));
        }
        assertThat(GatewayClient.answer(post(Map.of("functions", List.of(WEATHER)))))
                .isEqualTo("sunny then snow");
    }

    /** {@return the one call of a streamed answer, put together from its deltas} */
    private JsonNode streamed() {
        HttpResponse<String> answer = post(Map.of("tools", tools(), "stream", true));
        StringBuilder arguments = new StringBuilder();
        Map<String, Object> call = new LinkedHashMap<>();
        String name = "";
        String finish = "";
        for (String line : answer.body().lines().toList()) {
            if (!line.startsWith("data: {")) {
                continue;
            }
            JsonNode choice = JSON.readTree(line.substring("data: ".length())).at("/choices/0");
            finish += choice.path("finish_reason").asString("");
            for (JsonNode delta : choice.at("/delta/tool_calls")) {
                assertThat(delta.path("index").intValue()).isZero();
                if (delta.has("id")) {
                    call.put("id", delta.path("id").asString());
                    name = delta.at("/function/name").asString();
                }
                arguments.append(delta.at("/function/arguments").asString(""));
            }
        }
        assertThat(finish).isEqualTo("tool_calls");
        call.put("type", "function");
        call.put("function", Map.of("name", name, "arguments", arguments.toString()));
        return JSON.valueToTree(call);
    }

    private void say(String text) {
        messages.add(Map.of("role", "user", "content", text));
    }

    private void bring(JsonNode call, String result) {
        messages.add(assistant(JSON.createArrayNode().add(call)));
        messages.add(result(call.path("id").asString(), result));
    }

    private static Map<String, Object> assistant(JsonNode calls) {
        return Map.of("role", "assistant", "content", "", "tool_calls", calls);
    }

    private static Map<String, Object> result(String id, String text) {
        return Map.of("role", "tool", "tool_call_id", id, "content", text);
    }

    private static List<Map<String, Object>> tools() {
        return List.of(Map.of("type", "function", "function", WEATHER));
    }

    private static String finish(HttpResponse<String> answer) {
        return GatewayClient.json(answer).at("/choices/0/finish_reason").asString();
    }

    private HttpResponse<String> post(Map<String, Object> extra) {
        Map<String, Object> body = new LinkedHashMap<>(extra);
        body.put("model", "rlm");
        body.put("messages", messages);
        return client.post("/v1/chat/completions", JSON.writeValueAsString(body));
    }

    private static Map<String, String> settings(CountingUpstream upstream) {
        Map<String, String> settings = new HashMap<>();
        settings.put("rlm.sandbox.mode", "embedded");
        settings.put("rlm.upstreams.scripted.kind", "openai");
        settings.put("rlm.upstreams.scripted.base-url", upstream.baseUrl());
        settings.put("rlm.upstreams.scripted.api-key", "secret");
        settings.put("rlm.models[0].id", "rlm");
        settings.put("rlm.models[0].mode", "rlm");
        settings.put("rlm.models[0].root", "scripted/root");
        settings.put("rlm.models[0].sub", "scripted/sub");
        return settings;
    }
}
