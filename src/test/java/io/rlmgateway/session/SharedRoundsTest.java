package io.rlmgateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.access.Caller;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.Question.Part.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same results of tools, brought by two requests at once. */
@Timeout(60)
class SharedRoundsTest {

    private static final Answer ANSWER = new Answer(
            "Fine.", Answer.Finish.STOP, List.of(), new Answer.Usage(1, 0, 0, Map.of(), null, Duration.ZERO, null));

    private final SharedRounds rounds = new SharedRounds();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger worked = new AtomicInteger();

    private static Question bringing(String result) {
        List<ToolResult> results = List.of(new ToolResult("call_1_1_1", "weather", result));
        return new Question(
                new Question.Asked("run_1", null, true, new Sending(), results),
                Caller.ANONYMOUS,
                "rlm",
                List.of(),
                Question.Settings.DEFAULT,
                Question.Output.DEFAULT);
    }

    private FutureTask<Answer> started(String result, Supplier<Answer> work) {
        FutureTask<Answer> request = new FutureTask<>(() -> rounds.answer(bringing(result), work));
        Thread.ofVirtual().start(request);
        return request;
    }

    private Answer held(Supplier<Answer> answer) {
        worked.incrementAndGet();
        begun.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return answer.get();
    }

    private Answer atOnce() {
        worked.incrementAndGet();
        return ANSWER;
    }

    @Test
    void theSecondGetsTheAnswerOfTheFirst() throws Exception {
        FutureTask<Answer> first = started("sunny", () -> held(() -> ANSWER));
        begun.await();
        FutureTask<Answer> second = started("sunny", this::atOnce);
        released.countDown();

        assertThat(first.get()).isEqualTo(ANSWER);
        assertThat(second.get().text()).isEqualTo("Fine.");
    }

    @Test
    void whatIsSharedIsNotBookedAgain() throws Exception {
        FutureTask<Answer> first = started("sunny", () -> held(() -> ANSWER));
        begun.await();
        Thread releases = Thread.ofVirtual().unstarted(released::countDown);
        FutureTask<Answer> second = new FutureTask<>(() -> rounds.answer(bringing("sunny"), this::atOnce));
        Thread waits = Thread.ofVirtual().start(second);
        while (waits.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        releases.start();

        assertThat(second.get()).isEqualTo(ANSWER.again());
        assertThat(first.get().repeated()).isFalse();
        assertThat(worked).hasValue(1);
    }

    @Test
    void anotherGoesOnWhereTheFirstIsBrokenOff() throws Exception {
        FutureTask<Answer> first = started(
                "sunny",
                () -> held(() -> {
                    throw new FailureException(
                            new Failure.Overloaded("The run was broken off.", Duration.ofSeconds(1)));
                }));
        begun.await();
        FutureTask<Answer> second = started("sunny", this::atOnce);
        released.countDown();

        assertThatThrownBy(first::get).isInstanceOf(ExecutionException.class);
        assertThat(second.get()).isEqualTo(ANSWER);
    }

    @Test
    void aFailureIsShared() throws Exception {
        FutureTask<Answer> first = started(
                "sunny",
                () -> held(() -> {
                    throw new FailureException(new Failure.RunCancelled("It was cancelled."));
                }));
        begun.await();
        FutureTask<Answer> second = new FutureTask<>(() -> rounds.answer(bringing("sunny"), this::atOnce));
        Thread waits = Thread.ofVirtual().start(second);
        while (waits.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        released.countDown();

        assertThatThrownBy(first::get).hasMessageContaining("It was cancelled.");
        assertThatThrownBy(second::get).hasMessageContaining("It was cancelled.");
        assertThat(worked).hasValue(1);
    }

    @Test
    void otherResultsAreAnotherMatter() throws Exception {
        FutureTask<Answer> first = started("sunny", () -> held(() -> ANSWER));
        begun.await();

        assertThat(started("rainy", this::atOnce).get()).isEqualTo(ANSWER);
        released.countDown();
        assertThat(first.get()).isEqualTo(ANSWER);
    }
}
