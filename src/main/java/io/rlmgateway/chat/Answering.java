package io.rlmgateway.chat;

import io.rlmgateway.session.Answer;
import io.rlmgateway.session.AnswerListener;
import io.rlmgateway.session.ClientDeadline;
import io.rlmgateway.session.Question;
import io.rlmgateway.session.Question.Mode;
import io.rlmgateway.session.Route;
import io.rlmgateway.session.Sessions;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.Models;
import io.rlmgateway.upstream.TokenEstimate;
import io.rlmgateway.upstream.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers a question in the way that {@link Sessions} decides. */
@Component
final class Answering {

    private final Sessions sessions;
    private final Models models;

    Answering(Sessions sessions, Models models) {
        this.sessions = sessions;
        this.models = models;
    }

    /**
     * Answers a question on the calling thread.
     *
     * @param question the question
     * @param structured whether the answer must be JSON
     * @param steps hears what happens
     * @return the answer
     * @throws io.rlmgateway.api.FailureException when there is none
     */
    Completion answer(Question question, boolean structured, Consumer<Step> steps) {
        return switch (sessions.route(question)) {
            case Route.Direct route -> {
                routed(Mode.DIRECT, route.request().model(), question, steps);
                yield direct(route, question.deadline(), steps);
            }
            case Route.Answered(Answer answer, String reason) -> {
                steps.accept(new Step.Routed(Mode.RLM, List.of()));
                yield completion(answer, reason);
            }
            case Route.Rlm route -> session(route, structured, steps);
        };
    }

    private Completion direct(Route.Direct route, @Nullable ClientDeadline deadline, Consumer<Step> steps) {
        ModelRequest request = route.request();
        long started = System.nanoTime();
        DirectCall.Outcome outcome =
                new DirectCall(models, request).ask(deadline, piece -> steps.accept(new Step.Piece(piece)));
        ModelReply reply = outcome.reply();
        String answered = reply.answeredBy(request.model());
        Answer.Usage cost = new Answer.Usage(
                0,
                0,
                0,
                Map.of(answered, reply.usage()),
                models.facts(answered).cost(reply.usage()),
                Duration.ofNanos(System.nanoTime() - started),
                outcome.stopped());
        return new Completion(
                Mode.DIRECT,
                route.reason(),
                reply.text(),
                reply.refusal(),
                finish(reply.stop()),
                List.of(),
                reply.usage(),
                cost);
    }

    private Completion session(Route.Rlm route, boolean structured, Consumer<Step> steps) {
        if (structured) {
            throw InvalidRequests.unsupported(
                    "response_format", "must be of type 'text' where a session answers. Ask with rlm.mode 'direct'.");
        }
        routed(Mode.RLM, route.plan().models().root(), route.plan().question(), steps);
        Answer answer = sessions.answer(route, new AnswerListener() {
            @Override
            public void progress(String line) {
                steps.accept(new Step.Progress(line));
            }
        });
        return completion(answer, route.reason());
    }

    private static Completion completion(Answer answer, String reason) {
        return new Completion(
                Mode.RLM,
                reason,
                answer.text(),
                null,
                finish(answer.finish()),
                answer.citations(),
                visibleApart(answer),
                answer.usage());
    }

    private void routed(Mode mode, String root, Question question, Consumer<Step> steps) {
        Set<String> refused = models.facts(root).refused();
        steps.accept(new Step.Routed(
                mode,
                question.output().parameters().keySet().stream()
                        .filter(refused::contains)
                        .sorted()
                        .toList()));
    }

    /** In a session all output but the visible answer is reasoning. */
    private static TokenUsage visibleApart(Answer answer) {
        TokenUsage all = answer.usage().tokens();
        long visible = Math.min(TokenEstimate.of(answer.text()), all.output());
        return new TokenUsage(all.input(), all.cached(), all.output(), all.output() - visible);
    }

    private static String finish(ModelReply.StopReason reason) {
        return switch (reason) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case CONTENT_FILTER -> "content_filter";
            case TOOL_CALLS -> "tool_calls";
        };
    }

    private static String finish(Answer.Finish finish) {
        return switch (finish) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case CONTENT_FILTER -> "content_filter";
        };
    }
}
