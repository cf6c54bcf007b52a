package io.rlmgateway.evaluation;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Option;

/** Options that choose the service and its model. */
final class WhomToAsk {

    /** Names of settings whose values are shown to nobody. */
    private static final Pattern SECRET = Pattern.compile("(?i)(?:key|secret|password|[^s]token|^token)(?:\\W|$)");

    private static final String DEFAULT_KEY = "RLM_API_KEY";

    @Option(
            names = "--model",
            required = true,
            paramLabel = "MODEL",
            description =
                    "The model: a served one of the configuration, as rlm; or, for a service of the evaluation's own,"
                            + " the root model as upstream/name, as openai/gpt-5 or demo/reader.")
    private String model = "";

    @Option(
            names = "--sub-model",
            paramLabel = "MODEL",
            description = "The model of sub-calls, as upstream/name. Default: that of the served model.")
    private String subModel = "";

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "A running service, as http://localhost:8080."
                    + " Default: the evaluation starts one in its own process, configured as the service is:"
                    + " application.yaml in the working directory, and the environment.")
    private @Nullable URI base;

    @Option(
            names = "--api-key",
            paramLabel = "VARIABLE",
            description = {
                "The environment variable that holds the key for --base-url.",
                "Default: " + DEFAULT_KEY + ", if it is set"
            })
    private @Nullable String variable;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the evaluation's own service, as rlm.sandbox.max-worker-heap=1GB; repeatable.")
    private Map<String, String> settings = new LinkedHashMap<>();

    String model() {
        return model;
    }

    /** {@return what a question names as the model of sub-calls; the own service has it as its default} */
    String subModel() {
        return definesModel() ? "" : subModel;
    }

    /** Checks what depends on several options. */
    void check(Map<String, String> environment) {
        if (base == null) {
            refuse(variable != null, "--api-key has a meaning with --base-url only.");
            return;
        }
        boolean address =
                base.getHost() != null && String.valueOf(base.getScheme()).startsWith("http");
        refuse(!address, "--base-url: '" + base + "' is no address, as http://localhost:8080 is.");
        refuse(!settings.isEmpty(), "--set has no meaning for a service that runs already.");
        boolean unset =
                variable != null && environment.getOrDefault(variable, "").isEmpty();
        // never what was given: it may be a key, by mistake
        refuse(base != null && base.getUserInfo() != null, "--base-url must hold no password.");
        refuse(unset, "--api-key names an environment variable, and that one is not set.");
    }

    private static void refuse(boolean wrong, String message) {
        if (wrong) {
            throw new IllegalArgumentException(message);
        }
    }

    /** {@return what the trials of a directory must have in common} */
    Map<String, String> identity() {
        Map<String, String> identity = new TreeMap<>();
        identity.put("model", model);
        identity.put("sub_model", subModel);
        identity.put("service", base == null ? "own" : base.toString());
        Map<String, String> shown = new TreeMap<>(settings);
        shown.replaceAll((name, value) -> SECRET.matcher(name).find() ? "…" : value);
        identity.put("settings", shown.toString());
        return identity;
    }

    /**
     * Finds the service, or starts it.
     *
     * @param data where the own service keeps its data
     * @param depth the greatest that is asked for
     */
    Service service(
            Path data,
            int depth,
            Map<String, String> environment,
            Function<String[], ConfigurableApplicationContext> start) {
        if (base != null) {
            String path = base.getPath().replaceFirst("/+(v1/*)?$", "");
            URI address = URI.create(base.getScheme() + "://" + base.getAuthority() + path);
            return Service.elsewhere(address, environment.getOrDefault(variable == null ? DEFAULT_KEY : variable, ""));
        }
        Map<String, String> own = new LinkedHashMap<>();
        own.put("rlm.data-directory", data.toString());
        if (definesModel()) {
            own.put("rlm.models[0].id", model);
            own.put("rlm.models[0].root", model);
            own.put("rlm.models[0].sub", subModel);
            own.put("rlm.models[0].limits.depth", String.valueOf(Math.max(0, depth)));
        }
        own.putAll(settings);
        return Service.own(own, start);
    }

    boolean definesModel() {
        return base == null && model.contains("/");
    }
}
