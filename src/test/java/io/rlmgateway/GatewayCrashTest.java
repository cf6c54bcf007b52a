package io.rlmgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service that is killed in the middle of sessions, started again, and asked again. */
class GatewayCrashTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @Test
    @Timeout(600)
    void sessionsOfAKilledServiceGoOnAndPayNothingTwice() throws Exception {
        Figures figures = crash(5, new Random(7));

        assertThat(figures.sessions()).isEqualTo(5);
        assertThat(figures.kept()).isPositive();
    }

    @Test
    @Tag("soak")
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void twoHundredKilledSessionsGoOnAndPayNothingTwice() throws Exception {
        int kills = Integer.getInteger("soak.crashes", 20);
        int sessions = Integer.getInteger("soak.sessions", 10);
        Figures all = new Figures(0, 0, 0, 0);
        for (int kill = 0; kill < kills; kill++) {
            all = all.plus(crash(sessions, new Random(kill)));
            System.out.println("after " + (kill + 1) + " kills: " + all);
        }
    }

    /**
     * What was seen.
     *
     * @param sessions sessions that were broken off and answered
     * @param calls calls that the upstream got for them
     * @param kept replies that were recorded before the kill, none of which was asked for again
     * @param again calls in flight at the kill that were made again
     */
    private record Figures(int sessions, int calls, int kept, int again) {

        Figures plus(Figures other) {
            return new Figures(sessions + other.sessions, calls + other.calls, kept + other.kept, again + other.again);
        }
    }

    private Figures crash(int sessions, Random random) throws Exception {
        Path data = directory.resolve("data-" + random.nextInt(1_000_000));
        List<String> names =
                IntStream.range(0, sessions).mapToObj(i -> "session-" + i).toList();
        try (CountingUpstream upstream = new CountingUpstream(new CrashScript())) {
            Map<String, String> settings = settings(upstream);
            List<CompletableFuture<HttpResponse<String>>> broken = new ArrayList<>();
            try (GatewayProcess gateway = GatewayProcess.start(data, settings)) {
                names.forEach(name -> broken.add(ask(gateway, name, 0)));
                upstream.awaitCalls(1 + random.nextInt(CrashScript.calls() * sessions * 9 / 10));
            }
            broken.forEach(answer ->
                    answer.handle((response, failure) -> "the service is gone").join());
            try (GatewayProcess gateway = GatewayProcess.start(data, settings)) {
                List<CompletableFuture<HttpResponse<String>>> answers =
                        names.stream().map(name -> ask(gateway, name, 1)).toList();
                Figures figures = new Figures(0, 0, 0, 0);
                long told = 0;
                for (int i = 0; i < sessions; i++) {
                    HttpResponse<String> answer = answers.get(i).join();
                    figures = figures.plus(check(names.get(i), answer, gateway, upstream.counts()));
                    told += JSON.readTree(answer.body())
                            .at("/usage/total_tokens")
                            .asLong();
                }
                assertThat(booked(gateway)).as("tokens in rows of usage").isEqualTo(told);
                return figures;
            }
        }
    }

    /** What all requests used, those too whose service was killed. */
    private long booked(GatewayProcess gateway) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(gateway, "/v1/usage")).build();
        JsonNode total = JSON.readTree(
                        http.send(request, BodyHandlers.ofString()).body())
                .path("total");
        return total.path("input_tokens").asLong() + total.path("output_tokens").asLong();
    }

    private static Map<String, String> settings(CountingUpstream upstream) {
        Map<String, String> settings = new HashMap<>();
        settings.put("rlm.sandbox.mode", System.getProperty("crash.sandbox", "embedded"));
        settings.put("rlm.upstreams.scripted.kind", "openai");
        settings.put("rlm.upstreams.scripted.base-url", upstream.baseUrl());
        settings.put("rlm.upstreams.scripted.api-key", "secret");
        settings.put("rlm.models[0].id", "rlm");
        settings.put("rlm.models[0].mode", "rlm");
        settings.put("rlm.models[0].root", "scripted/root");
        settings.put("rlm.models[0].sub", "scripted/sub");
        settings.put("rlm.models[0].limits.depth", "2");
        return settings;
    }

    /** Every other session has an idempotency key; the others are known as retries. */
    private CompletableFuture<HttpResponse<String>> ask(GatewayProcess gateway, String name, int retries) {
        Map<String, Object> body = Map.of(
                "model",
                "rlm",
                "messages",
                List.of(
                        Map.of("role", "user", "content", "x".repeat(20_000)),
                        Map.of("role", "user", "content", CrashScript.question(name))));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(gateway, "/v1/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (name.hashCode() % 2 == 0) {
            request.header("Idempotency-Key", "key of " + name);
        } else {
            request.header("x-stainless-retry-count", Integer.toString(retries));
        }
        return http.sendAsync(request.build(), BodyHandlers.ofString());
    }

    private static URI uri(GatewayProcess gateway, String path) {
        return URI.create("http://127.0.0.1:" + gateway.port() + path);
    }

    private Figures check(String name, HttpResponse<String> answer, GatewayProcess gateway, Map<String, Integer> counts)
            throws IOException, InterruptedException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode completion = JSON.readTree(answer.body());
        assertThat(completion.at("/choices/0/message/content").asString()).isEqualTo(CrashScript.answer(name));
        Set<String> kept = recorded(answer.headers().firstValue("x-rlm-run-id").orElseThrow(), gateway, name);
        assertThat(counts).as("calls whose replies were recorded").containsAllEntriesOf(once(kept));
        int calls = 0;
        int again = 0;
        for (Map.Entry<String, Integer> count : counts.entrySet()) {
            if (isOf(name, count.getKey())) {
                assertThat(count.getValue()).as(count.getKey()).isBetween(1, 2);
                calls += CrashScript.isSurplus(count.getKey()) ? 0 : count.getValue();
                again += CrashScript.isSurplus(count.getKey()) ? 0 : count.getValue() - 1;
            }
        }
        assertThat(calls - again).as("different calls").isEqualTo(CrashScript.calls());
        return new Figures(1, calls, kept.size(), again);
    }

    private static boolean isOf(String name, String call) {
        return Pattern.compile("\\b" + name + "(-child)? ").matcher(call + " ").find();
    }

    private static Map<String, Integer> once(Set<String> calls) {
        Map<String, Integer> once = new HashMap<>();
        calls.forEach(call -> once.put(call, 1));
        return once;
    }

    /** The calls whose replies the journal had before the run went on, by the upstream's names. */
    private Set<String> recorded(String run, GatewayProcess gateway, String name)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(gateway, "/v1/rlm/runs/" + run + "/events"))
                .build();
        Set<String> recorded = new HashSet<>();
        Map<String, String> prompts = new HashMap<>();
        for (String line : http.send(request, BodyHandlers.ofLines()).body().toList()) {
            JsonNode event = line.startsWith("data: {") ? JSON.readTree(line.substring(6)) : JSON.createObjectNode();
            String session = event.path("session").asInt() == 0 ? name : name + "-child";
            String call = session + place(event.path("call"));
            switch (event.path("type").asString()) {
                case "resumed" -> {
                    return recorded;
                }
                case "sub_call_asked" ->
                    prompts.putIfAbsent(call, event.path("prompt").asString());
                case "sub_call_ended" -> {
                    String prompt = Objects.requireNonNull(prompts.get(call));
                    if (!event.path("reply").isNull()) {
                        recorded.add(event.at("/call/retry").asInt() == 0 ? prompt : CrashScript.correction(prompt));
                    }
                }
                case "reply_begun", "model_replied" ->
                    recorded.add("turn " + (event.path("turn").asInt() - 1) + " of " + session);
                default -> {
                    // the rest is not paid
                }
            }
        }
        return Set.of();
    }

    /** A call's place, the same for one that has its reply put right. */
    private static String place(JsonNode call) {
        return call.path("cell") + "/" + call.path("number") + "/" + call.path("slot");
    }
}
