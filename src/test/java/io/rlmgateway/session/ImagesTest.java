package io.rlmgateway.session;

import static io.rlmgateway.session.ScriptedRepls.printed;
import static io.rlmgateway.session.SessionFixture.cell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.graalpy.EmbeddedSandbox;
import io.rlmgateway.session.Question.ChatMessage;
import io.rlmgateway.session.Question.Part;
import io.rlmgateway.session.Question.Role;
import io.rlmgateway.session.Question.Settings;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelAbility;
import io.rlmgateway.upstream.ModelFacts;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of a request: Python has handles of them, models the images, the journal references. */
class ImagesTest {

    private static final Content.ImageData CAT = new Content.ImageData("image/png", "Y2F0");
    private static final Content.ImageLink DOG = new Content.ImageLink(URI.create("https://example.org/dog.png"));
    private static final ModelFacts SEES =
            new ModelFacts(100_000, 16_384, null, null, null, Set.of(), Set.of(ModelAbility.IMAGES));
    private static final Map<String, String> CAT_HANDLE = Map.of("name", "image-1", "media_type", "image/png");
    private static final Map<String, String> DOG_HANDLE = Map.of("name", "image-2", "media_type", "image/*");

    private SessionFixture session;

    @BeforeEach
    void open(@TempDir Path directory) {
        session = new SessionFixture(directory);
        session.models.facts = SEES;
    }

    private Question question() {
        return session.question(List.of(new ChatMessage(
                Role.USER,
                List.of(
                        new Part.Text("What is in"),
                        new Part.Image(CAT, "messages[0].content[1].image_url.url"),
                        new Part.Text("and"),
                        new Part.Image(DOG, "messages[0].content[3].image_url.url")))));
    }

    private List<Object> inACell(Function<ScriptedRepl, @Nullable Object> work) {
        List<Object> outcomes = new ArrayList<>();
        session.repls.on("work", repl -> {
            try {
                outcomes.add(String.valueOf(work.apply(repl)));
            } catch (PythonException e) {
                outcomes.add(e.type() + ": " + e.getMessage());
            }
            return printed("worked");
        });
        session.models.turn(cell("work"), "FINAL(done)", "FINAL(done)");
        RlmSessions sessions = session.sessions();
        try {
            sessions.answer((Route.Rlm) sessions.route(question()), session.progress::add);
        } finally {
            sessions.destroy();
        }
        return outcomes;
    }

    private ModelRequest leaf() {
        return session.models.requests(Purpose.LEAF).getFirst();
    }

    @Test
    void pythonHasHandlesAndTheRootModelNotesInTheirPlace() {
        inACell(repl -> null);

        assertThat(session.repls.root().setup.variables()).containsEntry("images", List.of(CAT_HANDLE, DOG_HANDLE));
        List<Message> opening = session.models.requests(Purpose.ROOT).getFirst().messages();
        assertThat(opening.getLast().text())
                .isEqualTo("What is in\n[images[0], image/png: llm_query(\"...\", images=[images[0]]) asks about it]\n"
                        + "and\n[images[1], image/*: llm_query(\"...\", images=[images[1]]) asks about it]");
        assertThat(opening).flatExtracting(Message::parts).hasOnlyElementsOfType(Content.Text.class);
    }

    @Test
    void withoutImagesThereIsNoSuchName() {
        session.models.turn(cell("work"), "FINAL(done)");
        session.ask("How many?");
        assertThat(session.repls.root().setup.variables()).doesNotContainKey("images");
    }

    @Test
    void aSubCallTakesTheImagesThatItNames() {
        assertThat(inACell(repl -> repl.call("llm_query", "prompt", "Who?", "images", List.of(DOG_HANDLE, CAT_HANDLE))))
                .containsExactly("a sub-answer");

        assertThat(leaf().messages())
                .containsExactly(new Message(Message.Role.USER, List.of(new Content.Text("Who?"), DOG, CAT)));
    }

    @Test
    void oneHandleNeedsNoList() {
        inACell(repl -> repl.call("llm_query", "prompt", "Who?", "images", CAT_HANDLE));

        assertThat(leaf().messages().getFirst().parts()).containsExactly(new Content.Text("Who?"), CAT);
    }

    @Test
    void theJournalHoldsReferences() {
        inACell(repl -> repl.call("llm_query", "prompt", "Who?", "images", List.of(CAT_HANDLE, DOG_HANDLE)));

        assertThat(session.trajectories.events(Event.SubCallAsked.class))
                .singleElement()
                .extracting(Event.SubCallAsked::prompt)
                .isEqualTo(
                        "Who?\n[image-1: image/png, sha256 "
                                + "a40c74c856da71864c32c64351bd21eb23ac458be45ad957590c4da9918c13ff]\n[image-2: https://example.org/dog.png]");
    }

    @Test
    void eachPromptOfABatchHasThem() {
        inACell(repl -> repl.call("llm_query_batched", "prompts", List.of("a", "b"), "images", List.of(CAT_HANDLE)));

        assertThat(session.models.requests(Purpose.LEAF))
                .hasSize(2)
                .allSatisfy(request ->
                        assertThat(request.messages().getFirst().parts()).contains(CAT));
    }

    @Test
    void aChildSessionHasThoseThatItWasGiven() {
        session.depth(2);
        inACell(repl -> repl.call("rlm_query", "prompt", "Who?", "images", List.of(DOG_HANDLE)));

        assertThat(session.repls.opened.getLast().setup.variables())
                .containsEntry("images", List.of(Map.of("name", "image-2", "media_type", "image/*")));
        assertThat(session.models
                        .requests(Purpose.ROOT)
                        .get(1)
                        .messages()
                        .getLast()
                        .text())
                .isEqualTo("Who?\n[images[0], image/*: llm_query(\"...\", images=[images[0]]) asks about it]");
    }

    @Test
    void aModelThatTakesNoneIsAValueErrorThatNamesThoseThatDo() {
        session.models.facts = ScriptedModels.FACTS;
        session.models.otherFacts = Map.of("demo/other", SEES);

        assertThat(inACell(repl -> repl.call("llm_query", "prompt", "Who?", "images", List.of(CAT_HANDLE))))
                .containsExactly("VALUE_ERROR: the model 'demo/sub' takes no images; model= can be demo/other");
        assertThat(session.models.requests(Purpose.LEAF)).isEmpty();
    }

    @Test
    void whereNoModelTakesImagesTheErrorSaysSo() {
        session.models.facts = ScriptedModels.FACTS;

        assertThat(inACell(repl -> repl.call("llm_query", "prompt", "Who?", "images", List.of(CAT_HANDLE))))
                .containsExactly("VALUE_ERROR: the model 'demo/sub' takes no images; no model of this session does");
    }

    @Test
    void whatIsNoHandleIsPythonsOwnError() {
        assertThat(inACell(repl -> repl.call("llm_query", "prompt", "Who?", "images", List.of("cat.png"))))
                .containsExactly("TYPE_ERROR: images must be a list of items of images, not str");
    }

    @Test
    void anImageThatIsNotThereIsAValueError() {
        assertThat(inACell(
                        repl -> repl.call("llm_query", "prompt", "Who?", "images", List.of(Map.of("name", "image-9")))))
                .containsExactly("VALUE_ERROR: there is no image 'image-9'; there are [image-1, image-2]");
    }

    @Test
    void realPythonPassesThemOnInALoopToo() {
        session.sandbox = EmbeddedSandbox.REPLS;
        session.models.turn(
                cell("print([llm_query(f'q{i}', images=images[:1]) for i in range(3)], images[1]['media_type'])"),
                "FINAL(done)");
        RlmSessions sessions = session.sessions();
        try {
            sessions.answer((Route.Rlm) sessions.route(question()), session.progress::add);
        } finally {
            sessions.destroy();
        }

        assertThat(session.models
                        .requests(Purpose.ROOT)
                        .getLast()
                        .messages()
                        .getLast()
                        .text())
                .startsWith("Output:\n['a sub-answer', 'a sub-answer', 'a sub-answer'] image/*\n");
        assertThat(session.models.requests(Purpose.LEAF))
                .hasSize(3)
                .allSatisfy(request ->
                        assertThat(request.messages().getFirst().parts()).contains(CAT));
    }

    @Test
    void aDirectAnswerTakesThemWhereTheyStand() {
        session.settings = new Settings(Question.Mode.AUTO, null, List.of(), Map.of());

        Route.Direct route = (Route.Direct) session.routing().route(question());

        assertThat(route.prompt().request().messages())
                .containsExactly(new Message(
                        Message.Role.USER, List.of(new Content.Text("What is in"), CAT, new Content.Text("and"), DOG)));
    }

    @Test
    void aModelThatTakesNoneIsNotAskedDirectly() {
        session.models.facts = ScriptedModels.FACTS;
        session.settings = new Settings(Question.Mode.DIRECT, null, List.of(), Map.of());

        Route.Direct route = (Route.Direct) session.routing().route(question());
        assertThatThrownBy(route.prompt()::request)
                .isInstanceOf(FailureException.class)
                .hasMessage("Invalid 'messages[0].content[1].image_url.url': the model demo/root takes no images.");
    }

    @Test
    void anImageThatIsNamedManyTimesIsSentOnce() {
        inACell(repl -> repl.call("llm_query", "prompt", "Who?", "images", Collections.nCopies(150, CAT_HANDLE)));

        assertThat(leaf().messages().getFirst().parts()).containsExactly(new Content.Text("Who?"), CAT);
    }

    /** Four images of 15 million bytes each. */
    private Question large() {
        Content.ImageData image = new Content.ImageData("image/png", "AAAA".repeat(5_000_000));
        return session.question(List.of(new ChatMessage(
                Role.USER,
                IntStream.range(0, 4)
                        .<Part>mapToObj(i -> new Part.Image(image, "messages[0].content[" + i + "].image_url.url"))
                        .toList())));
    }

    @Test
    void imagesThatAreTooMuchForOneCallAreAValueError() {
        SessionImages images = SessionImages.of(large());
        SessionImages three = images.named(List.of("image-1", "image-2", "image-3"));

        three.check("demo/sub", List.of(), session.models);
        assertThatThrownBy(() -> images.check("demo/sub", List.of(), session.models))
                .isInstanceOf(PythonException.class)
                .hasMessage("the images have 60,000,000 bytes together, one call to a model takes 52,428,800:"
                        + " ask about fewer images in a call");
    }

    @Test
    void imagesThatAreTooMuchForOneCallAreNotAskedDirectly() {
        session.settings = new Settings(Question.Mode.DIRECT, null, List.of(), Map.of());

        Route.Direct route = (Route.Direct) session.routing().route(large());
        assertThatThrownBy(route.prompt()::request)
                .isInstanceOf(FailureException.class)
                .hasMessageStartingWith(
                        "Invalid 'messages[0].content[3].image_url.url': the images have 60,000,000 bytes")
                .hasMessageEndingWith("Send fewer or smaller images, or ask in mode rlm.");
    }

    @Test
    void aChecksumIsComputedOnce() {
        RequestImage image = RequestImage.of("image-1", CAT);
        assertThat(image.reference()).isSameAs(image.reference()).contains("sha256 a40c74c8");
    }
}
