package io.rlmgateway.upstream;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.tracing.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The models of the upstreams that configuration names, each opened at start by the provider of its kind. */
@Component
final class ConfiguredModels implements Models {

    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredModels.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final Map<String, GuardedUpstream> usable = new LinkedHashMap<>();
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final Map<String, UpstreamProvider> kinds = new LinkedHashMap<>();
    private final ModelCatalog catalog;
    private final Fallbacks fallbacks;
    private final Time time = Time.system();
    private final GuardedUpstreams guards;

    /**
     * Opens the upstreams.
     *
     * @param properties their settings
     * @param flow their further settings
     * @param providers the known kinds
     * @param listeners hear how calls pass
     * @param spans trace attempts
     * @throws UnusableUpstreamException when one cannot be opened
     */
    ConfiguredModels(
            UpstreamsProperties properties,
            UpstreamFlowProperties flow,
            List<UpstreamProvider> providers,
            List<UpstreamListener> listeners,
            Spans spans) {
        catalog = new ModelCatalog(properties.modelFacts());
        guards = new GuardedUpstreams(
                time,
                new Backoff(
                        FIRST_WAIT,
                        LONGEST_WAIT,
                        () -> ThreadLocalRandom.current().nextLong()),
                new Guard.Watch(UpstreamListener.all(List.copyOf(listeners)), spans));
        fallbacks = new Fallbacks(properties.fallbacks());
        Map<String, UpstreamProvider> known = new TreeMap<>();
        providers.forEach(provider -> known.put(provider.kind(), provider));
        properties.upstreams().forEach((name, settings) -> open(name, settings, flow.of(name), known));
    }

    @Override
    public ModelReply complete(ModelRequest request, Consumer<String> pieces) {
        Pieces passed = new Pieces(time, pieces);
        List<String> others = new ArrayList<>(fallbacks.of(request.model()));
        long end = time.nanos() + request.options().timeout().toNanos();
        String model = request.model();
        while (true) {
            try {
                Duration patience = others.isEmpty() ? null : fallbacks.patience(request.model());
                ModelReply reply = ask(model, request, Duration.ofNanos(end - time.nanos()), passed, patience);
                return model.equals(request.model()) ? reply : reply.by(model);
            } catch (FailureException e) {
                String next = time.nanos() < end ? next(e, model, others, request.messages()) : null;
                checkRepeats(e, next, passed);
                LOG.info("{} answers in the place of {}: {}", next, model, e.getMessage());
                model = String.valueOf(next);
            }
        }
    }

    @Override
    public QueuePlace place(ModelRequest.Share share) {
        return usable.values().stream()
                .map(upstream -> upstream.guard().turnstile().place(share))
                .reduce(QueuePlace.NONE, QueuePlace::plus);
    }

    @Override
    public List<UpstreamLoad> load() {
        return usable.values().stream()
                .flatMap(upstream -> upstream.load().stream())
                .toList();
    }

    private static void checkRepeats(FailureException failed, @Nullable String next, Pieces passed) {
        if (next == null || !passed.mayRepeat()) {
            throw failed;
        }
    }

    private ModelReply ask(
            String name, ModelRequest request, Duration remaining, Pieces pieces, @Nullable Duration patience) {
        ModelName model = ModelName.of(name);
        ModelOptions options = request.options().without(known(model).refused()).within(remaining);
        return upstream(model).complete(model.name(), request.to(name, options), pieces, patience);
    }

    private @Nullable String next(FailureException failed, String model, List<String> others, List<Message> messages) {
        return next(failed, model, others, name -> tokens(name, messages));
    }

    /** {@return the next of the others that may do better after a failure of this kind, taken out; or null} */
    private @Nullable String next(
            FailureException failed, String model, List<String> others, ToLongFunction<String> tokens) {
        Fallbacks.Need need = Fallbacks.need(failed);
        while (need != Fallbacks.Need.NOTHING && !others.isEmpty()) {
            String other = others.removeFirst();
            long window = known(ModelName.of(other)).window();
            boolean fits = need == Fallbacks.Need.LARGER_WINDOW
                    ? window > known(ModelName.of(model)).window()
                    : window >= tokens.applyAsLong(other);
            if (fits && usable.containsKey(ModelName.of(other).upstream())) {
                return other;
            }
        }
        return null;
    }

    @Override
    public Optional<Relay> relay(String model) {
        ModelName name = ModelName.of(model);
        List<String> others = fallbacks.of(model);
        return upstream(name)
                .relay(name.name())
                .map(relay -> others.isEmpty()
                        ? relay
                        : new FallbackRelay(time, new RelayWays(), others, fallbacks.patience(model)));
    }

    /** Ways to all models whose upstreams take requests as clients send them. */
    private final class RelayWays implements FallbackRelay.Ways {

        @Override
        public Relay.Relayed pass(RelayRequest request, PassedBack receiver, @Nullable Duration patience) {
            return relayTo(request.model()).orElseThrow().pass(request, receiver, patience);
        }

        @Override
        public @Nullable RelayRequest next(FailureException failed, RelayRequest request, List<String> others) {
            ToLongFunction<String> tokens = _ -> TokenEstimate.ofBody(request.body());
            String other = ConfiguredModels.this.next(failed, request.model(), others, tokens);
            while (other != null && !takes(other, request)) {
                other = ConfiguredModels.this.next(failed, request.model(), others, tokens);
            }
            return other == null ? null : request.to(other, facts(other).refused());
        }

        /** Where the key's money is limited, what was set aside pays for no dearer model. */
        private boolean takes(String other, RelayRequest request) {
            boolean paid = request.answer().outputCap() == null || facts(other).isNoDearerThan(facts(request.model()));
            return paid && relayTo(other).isPresent();
        }

        private Optional<GuardedRelay> relayTo(String model) {
            ModelName name = ModelName.of(model);
            return upstream(name).relay(name.name());
        }
    }

    @Override
    public ModelFacts facts(String model) {
        ModelName name = ModelName.of(model);
        if (!missing.containsKey(name.upstream())) {
            upstream(name);
        }
        return known(name);
    }

    @Override
    public Set<String> ignored(String model, Map<String, Object> parameters) {
        ModelName name = ModelName.of(model);
        UpstreamProvider kind = kinds.get(name.upstream());
        return kind == null ? Set.of() : kind.ignored(name.name(), parameters);
    }

    @Override
    public long tokens(String model, List<Message> messages) {
        return TokenCounts.of(ModelName.of(model), messages);
    }

    @Override
    public List<String> upstreams() {
        return List.copyOf(usable.keySet());
    }

    private ModelFacts known(ModelName model) {
        UpstreamProvider kind = kinds.get(model.upstream());
        return catalog.facts(model).refusing(kind == null ? Set.of() : kind.refused());
    }

    private void open(
            String name,
            UpstreamProperties settings,
            UpstreamFlowProperties.OfUpstream flow,
            Map<String, UpstreamProvider> known) {
        UpstreamProvider provider = known.get(settings.kind());
        if (provider == null) {
            throw new UnusableUpstreamException(
                    "Upstream '" + name + "' is of the unknown kind '" + settings.kind() + "'.",
                    "Set rlm.upstreams." + name + ".kind to one of " + String.join(", ", known.keySet()) + ".");
        }
        kinds.put(name, provider);
        String lack = provider.missing(name, settings);
        if (lack != null) {
            missing.put(name, lack);
            return;
        }
        usable.put(name, guards.open(name, provider, settings, flow));
    }

    private GuardedUpstream upstream(ModelName model) {
        GuardedUpstream upstream = usable.get(model.upstream());
        if (upstream != null && !model.name().isEmpty()) {
            return upstream;
        }
        String lack = missing.get(model.upstream());
        throw new FailureException(new Failure.ModelNotFound(lack != null ? lack : unknown(model)));
    }

    private String unknown(ModelName model) {
        String named = model.upstream().isEmpty() ? model.name() : model.toString();
        return "The model '" + named + "' names no configured upstream. Name a model as upstream/model, with one of the"
                + " upstreams " + String.join(", ", usable.keySet()) + ".";
    }
}
