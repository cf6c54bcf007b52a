package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.SessionPlan.SessionModels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The profiles of the configuration and the shipped ones, which fits a model, and which was asked for. */
@Component
final class Profiles {

    /** Careful, for any text: code and tables have fewer characters a token than prose. */
    static final int CHARACTERS_PER_TOKEN = 3;

    /** By name; the first that fits a model is its own. */
    private final Map<String, Profile> profiles = new LinkedHashMap<>();

    /** What fits a model; the models of all configured upstreams are few. */
    private final Map<String, Profile> fitting = new ConcurrentHashMap<>();

    /**
     * The profiles of a configuration, those with new names first.
     *
     * @throws UnknownProfileException when one names a base, or a served model a profile, that is not there
     */
    Profiles(SessionProperties properties) {
        Map<String, Profile> shipped = ShippedProfiles.read();
        properties.profiles().forEach((name, changes) -> {
            String base = changes.base() == null
                    ? shipped.containsKey(name) ? name : ShippedProfiles.DEFAULT
                    : changes.base();
            if (!shipped.containsKey(base)) {
                throw new UnknownProfileException("rlm.profiles." + name + ".base", base, shipped.keySet());
            }
            profiles.put(name, Objects.requireNonNull(shipped.get(base)).with(name, changes));
        });
        shipped.forEach(this::add);
        properties.models().stream()
                .filter(model -> !model.profile().isEmpty() && !profiles.containsKey(model.profile()))
                .forEach(model -> {
                    String key = "the profile of the served model '" + model.id() + "'";
                    throw new UnknownProfileException(key, model.profile(), profiles.keySet());
                });
    }

    /** A shipped profile keeps its place in the order, also when the configuration changes it. */
    private void add(String name, Profile shipped) {
        Profile changed = profiles.remove(name);
        profiles.put(name, changed == null ? shipped : changed);
    }

    /**
     * Puts the profile that was asked for beside the models of a session.
     *
     * @param served the profile of the served model; empty for none
     * @param wish the profile that the client asks for, or null
     * @throws FailureException when there is none of the client's name
     */
    SessionModels choose(SessionModels models, String served, @Nullable String wish) {
        if (wish != null && !profiles.containsKey(wish)) {
            throw new FailureException(new Failure.InvalidRequest(
                    Failure.Reason.INVALID_VALUE,
                    "Invalid value: '" + wish + "'. Supported values are: '" + String.join("', '", profiles.keySet())
                            + "'.",
                    "rlm.profile"));
        }
        String asked = wish == null ? served : wish;
        return asked.isEmpty() ? models : models.withProfile(asked);
    }

    /** {@return the profile of a session} */
    Profile of(SessionModels models) {
        String asked = models.profile();
        return asked == null ? fitting(models.root()) : Objects.requireNonNull(profiles.get(asked), asked);
    }

    /**
     * How much text is worth a sub-call: what the profile says, but no more than the sub-model's own profile says and
     * than half of what its window takes.
     *
     * @param window tokens that the sub-model takes
     * @return characters
     */
    int chunkCharacters(SessionModels models, long window) {
        int most = Math.min(of(models).chunkCharacters(), fitting(models.sub()).chunkCharacters());
        return (int) Math.max(1, Math.min(most, window * CHARACTERS_PER_TOKEN / 2));
    }

    private Profile fitting(String model) {
        return fitting.computeIfAbsent(model, this::firstFitting);
    }

    private Profile firstFitting(String model) {
        return profiles.values().stream()
                .filter(profile -> profile.fits(model))
                .findFirst()
                .orElseGet(() -> Objects.requireNonNull(profiles.get(ShippedProfiles.DEFAULT)));
    }
}
