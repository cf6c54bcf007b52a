package io.rlmgateway.session;

import static io.rlmgateway.session.SessionFixture.cell;
import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.session.Question.Settings;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Upstreams keep beginnings of prompts and read them at a tenth of the price, if not a byte of them changes. */
class StablePromptTest {

    @Test
    void eachTurnsPromptBeginsWithTheWholePromptOfTheTurnBefore(@TempDir Path directory) {
        SessionFixture session = new SessionFixture(directory);
        session.documents.add("part.txt", "An apple a day. ".repeat(20));
        session.settings = new Settings(Question.Mode.RLM, null, List.of("file-1"), Map.of());
        session.models.turn(
                cell("print(len(context))"), "No code at all.", cell("print('apples')"), cell("1/0"), "FINAL(42)");

        session.ask("How many apples are there?");

        List<List<Message>> prompts = session.models.requests(Purpose.ROOT).stream()
                .map(ModelRequest::messages)
                .toList();
        assertThat(prompts).hasSizeGreaterThan(3);
        assertThat(IntStream.range(1, prompts.size())).allSatisfy(turn -> {
            List<Message> before = prompts.get(turn - 1);
            assertThat(prompts.get(turn)).hasSizeGreaterThan(before.size()).startsWith(before.toArray(Message[]::new));
        });
    }
}
