package io.rlmgateway.access;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What was spent in the current day or month of UTC, in picodollars, so that sums are exact. Not thread-safe. */
final class MoneyPeriod {

    private static final double PICODOLLARS = 1e12;
    private static final long MOST = Long.MAX_VALUE / 4;

    private final UnaryOperator<LocalDate> beginning;
    private LocalDate begun = LocalDate.MIN;
    private long spent;

    private MoneyPeriod(UnaryOperator<LocalDate> beginning) {
        this.beginning = beginning;
    }

    static MoneyPeriod day() {
        return new MoneyPeriod(day -> day);
    }

    static MoneyPeriod month() {
        return new MoneyPeriod(day -> day.withDayOfMonth(1));
    }

    /** {@return picodollars, rounded up} */
    static long pico(double usd) {
        double pico = Math.ceil(usd * PICODOLLARS - 1e-3);
        return pico >= MOST ? MOST : Math.max(0, (long) pico);
    }

    static double usd(long pico) {
        return pico / PICODOLLARS;
    }

    /** {@return when the period of a time began} */
    Instant begin(Instant now) {
        return beginning
                .apply(LocalDate.ofInstant(now, ZoneOffset.UTC))
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    void spend(long pico, Instant now) {
        roll(now);
        spent += pico;
    }

    /** {@return what is left of a limit in US dollars, not less than nothing; without a limit more than anybody has} */
    long left(@Nullable Double limit, Instant now) {
        roll(now);
        return limit == null ? MOST : Math.max(0, pico(limit) - spent);
    }

    private void roll(Instant now) {
        LocalDate period = beginning.apply(LocalDate.ofInstant(now, ZoneOffset.UTC));
        if (!period.equals(begun)) {
            begun = period;
            spent = 0;
        }
    }
}
