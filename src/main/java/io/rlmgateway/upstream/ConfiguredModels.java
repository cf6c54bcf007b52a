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
    private final Map<String, Set<String>> refused = new LinkedHashMap<>();
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
        Map<String, UpstreamProvider> kinds = new TreeMap<>();
        providers.forEach(provider -> kinds.put(provider.kind(), provider));
        properties.upstreams().forEach((name, settings) -> open(name, settings, flow.of(name), kinds));
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
                String next = time.nanos() < end ? next(e, model, others, request) : null;
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
        return upstream(model)
                .complete(
                        model.name(),
                        new ModelRequest(name, request.purpose(), request.messages(), options, request.share()),
                        pieces,
                        patience);
    }

    /** {@return the next of the others that may do better after a failure of this kind, taken out; or null} */
    private @Nullable String next(FailureException failed, String model, List<String> others, ModelRequest request) {
        Fallbacks.Need need = Fallbacks.need(failed);
        while (need != Fallbacks.Need.NOTHING && !others.isEmpty()) {
            String other = others.removeFirst();
            long window = known(ModelName.of(other)).window();
            boolean fits = need == Fallbacks.Need.LARGER_WINDOW
                    ? window > known(ModelName.of(model)).window()
                    : window >= tokens(other, request.messages());
            if (fits && usable.containsKey(ModelName.of(other).upstream())) {
                return other;
            }
        }
        return null;
    }

    @Override
    public Optional<Relay> relay(String model) {
        ModelName name = ModelName.of(model);
        return upstream(name).relay(name.name());
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
    public long tokens(String model, List<Message> messages) {
        return TokenCounts.of(ModelName.of(model), messages);
    }

    @Override
    public List<String> upstreams() {
        return List.copyOf(usable.keySet());
    }

    private ModelFacts known(ModelName model) {
        return catalog.facts(model).refusing(refused.getOrDefault(model.upstream(), Set.of()));
    }

    private void open(
            String name,
            UpstreamProperties settings,
            UpstreamFlowProperties.OfUpstream flow,
            Map<String, UpstreamProvider> kinds) {
        UpstreamProvider provider = kinds.get(settings.kind());
        if (provider == null) {
            throw new UnusableUpstreamException(
                    "Upstream '" + name + "' is of the unknown kind '" + settings.kind() + "'.",
                    "Set rlm.upstreams." + name + ".kind to one of " + String.join(", ", kinds.keySet()) + ".");
        }
        refused.put(name, provider.refused());
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
