package io.rlmgateway.chat;

import io.rlmgateway.session.Answer;
import io.rlmgateway.session.Question.Mode;
import io.rlmgateway.session.Route;
import io.rlmgateway.upstream.DirectCallListener.DirectCall;
import io.rlmgateway.upstream.ModelFacts;
import io.rlmgateway.upstream.Models;
import io.rlmgateway.upstream.Relay;
import io.rlmgateway.upstream.RelayReceiver;
import io.rlmgateway.upstream.RelayRequest;
import io.rlmgateway.upstream.RelayRequest.AnswerForm;
import io.rlmgateway.upstream.TokenEstimate;
import io.rlmgateway.upstream.TokenUsage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One request that is passed on to an upstream as it came, and its answer back. */
final class Relaying implements RelayReceiver {

    private final Asked asked;
    private final Route.Direct route;
    private final Models models;
    private final ModelFacts facts;
    private final Consumer<Step> steps;
    private final long started = System.nanoTime();
    private final List<String> ignored;
    private final List<ByteBuffer> whole = new ArrayList<>();
    private @Nullable TokenUsage usage;
    private String answering;

    /**
     * A request that was not passed on yet.
     *
     * @param asked the request
     * @param route the way it goes
     * @param models knows the models
     * @param steps hears what happens
     */
    Relaying(Asked asked, Route.Direct route, Models models, Consumer<Step> steps) {
        this.asked = asked;
        this.route = route;
        this.models = models;
        this.facts = models.facts(route.model());
        this.answering = route.model();
        this.steps = steps;
        this.ignored = Stream.concat(
                        asked.chat().unserved().ignoredByRelay().stream(),
                        asked.body().json().propertyNames().stream().filter(facts.refused()::contains))
                .distinct()
                .toList();
    }

    /**
     * Passes the request on.
     *
     * @param relay the way to the upstream
     * @return the end of the answer
     * @throws io.rlmgateway.api.FailureException when there is none, or no more of it
     */
    Step.Last by(Relay relay) {
        steps.accept(new Step.Begins(Mode.DIRECT));
        steps.accept(new Step.Routed(Mode.DIRECT, ignored, true));
        Route.Attachments attachments = route.prompt().attachments();
        ByteBuffer body = ByteBuffer.wrap(asked.body().bytes());
        try (Affordable affordable = Affordable.of(asked.tab(), call(body, attachments))) {
            try {
                return by(relay, body, attachments, affordable);
            } finally {
                pay();
            }
        }
    }

    private Affordable.Call call(ByteBuffer body, Route.Attachments attachments) {
        long attached = Stream.concat(attachments.parts().values().stream(), attachments.documents().stream())
                .mapToLong(TokenEstimate::of)
                .sum();
        return new Affordable.Call(
                route.model(),
                facts,
                TokenEstimate.ofBody(body) + attached,
                asked.question().output().maxTokens(),
                Math.clamp(asked.body().json().path("n").asLong(1), 1, Integer.MAX_VALUE));
    }

    private Step.Last by(Relay relay, ByteBuffer body, Route.Attachments attachments, Affordable affordable) {
        RelayRequest request = new RelayRequest(
                route.model(),
                body,
                form(affordable.outputCap()),
                attachments.parts(),
                attachments.documents(),
                facts.refused(),
                route.timeout(),
                route.prompt().share());
        usage = relay.pass(request, this).usage();
        return new Step.Relayed(whole);
    }

    private void pay() {
        DirectCall call = call();
        if (call != null) {
            asked.tab().spend(Booking.spent(call.usage(), call.costUsd()));
        }
    }

    /** {@return what the call took, or null when it never brought anything} */
    @Nullable
    DirectCall call() {
        return usage == null ? null : new DirectCall(answering, usage, cost(usage), elapsed());
    }

    @Override
    public void whole(List<ByteBuffer> json) {
        whole.addAll(json);
    }

    @Override
    public void events(ByteBuffer events) {
        steps.accept(new Step.Events(events));
    }

    @Override
    public void askedInstead(String model) {
        answering = model;
    }

    @Override
    public void brokeOff(TokenUsage sofar) {
        usage = sofar;
    }

    private AnswerForm form(@Nullable Integer outputCap) {
        ChatRequest chat = asked.chat();
        return new AnswerForm(
                chat.model(),
                chat.delivery().stream(),
                chat.delivery().includeUsage(),
                chat.extended() ? this::extension : null,
                outputCap);
    }

    private String extension(TokenUsage tokens) {
        Answer.Usage cost = new Answer.Usage(0, 0, 0, Map.of(answering, tokens), cost(tokens), elapsed(), null);
        return UsageJson.extension(Mode.DIRECT, route.reason(), cost, ignored).toString();
    }

    private @Nullable Double cost(TokenUsage tokens) {
        return models.facts(answering).cost(tokens);
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
