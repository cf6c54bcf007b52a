package io.rlmgateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.DoubleAdder;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private final SettableClock clock = new SettableClock("2026-01-31T23:50:00Z");
    private final List<AnsweredRequest> rows = new ArrayList<>();
    private double earlier;
    private final Ledger ledger = new Ledger(() -> (key, from) -> earlier, () -> List.of(rows::add), clock);

    private static Caller caller(KeyLimits limits) {
        return new Caller("lab", "ann", "key_1", KeyRights.CALLER, limits);
    }

    private static Caller ofMoney(double aDay, double aMonth) {
        return caller(new KeyLimits(null, null, aDay, aMonth, null, Map.of()));
    }

    private Failure refusal(Caller caller) {
        return Objects.requireNonNull(catchThrowableOfType(
                        FailureException.class,
                        () -> ledger.open(caller, "rlm", 1).close()))
                .failure();
    }

    private static Spent costing(double usd) {
        return new Spent(70, 20, 30, 10, usd);
    }

    @Test
    void tokensAreCountedAtTheBeginningAndCorrectedAtTheEnd() {
        Caller caller = caller(new KeyLimits(null, 1000L, null, null, null, Map.of()));
        try (Tab tab = ledger.open(caller, "rlm", 600)) {
            assertThat(remaining(caller)).isEqualTo(400);
            assertThat(refusal(caller(new KeyLimits(1, 600L, null, null, null, Map.of()))))
                    .isInstanceOf(Failure.RateLimited.class);
            tab.spend(costing(0));
            assertThat(remaining(caller)).isEqualTo(400);
        }
        assertThat(remaining(caller)).isEqualTo(900);
        try (Tab tab = ledger.open(caller, "rlm", 10)) {
            tab.spend(costing(0));
            assertThat(remaining(caller)).isEqualTo(800);
        }
        clock.pass(Duration.ofSeconds(61));
        assertThat(remaining(caller)).isEqualTo(1000);
    }

    private long remaining(Caller caller) {
        RateLimits.Stand stand = ledger.stand(caller).tokens();
        return stand == null ? -1 : stand.remaining();
    }

    @Test
    void questionThatIsLargerThanTheLimitIsAdmittedWhenNothingElseWas() {
        Caller caller = caller(new KeyLimits(null, 1000L, null, null, null, Map.of()));
        ledger.open(caller, "rlm", 1_000_000).close();
        assertThat(remaining(caller)).isEqualTo(1000);
    }

    @Test
    void questionsAtOnceAreLimited() {
        Caller caller = caller(new KeyLimits(null, null, null, null, 1, Map.of()));
        Tab first = ledger.open(caller, "rlm", 1);
        assertThat(refusal(caller)).isInstanceOf(Failure.RateLimited.class);
        first.close();
        first.close();
        try (Tab second = ledger.open(caller, "rlm", 1)) {
            assertThat(refusal(caller)).isInstanceOf(Failure.RateLimited.class);
            assertThat(second.isLimited()).isFalse();
        }
    }

    @Test
    void moneyIsThatOfTheDayAndOfTheMonth() {
        Caller caller = ofMoney(1, 1.5);
        try (Tab tab = ledger.open(caller, "rlm", 1)) {
            tab.spend(costing(1));
        }
        assertThat(refusal(caller)).isInstanceOf(Failure.QuotaExhausted.class);
        clock.pass(Duration.ofMinutes(20));
        try (Tab tab = ledger.open(caller, "rlm", 1)) {
            // the next day is one of the next month too
            assertThat(tab.leftUsd()).isEqualTo(1);
            tab.spend(costing(1));
        }
        clock.pass(Duration.ofDays(1));
        try (Tab tab = ledger.open(caller, "rlm", 1)) {
            assertThat(tab.leftUsd()).isEqualTo(0.5);
        }
    }

    @Test
    void whatWasSpentBeforeARestartIsSpent() {
        earlier = 0.75;
        try (Tab tab = ledger.open(ofMoney(1, 10), "rlm", 1)) {
            assertThat(tab.leftUsd()).isEqualTo(0.25);
        }
        earlier = 1;
        assertThat(new Ledger(() -> (key, from) -> earlier, List::of, clock))
                .satisfies(restarted -> assertThatThrownBy(() -> restarted.open(ofMoney(1, 10), "rlm", 1))
                        .isInstanceOf(FailureException.class));
    }

    @Test
    void moneyThatIsSetAsideIsForNobodyElse() {
        Caller caller = ofMoney(1, 10);
        Tab first = ledger.open(caller, "rlm", 1);
        assertThat(first.reserve(0.7)).isTrue();
        try (Tab second = ledger.open(caller, "rlm", 1)) {
            assertThat(second.reserve(0.4)).isFalse();
            assertThat(second.wasShort()).isTrue();
            assertThat(second.reserve(0.3)).isTrue();
            // nothing is left, but it may come back
            assertThat(refusal(caller)).isInstanceOf(Failure.RateLimited.class);
            second.giveBack(0.3);
        }
        first.spend(costing(0.1));
        first.giveBack(0.7);
        assertThat(first.leftUsd()).isCloseTo(0.9, Offset.offset(1e-9));
        first.close();
    }

    @Test
    void callsAtOnceNeverSpendMoreThanThereIs() throws Exception {
        Caller caller = ofMoney(1, 10);
        DoubleAdder spent = new DoubleAdder();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                threads.execute(() -> {
                    try (Tab tab = ledger.open(caller, "rlm", 1)) {
                        if (tab.reserve(0.03)) {
                            tab.spend(costing(0.02));
                            spent.add(0.02);
                            tab.giveBack(0.03);
                        }
                    } catch (FailureException e) {
                        assertThat(e.failure()).isNotNull();
                    }
                });
            }
        }
        assertThat(spent.sum()).isLessThanOrEqualTo(1 + 1e-9);
        try (Tab tab = ledger.open(caller, "rlm", 1)) {
            assertThat(tab.leftUsd()).isCloseTo(1 - spent.sum(), Offset.offset(1e-9));
        } catch (FailureException e) {
            assertThat(spent.sum()).isCloseTo(1, Offset.offset(1e-9));
        }
    }

    @Test
    void rowTellsWhatAQuestionUsed() {
        Caller caller = caller(KeyLimits.NONE);
        try (Tab tab = ledger.open(caller, "rlm", 1)) {
            tab.routed("rlm", List.of("run_1"));
            tab.spend(costing(0.5));
            tab.spend(costing(0.25));
            clock.pass(Duration.ofSeconds(3));
            tab.answered(7, 40);
        }
        assertThat(rows)
                .containsExactly(new AnsweredRequest(
                        caller,
                        "rlm",
                        new AnsweredRequest.Way("rlm", 7, List.of("run_1")),
                        new Spent(140, 40, 60, 40, 0.75),
                        Duration.ofSeconds(3),
                        "answered",
                        clock.instant()));
    }

    @Test
    void priceThatIsNotKnownMakesTheSumUnknown() {
        try (Tab tab = ledger.open(caller(KeyLimits.NONE), "rlm", 1)) {
            tab.spend(costing(0.5));
            tab.spend(new Spent(1, 0, 1, 0, null));
            tab.failed("upstream_error");
        }
        assertThat(rows.getFirst().spent().costUsd()).isNull();
        assertThat(rows.getFirst().outcome()).isEqualTo("upstream_error");
    }

    @Test
    void whatIsSpentAfterTheEndIsCountedWhole() {
        Caller caller = caller(new KeyLimits(null, 1_000L, null, null, null, Map.of()));
        Tab tab = ledger.open(caller, "rlm", 60);
        tab.close();
        // a call that could not be stopped
        tab.spend(costing(0.5));

        assertThat(Objects.requireNonNull(ledger.stand(caller).tokens()).remaining())
                .isEqualTo(900);
    }
}
