package io.rlmgateway.session;

import static io.rlmgateway.session.ScriptedRepls.printed;
import static io.rlmgateway.session.SessionFixture.cell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.access.Caller;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.upstream.ModelFacts;
import io.rlmgateway.upstream.ModelRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The prompts of an exported trajectory are those that were sent. */
class PromptsInTheLogTest {

    private static final String LONG = "x".repeat(950);

    private SessionFixture session;

    @BeforeEach
    void open(@TempDir Path directory) {
        session = new SessionFixture(directory);
        session.repls.on("work", repl -> printed(LONG));
    }

    private List<Object> logged() {
        String tenant = Caller.ANONYMOUS.tenant();
        RunTree tree = RunTreeBuilder.tree(
                session.trajectories.find(tenant, SessionFixture.RUN),
                session.trajectories.events(tenant, SessionFixture.RUN, 0));
        return RunTrajectoryLog.entries(Instant.EPOCH, Objects.requireNonNull(tree.session())).stream()
                .filter(entry -> "iteration".equals(entry.get("type")))
                .map((Map<String, @Nullable Object> entry) -> Objects.requireNonNull(entry.get("prompt")))
                .toList();
    }

    private void assertLoggedAsSent() {
        assertThat(logged())
                .isEqualTo(session.models.requests.stream()
                        .map(ModelRequest::messages)
                        .map(PromptRecord::of)
                        .toList());
    }

    private List<@Nullable Integer> kept() {
        return session.trajectories.events(Event.TurnAsked.class).stream()
                .<@Nullable Integer>map(Event.TurnAsked::kept)
                .toList();
    }

    @Test
    void whileAllFits() {
        session.models.turn(cell("work"), cell("work"), "FINAL(42)");
        session.ask("How many?");
        assertThat(kept()).containsOnlyNulls();
        assertLoggedAsSent();
    }

    @Test
    void whenTheConversationIsCutToTheWindow() {
        session.models.facts = new ModelFacts(2_400, 1_000, null, null, null);
        session.models.turn(cell("work"), cell("work"), cell("work"), cell("work"), "FINAL(42)");
        session.ask("How many?");
        assertThat(kept()).startsWith((Integer) null).contains(3);
        assertLoggedAsSent();
    }

    @Test
    void whenTheClosingQuestionLeavesTurnsOut() {
        session.limits(Map.of("turns", 4, "tokens", 21_000));
        session.models.turn(cell("work"), cell("work"), cell("work"), cell("work"));
        session.ask("How many?");
        assertThat(session.models.requests).hasSizeGreaterThan(3);
        assertLoggedAsSent();
    }

    @Test
    void whenAReplyWasEmpty() {
        session.models.turn("", "FINAL(42)");
        session.ask("How many?");
        assertLoggedAsSent();
    }

    @Test
    void whenATurnHadNoReply() {
        session.models.turn(cell("work")).turn(request -> {
            throw new FailureException(new Failure.Internal("broken"));
        });
        assertThatThrownBy(() -> session.ask("How many?")).hasMessage("broken");
        assertLoggedAsSent();
    }
}
