package io.rlmgateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Dashboard and alert rules ask for metrics that the code has, with labels that those have. */
class MonitoringFilesTest {

    private static final Path DASHBOARD = Path.of("helm/rlm-gateway/files/dashboard.json");
    private static final Path RULES = Path.of("helm/rlm-gateway/files/rules.yaml");
    private static final Pattern SELECTED = Pattern.compile("([a-z][a-z0-9_]*_[a-z0-9_]+)(?:\\{([^}]*)})?");
    private static final Pattern GROUPED = Pattern.compile("\\bby \\(([^)]*)\\)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)(?:=~|!~|!=|=)");

    /** Labels that Prometheus adds. */
    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance", "le");

    private static final Set<String> FUNCTIONS = Set.of("histogram_quantile", "label_values");

    @Test
    void dashboardAsksForMetricsThatThereAre() throws IOException {
        List<String> expressions = expressions(new JsonMapper().readTree(Files.readString(DASHBOARD)));

        assertThat(expressions).hasSizeGreaterThan(20);
        assertKnown(expressions);
    }

    @Test
    void alertsAskForMetricsThatThereAre() throws IOException {
        List<String> expressions =
                rules().stream().map(rule -> rule.path("expr").asString()).toList();

        assertThat(expressions).isNotEmpty();
        assertKnown(expressions);
    }

    @Test
    void everyAlertSaysWhatItMeansAndWhatToDo() throws IOException {
        String operations = Files.readString(Path.of("docs/operations.md"));

        assertThat(rules()).isNotEmpty().allSatisfy(rule -> {
            String alert = rule.path("alert").asString();
            assertThat(operations).contains("\n### " + alert + "\n");
            assertThat(rule.at("/annotations/runbook_url").asString())
                    .isEqualTo("docs/operations.md#" + alert.toLowerCase(Locale.ROOT));
            assertThat(rule.at("/annotations/summary").asString()).isNotBlank();
        });
    }

    @Test
    void everyMetricOfOursIsOnTheDashboard() throws IOException {
        String dashboard = Files.readString(DASHBOARD);

        assertThat(documented())
                .extracting(MeterDocumentation::getName)
                .filteredOn(name -> name.startsWith("rlm."))
                .allMatch(name -> dashboard.contains(name.replace('.', '_')));
    }

    private static void assertKnown(List<String> expressions) {
        Map<String, Set<String>> known = known();
        assertThat(expressions).allSatisfy(expression -> {
            Set<String> labels = new TreeSet<>(OF_PROMETHEUS);
            Matcher selected =
                    SELECTED.matcher(expression.replaceAll("\"[^\"]*\"", "\"\"").replaceAll("\\[[^]]*]", ""));
            while (selected.find()) {
                String metric = selected.group(1);
                if (known.containsKey(metric)) {
                    labels.addAll(known.get(metric));
                    assertThat(labels(selected.group(2))).isSubsetOf(labels);
                } else {
                    assertThat(metric).isIn(union(FUNCTIONS, labelsOf(known)));
                }
            }
            Matcher grouped = GROUPED.matcher(expression);
            while (grouped.find()) {
                assertThat(List.of(grouped.group(1).split("\\s*,\\s*"))).isSubsetOf(labels);
            }
        });
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet());
    }

    private static Set<String> labelsOf(Map<String, Set<String>> known) {
        return known.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    }

    private static Set<String> labels(String selector) {
        return selector == null
                ? Set.of()
                : LABEL.matcher(selector).results().map(match -> match.group(1)).collect(Collectors.toSet());
    }

    /** {@return what Prometheus reads of all metrics of ours and of those of Spring and the JVM that are used, with their labels} */
    private static Map<String, Set<String>> known() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        documented().forEach(metric -> register(metric, registry));
        Timer.builder("http.server.requests")
                .tags("status", "200", "method", "GET", "uri", "/", "outcome", "SUCCESS")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new DiskSpaceMetrics(new File(".")).bindTo(registry);
        Map<String, Set<String>> known = new TreeMap<>();
        for (String line : registry.scrape().lines().toList()) {
            Matcher sample = SELECTED.matcher(line);
            if (!line.startsWith("#") && sample.lookingAt()) {
                known.put(sample.group(1), labels(sample.group(2)));
                // what a histogram adds
                known.putIfAbsent(sample.group(1).replaceFirst("_count$", "_bucket"), labels(sample.group(2)));
            }
        }
        return known;
    }

    private static void register(MeterDocumentation metric, MeterRegistry registry) {
        Tags tags = Tags.of(Arrays.stream(metric.getKeyNames())
                .map(key -> Tag.of(key.asString(), "x"))
                .toList());
        switch (metric.getType()) {
            case COUNTER -> registry.counter(metric.getName(), tags);
            case GAUGE -> registry.gauge(metric.getName(), tags, 1);
            case TIMER -> registry.timer(metric.getName(), tags);
            case DISTRIBUTION_SUMMARY -> registry.summary(metric.getName(), tags);
            case LONG_TASK_TIMER, OTHER -> throw new IllegalArgumentException(metric + " has a type that is not used");
        }
    }

    private static List<MeterDocumentation> documented() {
        List<MeterDocumentation> metrics = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.rlmgateway").stream()
                        .filter(type -> type.isEnum() && type.isAssignableTo(MeterDocumentation.class))
                        .map(JavaClass::reflect)
                        .flatMap(type -> Arrays.stream(type.getEnumConstants()))
                        .map(MeterDocumentation.class::cast)
                        .toList();
        assertThat(metrics).hasSizeGreaterThan(10);
        return metrics;
    }

    private static List<String> expressions(JsonNode dashboard) {
        return Stream.concat(
                        dashboard.findValuesAsString("expr").stream(),
                        dashboard
                                .at("/templating/list")
                                .valueStream()
                                .map(node -> node.path("query").asString("")))
                .filter(expression -> !expression.equals("prometheus"))
                .toList();
    }

    private static List<JsonNode> rules() throws IOException {
        JsonMapper json = new JsonMapper();
        JsonNode file = json.valueToTree(new Yaml().load(Files.readString(RULES)));
        return file.path("groups")
                .valueStream()
                .flatMap(group -> group.path("rules").valueStream())
                .toList();
    }
}
