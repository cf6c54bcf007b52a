package io.rlmgateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.ReplFunction.Attributes;
import io.rlmgateway.repl.ReplFunction.MarkedAnswer;
import io.rlmgateway.session.AnswerForm.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments.ArgumentSet;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class AnswerFormTest {

    private static final Map<String, Object> COUNT =
            Map.of("type", "object", "required", List.of("count"), "properties", Map.of("count", integer(0)));

    private static Map<String, Object> integer(int minimum) {
        return Map.of("type", "integer", "minimum", minimum);
    }

    private static @Nullable Object value(AnswerForm form, String reply) {
        return ((Reading.Fits) form.read(reply, "")).value();
    }

    private static String why(AnswerForm form, String reply) {
        return ((Reading.Misses) form.read(reply, "")).why();
    }

    static Stream<ArgumentSet> repliesWithACount() {
        return Stream.of(
                argumentSet("alone", "{\"count\": 3}"),
                argumentSet("with space around", "\n  {\"count\": 3}\n"),
                argumentSet("in a fence", "```json\n{\"count\": 3}\n```"),
                argumentSet("in a fence with words around", "Here it is:\n```\n{\"count\": 3}\n```\nThat is all."),
                argumentSet("in the second fence", "```\nnot json\n```\n```json\n{\"count\": 3}\n```"),
                argumentSet("in a fence of one line", "```{\"count\": 3}```"),
                argumentSet("after a draft that does not match", "```\n{\"n\": 1}\n```\n```\n{\"count\": 3}\n```"),
                argumentSet("in a sentence", "The answer is {\"count\": 3}."));
    }

    @ParameterizedTest
    @MethodSource("repliesWithACount")
    void dataIsFoundWhereverModelsPutIt(String reply) {
        assertThat(value(AnswerForm.matching(COUNT), reply)).isEqualTo(Map.of("count", 3L));
    }

    @Test
    void dataIsPlainListsMapsAndScalars() {
        AnswerForm any = AnswerForm.matching(Map.of());
        List<@Nullable Object> list = new ArrayList<>(List.of(1L, 1.5, "x", true));
        list.add(null);
        assertThat(value(any, "[1, 1.5, \"x\", true, null]")).isEqualTo(list);
        assertThat(value(any, "123456789012345678901")).isEqualTo(1.2345678901234568E20);
        assertThat(value(any, "null")).isNull();
        assertThat(value(any, "Sure: [{\"a\": []}]")).isEqualTo(List.of(Map.of("a", List.of())));
    }

    @Test
    void whatDoesNotMatchIsSaidWithItsPlace() {
        AnswerForm form = AnswerForm.matching(COUNT);
        assertThat(why(form, "{\"count\": -1}")).isEqualTo("/count must have a minimum value of 0");
        assertThat(why(form, "{}")).isEqualTo("required property 'count' not found");
        assertThat(why(form, "[]")).isEqualTo("array found, object expected");
        assertThat(why(form, "three")).startsWith("it is not JSON: Unrecognized token 'three'");
        assertThat(why(form, " ")).isEqualTo("it is not JSON: it is empty");
        assertThat(why(form, "{\"count\": 3")).startsWith("it is not JSON: Unexpected end-of-input");
    }

    @Test
    void ofManyMismatchesAFewAreSaid() {
        AnswerForm form = AnswerForm.matching(Map.of("items", integer(0)));
        assertThat(why(form, "[-1, -1, -1, -1, -1, -1, -1]"))
                .startsWith("/0 must have a minimum value of 0; /1 ")
                .endsWith("; and 2 more");
    }

    @Test
    void dataThatIsNestedWithoutEndIsNoJson() {
        assertThat(why(AnswerForm.matching(Map.of()), "[".repeat(5000) + "]".repeat(5000)))
                .contains("nesting depth");
    }

    @Test
    void draftsMayBeNamed() {
        AnswerForm form = AnswerForm.matching(
                Map.of("$schema", "http://json-schema.org/draft-07/schema#", "items", List.of(integer(5))));
        assertThat(why(form, "[1]")).isEqualTo("/0 must have a minimum value of 5");
        assertThat(value(AnswerForm.matching(Map.of("$schema", "https://json-schema.org/draft/2020-12/schema")), "1"))
                .isEqualTo(1L);
    }

    @Test
    void aSchemaMayReferToItself() {
        AnswerForm tree = AnswerForm.matching(json("""
                {"$defs": {"node": {"type": "object", "properties": {"left": {"$ref": "#/$defs/node"}}}},
                 "$ref": "#/$defs/node"}"""));
        assertThat(why(tree, "{\"left\": {\"left\": 1}}")).isEqualTo("/left/left integer found, object expected");
    }

    static Stream<ArgumentSet> badSchemas() {
        return Stream.of(
                argumentSet("unknown type", "{\"type\": \"objekt\"}", "/type "),
                argumentSet("wrong keyword value", "{\"required\": \"x\"}", "/required string found, array expected"),
                argumentSet("bad pattern", "{\"pattern\": \"(\"}", "a pattern of it cannot be used: "),
                argumentSet("back-reference", "{\"pattern\": \"(a)\\\\1\"}", "a pattern of it cannot be used: "),
                argumentSet("huge pattern", "{\"pattern\": \"((a{999}){999}){999}\"}", "a pattern of it is too large"),
                argumentSet("reference to nothing", "{\"$ref\": \"#/$defs/x\"}", "cannot be resolved"),
                argumentSet("reference to itself", "{\"$ref\": \"#\"}", "refers to itself without end"),
                argumentSet("address", "{\"$ref\": \"http://localhost/x\"}", "$ref must begin with #"),
                argumentSet("file", "{\"items\": {\"$ref\": \"file:///etc/passwd\"}}", "$ref must begin with #"),
                argumentSet("unknown draft", "{\"$schema\": \"file:///etc/passwd\"}", "$schema must be draft 4, 6"),
                argumentSet(
                        "unknown draft there",
                        "{\"$schema\": \"http://json-schema.org/draft-99/x\"}",
                        "$schema must be draft 4, 6"));
    }

    @ParameterizedTest
    @MethodSource("badSchemas")
    void aBadSchemaIsAValueErrorAtOnce(String schema, String why) {
        assertThatThrownBy(() -> AnswerForm.matching(json(schema)))
                .isInstanceOfSatisfying(
                        PythonException.class, e -> assertThat(e.type()).isEqualTo(PythonException.Type.VALUE_ERROR))
                .hasMessageStartingWith("schema is not a JSON Schema that can be used: ")
                .hasMessageContaining(why);
    }

    @Test
    void aSchemaThatGrowsWithoutEndIsGivenUp() {
        StringBuilder schema = new StringBuilder("{\"$defs\": {");
        for (int i = 0; i < 40; i++) {
            schema.append("\"d%d\": {\"allOf\": [{\"$ref\": \"#/$defs/d%d\"}, {\"$ref\": \"#/$defs/d%d\"}]}, "
                    .formatted(i, i + 1, i + 1));
        }
        schema.append("\"d40\": {}}, \"$ref\": \"#/$defs/d0\"}");
        assertThatThrownBy(() -> AnswerForm.matching(json(schema.toString()))).hasMessageContaining("too many steps");
    }

    @Test
    void aPatternThatOthersWouldNeverFinishIsChecked() {
        AnswerForm empty = AnswerForm.matching(Map.of("pattern", "(|)".repeat(40) + "x"));
        assertThat(why(empty, "\"\"")).contains("does not match");
        AnswerForm doubled = AnswerForm.matching(Map.of("pattern", "^(a|aa)+$"));
        assertThat(value(doubled, "\"aaa\"")).isEqualTo("aaa");
        assertThat(why(doubled, '"' + "a".repeat(60) + "b\"")).contains("does not match");
    }

    @Test
    void equalSchemasAreEqualForms() {
        assertThat(AnswerForm.matching(new LinkedHashMap<>(COUNT)))
                .isEqualTo(AnswerForm.matching(COUNT))
                .hasSameHashCodeAs(AnswerForm.matching(COUNT))
                .isNotEqualTo(AnswerForm.matching(Map.of()))
                .isNotEqualTo(AnswerForm.prose());
    }

    @Test
    void onlyObjectsAreAskedForByResponseFormat() {
        assertThat(AnswerForm.matching(COUNT).responseFormat()).containsEntry("type", "json_schema");
        assertThat(AnswerForm.matching(Map.of("type", "array")).responseFormat())
                .isNull();
        assertThat(AnswerForm.prose().responseFormat()).isNull();
        assertThat(AnswerForm.quoted().responseFormat()).isNull();
    }

    private static MarkedAnswer quoted(String reply, String given) {
        return (MarkedAnswer)
                Objects.requireNonNull(((Reading.Fits) AnswerForm.quoted().read(reply, given)).value());
    }

    private static Attributes quote(String text, @Nullable Long start, @Nullable Long end) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("text", text);
        fields.put("found", start != null);
        fields.put("start", start);
        fields.put("end", end);
        return new Attributes("Quote", fields);
    }

    @Test
    void quotationsAreCheckedAgainstTheText() {
        MarkedAnswer answer = quoted(
                "It is red: <quote>the apple is red</quote>, and <quote>it is big</quote>.",
                "So the apple\n  is red, and small.");
        assertThat(answer.text())
                .isEqualTo("It is red: \"the apple is red\", and \"it is big\" [not found in the text].");
        assertThat(answer.marks())
                .containsEntry("quotes", List.of(quote("the apple is red", 3L, 21L), quote("it is big", null, null)));
    }

    @Test
    void offsetsOfQuotationsAreInCodePoints() {
        assertThat(quoted("<quote>\uD83C\uDF4E is red</quote>", "\uD83D\uDE00\uD83D\uDE00 \uD83C\uDF4E is red!")
                        .marks())
                .containsEntry("quotes", List.of(quote("\uD83C\uDF4E is red", 3L, 11L)));
    }

    @Test
    void theFormOfQuotationMarksAndDashesDoesNotCount() {
        assertThat(quoted("<quote>\"don't\" - no</quote>", "She said \u201Cdon\u2019t\u201D \u2013 no.")
                        .marks())
                .containsEntry("quotes", List.of(quote("\"don't\" - no", 9L, 21L)));
    }

    @Test
    void lettersDoCount() {
        assertThat(quoted("<quote>The Apple</quote>", "the apple").text()).endsWith("[not found in the text]");
        assertThat(quoted("<quote> </quote>", "the apple").text()).endsWith("[not found in the text]");
    }

    @Test
    void anAnswerWithoutQuotationsSaysSo() {
        MarkedAnswer answer = quoted("It does not say.", "the apple");
        assertThat(answer.text()).isEqualTo("It does not say.\n[no quotation supports this answer]");
        assertThat(answer.marks()).containsEntry("quotes", List.of());
    }

    private static Map<?, ?> json(String text) {
        return JsonMapper.shared().readValue(text, Map.class);
    }
}
