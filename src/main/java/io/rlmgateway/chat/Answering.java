package io.rlmgateway.chat;

import io.rlmgateway.access.Purse;
import io.rlmgateway.session.Answer;
import io.rlmgateway.session.AnswerListener;
import io.rlmgateway.session.Question;
import io.rlmgateway.session.Question.Mode;
import io.rlmgateway.session.Route;
import io.rlmgateway.session.Sessions;
import io.rlmgateway.upstream.Content;
import io.rlmgateway.upstream.DirectCallListener;
import io.rlmgateway.upstream.DirectCallListener.DirectCall;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.Models;
import io.rlmgateway.upstream.Relay;
import io.rlmgateway.upstream.TokenEstimate;
import io.rlmgateway.upstream.TokenUsage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers a question in the way that {@link Sessions} decides. */
@Component
final class Answering {

    private final Sessions sessions;
    private final Models models;
    private final List<DirectCallListener> listeners;
    private final Choices choices;

    Answering(Sessions sessions, Models models, List<DirectCallListener> listeners) {
        this.sessions = sessions;
        this.models = models;
        this.listeners = List.copyOf(listeners);
        this.choices = new Choices(sessions);
    }

    /**
     * Answers a question on the calling thread.
     *
     * @param asked the question
     * @param steps hears what happens
     * @return the end of the answer
     * @throws io.rlmgateway.api.FailureException when there is none
     */
    Step.Last answer(Asked asked, Consumer<Step> steps) {
        Route first = sessions.route(question(asked, asked.question().asked()));
        if (first instanceof Route.Direct direct) {
            Optional<Relay> relay = models.relay(direct.model());
            if (relay.isPresent()) {
                return relayed(new Relaying(asked, direct, models, steps), relay.get());
            }
            asked.chat().unserved().refuse();
        }
        asked.body().forgetBytes();
        begin(first, steps);
        routed(first, asked, steps);
        List<Completion> answers = choices.answer(asked.runs(), (run, choice) -> {
            Route route = choice > 0 && !(first instanceof Route.Direct) ? further(asked, run, steps) : first;
            return completion(route, asked, new Steps(asked, choice, steps));
        });
        return new Step.Answered(answers, trajectory(first, asked));
    }

    private List<String> trajectory(Route first, Asked asked) {
        if (first instanceof Route.Direct || !asked.chat().delivery().trajectory()) {
            return List.of();
        }
        String tenant = asked.question().caller().tenant();
        return asked.runs().stream()
                .flatMap(run -> sessions.trajectory(tenant, run.run()).stream())
                .toList();
    }

    /** The way of an answer that is a session of its own; the first may have needed no work. */
    private Route further(Asked asked, Question.Asked run, Consumer<Step> steps) {
        Route route = sessions.route(question(asked, run));
        begin(route, steps);
        return route;
    }

    private void begin(Route route, Consumer<Step> steps) {
        switch (route) {
            case Route.Direct _ -> steps.accept(new Step.Begins(Mode.DIRECT));
            case Route.Answered _ -> {
                // nothing is done
            }
            case Route.Rlm session -> begin(session, steps);
        }
    }

    private void begin(Route.Rlm session, Consumer<Step> steps) {
        try {
            steps.accept(new Step.Begins(Mode.RLM));
        } catch (RuntimeException e) {
            // there is no room for it, or its client did not wait for that
            sessions.forget(session);
            throw e;
        }
    }

    private Completion completion(Route route, Asked asked, Steps steps) {
        return switch (route) {
            case Route.Direct direct -> completed(direct, asked, steps);
            case Route.Answered(Answer answer, String reason) -> completion(answer, asked, reason);
            case Route.Rlm session -> completion(sessions.answer(session, steps), asked, session.reason());
        };
    }

    /** What happens while one of the answers is given. */
    private record Steps(Asked asked, int choice, Consumer<Step> all) implements AnswerListener {

        @Override
        public void progress(String line) {
            all.accept(new Step.Progress(asked.others().isEmpty() ? line : "answer " + (choice + 1) + ": " + line));
        }

        @Override
        public Purse purse() {
            return asked.tab();
        }

        void piece(String text) {
            all.accept(new Step.Piece(text, choice));
        }
    }

    /** What only an upstream can serve goes there, as long as the request does not ask for a session. */
    private static Question question(Asked asked, Question.Asked run) {
        Question question = asked.by(run);
        if (!asked.chat().unserved().needsRelay()) {
            return question;
        }
        Question.Settings settings = question.settings();
        if (settings.mode() == Mode.RLM) {
            asked.chat().unserved().refuse();
        }
        return new Question(
                question.asked(),
                question.caller(),
                question.model(),
                question.messages(),
                new Question.Settings(
                        Mode.DIRECT, settings.subModel(), settings.documents(), settings.limits(), settings.profile()),
                question.output(),
                question.deadline());
    }

    private Step.Last relayed(Relaying relaying, Relay relay) {
        try {
            return relaying.by(relay);
        } finally {
            ended(relaying.call());
        }
    }

    private void ended(@Nullable DirectCall call) {
        if (call != null) {
            listeners.forEach(listener -> listener.ended(call));
        }
    }

    private Completion completed(Route.Direct route, Asked asked, Steps steps) {
        ModelRequest request = route.prompt().request();
        try (Affordable affordable = Affordable.of(asked.tab(), call(request))) {
            return completed(route, affordable.capped(request), asked, steps);
        }
    }

    private Affordable.Call call(ModelRequest request) {
        return new Affordable.Call(
                request.model(),
                models.facts(request.model()),
                models.tokens(request.model(), request.messages())
                        + TokenEstimate.of(request.options().tools()),
                request.options().maxOutputTokens(),
                1);
    }

    private Completion completed(Route.Direct route, ModelRequest request, Asked asked, Steps steps) {
        long started = System.nanoTime();
        TimedCall.Outcome outcome =
                new TimedCall(models, request).ask(asked.question().deadline(), steps::piece);
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
        asked.tab().spend(Booking.spent(reply.usage(), cost.costUsd()));
        ended(new DirectCall(answered, reply.usage(), cost.costUsd(), cost.elapsed()));
        return new Completion(
                Mode.DIRECT,
                route.reason(),
                new Completion.Said(reply.text(), reply.refusal(), called(reply.toolCalls(), asked)),
                finish(reply.stop(), asked),
                List.of(),
                reply.usage(),
                cost,
                false);
    }

    private static Completion completion(Answer answer, Asked asked, String reason) {
        return new Completion(
                Mode.RLM,
                reason,
                new Completion.Said(answer.text(), null, called(answer.toolCalls(), asked)),
                finish(answer.finish(), asked),
                answer.citations(),
                visibleApart(answer),
                answer.usage(),
                answer.repeated());
    }

    private void routed(Route route, Asked asked, Consumer<Step> steps) {
        switch (route) {
            case Route.Direct direct -> routed(Mode.DIRECT, direct.model(), asked, steps);
            case Route.Answered _ -> steps.accept(new Step.Routed(Mode.RLM, List.of(), false));
            case Route.Rlm session -> routed(Mode.RLM, session.plan().models().root(), asked, steps);
        }
    }

    private void routed(Mode mode, String root, Asked asked, Consumer<Step> steps) {
        steps.accept(new Step.Routed(mode, IgnoredParameters.of(mode, asked.chat(), refused(root, asked)), false));
    }

    private Set<String> refused(String model, Asked asked) {
        Set<String> refused = new HashSet<>(models.facts(model).refused());
        refused.addAll(models.ignored(model, asked.chat().output().parameters()));
        return refused;
    }

    /** In a session all output but the visible answer is reasoning. */
    private static TokenUsage visibleApart(Answer answer) {
        TokenUsage all = answer.usage().tokens();
        long visible = Math.min(TokenEstimate.of(answer.text()), all.output());
        return new TokenUsage(all.input(), all.cached(), all.output(), all.output() - visible);
    }

    private static String finish(ModelReply.StopReason reason, Asked asked) {
        return switch (reason) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case CONTENT_FILTER -> "content_filter";
            case TOOL_CALLS -> calls(asked);
        };
    }

    private static String finish(Answer.Finish finish, Asked asked) {
        return switch (finish) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case CONTENT_FILTER -> "content_filter";
            case TOOL_CALLS -> calls(asked);
        };
    }

    private static List<CalledTool> called(List<Content.ToolCall> calls, Asked asked) {
        return CalledTool.of(
                calls, asked.chat().output().tools(), asked.chat().delivery().functionCall());
    }

    private static String calls(Asked asked) {
        return asked.chat().delivery().functionCall() ? "function_call" : "tool_calls";
    }
}
