package io.rlmgateway.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.MeterRegistry;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.Question.Mode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;

class AdmissionsTest {

    private final AtomicBoolean memoryIsShort = new AtomicBoolean();
    private final AtomicInteger handedOver = new AtomicInteger();
    private final Admissions admissions = new Admissions(
            new AdmissionProperties(1, 0, Duration.ZERO, 1, 0.9, Duration.ZERO),
            memoryIsShort::get,
            new StaticListableBeanFactory().getBeanProvider(MeterRegistry.class));

    private void assertRefused(Runnable asking) {
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(asking::run)
                .satisfies(refused -> assertThat(refused.failure()).isInstanceOf(Failure.Overloaded.class));
    }

    @Test
    void placesAreTakenOnceAndGivenBackOnce() {
        Admissions.Place session = admissions.enter(Mode.RLM);
        Admissions.Place direct = admissions.enter(Mode.DIRECT);
        assertRefused(() -> admissions.enter(Mode.RLM));
        assertRefused(() -> admissions.enter(Mode.DIRECT));
        assertThat(admissions.areIdle()).isFalse();

        session.close();
        session.close();
        direct.close();
        assertThat(admissions.areIdle()).isTrue();
        try (Admissions.Place again = admissions.enter(Mode.RLM)) {
            assertThat(again).isNotNull();
            assertRefused(() -> admissions.enter(Mode.RLM));
        }
    }

    @Test
    void nothingIsTakenOnWithoutMemory() {
        memoryIsShort.set(true);
        assertRefused(admissions::check);
        memoryIsShort.set(false);
        admissions.check();
    }

    @Test
    void stopLetsNothingInAndBreaksOffWhatDoesNotEnd() {
        try (Admissions.Place direct = admissions.enter(Mode.DIRECT)) {
            assertThat(direct).isNotNull();
            draining().stop();
            // cleared, so that nothing else in this thread hears of it
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(handedOver).hasValue(1);
        assertRefused(admissions::check);
        FailureException cancelled = new FailureException(new Failure.RunCancelled("The run was cancelled."));
        assertThat(admissions.told(cancelled).failure()).isInstanceOf(Failure.Overloaded.class);
    }

    @Test
    void aServiceThatIsStartedAgainTakesOnWork() {
        AtomicReference<ReadinessState> told = new AtomicReference<>();
        Draining draining = new Draining(admissions, () -> {}, Duration.ZERO, Duration.ZERO, event -> {
            if (event instanceof AvailabilityChangeEvent<?> change
                    && change.getState() instanceof ReadinessState state) {
                told.set(state);
            }
        });
        draining.start();
        assertThat(told).hasNullValue();
        draining.stop();
        assertThat(told).hasValue(ReadinessState.REFUSING_TRAFFIC);
        assertRefused(admissions::check);
        draining.start();
        assertThat(told).hasValue(ReadinessState.ACCEPTING_TRAFFIC);
        admissions.check();
        assertThat(admissions.isCut()).isFalse();
    }

    @Test
    void stopOfAnIdleServiceBreaksNothingOff() {
        draining().stop();
        assertThat(handedOver).hasValue(0);
        assertThat(admissions.isCut()).isFalse();
    }

    private Draining draining() {
        return new Draining(admissions, handedOver::incrementAndGet, Duration.ZERO, Duration.ZERO, event -> {});
    }
}
