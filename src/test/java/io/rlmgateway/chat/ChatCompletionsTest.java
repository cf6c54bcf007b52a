package io.rlmgateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.Question;
import io.rlmgateway.session.Question.ChatMessage;
import io.rlmgateway.session.Question.Part;
import io.rlmgateway.session.Question.Role;
import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelReply.StopReason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatCompletionsTest extends ChatTest {

    @Test
    void directAnswerHasOpenAiShape() throws IOException {
        HttpResponse<String> response = post("{\"model\":\"rlm\"," + QUESTION + "}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.headers().firstValue("x-rlm-mode")).hasValue("direct");
        assertThat(response.headers().firstValue("x-rlm-run-id")).isEmpty();
        assertGolden("direct.json", response.body());
    }

    @Test
    void sessionAnswerTellsItsUsageAndCitations() throws IOException {
        HttpResponse<String> response = post("{\"model\":\"rlm\",\"rlm\":{\"mode\":\"rlm\"}," + QUESTION + "}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-rlm-mode")).hasValue("rlm");
        assertThat(response.headers().firstValue("x-rlm-run-id").orElseThrow()).startsWith("run_");
        assertGolden("session.json", response.body());
    }

    @Test
    void directAnswerTellsItsCostWhereTheExtensionIsUsed() throws IOException {
        assertGolden(
                "direct-extended.json",
                post("{\"model\":\"rlm\",\"rlm\":{\"mode\":\"direct\",\"colour\":1}," + QUESTION + "}")
                        .body());
    }

    @Test
    void refusalStandsBesideNullContent() {
        models.play((request, pieces) -> new ModelReply("", StopReason.CONTENT_FILTER, ScriptedModels.USAGE, "No."));

        var choice = json(post("{\"model\":\"rlm\"," + QUESTION + "}").body()).at("/choices/0");

        assertThat(choice.at("/message/content").isNull()).isTrue();
        assertThat(choice.at("/message/refusal").stringValue()).isEqualTo("No.");
        assertThat(choice.at("/finish_reason").stringValue()).isEqualTo("content_filter");
    }

    @Test
    void runCancelledThroughItsRouteIsAConflict() {
        sessions.play((route, listener) -> {
            throw new FailureException(new Failure.RunCancelled("The run was cancelled."));
        });

        assertThat(post("{\"model\":\"rlm;mode=rlm\"," + QUESTION + "}").statusCode())
                .isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions/", "/v1//chat/completions", "//v1/chat//completions//"})
    void slashesTooManyAreTolerated(String path) {
        HttpResponse<String> response = send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"model\":\"rlm\"," + QUESTION + "}")));

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void everyRoleAndPartReachesTheQuestion() throws Exception {
        String file = Base64.getEncoder().encodeToString("long text".getBytes(StandardCharsets.UTF_8));
        post("""
                {"model":"rlm","messages":[
                  {"role":"developer","content":"Be brief."},
                  {"role":"system","content":[{"type":"text","text":"In English."}]},
                  {"role":"assistant","content":null,"tool_calls":[
                    {"id":"c1","type":"function","function":{"name":"look","arguments":"{}"}},
                    {"id":"c2","type":"custom","custom":{"name":"grep","input":"x"}}]},
                  {"role":"tool","tool_call_id":"c1","content":[{"type":"text","text":"seen"},
                    {"type":"image_url","image_url":{"url":"https://a.example/b.png"}}]},
                  {"role":"tool","tool_call_id":"c2","content":"y"},
                  {"role":"assistant","content":"","refusal":"no","reasoning_content":"hm"},
                  {"role":"assistant","content":null,"function_call":{"name":"old","arguments":"1"}},
                  {"role":"function","name":"old","content":"2"},
                  {"role":"user","content":[
                    {"type":"file","file":{"file_id":"file-9"}},
                    {"type":"file","file":{"file_data":"data:text/plain;base64,%s","filename":"a.txt"}},
                    {"type":"file","file":{"file_data":"%s"}}]}]}
                """.formatted(file, file));

        List<ChatMessage> messages = sessions.asked.take().messages();
        assertThat(messages.subList(0, 8))
                .containsExactly(
                        new ChatMessage(Role.INSTRUCTION, List.of(new Part.Text("Be brief."))),
                        new ChatMessage(Role.INSTRUCTION, List.of(new Part.Text("In English."))),
                        new ChatMessage(
                                Role.ASSISTANT,
                                List.of(new Part.ToolCall("c1", "look", "{}"), new Part.ToolCall("c2", "grep", "x"))),
                        new ChatMessage(Role.TOOL, List.of(new Part.ToolResult("c1", "look", "seen\n[image]"))),
                        new ChatMessage(Role.TOOL, List.of(new Part.ToolResult("c2", "grep", "y"))),
                        new ChatMessage(Role.ASSISTANT, List.of(new Part.Text(""), new Part.Text("no"))),
                        new ChatMessage(Role.ASSISTANT, List.of(new Part.ToolCall("", "old", "1"))),
                        new ChatMessage(Role.TOOL, List.of(new Part.ToolResult("", "old", "2"))));
        List<Part> parts = messages.get(8).parts();
        assertThat(parts.get(0)).isEqualTo(new Part.StoredFile("file-9", "messages[8].content[0].file.file_id"));
        assertFile(parts.get(1), "a.txt", "text/plain");
        assertFile(parts.get(2), "document", null);
    }

    private static void assertFile(Part part, String name, @Nullable String mediaType) throws IOException {
        Part.InlineFile file = (Part.InlineFile) part;
        assertThat(file.name()).isEqualTo(name);
        assertThat(file.mediaType()).isEqualTo(mediaType);
        assertThat(file.content().get()).hasContent("long text");
        assertThat(file.content().get()).as("read again").hasContent("long text");
    }

    @Test
    void imagesReachTheQuestionAsDataOrAddress() throws InterruptedException {
        post("""
                {"model":"rlm","messages":[{"role":"user","content":[
                  {"type":"image_url","image_url":{"url":"data:image/PNG;base64,Y2F0","detail":"low"}},
                  {"type":"image_url","image_url":{"url":"https://example.org/dog.png"}}]}]}
                """);

        assertThat(sessions.asked.take().messages().getFirst().parts())
                .containsExactly(
                        new Part.Image(
                                new Content.ImageData("image/png", "Y2F0"), "messages[0].content[0].image_url.url"),
                        new Part.Image(
                                new Content.ImageLink(URI.create("https://example.org/dog.png")),
                                "messages[0].content[1].image_url.url"));
    }

    @Test
    void parametersArePassedOnAndOthersReported() throws Exception {
        HttpResponse<String> response = post("""
                {"model":"rlm","temperature":0.5,"top_p":1,"seed":-9007199254740993,"presence_penalty":null,
                 "reasoning_effort":"low","verbosity":"low","user":"u","service_tier":"auto",
                 "logit_bias":{"50256":-100},"max_tokens":7,"max_completion_tokens":9,"stop":["END",""],
                 "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}},
                 "moderation":{"model":"m"},"n":1,"logprobs":true,"top_logprobs":2,"prediction":{"type":"content"},
                 "modalities":["text"],"store":true,"metadata":{"a":"b"},"audio":{"voice":"x"},
                 "web_search_options":{},"stream_options":{"include_usage":true},"parallel_tool_calls":true,
                 "tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"auto","functions":[],
                 "function_call":null,"made_up":1,%s}
                """.formatted(QUESTION));

        assertThat(response.statusCode()).isEqualTo(200);
        Question.Output output = sessions.asked.take().output();
        assertThat(output.maxTokens()).isEqualTo(9);
        assertThat(output.stop()).containsExactly("END");
        assertThat(output.parameters())
                .containsEntry("temperature", 0.5)
                .containsEntry("top_p", 1)
                .containsEntry("seed", -9007199254740993L)
                .containsEntry("reasoning_effort", "low")
                .containsEntry("logit_bias", Map.of("50256", -100))
                .containsKeys("response_format", "moderation", "user", "verbosity", "service_tier")
                .doesNotContainKeys("presence_penalty", "made_up", "n");
        assertThat(response.headers().firstValue("x-rlm-ignored-params"))
                .hasValue("logprobs, top_logprobs, prediction, web_search_options, audio, stream_options, made_up");
    }

    @Test
    void nullIsAsGoodAsAbsentForEveryOptionalParameter() {
        assertThat(post("""
                {"model":"rlm","stream":null,"stream_options":null,"temperature":null,"max_tokens":null,"stop":null,
                 "response_format":null,"tools":null,"tool_choice":null,"functions":null,"metadata":null,"rlm":null,
                 "n":null,"modalities":null,"logprobs":null,"store":null,"seed":null,"user":null,%s}
                """.formatted(QUESTION)).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"rlm\":{\"mode\":\"rlm\",\"depth\":2,\"sub_model\":\"demo/sub\",\"conversation\":\"new\",\"limits\":{\"cost_usd\":0.5},"
                        + "\"documents\":[\"file-1\",\"file-2\"]},\"model\":\"rlm\"",
                "\"metadata\":{\"rlm_mode\":\"rlm\",\"rlm_depth\":\"2\",\"rlm_sub_model\":\"demo/sub\",\"rlm_conversation\":\"new\","
                        + "\"rlm_cost_usd\":\"0.5\",\"rlm_documents\":\"file-1, file-2\"},\"model\":\"rlm\"",
                "\"model\":\"rlm;mode=rlm;depth=2;conversation=new;sub_model=demo/sub;cost_usd=0.5;documents=file-1,file-2\"",
                "\"model\":\"rlm;mode=direct;depth=2;conversation=new;sub_model=demo/sub;cost_usd=9;documents=file-1,file-2\","
                        + "\"metadata\":{\"rlm_mode\":\"auto\",\"rlm_cost_usd\":\"0.5\"},\"rlm\":{\"mode\":\"rlm\"}"
            })
    void extensionSaysTheSameInThreeWays(String extension) throws Exception {
        HttpResponse<String> response = post("{" + extension + "," + QUESTION + "}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response.body()).path("model").stringValue()).isEqualTo("rlm");
        Question.Settings settings = sessions.asked.take().settings();
        assertThat(settings.mode()).isEqualTo(Question.Mode.RLM);
        assertThat(settings.subModel()).isEqualTo("demo/sub");
        assertThat(settings.documents()).containsExactly("file-1", "file-2");
        assertThat(settings.continuing()).isEqualTo(Question.Continuing.NEW);
        assertThat(settings.limits())
                .hasEntrySatisfying(
                        "depth", depth -> assertThat(depth.intValue()).isEqualTo(2));
        assertThat(settings.limits())
                .hasEntrySatisfying(
                        "cost_usd", cost -> assertThat(cost.doubleValue()).isEqualTo(0.5));
    }

    @Test
    void failureBeforeTheFirstByteKeepsItsStatus() {
        sessions.play((route, listener) -> {
            throw new FailureException(new Failure.SandboxUnavailable("No sandbox is free.", Duration.ofSeconds(90)));
        });

        HttpResponse<String> response = post("{\"model\":\"rlm;mode=rlm\"," + QUESTION + "}");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("retry-after")).hasValue("60");
        assertThat(error(response).path("code").stringValue()).isEqualTo("sandbox_unavailable");
    }

    @Test
    void defectOfTheServiceTellsNothingButItsCode() {
        models.play((request, pieces) -> {
            throw new IllegalStateException("secret detail");
        });

        HttpResponse<String> response = post("{\"model\":\"rlm\"," + QUESTION + "}");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("secret", "IllegalState");
        assertThat(error(response).path("code").stringValue()).isEqualTo("internal_error");
    }

    @Test
    void parametersThatTheModelRefusesAreReported() {
        HttpResponse<String> response =
                post("{\"model\":\"rlm\",\"presence_penalty\":1,\"seed\":1,\"made_up\":1," + QUESTION + "}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-rlm-ignored-params")).contains("made_up, presence_penalty");
    }

    @Test
    void aProfileCanBeAskedForInThreeWays() throws InterruptedException {
        post("{\"model\":\"rlm\",\"rlm\":{\"profile\":\"gemini\"}," + QUESTION + "}");
        assertThat(sessions.asked.take().settings().profile()).isEqualTo("gemini");
        post("{\"model\":\"rlm\",\"metadata\":{\"rlm_profile\":\"gemini\"}," + QUESTION + "}");
        assertThat(sessions.asked.take().settings().profile()).isEqualTo("gemini");
        post("{\"model\":\"rlm;profile=gemini\"," + QUESTION + "}");
        assertThat(sessions.asked.take().settings().profile()).isEqualTo("gemini");
    }

    @Test
    void aSessionCannotBeLimitedToNoTimeAtAll() {
        HttpResponse<String> response = post("{\"model\":\"rlm\",\"rlm\":{\"wall_time\":0.0}," + QUESTION + "}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response).path("code").stringValue()).isEqualTo("decimal_below_min_value");
        assertThat(error(response).path("param").stringValue()).isEqualTo("rlm.wall_time");
    }

    @Test
    void ignoredParameterNamesCannotBreakTheHeader() {
        HttpResponse<String> response = post(
                "{\"model\":\"rlm\",\"evil\\r\\nname\":1,\"é\":2,\"" + "x".repeat(5000) + "\":3," + QUESTION + "}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-rlm-ignored-params").orElseThrow())
                .startsWith("evil??name, ?, xxx")
                .hasSize(1000);
    }
}
