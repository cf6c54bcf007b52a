package io.rlmgateway.chat;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.Answer;
import io.rlmgateway.session.AnswerListener;
import io.rlmgateway.session.Limits;
import io.rlmgateway.session.Question;
import io.rlmgateway.session.Route;
import io.rlmgateway.session.SessionPlan;
import io.rlmgateway.session.SessionPlan.SessionModels;
import io.rlmgateway.session.Sessions;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelOptions;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sessions that do what a test says, and remember what they were asked. */
final class ScriptedSessions implements Sessions {

    static final List<Answer.Citation> CITATION =
            List.of(new Answer.Citation("file-1", "manual.txt", 100, 120, "ab12"));

    final BlockingQueue<Question> asked = new LinkedBlockingQueue<>();
    final BlockingQueue<Question> forgotten = new LinkedBlockingQueue<>();

    private final AtomicInteger lastRun = new AtomicInteger();
    private volatile BiFunction<Route.Rlm, AnswerListener, Answer> script = answers("Five minutes.");
    private volatile @Nullable Answer given;
    private volatile String direct = "demo/root";
    private volatile UnaryOperator<Question> gate = UnaryOperator.identity();

    static BiFunction<Route.Rlm, AnswerListener, Answer> answers(String text) {
        return (route, listener) -> {
            listener.progress("Turn 1: the root model reads the question");
            return answer(text);
        };
    }

    static Answer answer(String text) {
        Map<String, TokenUsage> models =
                Map.of("demo/root", new TokenUsage(1000, 200, 100, 10), "demo/sub", new TokenUsage(500, 0, 50, 0));
        return new Answer(
                text,
                Answer.Finish.STOP,
                CITATION,
                new Answer.Usage(2, 3, 1, models, 0.25, Duration.ofMillis(1500), null));
    }

    private static Answer repeated(Answer answer) {
        return new Answer(answer.text(), answer.finish(), answer.citations(), answer.usage(), answer.toolCalls(), true);
    }

    @Override
    public Question.Asked run(String tenant, @Nullable String request, Question.Repeat repeat) {
        return Question.Asked.once("run_" + lastRun.incrementAndGet());
    }

    void play(BiFunction<Route.Rlm, AnswerListener, Answer> next) {
        script = next;
    }

    /** Answers as if the same had been asked before; null ends that. */
    void giveAgain(@Nullable Answer answer) {
        given = answer;
    }

    void guard(UnaryOperator<Question> next) {
        gate = next;
    }

    void reset() {
        script = answers("Five minutes.");
        gate = UnaryOperator.identity();
        given = null;
        asked.clear();
        forgotten.clear();
    }

    @Override
    public List<ServedModel> models() {
        return List.of(
                new ServedModel("rlm", Instant.ofEpochSecond(1_700_000_000), "demo/root"),
                new ServedModel("team/rlm", Instant.ofEpochSecond(1_700_000_001), "demo/root"));
    }

    @Override
    public Route route(Question question) {
        asked.add(gate.apply(question));
        if (models().stream().noneMatch(model -> model.id().equals(question.model()))) {
            throw new FailureException(new Failure.ModelNotFound("The model '" + question.model()
                    + "' does not exist or you do not have access to it. Served here: rlm, team/rlm."));
        }
        Answer before = given;
        if (before != null) {
            return new Route.Answered(repeated(before), "answered before");
        }
        if (question.settings().mode() == Question.Mode.RLM) {
            return new Route.Rlm(plan(question), "asked for");
        }
        return new Route.Direct(direct, Duration.ofMinutes(1), new Prompt(direct, question), "short");
    }

    /** Files hold their own ids. */
    private record Prompt(String model, Question question) implements Route.Prompt {

        @Override
        public ModelRequest request() {
            return new ModelRequest(
                    model,
                    ModelRequest.Purpose.DIRECT,
                    List.of(Message.user("?")),
                    ModelOptions.of(null, Duration.ofMinutes(1)),
                    share());
        }

        @Override
        public Route.Attachments attachments() {
            Map<String, String> files = question.messages().stream()
                    .flatMap(message -> message.parts().stream())
                    .filter(Question.Part.StoredFile.class::isInstance)
                    .map(part -> ((Question.Part.StoredFile) part).id())
                    .distinct()
                    .collect(Collectors.toMap(id -> id, id -> "text of " + id));
            return new Route.Attachments(files, question.settings().documents());
        }

        @Override
        public ModelRequest.Share share() {
            return new ModelRequest.Share(question.caller().tenant(), 1);
        }
    }

    /** Names the model that direct answers come from. */
    void directly(String model) {
        direct = model;
    }

    private static SessionPlan plan(Question question) {
        return new SessionPlan(
                question,
                List.of(),
                List.of(),
                "?",
                List.of(),
                new SessionModels("demo/root", "demo/sub", List.of("demo/root", "demo/sub")),
                new Limits(30, 1, 200, 2_000_000, 5, Duration.ofMinutes(10), 5, 64));
    }

    @Override
    public Answer answer(Route.Rlm route, AnswerListener listener) {
        return script.apply(route, listener);
    }

    @Override
    public List<String> trajectory(String tenant, String run) {
        return List.of("{\"type\":\"metadata\",\"run\":\"" + run + "\"}", "{\"type\":\"iteration\"}");
    }

    @Override
    public Question resuming(Question question) {
        return question;
    }

    @Override
    public void forget(Route.Rlm route) {
        forgotten.add(route.plan().question());
    }

    @Override
    public boolean leave(Question.Asked asked) {
        return false;
    }

    @Override
    public void cancel(String tenant, String run) {
        throw new FailureException(new Failure.NotFound("No such run: " + run));
    }
}
