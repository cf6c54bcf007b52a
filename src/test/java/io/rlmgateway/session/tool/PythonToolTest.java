package io.rlmgateway.session.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.upstream.Tools.Tool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PythonToolTest {

    @Test
    void namesThatPythonOrTheSessionHasGetAnother() {
        assertThat(names("weather", "get-weather", "get.weather", "class", "search", "1st", "__init__", "search"))
                .containsExactly(
                        "weather",
                        "get_weather",
                        "get_weather_tool",
                        "class_tool",
                        "search_tool",
                        "tool_1st",
                        "tool___init__",
                        "search_tool2");
    }

    @Test
    void aNameWhoseAwaitableFormIsTakenHasNone() {
        assertThat(PythonTool.of(List.of(tool("nswer", Map.of()), tool("look", Map.of()))))
                .extracting(PythonTool::awaitable)
                .containsExactly(false, true);
    }

    @Test
    void whatMustBeGivenComesFirst() {
        PythonTool tool = only(tool(
                "find",
                Map.of(
                        "properties",
                        ordered("near", Map.of("type", "string"), "what", Map.of("type", "string")),
                        "required",
                        List.of("what"))));

        assertThat(tool.signature()).isEqualTo("find(what: str, near: str = None) -> str");
        assertThat(tool.type("what")).isEqualTo("str");
        assertThat(tool.type("more")).isNull();
    }

    @Test
    void aSchemaThatSaysNothingTakesAnyArgumentsByName() {
        assertThat(only(tool("anything", Map.of())).signature()).isEqualTo("anything(**more) -> str");
        assertThat(only(tool("none", Map.of("properties", Map.of()))).signature())
                .isEqualTo("none() -> str");
        assertThat(only(tool("closed", Map.of("additionalProperties", false))).signature())
                .isEqualTo("closed() -> str");
        assertThat(only(tool(
                                "both",
                                Map.of(
                                        "properties",
                                        Map.of("a", Map.of()),
                                        "additionalProperties",
                                        Map.of("type", "string"))))
                        .signature())
                .isEqualTo("both(a=None, **more) -> str");
    }

    @Test
    void theClientIsToldItsOwnNamesAndNothingThatWasLeftOut() {
        PythonTool tool = only(tool(
                "send",
                Map.of(
                        "properties",
                        ordered("from", Map.of("type", "string"), "more", Map.of("type", "string"), "cc", Map.of()),
                        "required",
                        List.of("from"),
                        "additionalProperties",
                        true)));
        Map<String, @Nullable Object> given = new LinkedHashMap<>(Map.of("from_", "me", "more", Map.of("x-id", 5)));

        assertThat(tool.signature()).isEqualTo("send(from_: str, more_: str = None, cc=None, **more) -> str");
        assertThat(tool.arguments(given)).containsExactly(Map.entry("from", "me"), Map.entry("x-id", 5));
    }

    @Test
    void theDocstringSaysWhichToolItIs() {
        assertThat(only(new Tool("get-it", " Gets it. ", Map.of(), null)).description())
                .isEqualTo("Gets it.\nThe tool get-it.");
        assertThat(only(new Tool("get", "", Map.of(), null)).description()).isEmpty();
    }

    private static List<String> names(String... tools) {
        return PythonTool.of(Stream.of(tools).map(name -> tool(name, Map.of())).toList()).stream()
                .map(PythonTool::name)
                .toList();
    }

    private static PythonTool only(Tool tool) {
        return PythonTool.of(List.of(tool)).getFirst();
    }

    private static Tool tool(String name, Map<String, Object> schema) {
        return new Tool(name, "", schema, null);
    }

    private static Map<String, Object> ordered(Object... entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put((String) entries[i], entries[i + 1]);
        }
        return map;
    }
}
