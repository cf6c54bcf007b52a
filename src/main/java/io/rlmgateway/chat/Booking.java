package io.rlmgateway.chat;

import io.rlmgateway.access.Caller;
import io.rlmgateway.access.Ledger;
import io.rlmgateway.access.Spent;
import io.rlmgateway.access.Tab;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.api.FailureTable;
import io.rlmgateway.session.Question;
import io.rlmgateway.session.Question.Mode;
import io.rlmgateway.upstream.TokenEstimate;
import io.rlmgateway.upstream.TokenUsage;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Admits questions within the limits of their key, and books what they use. */
@Component
final class Booking {

    /** Text beyond this leaves the prompt, or is no prompt of a session: what is asked of models then is known later. */
    private static final long MOST_ESTIMATED = 20_000;

    private final Ledger ledger;
    private final KeptAnswers answers;
    private final Admissions admissions;

    Booking(Ledger ledger, KeptAnswers answers, Admissions admissions) {
        this.ledger = ledger;
        this.admissions = admissions;
        this.answers = answers;
    }

    /**
     * Admits a question, and tells the client where its limits stand.
     *
     * @return where it is booked; closed by {@link #answer}
     * @throws FailureException when a limit does not allow it, or the service has no room
     */
    Tab open(Caller caller, ChatRequest chat, HeldBody body, HttpServletResponse response) {
        admissions.check();
        answers.check(chat, body);
        Integer output = chat.output().maxTokens();
        long tokens = Math.min(TokenEstimate.ofBytes(body.bytes().length), MOST_ESTIMATED)
                + (output == null ? 0 : Math.min(output, MOST_ESTIMATED));
        Tab tab = ledger.open(caller, chat.model(), tokens);
        ledger.stand(caller).headers().forEach(response::setHeader);
        return tab;
    }

    /**
     * Answers a question on the calling thread, and books what that takes.
     *
     * @param steps hears what happens
     * @return the end of the answer
     * @throws FailureException when there is none
     */
    Step.Last answer(Asked asked, Consumer<Step> steps) {
        Tab tab = asked.tab();
        try (tab;
                Places places = new Places(admissions)) {
            Step.Last last = answers.answer(asked, step -> {
                if (step instanceof Step.Begins(Mode mode)) {
                    places.enter(mode);
                    return;
                }
                if (step instanceof Step.Routed routed) {
                    tab.routed(name(routed.mode()), runs(routed.mode(), asked));
                }
                steps.accept(step);
            });
            ended(tab, last);
            return last;
        } catch (FailureException e) {
            throw failed(tab, admissions.told(e));
        } catch (CancellationException e) {
            if (admissions.isCut()) {
                throw failed(tab, Admissions.stopped(e));
            }
            tab.failed("client_gone");
            throw e;
        }
    }

    private static void ended(Tab tab, Step.Last last) {
        switch (last) {
            case Step.Answered(List<Completion> choices, var _) ->
                answered(
                        tab,
                        choices.stream().filter(choice -> !choice.repeated()).toList());
            case Step.Relayed _ -> tab.answered(0, -1);
            case Step.Failed(Failure failure, var _) ->
                tab.failed(FailureTable.row(failure).metricTag());
        }
    }

    private static void answered(Tab tab, List<Completion> now) {
        tab.answered(
                now.stream().mapToInt(choice -> choice.cost().subCalls()).sum(),
                now.stream().mapToLong(choice -> choice.tokens().reasoning()).sum());
    }

    private static FailureException failed(Tab tab, FailureException failure) {
        FailureException told = failure.failure() instanceof Failure.BudgetExhausted && tab.wasShort()
                ? new FailureException(
                        new Failure.QuotaExhausted("You exceeded your current quota: your key's money does not pay for"
                                + " an answer. " + failure.failure().message()),
                        failure)
                : failure;
        tab.failed(FailureTable.row(told.failure()).metricTag());
        return told;
    }

    /** {@return what a call used, as it is booked} */
    static Spent spent(TokenUsage usage, @Nullable Double costUsd) {
        return new Spent(usage.input(), usage.cached(), usage.output(), usage.reasoning(), costUsd);
    }

    /** The place of one question, once it has one; the sessions of several answers share it. */
    private static final class Places implements AutoCloseable {

        private final Admissions admissions;
        private Admissions.@Nullable Place place;

        Places(Admissions admissions) {
            this.admissions = admissions;
        }

        synchronized void enter(Mode mode) {
            if (place == null) {
                place = admissions.enter(mode);
            }
        }

        @Override
        public synchronized void close() {
            if (place != null) {
                place.close();
            }
        }
    }

    private static List<String> runs(Mode mode, Asked asked) {
        return mode == Mode.DIRECT
                ? List.of()
                : asked.runs().stream().map(Question.Asked::run).toList();
    }

    private static String name(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
