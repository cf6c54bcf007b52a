package io.rlmgateway.session;

import io.rlmgateway.access.Caller;
import io.rlmgateway.repl.ReplLimits;
import io.rlmgateway.repl.Repls;
import io.rlmgateway.session.Question.ChatMessage;
import io.rlmgateway.session.Question.Output;
import io.rlmgateway.session.Question.Part;
import io.rlmgateway.session.Question.Role;
import io.rlmgateway.session.Question.Settings;
import io.rlmgateway.session.SessionProperties.Guards;
import io.rlmgateway.session.SessionProperties.Served;
import io.rlmgateway.session.SessionProperties.SessionLimits;
import io.rlmgateway.session.function.SessionFunctions;
import io.rlmgateway.tracing.Spans;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Sessions over scripted parts. */
final class SessionFixture {

    static final SessionProperties.Session SETTINGS =
            new SessionProperties.Session(2000, 5000, 1000, 4000, 2000, 4, Duration.ofSeconds(1), true);
    static final SessionLimits LIMITS = new SessionLimits(5, 1, 20, 200_000, 5, Duration.ofMinutes(10), 3, 64);
    static final Guards GUARDS = new Guards(true, true, true, true);
    static final SessionProperties.SubCallSettings SUB_CALLS = new SessionProperties.SubCallSettings(true, 2, 0.2);
    static final String RUN = "run_test";

    final ScriptedModels models = new ScriptedModels();
    final ScriptedRepls repls = new ScriptedRepls();
    Repls sandbox = repls;
    Spans spans = Spans.none();
    SessionProperties.SubCallSettings subCalls = SUB_CALLS;
    MemoryTrajectories trajectories = new MemoryTrajectories();
    final MemoryDocuments documents;
    final List<String> progress = new CopyOnWriteArrayList<>();
    SessionLimits limits = LIMITS;
    TurnProperties turns = new TurnProperties(EarlyCells.RUN, 3);
    Output output = Output.DEFAULT;
    Settings settings = new Settings(Question.Mode.RLM, null, List.of(), Map.of());
    List<Served> served = List.of();
    List<ChatMessage> earlier = List.of();
    String profile = "";
    Map<String, ProfileProperties> profiles = Map.of();
    Guards guards = GUARDS;
    ConversationProperties conversations = new ConversationProperties(true, 20, 200, Duration.ofSeconds(30));

    ToolProperties tools = new ToolProperties(Duration.ofMinutes(5), 8, 1_000_000, Duration.ofMillis(1));

    @Nullable
    ClientDeadline deadline;

    SessionFixture(Path directory) {
        this.documents = new MemoryDocuments(directory);
    }

    SessionFixture limits(Map<String, Number> wishes) {
        settings = new Settings(
                settings.mode(),
                settings.subModel(),
                settings.documents(),
                wishes,
                settings.profile(),
                settings.continuing());
        return this;
    }

    SessionFixture depth(int depth) {
        limits = new SessionLimits(
                limits.turns(),
                depth,
                limits.subCalls(),
                limits.tokens(),
                limits.costUsd(),
                limits.wallTime(),
                limits.errors(),
                limits.concurrency());
        return this;
    }

    SessionProperties properties() {
        List<Served> models = served.isEmpty()
                ? List.of(new Served(
                        "rlm",
                        List.of(),
                        Question.Mode.AUTO,
                        "demo/root",
                        "demo/sub",
                        List.of("demo/other"),
                        limits,
                        profile))
                : served;
        return new SessionProperties(models, SETTINGS, subCalls, turns, profiles, guards, conversations, tools);
    }

    SessionParts parts() {
        return new SessionParts(
                new SessionParts.Services(models, sandbox, documents, spans),
                SessionFunctions.all(),
                SETTINGS,
                subCalls,
                turns,
                new ReplLimits(Duration.ofMinutes(2), 1_000_000, 10_000),
                new Profiles(properties()),
                guards);
    }

    Routing routing() {
        SessionProperties properties = properties();
        return new Routing(
                new ServedModels(properties, models), models, documents, properties, new Profiles(properties));
    }

    RlmSessions sessions() {
        ServedModels known = new ServedModels(properties(), models);
        Conversations before = new Conversations(known, trajectories, documents, properties());
        return new RlmSessions(
                routing(), trajectories, parts(), before, new BroughtResults(trajectories, before, properties()));
    }

    Question question(String... texts) {
        List<Part> parts = new ArrayList<>();
        for (String text : texts) {
            parts.add(new Part.Text(text));
        }
        List<ChatMessage> messages = new ArrayList<>(earlier);
        messages.add(new ChatMessage(Role.USER, parts));
        return question(messages);
    }

    Question question(List<ChatMessage> messages) {
        return new Question(Question.Asked.once(RUN), Caller.ANONYMOUS, "rlm", messages, settings, output, deadline);
    }

    /** Sends a question again. */
    Question again(String question) {
        Question first = question(question);
        return new Question(
                new Question.Asked(RUN, "request", true),
                first.caller(),
                first.model(),
                first.messages(),
                first.settings(),
                first.output());
    }

    /** Asks again and runs to the end. */
    Answer askAgain(String question) {
        RlmSessions sessions = sessions();
        try {
            return sessions.answer((Route.Rlm) sessions.route(again(question)), progress::add);
        } finally {
            sessions.destroy();
        }
    }

    /** Asks and runs to the end. */
    Answer ask(String question) {
        RlmSessions sessions = sessions();
        try {
            return sessions.answer((Route.Rlm) sessions.route(question(question)), progress::add);
        } finally {
            sessions.destroy();
        }
    }

    /** Lets a deadline pass, as a call does that times out. */
    static void awaitElapsed(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    static String cell(String code) {
        return "```repl\n" + code + "\n```";
    }
}
