package io.rlmgateway.usage;

import io.rlmgateway.upstream.DirectCallListener;
import org.springframework.stereotype.Component;

/** Keeps the metrics of calls up to date that answer clients directly. */
@Component
final class DirectCallMetrics implements DirectCallListener {

    private final CallMetrics calls;

    DirectCallMetrics(CallMetrics calls) {
        this.calls = calls;
    }

    @Override
    public void ended(DirectCall call) {
        calls.ended(call.model(), call.usage(), call.costUsd(), call.elapsed());
    }
}
