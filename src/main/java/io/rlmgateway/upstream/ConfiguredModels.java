package io.rlmgateway.upstream;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** The models of the upstreams that configuration names, each opened at start by the provider of its kind. */
@Component
final class ConfiguredModels implements Models {

    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final Map<String, GuardedUpstream> usable = new LinkedHashMap<>();
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final Map<String, Set<String>> refused = new LinkedHashMap<>();
    private final ModelCatalog catalog;
    private final GuardedUpstreams guards = new GuardedUpstreams(
            Time.system(),
            new Backoff(
                    FIRST_WAIT, LONGEST_WAIT, () -> ThreadLocalRandom.current().nextLong()));

    /**
     * Opens the upstreams.
     *
     * @param properties their settings
     * @param flow their further settings
     * @param providers the known kinds
     * @throws UnusableUpstreamException when one cannot be opened
     */
    ConfiguredModels(UpstreamsProperties properties, UpstreamFlowProperties flow, List<UpstreamProvider> providers) {
        catalog = new ModelCatalog(properties.modelFacts());
        Map<String, UpstreamProvider> kinds = new TreeMap<>();
        providers.forEach(provider -> kinds.put(provider.kind(), provider));
        properties.upstreams().forEach((name, settings) -> open(name, settings, flow.of(name), kinds));
    }

    @Override
    public ModelReply complete(ModelRequest request, Consumer<String> pieces) {
        ModelName model = ModelName.of(request.model());
        ModelOptions taken = request.options().without(known(model).refused());
        ModelRequest call =
                new ModelRequest(request.model(), request.purpose(), request.messages(), taken, request.share());
        return upstream(model).complete(model.name(), call, pieces);
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
        return TokenEstimate.of(messages);
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
