package io.rlmgateway.session;

import static io.rlmgateway.session.ScriptedRepls.printed;
import static io.rlmgateway.session.SessionFixture.cell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.access.Caller;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.Question.Settings;
import io.rlmgateway.trajectory.Event;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldDocumentsTest {

    private SessionFixture session;

    @BeforeEach
    void open(@TempDir Path directory) {
        session = new SessionFixture(directory);
        session.documents.add("a.txt", "apple");
        session.documents.add("b.txt", "pear");
        session.settings = new Settings(Question.Mode.RLM, null, List.of("file-1", "file-2"), Map.of());
    }

    @Test
    void everyDocumentIsHeldWhileItsSessionRunsAndNoLonger() {
        List<String> held = new ArrayList<>();
        session.models.turn(cell("work"), "FINAL(done)");
        session.repls.on("work", repl -> {
            held.addAll(session.documents.held);
            return printed("worked");
        });

        session.ask("Which fruit?");

        assertThat(held).containsExactly("file-1", "file-2");
        assertThat(session.documents.held).isEmpty();
    }

    @Test
    void aSessionThatCannotAffordToReadItsDocumentsSaysSoFirst() {
        session.documents.add("long.txt", "x".repeat(1_000_000));
        session.settings = new Settings(Question.Mode.RLM, null, List.of("file-3"), Map.of("tokens", 200_000));
        session.models.turn("FINAL(done)");

        session.ask("Which fruit?");

        assertThat(session.progress)
                .startsWith(
                        "the documents hold some 250,000 tokens and this session may use 200,000:"
                                + " it can search them, not read them all",
                        "turn 1 of 5");
    }

    @Test
    void aSessionThatFailsHoldsNothingAnyMore() {
        session.models.turn(request -> {
            assertThat(session.documents.held).hasSize(2);
            throw new FailureException(new Failure.Internal("broken"));
        });

        assertThatThrownBy(() -> session.ask("Which fruit?")).hasMessage("broken");
        assertThat(session.documents.held).isEmpty();
    }

    @Test
    void aDocumentThatIsDeletedBeforeItsSessionOpensIsMissingAndTheOthersAreLetGo() {
        RlmSessions sessions = session.sessions();
        Route.Rlm route = (Route.Rlm) sessions.route(session.question("Which fruit?"));
        session.documents.delete(Caller.ANONYMOUS.tenant(), "file-2");

        assertThatThrownBy(() -> sessions.answer(route, AnswerListener.NONE)).hasMessage("No such File object: file-2");

        assertThat(session.documents.held).isEmpty();
        assertThat(session.trajectories.events(Event.Failed.class))
                .extracting(Event.Failed::message)
                .containsExactly("No such File object: file-2");
        sessions.destroy();
    }
}
