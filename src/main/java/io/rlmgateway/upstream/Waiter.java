package io.rlmgateway.upstream;

import org.jspecify.annotations.Nullable;

/** A call that waits for its turn. Guarded by its turnstile. */
final class Waiter {

    private final GuardedCall call;
    private final Time.Signal signal;
    private @Nullable Admission admission;
    private @Nullable RuntimeException refusal;

    /**
     * A call that begins to wait.
     *
     * @param call the call
     * @param signal what it waits for
     */
    Waiter(GuardedCall call, Time.Signal signal) {
        this.call = call;
        this.signal = signal;
    }

    GuardedCall call() {
        return call;
    }

    Time.Signal signal() {
        return signal;
    }

    void admit(Admission place) {
        admission = place;
        signal.give();
    }

    void refuse(RuntimeException why) {
        refusal = why;
        signal.give();
    }

    /** {@return its place, or null while it has none} */
    @Nullable
    Admission admission() {
        return admission;
    }

    /** {@return why it gets no place, or null} */
    @Nullable
    RuntimeException refusal() {
        return refusal;
    }
}
