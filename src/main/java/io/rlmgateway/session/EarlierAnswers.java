package io.rlmgateway.session;

import io.rlmgateway.trajectory.Event.CallId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a session's sub-calls, for those who ask the same in a later turn. What is asked several times in a turn
 * gets as many different answers as there are from the turns before, in the order in which they were asked for; what is
 * more has to be asked, so copies of a question that vote get a vote each.
 */
final class EarlierAnswers {

    private static final Comparator<Earlier> IN_ORDER = Comparator.comparing(
            Earlier::id,
            Comparator.comparingInt(CallId::cell)
                    .thenComparingInt(CallId::number)
                    .thenComparingInt(CallId::slot));

    private final boolean on;
    private final Map<Asked, List<Earlier>> answers = new HashMap<>();
    private final Set<CallId> taken = new HashSet<>();
    private int turn;

    /** @param on whether answers are used again at all */
    EarlierAnswers(boolean on) {
        this.on = on;
    }

    /**
     * What makes a question the same: all of it.
     *
     * @param child whether it goes to a child session
     * @param question with its model named
     */
    record Asked(boolean child, SubQuestion question) {}

    /**
     * An answer.
     *
     * @param id the call that it answered
     * @param turn the turn of that call
     */
    record Earlier(CallId id, int turn, SubAnswer answer) {}

    /** A turn begins, or goes on with another cell. */
    synchronized void enter(int next) {
        if (turn != next) {
            turn = next;
            taken.clear();
        }
    }

    /** Keeps an answer if nothing is missing of it. */
    synchronized void keep(CallId id, Asked asked, SubAnswer answer) {
        keep(id, turn, asked, answer);
    }

    /** Keeps an answer of a turn. */
    synchronized void keep(CallId id, int turn, Asked asked, SubAnswer answer) {
        if (on && answer.whole()) {
            List<Earlier> all = answers.computeIfAbsent(asked, any -> new ArrayList<>());
            all.add(new Earlier(id, turn, answer));
            all.sort(IN_ORDER);
        }
    }

    /** {@return the next answer to this question from an earlier turn, or null when there is none left} */
    @Nullable
    Earlier take(Asked asked) {
        return take(asked, null);
    }

    /**
     * Takes an answer.
     *
     * @param from the call whose answer it was before the run was broken off, or null
     * @return the answer of that call, or of the next one of an earlier turn; null when there is none left
     */
    synchronized @Nullable Earlier take(Asked asked, @Nullable CallId from) {
        Earlier next = untaken(asked)
                .filter(earlier -> from == null || earlier.id().equals(from))
                .findFirst()
                .orElse(null);
        if (next != null) {
            taken.add(next.id());
        }
        return next;
    }

    /** {@return how many answers to this question are left from earlier turns} */
    synchronized int left(Asked asked) {
        return (int) untaken(asked).count();
    }

    private Stream<Earlier> untaken(Asked asked) {
        return answers.getOrDefault(asked, List.of()).stream()
                .filter(earlier -> earlier.turn() < turn && !taken.contains(earlier.id()));
    }
}
