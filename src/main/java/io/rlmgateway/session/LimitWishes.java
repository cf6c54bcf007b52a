package io.rlmgateway.session;

import io.rlmgateway.session.Limits.Name;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client's wishes for limits: they lower the served model's, and never raise them. Less effort than usual lowers those that
 * the client does not name.
 */
final class LimitWishes {

    private static final int MILLIS = 1000;

    /** What less effort leaves. */
    private static final Map<Name, Integer> LEAST = Map.of(Name.TURNS, 3, Name.SUB_CALLS, 1, Name.WALL_TIME, 60);

    private static final Set<Name> SCALED =
            Set.of(Name.TURNS, Name.SUB_CALLS, Name.TOKENS, Name.COST_USD, Name.WALL_TIME);

    private final Map<String, Number> wishes;
    private final double effort;

    private LimitWishes(Map<String, Number> wishes, double effort) {
        this.wishes = wishes;
        this.effort = effort;
    }

    static Limits apply(Limits limits, Map<String, Number> wishes) {
        return new LimitWishes(wishes, 1).lower(limits);
    }

    /** {@return the limits of a session that is asked this question} */
    static Limits ofSession(Limits limits, Question question) {
        return new LimitWishes(
                        question.settings().limits(),
                        share(question.output().parameters().get("reasoning_effort")))
                .lower(limits);
    }

    /** What is spent on an answer is cut into half and half again; more than the configured limits there is not. */
    private static double share(@Nullable Object effort) {
        return switch (String.valueOf(effort)) {
            case "none", "minimal" -> 0.25;
            case "low" -> 0.5;
            default -> 1;
        };
    }

    private Limits lower(Limits limits) {
        return new Limits(
                (int) lower(Name.TURNS, limits.turns()),
                (int) lower(Name.DEPTH, limits.depth()),
                (int) lower(Name.SUB_CALLS, limits.subCalls()),
                (long) lower(Name.TOKENS, (double) limits.tokens()),
                lower(Name.COST_USD, limits.costUsd()),
                Duration.ofMillis(
                        (long) (lower(Name.WALL_TIME, limits.wallTime().toMillis() / (double) MILLIS) * MILLIS)),
                (int) lower(Name.ERRORS, limits.errors()),
                limits.concurrency());
    }

    private double lower(Name name, double limit) {
        Number wish = wishes.get(name.text());
        if (wish != null) {
            return Math.min(limit, wish.doubleValue());
        }
        // a session without a turn, or in which nothing may be spent, is none
        return SCALED.contains(name) ? Math.min(limit, Math.max(limit * effort, LEAST.getOrDefault(name, 0))) : limit;
    }
}
