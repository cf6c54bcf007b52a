package io.rlmgateway.session;

import static io.rlmgateway.session.ScriptedRepls.printed;
import static io.rlmgateway.session.SessionFixture.cell;
import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.ReplFunction.FailedAnswer;
import io.rlmgateway.repl.ReplFunction.MarkedAnswer;
import io.rlmgateway.session.SessionProperties.SubCallSettings;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelFacts;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubAnswerFormsTest {

    private static final Map<String, Object> COUNT = Map.of(
            "type", "object", "required", List.of("count"), "properties", Map.of("count", Map.of("type", "integer")));
    private static final String MISMATCH = "/count string found, integer expected";

    private SessionFixture session;

    @BeforeEach
    void open(@TempDir Path directory) {
        session = new SessionFixture(directory);
    }

    private @Nullable Object inACell(Function<ScriptedRepl, @Nullable Object> cell) {
        @Nullable Object[] result = new @Nullable Object[1];
        session.models.turn(cell("work"), "FINAL(done)");
        session.repls.on("work", repl -> {
            try {
                result[0] = cell.apply(repl);
            } catch (PythonException e) {
                result[0] = e;
            }
            return printed("worked");
        });
        assertThat(session.ask("How many?").text()).isEqualTo("done");
        return result[0];
    }

    private @Nullable Object counted() {
        return inACell(repl -> repl.call("llm_query", "prompt", "How many?", "schema", COUNT));
    }

    private void replies(String... texts) {
        ConcurrentLinkedQueue<String> left = new ConcurrentLinkedQueue<>(List.of(texts));
        session.models.leaf(request -> ScriptedModels.reply(request, Objects.requireNonNull(left.poll())));
    }

    private List<ModelRequest> asked() {
        return session.models.requests(Purpose.LEAF);
    }

    @Test
    void aReplyThatMatchesIsData() {
        replies("```json\n{\"count\": 3}\n```");
        assertThat(counted()).isEqualTo(Map.of("count", 3L));
        assertThat(asked().getFirst().messages().getFirst().text())
                .startsWith("How many?\n\nReply with nothing but JSON that matches this JSON Schema:\n{")
                .contains("\"required\":[\"count\"]");
        assertThat(asked().getFirst().options().parameters()).doesNotContainKey("response_format");
    }

    @Test
    void aModelThatKeepsToASchemaIsSentItAsAParameterToo() {
        session.models.facts = new ModelFacts(100_000, 16_384, null, null, null, Set.of(), true);
        replies("{\"count\": 3}");
        counted();
        assertThat(asked().getFirst().options().parameters().get("response_format"))
                .isEqualTo(Map.of(
                        "type",
                        "json_schema",
                        "json_schema",
                        Map.of("name", "answer", "strict", false, "schema", COUNT)));
    }

    @Test
    void aMismatchIsAskedAgainWithTheValidatorsMessageAndPaidFor() {
        replies("{\"count\": \"three\"}", "{\"count\": 3}");
        session.models.turn(cell("work"), cell("budget"), "FINAL(done)");
        session.repls.on("work", repl -> {
            assertThat(repl.call("llm_query", "prompt", "How many?", "schema", COUNT))
                    .isEqualTo(Map.of("count", 3L));
            return printed("worked");
        });
        Answer answer = session.ask("How many?");
        assertThat(answer.usage().subCalls()).isEqualTo(2);
        assertThat(asked().getLast().messages().subList(1, 3))
                .containsExactly(
                        Message.assistant("{\"count\": \"three\"}"),
                        Message.user("Your reply does not match the schema: " + MISMATCH
                                + ". Reply again, with nothing but JSON that matches."));
        assertThat(session.trajectories.events(Event.SubCallEnded.class))
                .extracting(Event.SubCallEnded::reply, Event.SubCallEnded::error)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("{\"count\": \"three\"}", MISMATCH),
                        org.assertj.core.api.Assertions.tuple("{\"count\": 3}", null));
        assertThat(session.trajectories.events(Event.SubCallAsked.class))
                .extracting(Event.SubCallAsked::call)
                .doesNotHaveDuplicates();
    }

    @Test
    void afterTheLastRetryTheMismatchIsRaised() {
        session.models.leaf(request -> ScriptedModels.reply(request, "{\"count\": \"three\"}"));
        PythonException raised = (PythonException) Objects.requireNonNull(counted());
        assertThat(raised.type()).isEqualTo(PythonException.Type.LLM_ERROR);
        assertThat(raised).hasMessage("the sub-model's reply does not match the schema: " + MISMATCH);
        assertThat(asked()).hasSize(3);
    }

    @Test
    void withoutRetriesItIsRaisedAtOnce() {
        session.subCalls = new SubCallSettings(true, 0, 0.2);
        session.models.leaf(request -> ScriptedModels.reply(request, "three"));
        assertThat(counted()).isInstanceOf(PythonException.class);
        assertThat(asked()).hasSize(1);
    }

    @Test
    void aRetryThatTheBudgetDoesNotAllowRaisesBudgetExceeded() {
        session.limits(Map.of("sub_calls", 1));
        session.models.leaf(request -> ScriptedModels.reply(request, "three"));
        assertThat(((PythonException) Objects.requireNonNull(counted())).type())
                .isEqualTo(PythonException.Type.BUDGET_EXCEEDED);
    }

    @Test
    void aSlotOfABatchThatNeverMatchesIsOneFailedSlot() {
        session.models.leaf(request -> ScriptedModels.reply(
                request,
                request.messages().getFirst().text().startsWith("b") ? "{\"count\": \"b\"}" : "{\"count\": 1}"));
        assertThat(inACell(repl -> repl.call("llm_query_batched", "prompts", List.of("a", "b", "c"), "schema", COUNT)))
                .isEqualTo(List.of(
                        Map.of("count", 1L),
                        new FailedAnswer("the sub-model's reply does not match the schema: " + MISMATCH),
                        Map.of("count", 1L)));
        assertThat(asked()).hasSize(5);
    }

    @Test
    void dataThatIsCutIsAskedForAgainShorter() {
        ConcurrentLinkedQueue<StopReason> stops = new ConcurrentLinkedQueue<>(List.of(StopReason.LENGTH));
        session.models.leaf(request -> stops.poll() == null
                ? ScriptedModels.reply(request, "{\"count\": 3}")
                : ScriptedModels.reply(request, "{\"count\": ", StopReason.LENGTH));
        assertThat(counted()).isEqualTo(Map.of("count", 3L));
        assertThat(asked().getLast().messages().getLast().text()).contains("it was cut at its output limit");
    }

    @Test
    void aBadSchemaAsksNobody() {
        PythonException raised = (PythonException) Objects.requireNonNull(
                inACell(repl -> repl.call("llm_query", "prompt", "How many?", "schema", Map.of("type", "objekt"))));
        assertThat(raised.type()).isEqualTo(PythonException.Type.VALUE_ERROR);
        assertThat(session.trajectories.events(Event.SubCallAsked.class)).isEmpty();
    }

    @Test
    void quotationsAreCheckedAgainstTheContext() {
        replies("Red: <quote>it is red</quote>.");
        MarkedAnswer answer = (MarkedAnswer) Objects.requireNonNull(inACell(repl ->
                repl.call("llm_query", "prompt", "Which colour?", "context", "Look, it is red.", "quote", true)));
        assertThat(answer.text()).isEqualTo("Red: \"it is red\".");
        assertThat(answer.marks().get("quotes")).asString().contains("found=true, start=6, end=15");
        assertThat(asked().getFirst().messages().getFirst().text())
                .startsWith("Which colour?\n\nLook, it is red.\n\nSupport what you say with quotations");
    }

    @Test
    void aCutAnswerWithQuotationsIsMarkedAsBoth() {
        session.models.leaf(request -> ScriptedModels.reply(request, "<quote>a</quote> and", StopReason.LENGTH));
        MarkedAnswer answer = (MarkedAnswer)
                Objects.requireNonNull(inACell(repl -> repl.call("llm_query", "prompt", "a?", "quote", true)));
        assertThat(answer.text()).isEqualTo("\"a\" and\n[the sub-answer was cut at its output limit]");
        assertThat(answer.marks()).containsEntry("cut", true).containsKey("quotes");
    }

    @Test
    void aChildIsToldTheFormAndItsAnswerIsPutRightByASubModel() {
        session.depth(2);
        replies("{\"count\": 3}");
        session.models.turn(cell("root"), "FINAL(three)", "FINAL(done)");
        session.repls.on("root", repl -> {
            assertThat(repl.call("rlm_query", "prompt", "How many?", "context", "text", "schema", COUNT))
                    .isEqualTo(Map.of("count", 3L));
            return printed("worked");
        });
        assertThat(session.ask("How many?").text()).isEqualTo("done");
        assertThat(session.models
                        .requests(Purpose.ROOT)
                        .get(1)
                        .messages()
                        .getFirst()
                        .text())
                .contains("What the answer must follow:", "\"required\":[\"count\"]");
        assertThat(asked()).hasSize(1);
        assertThat(asked().getFirst().messages()).contains(Message.assistant("three"));
    }
}
