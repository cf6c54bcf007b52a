package io.rlmgateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.rlmgateway.access.Caller;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.document.DocumentText;
import io.rlmgateway.session.Question.ChatMessage;
import io.rlmgateway.session.Question.Mode;
import io.rlmgateway.session.Question.Output;
import io.rlmgateway.session.Question.Part;
import io.rlmgateway.session.Question.Role;
import io.rlmgateway.session.Question.Settings;
import io.rlmgateway.session.SessionProperties.Served;
import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelAbility;
import io.rlmgateway.upstream.ModelFacts;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.Tools;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RoutingTest {

    private SessionFixture session;

    @BeforeEach
    void open(@TempDir Path directory) {
        session = new SessionFixture(directory);
        session.settings = Settings.DEFAULT;
    }

    private static Part inline(String name, String text) {
        return new Part.InlineFile(
                name, "text/plain", () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "p");
    }

    private Route route(Part... parts) {
        return session.routing().route(session.question(List.of(new ChatMessage(Role.USER, List.of(parts)))));
    }

    /** Rows of docs/decisions/0002-routing.md, in the fixture's sizes: direct up to 5,000 characters. */
    static Stream<Arguments> table() {
        return Stream.of(
                arguments(Mode.AUTO, null, 100, 0, 100_000, false),
                arguments(Mode.AUTO, null, 5_000, 0, 100_000, false),
                arguments(Mode.AUTO, null, 5_001, 0, 100_000, true),
                arguments(Mode.AUTO, null, 2_000, 3_000, 100_000, false),
                arguments(Mode.AUTO, null, 2_000, 3_001, 100_000, true),
                arguments(Mode.AUTO, null, 4_001, 0, 4_000, true),
                arguments(Mode.AUTO, null, 4_000, 0, 4_000, false),
                arguments(Mode.AUTO, Mode.RLM, 10, 0, 100_000, true),
                arguments(Mode.AUTO, Mode.DIRECT, 9_000, 0, 100_000, false),
                arguments(Mode.RLM, null, 10, 0, 100_000, true),
                arguments(Mode.RLM, Mode.AUTO, 10, 0, 100_000, false),
                arguments(Mode.DIRECT, null, 9_000, 0, 100_000, false),
                arguments(Mode.DIRECT, Mode.AUTO, 9_000, 0, 100_000, true));
    }

    @ParameterizedTest(name = "served {0}, wish {1}, text {2}, file {3}, window {4}: rlm {5}")
    @MethodSource("table")
    void theModeFollowsTheTable(Mode mode, @Nullable Mode wish, int text, int file, long window, boolean rlm) {
        session.models.facts = new ModelFacts(window, 1_000, null, null, null);
        session.served = List.of(new Served("rlm", List.of(), mode, "demo/root", "", List.of(), session.limits, ""));
        session.settings = new Settings(wish, null, List.of(), Map.of());
        Part long_ = new Part.Text("x".repeat(text));
        Route route = file == 0 ? route(long_) : route(long_, inline("a.txt", "y".repeat(file)));
        assertThat(route).isInstanceOf(rlm ? Route.Rlm.class : Route.Direct.class);
        assertThat(route.reason()).isNotBlank();
    }

    @Test
    void aStoredFileCountsWithItsLength() {
        DocumentText file = session.documents.add("big.txt", "z".repeat(6_000));
        assertThat(route(new Part.StoredFile(file.id(), "p"))).isInstanceOf(Route.Rlm.class);
        session.settings = new Settings(null, null, List.of(file.id()), Map.of());
        assertThat(route(new Part.Text("Who?"))).isInstanceOf(Route.Rlm.class);
    }

    @Test
    void longTextsAndFilesBecomeDocumentsAndLeaveNotes() {
        DocumentText stored = session.documents.add("stored.txt", "stored text");
        session.settings = new Settings(Mode.RLM, null, List.of(stored.id()), Map.of());
        Route.Rlm route = (Route.Rlm) route(
                new Part.Text("Short."),
                new Part.Text("😀".repeat(1_001)),
                inline("b.txt", "inline text"),
                new Part.StoredFile(stored.id(), "p"));
        SessionPlan plan = route.plan();
        assertThat(plan.documents())
                .extracting(DocumentText::name)
                .containsExactly("stored.txt", "text-1.txt", "b.txt");
        assertThat(plan.text()).isEqualTo("""
                        Short.
                        [documents[1] "text-1.txt": 1,001 characters, in context]
                        [documents[2] "b.txt": 11 characters, in context]
                        [documents[0] "stored.txt": 11 characters, in context]""");
        assertThat(session.documents.kept).containsExactly(SessionFixture.RUN, SessionFixture.RUN);
        assertThat(session.documents.released).isEmpty();
    }

    @Test
    void whatWasKeptIsReleasedWhenAFileIsNotThere() {
        session.settings = new Settings(Mode.RLM, null, List.of(), Map.of());
        assertThatThrownBy(() -> route(inline("b.txt", "text"), new Part.StoredFile("file-99", "p")))
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.NotFound.class));
        assertThat(session.documents.released).containsExactly(SessionFixture.RUN);
    }

    @Test
    void messagesThatTheWindowCannotHoldAreRefused() {
        session.models.facts = new ModelFacts(1_500, 500, null, null, null);
        session.settings = new Settings(Mode.RLM, null, List.of(), Map.of());
        assertThatThrownBy(() -> route(new Part.Text("x".repeat(1_999))))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure())
                                .isInstanceOfSatisfying(
                                        Failure.InvalidRequest.class,
                                        failure -> assertThat(failure.reason())
                                                .isEqualTo(Failure.Reason.CONTEXT_LENGTH_EXCEEDED)));
    }

    private SessionPlan plan(ChatMessage... messages) {
        session.settings = new Settings(Mode.RLM, null, List.of(), Map.of());
        return ((Route.Rlm) session.routing().route(session.question(List.of(messages)))).plan();
    }

    private static ChatMessage message(Role role, String text) {
        return new ChatMessage(role, List.of(new Part.Text(text)));
    }

    @Test
    void theLastUserMessageIsTheQuestion() {
        SessionPlan plan = plan(
                message(Role.INSTRUCTION, "Be kind."),
                message(Role.USER, "One?"),
                message(Role.ASSISTANT, "1"),
                message(Role.USER, "Two?"),
                message(Role.ASSISTANT, "Well"));
        assertThat(plan.text()).isEqualTo("Two?");
        assertThat(plan.instructions()).containsExactly("Be kind.");
        assertThat(plan.history()).extracting(turn -> turn.get("content")).containsExactly("One?", "1", "Well");
    }

    @Test
    void withoutAUserMessageTheLastMessageIsTheQuestion() {
        assertThat(plan(message(Role.INSTRUCTION, "Be kind."), message(Role.INSTRUCTION, "Count."))
                        .text())
                .isEqualTo("Count.");
        assertThat(plan(message(Role.ASSISTANT, "Go on")).text()).isEqualTo("Go on");
    }

    private ModelRequest direct(ChatMessage... messages) {
        session.settings = new Settings(Mode.DIRECT, null, List.of(), Map.of());
        return ((Route.Direct) session.routing().route(session.question(List.of(messages))))
                .prompt()
                .request();
    }

    private static ChatMessage called(Part... parts) {
        return new ChatMessage(Role.ASSISTANT, List.of(parts));
    }

    private static ChatMessage result(String id, String name, String text) {
        return new ChatMessage(Role.TOOL, List.of(new Part.ToolResult(id, name, text)));
    }

    @Test
    void aDirectRequestHoldsToolsTheirCallsAndAllResultsInOneMessage() {
        Tools tools = new Tools(
                List.of(new Tools.Tool("clock", "", Map.of("type", "object"), true), Tools.Tool.custom("note", "")),
                new Tools.Choice.Required(),
                false);
        session.output = new Output(null, List.of(), Map.of()).with(tools);

        ModelRequest request = direct(
                message(Role.USER, "When?"),
                called(
                        new Part.Text("Let me look."),
                        new Part.ToolCall("call_1", "clock", ""),
                        new Part.ToolCall("call_2", "note", "a \"word\"")),
                result("call_1", "clock", "noon"),
                result("call_2", "note", "done"));

        assertThat(request.options().tools()).isEqualTo(tools);
        assertThat(request.messages())
                .containsExactly(
                        Message.user("When?"),
                        new Message(
                                Message.Role.ASSISTANT,
                                List.of(
                                        new Content.Text("Let me look."),
                                        new Content.ToolCall("call_1", "clock", "{}"),
                                        new Content.ToolCall("call_2", "note", "{\"input\":\"a \\\"word\\\"\"}"))),
                        new Message(
                                Message.Role.TOOL,
                                List.of(
                                        new Content.ToolResult("call_1", "clock", "noon"),
                                        new Content.ToolResult("call_2", "note", "done"))));
    }

    @Test
    void callsOfOldClientsGetIdsWhereTheirResultFollows() {
        ModelRequest request = direct(
                result("", "clock", "ten"),
                message(Role.USER, "When?"),
                called(new Part.ToolCall("", "clock", "{\"zone\":\"UTC\"}")),
                result("", "clock", "noon"),
                called(new Part.ToolCall("", "clock", "{}")),
                message(Role.USER, "And?"));

        assertThat(request.messages())
                .containsExactly(
                        Message.user("[result of clock]\nten"),
                        Message.user("When?"),
                        new Message(
                                Message.Role.ASSISTANT,
                                List.of(new Content.ToolCall("call_of_message_3", "clock", "{\"zone\":\"UTC\"}"))),
                        new Message(
                                Message.Role.TOOL,
                                List.of(new Content.ToolResult("call_of_message_3", "clock", "noon"))),
                        Message.assistant("[called clock({})]"),
                        Message.user("And?"));
    }

    @Test
    void anImageOutsideOfAUsersMessageIsRefusedInADirectRequest() {
        session.models.facts = new ModelFacts(100_000, 1_000, null, null, null, Set.of(), Set.of(ModelAbility.IMAGES));

        assertThatThrownBy(() -> direct(
                        called(new Part.Image(
                                new Content.ImageData("image/png", "AAAA"), "messages[0].content[0].image_url")),
                        message(Role.USER, "What is it?")))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("messages[0].content[0].image_url");
    }

    @Test
    void aDirectRequestHoldsTheWholeConversation() {
        DocumentText stored = session.documents.add("stored.txt", "stored text");
        DocumentText joined = session.documents.add("joined.txt", "joined text");
        session.settings = new Settings(Mode.DIRECT, null, List.of(joined.id()), Map.of("wall_time", 60));
        session.output = new Output(50, List.of("END"), Map.of("seed", 7));
        Route.Direct route = (Route.Direct) session.routing()
                .route(session.question(List.of(
                        message(Role.INSTRUCTION, "Be kind."),
                        message(Role.ASSISTANT, "Hi"),
                        new ChatMessage(
                                Role.USER,
                                List.of(
                                        new Part.Text("Who?"),
                                        new Part.StoredFile(stored.id(), "p"),
                                        inline("c.txt", "inline text"))))));
        ModelRequest request = route.prompt().request();
        assertThat(request.model()).isEqualTo("demo/root");
        assertThat(request.messages())
                .containsExactly(
                        Message.user("joined.txt:\njoined text"),
                        Message.system("Be kind."),
                        Message.assistant("Hi"),
                        Message.user("Who?\nstored.txt:\nstored text\nc.txt:\ninline text"));
        assertThat(request.options().maxOutputTokens()).isEqualTo(50);
        assertThat(request.options().stop()).containsExactly("END");
        assertThat(request.options().parameters()).isEqualTo(Map.of("seed", 7));
        assertThat(request.options().timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(session.documents.released).containsExactly(SessionFixture.RUN);
    }

    private static final class BrokenStream extends InputStream {

        @Override
        public int read() throws IOException {
            throw new IOException("broken");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
        }
    }

    @Test
    void anUnreadableInlineFileIsAnError() {
        Part broken = new Part.InlineFile("d.txt", null, BrokenStream::new, "p");
        for (Mode mode : Mode.values()) {
            session.settings = new Settings(mode, null, List.of(), Map.of());
            assertThatThrownBy(() -> {
                        if (route(broken) instanceof Route.Direct direct) {
                            direct.prompt().request();
                        }
                    })
                    .isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void aSubModelMayBeChosenAmongTheAllowed() {
        session.settings = new Settings(Mode.RLM, "demo/other", List.of(), Map.of());
        assertThat(((Route.Rlm) route(new Part.Text("Who?"))).plan().models().sub())
                .isEqualTo("demo/other");
        session.settings = new Settings(Mode.RLM, "x/y", List.of(), Map.of());
        assertThatThrownBy(() -> route(new Part.Text("Who?")))
                .hasMessage("Invalid value: 'x/y'. Supported values are: 'demo/root', 'demo/sub', 'demo/other'.");
    }

    @ParameterizedTest
    @CsvSource({
        "turns,3,3",
        "turns,99,5",
        "depth,0,0",
        "depth,9,1",
        "sub_calls,2,2",
        "sub_calls,999,20",
        "tokens,1000,1000",
        "tokens,9999999999,200000",
        "cost_usd,0.5,0.5",
        "cost_usd,50,5.0",
        "wall_time,30,30",
        "wall_time,1.5,1",
        "wall_time,9999,600",
        "errors,1,1",
        "errors,9,3"
    })
    void aWishLowersALimitAndNeverRaisesIt(String name, double wish, String expected) {
        session.settings = new Settings(Mode.RLM, null, List.of(), Map.of(name, wish));
        Limits limits = ((Route.Rlm) route(new Part.Text("Who?"))).plan().limits();
        assertThat(limits.byName().get(name)).hasToString(expected);
    }

    @Test
    void anAliasNamesAServedModelAndAnUnknownModelIsToldWhatIsServed() {
        session.served = List.of(
                new Served("rlm", List.of("gpt-4o*", "a.b"), Mode.AUTO, "demo/root", "", List.of(), session.limits, ""),
                new Served("fast", List.of("*"), Mode.DIRECT, "demo/fast", "", List.of(), session.limits, ""));
        ServedModels served = new ServedModels(session.properties(), session.models);
        assertThat(served.find("rlm").id()).isEqualTo("rlm");
        assertThat(served.find("gpt-4o-mini").id()).isEqualTo("rlm");
        assertThat(served.find("gpt-4o").id()).isEqualTo("rlm");
        assertThat(served.find("fast").id()).isEqualTo("fast");
        assertThat(served.find("aXb").id()).isEqualTo("fast");
        session.served = session.served.subList(0, 1);
        assertThatThrownBy(() -> new ServedModels(session.properties(), session.models).find("aXb"))
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.ModelNotFound.class))
                .hasMessageContaining("'aXb' does not exist")
                .hasMessageContaining("Served here: rlm.");
    }

    @Test
    void aModelWithoutARootFollowsTheUpstreams() {
        session.served = List.of(new Served("rlm", List.of(), Mode.AUTO, "", "", List.of(), session.limits, ""));
        ServedModels served = new ServedModels(session.properties(), session.models);
        assertThat(served.list()).extracting(Sessions.ServedModel::id).containsExactly("rlm");
        assertThat(served.models(served.find("rlm")).root()).isEqualTo("demo/reader");
        session.models.upstreams = List.of("demo", "openai");
        assertThat(served.models(served.find("rlm")))
                .isEqualTo(new SessionPlan.SessionModels(
                        "openai/gpt-5", "openai/gpt-5-mini", List.of("openai/gpt-5", "openai/gpt-5-mini")));
    }

    @Test
    void whereOnlyTheRootIsNamedItAnswersSubCallsToo() {
        session.models.upstreams = List.of("a");
        session.served = List.of(
                new Served("rlm", List.of(), Mode.AUTO, "a/root", "", List.of("a/x", "a/root"), session.limits, ""));
        ServedModels served = new ServedModels(session.properties(), session.models);
        assertThat(served.models(served.find("rlm")))
                .isEqualTo(new SessionPlan.SessionModels("a/root", "a/root", List.of("a/root", "a/x")));
        assertThat(session.sessions().models()).hasSize(1);
        assertThat(session.question("x").caller()).isEqualTo(Caller.ANONYMOUS);
    }
}
