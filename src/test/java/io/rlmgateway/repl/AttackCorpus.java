package io.rlmgateway.repl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.json.JsonMapper;

/** Attacks on sandboxes, from the folder that the property {@code corpus} names. */
public final class AttackCorpus {

    /** What all payloads find: some text, and functions that answer at once. */
    public static final Map<String, Object> CONTEXT = Map.of("context", "words ".repeat(170_000));

    private AttackCorpus() {}

    /** A payload. */
    public record Attack(String id, String code) {
        @Override
        public String toString() {
            return id;
        }
    }

    /** {@return the payloads of a file} */
    public static Stream<Attack> attacks(String name) {
        Path file = Path.of(System.getProperty("corpus", "../shared"), "corpus/attacks", name + ".json");
        try {
            return StreamSupport.stream(
                            JsonMapper.shared().readTree(Files.readString(file)).spliterator(), false)
                    .map(each -> new Attack(
                            each.get("id").asString(), each.get("code").asString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the functions that payloads call} */
    public static List<ReplFunction> functions() {
        return List.of(
                TestFunction.of("llm_query(prompt, context=None)", arguments -> "reply"),
                TestFunction.of("llm_query_batched(prompts)", arguments -> List.of("reply")),
                TestFunction.of("rlm_query(prompt, context=None)", arguments -> "reply"),
                TestFunction.of("rlm_query_batched(prompts)", arguments -> List.of("reply")));
    }
}
