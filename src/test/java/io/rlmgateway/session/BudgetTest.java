package io.rlmgateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.session.Budget.Reservation;
import io.rlmgateway.upstream.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {

    private static Limits limits(int subCalls, long tokens, double cost) {
        return new Limits(5, 1, subCalls, tokens, cost, Duration.ofMinutes(10), 3, 2_000);
    }

    private static Bound bound(long tokens, double cost) {
        return new Bound("m", tokens, cost, 1, true);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aThousandCallsAtOnceNeverSpendMoreThanTheLimit(long seed) throws Exception {
        Budget budget = new Budget(limits(800, 100_000, 2.0));
        Random random = new Random(seed);
        AtomicLong refused = new AtomicLong();
        AtomicLong most = new AtomicLong();
        List<Future<?>> calls = new ArrayList<>();
        try (Reservation closing = budget.keep(new Bound("m", 5_000, 0.1, 0, false));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1_000; i++) {
                long reserved = 1L + random.nextInt(2_000);
                long used = random.nextInt((int) reserved + 1);
                boolean fails = random.nextInt(10) == 0;
                calls.add(threads.submit(() -> call(budget, reserved, used, fails, refused, most)));
            }
            for (Future<?> call : calls) {
                call.get();
            }
            closing.settle("m", new TokenUsage(5_000, 0, 0, 0), 0.1);
        }
        SharedBudget.Spent spent = budget.spent();
        long used = Objects.requireNonNull(spent.models().get("m")).total();
        assertThat(used).isLessThanOrEqualTo(100_000);
        assertThat(spent.costUsd()).isLessThanOrEqualTo(2.0 + 1e-9);
        assertThat(spent.subCalls()).isEqualTo((int) (1_000 - refused.get())).isLessThanOrEqualTo(800);
        assertThat(most.get()).isLessThanOrEqualTo(100_000);
        assertThat(budget.tokensLeft()).isEqualTo(100_000 - used);
        assertThat(budget.left()).containsEntry("calls_in_flight", 0).containsEntry("calls_waiting", 0);
    }

    @Test
    void callThatIsSentTwiceIsOneSubCallAndNeedsRoomForBoth() {
        Budget budget = new Budget(limits(10, 1_000, 2.0));
        try (Reservation first = budget.reserve(bound(400, 0.1));
                SecondCall second = new SecondCall(budget, first.bound());
                Reservation other = budget.reserve(bound(150, 0.1));
                SecondCall beyond = new SecondCall(budget, first.bound())) {
            assertThat(second.getAsBoolean()).isTrue();
            assertThat(beyond.getAsBoolean()).isFalse();
            assertThat(budget.tokensLeft()).isEqualTo(50);
            assertThat(budget.subCallsLeft()).isEqualTo(8);
            first.settle("m", new TokenUsage(600, 0, 0, 0), 0.2);
            other.settle("m", new TokenUsage(100, 0, 0, 0), 0.1);
        }

        assertThat(budget.tokensLeft()).isEqualTo(300);
        assertThat(budget.left()).containsEntry("calls_in_flight", 0);
    }

    private static void call(
            Budget budget, long reserved, long used, boolean fails, AtomicLong refused, AtomicLong most) {
        try (Reservation reservation = budget.reserve(bound(reserved, reserved / 100_000.0))) {
            most.accumulateAndGet(100_000 - budget.tokensLeft(), Math::max);
            if (!fails) {
                reservation.settle("m", new TokenUsage(used, 0, 0, 0), used / 100_000.0);
            }
        } catch (BudgetExhaustedException e) {
            refused.incrementAndGet();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aThousandCallsOfATreeStayUnderEveryCeiling(long seed) throws Exception {
        Budget root = new Budget(new Limits(5, 4, 900, 100_000, 2.0, Duration.ofMinutes(10), 3, 50));
        Budget child = root.child();
        List<Budget> budgets = List.of(root, child, root.child(), child.child());
        List<Long> ceilings =
                budgets.stream().map(budget -> budget.limits().tokens()).toList();
        assertThat(ceilings).containsExactly(100_000L, 50_000L, 50_000L, 25_000L);
        Random random = new Random(seed);
        AtomicLong refused = new AtomicLong();
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<AtomicLong> used = Stream.generate(AtomicLong::new).limit(4).toList();
        List<Future<?>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1_000; i++) {
                int place = random.nextInt(budgets.size());
                long reserved = 1L + random.nextInt(2_000);
                long needed = random.nextInt((int) reserved + 1);
                calls.add(threads.submit(() -> {
                    try (Reservation reservation = budgets.get(place).reserve(bound(reserved, reserved / 100_000.0))) {
                        most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                        inFlight.decrementAndGet();
                        reservation.settle("m", new TokenUsage(needed, 0, 0, 0), needed / 100_000.0);
                        used.get(place).addAndGet(needed);
                    } catch (BudgetExhaustedException e) {
                        refused.incrementAndGet();
                    }
                }));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        }
        long all = used.stream().mapToLong(AtomicLong::get).sum();
        assertThat(all).isLessThanOrEqualTo(100_000);
        assertThat(used.get(2).get()).isLessThanOrEqualTo(50_000);
        assertThat(used.get(3).get()).isLessThanOrEqualTo(25_000);
        assertThat(used.get(1).get() + used.get(3).get()).isLessThanOrEqualTo(50_000);
        assertThat(most.get()).isLessThanOrEqualTo(50);
        assertThat(root.tokensLeft()).as("all reserved is given back").isEqualTo(100_000 - all);
        assertThat(root.spent().subCalls()).isEqualTo((int) (1_000 - refused.get()));
        assertThat(root.left()).containsEntry("calls_in_flight", 0).containsEntry("calls_waiting", 0);
    }

    @Test
    void moreCallsThanMayBeInFlightWait() throws Exception {
        Budget budget = new Budget(new Limits(5, 1, 10, 1_000, 1, Duration.ofMinutes(10), 3, 1));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Reservation first = budget.reserve(bound(1, 0));
            Future<Reservation> second = threads.submit(() -> budget.reserve(bound(1, 0)));
            awaitWaiting(budget);
            assertThat(second).isNotDone();
            budget.keep(bound(1, 0)).close();
            first.close();
            second.get().close();
        }
        assertThat(budget.left()).containsEntry("calls_in_flight", 0);
    }

    @Test
    void aChildThatHasUsedItsShareFailsWhereItsParentStillMay() {
        Budget root = new Budget(limits(10, 1_000, 1));
        Budget child = root.child();
        child.reserve(bound(400, 0)).settle("m", new TokenUsage(400, 0, 0, 0), 0.0);
        assertThatThrownBy(() -> child.reserve(bound(200, 0)))
                .isInstanceOf(BudgetExhaustedException.class)
                .hasMessageContaining("the call may need 200 tokens, 100 are left");
        assertThat(root.tokensLeft()).isEqualTo(600);
        root.reserve(bound(550, 0)).close();
    }

    @Test
    void aChildOfAnEmptyPotMayNothing() {
        Budget root = new Budget(limits(10, 1_000, 1));
        Budget child = root.child();
        root.reserve(bound(900, 0)).settle("m", new TokenUsage(900, 0, 0, 0), 0.0);
        assertThat(child.tokensLeft()).isEqualTo(100);
        assertThatThrownBy(() -> child.reserve(bound(101, 0))).isInstanceOf(BudgetExhaustedException.class);
    }

    @Test
    void aReservationThatDoesNotFitFailsWhenNoneIsInFlight() {
        Budget budget = new Budget(limits(10, 1_000, 1));
        assertThatThrownBy(() -> budget.reserve(bound(1_001, 0)))
                .isInstanceOfSatisfying(
                        BudgetExhaustedException.class,
                        e -> assertThat(e.limit()).isEqualTo(Limits.Name.TOKENS))
                .hasMessage("budget used up (tokens): the call may need 1,001 tokens, 1,000 are left;"
                        + " answer from what you have");
    }

    @Test
    void aReservationThatDoesNotFitWaitsForTheOnesInFlight() throws Exception {
        Budget budget = new Budget(limits(10, 1_000, 1));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Reservation first = budget.reserve(bound(800, 0));
            Future<Reservation> second = threads.submit(() -> budget.reserve(bound(500, 0)));
            awaitWaiting(budget);
            assertThat(second).isNotDone();
            first.settle("m", new TokenUsage(100, 0, 100, 0), 0.0);
            second.get().close();
        }
        assertThat(budget.tokensLeft()).isEqualTo(800);
    }

    @Test
    void nothingWaitsForWhatIsKept() {
        Budget budget = new Budget(limits(10, 1_000, 1));
        try (Reservation kept = budget.keep(bound(600, 0))) {
            assertThat(kept).isNotNull();
            assertThatThrownBy(() -> budget.reserve(bound(500, 0))).isInstanceOf(BudgetExhaustedException.class);
        }
        assertThat(budget.tokensLeft()).isEqualTo(1_000);
    }

    @Test
    void aWaitingReservationEndsWhenItsThreadIsInterrupted() throws Exception {
        Budget budget = new Budget(limits(10, 1_000, 1));
        Throwable[] thrown = new Throwable[1];
        try (Reservation first = budget.reserve(bound(800, 0))) {
            assertThat(first).isNotNull();
            Thread waiting = Thread.startVirtualThread(() -> {
                try (Reservation second = budget.reserve(bound(500, 0))) {
                    thrown[0] = new AssertionError(second == null ? "nothing reserved" : "reserved");
                } catch (CancellationException e) {
                    thrown[0] = e;
                }
            });
            awaitWaiting(budget);
            waiting.interrupt();
            waiting.join();
        }
        assertThat(thrown[0]).isInstanceOf(CancellationException.class);
        assertThat(budget.left()).containsEntry("calls_waiting", 0);
    }

    private static void awaitWaiting(Budget budget) {
        while (!Integer.valueOf(1).equals(budget.left().get("calls_waiting"))) {
            Thread.onSpinWait();
        }
    }

    @Test
    void subCallsAreCountedWhenTheyAreReserved() {
        Budget budget = new Budget(limits(1, 1_000, 1));
        budget.reserve(bound(1, 0)).close();
        assertThatThrownBy(() -> budget.reserve(bound(1, 0)))
                .isInstanceOf(BudgetExhaustedException.class)
                .hasMessageContaining("all 1 sub-calls are used");
    }

    @Test
    void moneyIsALimit() {
        Budget budget = new Budget(limits(10, 1_000, 0.01));
        assertThatThrownBy(() -> budget.reserve(bound(1, 0.02)))
                .isInstanceOf(BudgetExhaustedException.class)
                .hasMessageContaining("the call may cost 0.0200 USD, 0.0100 are left");
    }

    @Test
    void anUnknownPriceMakesTheCostUnknown() {
        Budget budget = new Budget(limits(10, 1_000, 1));
        budget.reserve(new Bound("m", 10, null, 1, true)).settle("m", new TokenUsage(5, 0, 5, 0), null);
        assertThat(budget.spent().costUsd()).isNull();
    }

    @Test
    void afterTheWallTimeNothingIsReserved() {
        Budget budget = new Budget(new Limits(5, 1, 5, 1_000, 1, Duration.ZERO, 3, 64));
        assertThat(budget.wallTimeLeft()).isZero();
        assertThatThrownBy(() -> budget.reserve(bound(1, 0)))
                .isInstanceOfSatisfying(
                        BudgetExhaustedException.class,
                        e -> assertThat(e.limit()).isEqualTo(Limits.Name.WALL_TIME));
    }

    @Test
    void theLastShareOfTheWallTimeIsForTheClosingQuestion() {
        Budget budget = new Budget(limits(10, 1_000, 1));
        Duration share = budget.wallTimeLeft().minus(budget.exploringTime());
        assertThat(share).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(31));
    }

    @Test
    void settlingTwiceBooksOnce() {
        Budget budget = new Budget(limits(10, 1_000, 1));
        Reservation reservation = budget.reserve(bound(100, 0));
        reservation.settle("m", new TokenUsage(10, 0, 0, 0), 0.0);
        reservation.settle("m", new TokenUsage(10, 0, 0, 0), 0.0);
        assertThat(budget.tokensLeft()).isEqualTo(990);
    }
}
