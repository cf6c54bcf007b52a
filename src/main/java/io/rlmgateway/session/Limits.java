package io.rlmgateway.session;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What a session and its children may use together.
 *
 * @param turns turns of each session
 * @param depth 0 no sub-calls, 1 sub-calls, 2 children with sub-calls, and so on (arXiv 2512.24601 counts like this)
 * @param subCalls sub-calls of the whole tree
 * @param tokens tokens of prompts and replies, of the whole tree
 * @param costUsd US dollars of the whole tree
 * @param wallTime from the first event to the answer
 * @param errors cells in a row that may fail
 * @param concurrency calls to models that are in flight at once, in the whole tree
 */
public record Limits(
        int turns,
        int depth,
        int subCalls,
        long tokens,
        double costUsd,
        Duration wallTime,
        int errors,
        int concurrency) {

    /** {@return these limits with lower ones for what is spent} */
    Limits under(int ofSubCalls, long ofTokens, double ofCostUsd) {
        return new Limits(turns, depth, ofSubCalls, ofTokens, ofCostUsd, wallTime, errors, concurrency);
    }

    /** {@return these limits with those for what is spent as {@link #byName} gave them} */
    Limits under(Map<String, Object> names) {
        return under(
                number(names, Name.SUB_CALLS).intValue(),
                number(names, Name.TOKENS).longValue(),
                number(names, Name.COST_USD).doubleValue());
    }

    private static Number number(Map<String, Object> names, Name name) {
        return (Number) Objects.requireNonNull(names.get(name.text()));
    }

    /** {@return the limits by name, the wall time in seconds} */
    Map<String, Object> byName() {
        Map<String, Object> limits = new LinkedHashMap<>();
        limits.put(Name.TURNS.text(), turns);
        limits.put(Name.DEPTH.text(), depth);
        limits.put(Name.SUB_CALLS.text(), subCalls);
        limits.put(Name.TOKENS.text(), tokens);
        limits.put(Name.COST_USD.text(), costUsd);
        limits.put(Name.WALL_TIME.text(), wallTime.toSeconds());
        limits.put(Name.ERRORS.text(), errors);
        limits.put(Name.CONCURRENCY.text(), concurrency);
        return limits;
    }

    /** {@return the same limits, where money is no more than this} */
    Limits costing(double usd) {
        return usd >= costUsd ? this : under(subCalls, tokens, usd);
    }

    /** {@return the same limits with another wall time} */
    Limits within(Duration time) {
        return new Limits(turns, depth, subCalls, tokens, costUsd, time, errors, concurrency);
    }

    /** A limit's name, in configuration, in requests and in {@code usage.rlm.stopped}. */
    enum Name {
        TURNS,
        DEPTH,
        SUB_CALLS,
        TOKENS,
        COST_USD,
        WALL_TIME,
        ERRORS,
        CONCURRENCY,
        /** The client hangs up; it comes before the wall time is over. */
        CLIENT_DEADLINE;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** {@return whether calls in flight give some of it back when they end} */
        boolean settles() {
            return this == TOKENS || this == COST_USD;
        }
    }
}
