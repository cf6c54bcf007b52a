package io.rlmgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class DeploymentFilesTest {

    private static final Path CHART = Path.of("helm/rlm-gateway");
    private static final Path BASE = Path.of("k8s/base");
    private static final Path PRODUCTION = Path.of("k8s/overlays/production");
    private static final String WORKERS = "workers: { enabled: true, token: secret }\n";
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path directory;

    @Test
    void chartPassesHelmsStrictLint() {
        LintResult result = new Helm(CHART).lint().strict().call();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Deployment", "Service", "PersistentVolumeClaim", "NetworkPolicy"})
    void manifestsSayWhatTheChartSaysByDefault(String kind) throws IOException {
        assertThat(spec(manifests(BASE).get(kind + " rlm-gateway"))).isEqualTo(spec(rendered("", kind)));
    }

    @Test
    void chartMakesNothingElseByDefault() throws IOException {
        assertThat(rendered(""))
                .containsOnlyKeys(
                        "Deployment rlm-gateway",
                        "Service rlm-gateway",
                        "PersistentVolumeClaim rlm-gateway",
                        "NetworkPolicy rlm-gateway");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Deployment", "Service", "PodDisruptionBudget", "NetworkPolicy"})
    void workersOfTheProductionOverlayAreThoseOfTheChart(String kind) throws IOException {
        String name = kind + " rlm-gateway-workers";

        assertThat(spec(manifests(PRODUCTION).get(name))).isEqualTo(spec(rendered(WORKERS, name)));
    }

    @Test
    void gatewayOfTheProductionOverlayIsThatOfTheChart() throws IOException {
        ArrayNode environment = JSON.createArrayNode();
        manifests(BASE)
                .get("Deployment rlm-gateway")
                .at("/spec/template/spec/containers/0/env")
                .forEach(environment::add);
        yaml(PRODUCTION.resolve("gateway.yaml")).forEach(patch -> {
            assertThat(patch.at("/path").asString()).isEqualTo("/spec/template/spec/containers/0/env/-");
            environment.add(patch.at("/value"));
        });

        assertThat(rendered(WORKERS, "Deployment").at("/spec/template/spec/containers/0/env"))
                .isEqualTo(environment);
    }

    @Test
    void workersHoldNoKeyAndHaveNoWayOut() throws IOException {
        String values = WORKERS + "secretEnvironment: { OPENAI_API_KEY: sk-secret }\n";
        JsonNode pod = rendered(values, "Deployment rlm-gateway-workers").at("/spec/template/spec");

        assertThat(pod.toString()).doesNotContain("OPENAI", "envFrom", "persistentVolumeClaim");
        JsonNode policy = rendered(values, "NetworkPolicy rlm-gateway-workers").at("/spec");
        assertThat(policy.at("/policyTypes")).hasToString("[\"Ingress\",\"Egress\"]");
        assertThat(policy.has("egress")).isFalse();
    }

    @Test
    void waysInAreMadeForLongStreams() throws IOException {
        String values = """
                ingress: { enabled: true, host: rlm.example.com, tlsSecret: certificate }
                gateway: { enabled: true, parentRefs: [ { name: web } ] }
                """;

        assertThat(rendered(values, "Ingress").at("/metadata/annotations").toString())
                .contains("\"nginx.ingress.kubernetes.io/proxy-buffering\":\"off\"")
                .contains("\"nginx.ingress.kubernetes.io/proxy-read-timeout\":\"3600\"");
        assertThat(rendered(values, "HTTPRoute").at("/spec/rules/0/timeouts/request"))
                .hasToString("\"3600s\"");
    }

    @Test
    void monitoringHoldsTheAlertsAndTheDashboard() throws IOException {
        String values = """
                monitoring:
                  labels: { release: prometheus }
                  podMonitor: { enabled: true }
                  prometheusRule: { enabled: true }
                  grafanaDashboard: { enabled: true }
                """;

        JsonNode rule = rendered(values, "PrometheusRule");
        assertThat(rule.at("/spec")).isEqualTo(yaml(Path.of("helm/rlm-gateway/files/rules.yaml")));
        assertThat(rule.at("/metadata/labels/release")).hasToString("\"prometheus\"");
        assertThat(rendered(values, "PodMonitor").at("/spec/podMetricsEndpoints/0/port"))
                .hasToString("\"management\"");
        assertThat(rendered(values, "ConfigMap rlm-gateway-dashboard")
                        .at("/data/rlm-gateway.json")
                        .asString())
                .isEqualTo(Files.readString(Path.of("helm/rlm-gateway/files/dashboard.json")));
    }

    @Test
    void versionsAreThoseOfTheBuild() throws IOException {
        Matcher version = Pattern.compile("<artifactId>rlm-gateway</artifactId>\\s*<version>(.+?)</version>")
                .matcher(Files.readString(Path.of("pom.xml")));

        assertThat(version.find()).isTrue();
        assertThat(yaml(CHART.resolve("Chart.yaml")).at("/appVersion").asString())
                .isEqualTo(version.group(1));
        assertThat(yaml(BASE.resolve("kustomization.yaml"))
                        .at("/images/0/newTag")
                        .asString())
                .isEqualTo(version.group(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Deployment rlm-gateway", "Deployment rlm-gateway-workers"})
    void podsMeetTheRestrictedStandard(String name) throws IOException {
        JsonNode pod = rendered(WORKERS, name).at("/spec/template/spec");

        assertThat(pod.at("/automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asString()).isEqualTo("RuntimeDefault");
        JsonNode container = pod.at("/containers/0/securityContext");
        assertThat(container.at("/allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(container.at("/readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.at("/capabilities")).hasToString("{\"drop\":[\"ALL\"]}");
    }

    @Test
    void keysReachTheServiceThroughASecretOnly() throws IOException {
        String values = """
                keys: [ { name: ann, key: rlm-secret-1, tenant: red }, { name: bob, key: rlm-secret-2 } ]
                secretEnvironment: { OPENAI_API_KEY: sk-secret }
                """;

        assertThat(rendered(values, "Secret").at("/stringData")).hasToString("""
                        {"RLM_ACCESS_KEYS_0_NAME":"ann","RLM_ACCESS_KEYS_0_KEY":"rlm-secret-1",\
                        "RLM_ACCESS_KEYS_0_TENANT":"red","RLM_ACCESS_KEYS_1_NAME":"bob",\
                        "RLM_ACCESS_KEYS_1_KEY":"rlm-secret-2","OPENAI_API_KEY":"sk-secret"}""");
        JsonNode deployment = rendered(values, "Deployment");
        assertThat(deployment.at("/spec/template/spec/containers/0/envFrom"))
                .hasToString("[{\"secretRef\":{\"name\":\"rlm-gateway\"}}]");
        assertThat(deployment.toString()).doesNotContain("secret-1", "secret-2", "sk-secret");
    }

    @Test
    void configurationIsLaidOverTheDefaults() throws IOException {
        String values = """
                configuration:
                  rlm: { models: [ { id: big, root: openai/gpt-5 } ] }
                """;

        String file = rendered(values, "ConfigMap").at("/data/application.yaml").asString();
        assertThat(tree(file)).hasToString("""
                {"rlm":{"models":[{"id":"big","root":"openai/gpt-5"}]}}""");
        assertThat(rendered(values, "Deployment").toString())
                .contains("SPRING_CONFIG_ADDITIONAL_LOCATION", "file:/configuration/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replicas: 3",
                "workers: { replicas: 0 }",
                "networkPolicy: { monitoring: [] }",
                "keys: [ { name: ann } ]",
                "service: { port: 0 }",
                "environment: { 'a-b': c }",
                "image: { repository: '' }"
            })
    void valuesThatTheChartDoesNotKnowAreRefused(String values) {
        assertThatThrownBy(() -> rendered(values)).hasMessageContaining("schema");
    }

    /** One object, by kind and name; without a name, that of the release. */
    private JsonNode rendered(String values, String name) throws IOException {
        String whole = name.contains(" ") ? name : name + " rlm-gateway";
        return Objects.requireNonNull(rendered(values).get(whole), whole);
    }

    /** The chart's objects by kind and name, for the release {@code rlm-gateway}. */
    private Map<String, JsonNode> rendered(String values) throws IOException {
        Path file = Files.writeString(directory.resolve("values.yaml"), values);
        return objects(new Helm(CHART)
                .template()
                .withName("rlm-gateway")
                .withKubeVersion("1.31.0")
                .withValuesFile(file)
                .call());
    }

    /** The objects of a directory of manifests by kind and name. */
    private static Map<String, JsonNode> manifests(Path directory) throws IOException {
        Map<String, JsonNode> objects = new TreeMap<>();
        for (JsonNode name : yaml(directory.resolve("kustomization.yaml")).at("/resources")) {
            Path file = directory.resolve(name.asString());
            if (Files.isRegularFile(file)) {
                objects.putAll(objects(Files.readString(file)));
            }
        }
        return objects;
    }

    private static Map<String, JsonNode> objects(String yaml) {
        Map<String, JsonNode> objects = new TreeMap<>();
        for (Object document : new Yaml().loadAll(yaml)) {
            JsonNode object = JSON.valueToTree(document);
            objects.put(
                    object.at("/kind").asString() + " "
                            + object.at("/metadata/name").asString(),
                    object);
        }
        return objects;
    }

    /** An object's specification without labels and selectors, which Kustomize adds, and without the image's tag. */
    private static JsonNode spec(JsonNode object) {
        ObjectNode spec = (ObjectNode) object.at("/spec");
        spec.remove("selector");
        if (spec.at("/template/spec/containers/0") instanceof ObjectNode container) {
            ((ObjectNode) spec.at("/template")).remove("metadata");
            container.put("image", container.at("/image").asString().replaceFirst(":.*", ""));
        }
        return spec;
    }

    private static JsonNode yaml(Path file) throws IOException {
        return tree(Files.readString(file));
    }

    private static JsonNode tree(String yaml) {
        return JSON.valueToTree(new Yaml().load(yaml));
    }
}
