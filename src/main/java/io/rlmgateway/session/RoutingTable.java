package io.rlmgateway.session;

import io.rlmgateway.session.Question.Mode;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How {@code auto} answers: the rows of {@code routing.yaml}, the first of which that fits decides.
 *
 * @param rows in their order; the last one fits all
 */
record RoutingTable(List<Row> rows) {

    RoutingTable {
        rows = List.copyOf(rows);
    }

    /**
     * What is known of a prompt before it is answered.
     *
     * @param characters of the whole prompt
     * @param border so many characters are a short prompt
     * @param window tokens that the root model takes
     * @param files that the prompt names or brings
     * @param kind of the question
     * @param profile of the root model
     * @param continued whether it follows on a session of the conversation
     */
    record Facts(
            long characters,
            long border,
            long window,
            int files,
            QuestionKind kind,
            String profile,
            boolean continued) {

        /** A token has some four characters. */
        private static final int CHARACTERS_PER_TOKEN = 4;

        /** {@return so many characters fill the window} */
        static long whole(long window) {
            return window * CHARACTERS_PER_TOKEN;
        }

        private double borderShare() {
            return characters / (double) border;
        }

        private double windowShare() {
            return characters / (double) whole(window);
        }
    }

    /**
     * A row.
     *
     * @param name its name
     * @param when its conditions
     * @param way the way it leads to, direct or rlm
     * @param reason why, for people
     * @param evidence what speaks for it
     */
    record Row(String name, Conditions when, Mode way, String reason, String evidence) {}

    /** Conditions that must all hold; null for one that the row does not have. */
    record Conditions(
            @Nullable Boolean continued,
            @Nullable QuestionKind kind,
            @Nullable List<String> profiles,
            @Nullable Integer filesAtLeast,
            @Nullable Double borderShareAbove,
            @Nullable Double borderShareAtMost,
            @Nullable Double windowShareAtMost) {

        boolean hold(Facts facts) {
            return Stream.of(
                            holds(continued, wanted -> wanted == facts.continued()),
                            holds(kind, wanted -> wanted == facts.kind()),
                            holds(profiles, names -> names.contains(facts.profile())),
                            holds(filesAtLeast, least -> facts.files() >= least),
                            holds(borderShareAbove, share -> facts.borderShare() > share),
                            holds(borderShareAtMost, share -> facts.borderShare() <= share),
                            holds(windowShareAtMost, share -> facts.windowShare() <= share))
                    .allMatch(held -> held);
        }

        private static <T> boolean holds(@Nullable T condition, Predicate<T> holding) {
            return condition == null || holding.test(condition);
        }
    }

    /** {@return the table that comes with the service} */
    static RoutingTable read() {
        return new RoutingTable(List.of(YamlValues.read(YamlValues.resource("routing.yaml"), Row[].class)));
    }

    /** {@return the first row that fits} */
    Row decide(Facts facts) {
        return rows.stream().filter(row -> row.when().hold(facts)).findFirst().orElseThrow();
    }
}
