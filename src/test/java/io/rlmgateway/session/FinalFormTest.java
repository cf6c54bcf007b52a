package io.rlmgateway.session;

import static io.rlmgateway.session.ScriptedRepls.finished;
import static io.rlmgateway.session.SessionFixture.cell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The final answer of a session in the form that the client asked for. */
class FinalFormTest {

    private static final Map<String, Object> PERSON = Map.of(
            "type",
            "object",
            "properties",
            Map.of("name", Map.of("type", "string"), "age", Map.of("type", "integer")),
            "required",
            List.of("name", "age"),
            "additionalProperties",
            false);

    private SessionFixture session;

    @BeforeEach
    void open(@TempDir Path directory) {
        session = new SessionFixture(directory);
        session.output = output(schema(PERSON));
    }

    private static Question.Output output(Map<String, Object> format) {
        return new Question.Output(null, List.of(), Map.of("response_format", format));
    }

    private static Map<String, Object> schema(Map<String, Object> schema) {
        return Map.of("type", "json_schema", "json_schema", Map.of("name", "person", "strict", true, "schema", schema));
    }

    private List<Message> lastPrompt(Purpose purpose) {
        return session.models.requests(purpose).getLast().messages();
    }

    private static Failure failure(Runnable action) {
        try {
            action.run();
        } catch (FailureException e) {
            return e.failure();
        }
        throw new AssertionError("it did not fail");
    }

    @Test
    void theRootModelIsToldTheSchema() {
        session.models.turn("FINAL({\"name\": \"Ann\", \"age\": 7})");
        session.ask("Who?");
        assertThat(lastPrompt(Purpose.ROOT).getFirst().text())
                .contains("What the answer must follow:")
                .contains("nothing but JSON that matches this JSON Schema")
                .contains("\"additionalProperties\":false");
    }

    @Test
    void anAnswerThatFitsIsGivenAsItIsWritten() {
        session.models.turn(cell("FINAL(person)"));
        session.repls.on("FINAL(person)", repl -> finished(" {\"age\": 7, \"name\": \"A\\u00e9\"}\n"));
        assertThat(session.ask("Who?").text()).isEqualTo("{\"age\": 7, \"name\": \"A\\u00e9\"}");
    }

    @Test
    void whatStandsAroundTheDocumentIsLeftOut() {
        session.models.turn("FINAL(Here it is:\n```json\n{\"name\": \"Ann\", \"age\": 7.0}\n```\n)");
        assertThat(session.ask("Who?").text()).isEqualTo("{\"name\": \"Ann\", \"age\": 7.0}");
    }

    @Test
    void aMismatchGoesBackToTheRootModel() {
        session.models.turn(cell("FINAL(person)"), "FINAL({\"name\": \"Ann\", \"age\": 7})");
        session.repls.on("FINAL(person)", repl -> finished("{\"name\": \"Ann\", \"age\": \"seven\"}"));
        Answer answer = session.ask("Who?");
        assertThat(answer.text()).isEqualTo("{\"name\": \"Ann\", \"age\": 7}");
        assertThat(answer.finish()).isEqualTo(Answer.Finish.STOP);
        assertThat(lastPrompt(Purpose.ROOT).getLast().text())
                .contains("not accepted as the final answer, because it does not match the schema: /age");
    }

    @Test
    void wordsInTheirPlaceGoBackToo() {
        session.models.turn("FINAL(Ann is seven.)", "FINAL({\"name\": \"Ann\", \"age\": 7})");
        session.ask("Who?");
        assertThat(lastPrompt(Purpose.ROOT).getLast().text()).contains("it is not JSON: ");
    }

    @Test
    void whatIsWrongTooOftenIsAskedForOnceMoreInTheClosingQuestion() {
        session.models.turn("FINAL(no)", "FINAL(no)", "FINAL(no)");
        session.models.closing(request -> ScriptedModels.reply(request, "{\"name\": \"Ann\", \"age\": 7}"));
        Answer answer = session.ask("Who?");
        assertThat(answer.text()).isEqualTo("{\"name\": \"Ann\", \"age\": 7}");
        assertThat(answer.finish()).isEqualTo(Answer.Finish.LENGTH);
        assertThat(answer.usage().stopped()).isEqualTo("errors");
        ModelRequest closing = session.models.requests(Purpose.CLOSING).getLast();
        assertThat(closing.messages().getLast().text())
                .contains("Reply with nothing but JSON that matches this JSON Schema")
                .doesNotContain("plain text");
    }

    @Test
    void anAnswerThatIsStillWrongIsAnErrorAndNoDocument() {
        session.models.turn("FINAL(no)", "FINAL(no)", "FINAL(no)");
        session.models.closing(request -> ScriptedModels.reply(request, "{\"name\": \"Ann\"}"));
        Failure failure = failure(() -> session.ask("Who?"));
        assertThat(failure).isInstanceOf(Failure.SchemaMismatch.class);
        assertThat(failure.message()).contains("age");
        assertThat(session.trajectories.kinds().getLast()).isEqualTo("Failed");
    }

    @Test
    void jsonModeTakesAnyObjectAndNothingElse() {
        session.output = output(Map.of("type", "json_object"));
        session.models.turn("FINAL([1, 2])", "FINAL({\"n\": [1, 2]})");
        assertThat(session.ask("How many?").text()).isEqualTo("{\"n\": [1, 2]}");
    }

    @Test
    void anInvalidSchemaIsRefusedWithItsPlaceBeforeAnythingIsAsked() {
        session.output = output(schema(Map.of("type", "object", "properties", Map.of("a", Map.of("type", "text")))));
        Failure failure = failure(() -> session.ask("Who?"));
        assertThat(failure).isInstanceOfSatisfying(Failure.InvalidRequest.class, invalid -> {
            assertThat(invalid.param()).isEqualTo("response_format.json_schema.schema");
            assertThat(invalid.message()).contains("'person'").contains("/properties/a/type");
        });
        assertThat(session.models.requests).isEmpty();
    }

    @Test
    void aDirectQuestionsSchemaMustBeOneTooAndMayBeWhatItsModelTakes() {
        Question.Output bad = output(schema(Map.of("properties", Map.of("a", Map.of("type", "text")))));
        assertThat(failure(() -> FinalForm.check(bad)))
                .isInstanceOfSatisfying(Failure.InvalidRequest.class, invalid -> {
                    assertThat(invalid.param()).isEqualTo("response_format.json_schema.schema");
                    assertThat(invalid.message()).contains("'person'").contains("/properties/a/type");
                });
        FinalForm.check(output(schema(Map.of("$ref", "https://example.com/schema.json", "pattern", "(?!a)b"))));
        FinalForm.check(output(schema(Map.of("$schema", "https://example.com/of-its-own", "type", "object"))));
        FinalForm.check(output(Map.of("type", "json_object")));
        FinalForm.check(Question.Output.DEFAULT);

        session.settings = Question.Settings.DEFAULT;
        session.output = bad;
        assertThat(failure(() -> session.routing().route(session.question("Who?"))))
                .isInstanceOf(Failure.InvalidRequest.class);
    }

    @Test
    void aSchemaThatPointsOutsideOfItselfIsRefused() {
        session.output = output(schema(Map.of("$ref", "https://example.com/schema.json")));
        assertThat(failure(() -> session.ask("Who?")).message()).contains("$ref must begin with #");
    }

    @Test
    void aStrictSchemaBeyondOpenAisSizesIsRefused() {
        assertTooLarge(nested(11), "/properties/a/properties/a");
        Map<String, Object> many = new LinkedHashMap<>();
        for (int i = 0; i <= 5_000; i++) {
            many.put("p" + i, Map.of("type", "string"));
        }
        assertTooLarge(Map.of("type", "object", "properties", many), "5000 properties");
        List<String> values =
                IntStream.range(0, 1_001).mapToObj(String::valueOf).toList();
        assertTooLarge(
                Map.of("type", "object", "properties", Map.of("e", Map.of("enum", values))), "/properties/e/enum");
        assertTooLarge(Map.of("const", "x".repeat(120_001)), "120000 characters");
    }

    @Test
    void tenLevelsAndASchemaThatIsNotStrictAreTaken() {
        assertThat(FinalForm.of(output(schema(nested(10)))).instruction()).isNotEmpty();
        Map<String, Object> free =
                Map.of("type", "json_schema", "json_schema", Map.of("name", "deep", "schema", nested(30)));
        assertThat(FinalForm.of(output(free)).instruction()).isNotEmpty();
    }

    @Test
    void aSchemaThatNeverEndsIsNotCheckedForEver() {
        Map<String, @Nullable Object> forever = new LinkedHashMap<>();
        forever.put("allOf", List.of(Map.of("$ref", "#")));
        assertThatThrownBy(() -> FinalForm.of(output(schema(Map.copyOf(forever)))))
                .isInstanceOf(FailureException.class);
    }

    private void assertTooLarge(Map<String, Object> schema, String why) {
        session.output = output(schema(schema));
        Failure failure = failure(() -> session.ask("Who?"));
        assertThat(failure).isInstanceOf(Failure.InvalidRequest.class);
        assertThat(failure.message()).contains(why);
    }

    private static Map<String, Object> nested(int levels) {
        Map<String, Object> schema = Map.of("type", "string");
        for (int i = 0; i < levels; i++) {
            schema = Map.of("type", "object", "properties", Map.of("a", schema));
        }
        return schema;
    }
}
