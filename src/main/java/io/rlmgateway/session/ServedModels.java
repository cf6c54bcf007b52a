package io.rlmgateway.session;

import io.rlmgateway.access.KeyRights;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.SessionPlan.SessionModels;
import io.rlmgateway.session.SessionProperties.Served;
import io.rlmgateway.upstream.Models;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The models that clients may name, and the upstream models behind them. */
@Component
final class ServedModels {

    private static final SessionModels OPENAI = new SessionModels("openai/gpt-5", "openai/gpt-5-mini", List.of());
    private static final SessionModels DEMO = new SessionModels("demo/reader", "demo/reader", List.of());

    private final List<Served> served;
    private final Models models;
    private final Instant started = Instant.now();

    /**
     * The models of the configuration.
     *
     * @throws NoServedModelException when there are none
     * @throws UnusableModelException when one of them cannot work
     */
    ServedModels(SessionProperties properties, Models models) {
        if (properties.models().isEmpty()) {
            throw new NoServedModelException();
        }
        this.served = properties.models();
        this.models = models;
        served.forEach(this::check);
    }

    /** A model that cannot be asked for, or cannot answer, is told of before a client meets it. */
    private void check(Served model) {
        if (served.stream().filter(other -> other.id().equals(model.id())).count() > 1) {
            throw new UnusableModelException("Two served models have the id '" + model.id() + "'.");
        }
        SessionModels asked = models(model);
        for (String name : asked.allowed()) {
            int end = name.indexOf('/');
            if (end <= 0 || end == name.length() - 1 || !models.upstreams().contains(name.substring(0, end))) {
                throw new UnusableModelException("The served model '" + model.id() + "' is to ask '" + name
                        + "', and there is no such upstream. There are: " + String.join(", ", models.upstreams())
                        + ".");
            }
        }
    }

    List<Sessions.ServedModel> list() {
        return served.stream()
                .map(model -> new Sessions.ServedModel(
                        model.id(), started, models(model).root()))
                .toList();
    }

    Served find(String name) {
        return find(name, KeyRights.CALLER);
    }

    /**
     * Finds a model that a key may ask.
     *
     * @param name its id or an alias
     * @throws FailureException with {@code ModelNotFound}, alike whether there is no such model or the key may not ask it
     */
    Served find(String name, KeyRights rights) {
        return Stream.concat(
                        served.stream().filter(model -> model.id().equals(name)),
                        served.stream().filter(model -> matchesAlias(model, name)))
                .findFirst()
                .filter(model -> rights.mayAsk(model.id()))
                .orElseThrow(() -> new FailureException(new Failure.ModelNotFound("The model '" + name
                        + "' does not exist or you do not have access to it. Served here: "
                        + served.stream().map(Served::id).filter(rights::mayAsk).collect(Collectors.joining(", "))
                        + ".")));
    }

    /** {@return the models of a session: besides those that the served model asks by itself, those that a key may name} */
    SessionModels models(Served model, KeyRights rights) {
        SessionModels all = models(model);
        return new SessionModels(
                all.root(),
                all.sub(),
                all.allowed().stream()
                        .filter(name -> name.equals(all.root()) || name.equals(all.sub()) || rights.mayName(name))
                        .toList());
    }

    SessionModels models(Served model) {
        SessionModels fallback = models.upstreams().contains("openai") ? OPENAI : DEMO;
        String root = model.root().isEmpty() ? fallback.root() : model.root();
        String sub = model.sub().isEmpty() ? model.root().isEmpty() ? fallback.sub() : root : model.sub();
        List<String> allowed = Stream.concat(Stream.of(root, sub), model.subModels().stream())
                .distinct()
                .toList();
        return new SessionModels(root, sub, allowed);
    }

    private static boolean matchesAlias(Served model, String name) {
        return model.aliases().stream()
                .anyMatch(alias -> Pattern.compile(Stream.of(alias.split("\\*", -1))
                                .map(Pattern::quote)
                                .collect(Collectors.joining(".*")))
                        .matcher(name)
                        .matches());
    }
}
