package io.rlmgateway.upstream;

import io.rlmgateway.upstream.UpstreamFlowProperties.OfUpstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Puts guards before upstreams, as they are configured. */
final class GuardedUpstreams {

    private final Time time;
    private final Backoff backoff;
    private final Guard.Watch watch;

    /**
     * Guards that go by a time.
     *
     * @param time what they go by
     * @param backoff how long to wait before further attempts
     * @param watch who sees attempts
     */
    GuardedUpstreams(Time time, Backoff backoff, Guard.Watch watch) {
        this.watch = watch;
        this.time = time;
        this.backoff = backoff;
    }

    /**
     * Opens an upstream at all its endpoints and guards it.
     *
     * @param name its name
     * @param provider opens it
     * @param settings its settings
     * @param flow its further settings
     * @return the guarded upstream
     */
    GuardedUpstream open(String name, UpstreamProvider provider, UpstreamProperties settings, OfUpstream flow) {
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.add(new Endpoint(1, provider.open(name, settings), 1));
        for (EndpointProperties other : flow.endpoints()) {
            UpstreamKey own = other.key("rlm.upstreams." + name + ".endpoints[" + (endpoints.size() - 1) + "]");
            Upstream there = own == null
                    ? provider.open(name, other.in(settings))
                    : provider.open(name, other.in(settings), own);
            endpoints.add(new Endpoint(endpoints.size() + 1, there, other.weight()));
        }
        return guarded(name, endpoints, settings, flow);
    }

    /**
     * Guards an upstream that is open.
     *
     * @param name its name
     * @param endpoints where it can be asked
     * @param settings its settings
     * @param flow its further settings
     * @return the guarded upstream
     */
    GuardedUpstream guarded(String name, List<Endpoint> endpoints, UpstreamProperties settings, OfUpstream flow) {
        Turnstile turnstile = new Turnstile(
                time,
                settings.maxConcurrency(),
                model -> line(name + "/" + model, model, endpoints, flow.limits(model, settings)));
        Guard.Timing timing = new Guard.Timing(time, flow.timeouts(), backoff);
        return new GuardedUpstream(
                name,
                time,
                new Guard(name, turnstile, timing, settings.retries(), watch),
                endpoints.stream()
                        .allMatch(endpoint -> endpoint.upstream().relay().isPresent()),
                new Hedges(flow.hedging()));
    }

    private Line line(String name, String model, List<Endpoint> endpoints, LimitProperties limits) {
        return new Line(
                model,
                Lines.places(name, Objects.requireNonNull(limits.maxConcurrency())),
                IntStream.range(0, endpoints.size())
                        .mapToObj(index -> new Lane(name, endpoints.get(index), limits, time, backoff.random()))
                        .toList());
    }
}
