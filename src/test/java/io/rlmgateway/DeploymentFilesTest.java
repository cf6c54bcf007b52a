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
import tools.jackson.databind.node.ObjectNode;

class DeploymentFilesTest {

    private static final Path CHART = Path.of("helm/rlm-gateway");
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path directory;

    @Test
    void chartPassesHelmsStrictLint() {
        LintResult result = new Helm(CHART).lint().strict().call();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Deployment", "Service", "PersistentVolumeClaim"})
    void manifestsSayWhatTheChartSaysByDefault(String kind) throws IOException {
        assertThat(spec(manifest(kind))).isEqualTo(spec(rendered("", kind)));
    }

    @Test
    void chartMakesNothingElseByDefault() throws IOException {
        assertThat(rendered("")).containsOnlyKeys("Deployment", "Service", "PersistentVolumeClaim");
    }

    @Test
    void versionsAreThoseOfTheBuild() throws IOException {
        Matcher version = Pattern.compile("<artifactId>rlm-gateway</artifactId>\\s*<version>(.+?)</version>")
                .matcher(Files.readString(Path.of("pom.xml")));

        assertThat(version.find()).isTrue();
        assertThat(yaml(CHART.resolve("Chart.yaml")).at("/appVersion").asString())
                .isEqualTo(version.group(1));
        assertThat(kustomization().at("/images/0/newTag").asString()).isEqualTo(version.group(1));
    }

    @Test
    void podMeetsTheRestrictedStandard() throws IOException {
        JsonNode pod = rendered("", "Deployment").at("/spec/template/spec");

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
                "keys: [ { name: ann } ]",
                "service: { port: 0 }",
                "environment: { 'a-b': c }",
                "image: { repository: '' }"
            })
    void valuesThatTheChartDoesNotKnowAreRefused(String values) {
        assertThatThrownBy(() -> rendered(values)).hasMessageContaining("schema");
    }

    private JsonNode rendered(String values, String kind) throws IOException {
        return Objects.requireNonNull(rendered(values).get(kind), kind);
    }

    /** The chart's objects by kind, for the release {@code rlm-gateway}. */
    private Map<String, JsonNode> rendered(String values) throws IOException {
        Path file = Files.writeString(directory.resolve("values.yaml"), values);
        String rendered = new Helm(CHART)
                .template()
                .withName("rlm-gateway")
                .withKubeVersion("1.31.0")
                .withValuesFile(file)
                .call();
        Map<String, JsonNode> objects = new TreeMap<>();
        for (Object document : new Yaml().loadAll(rendered)) {
            JsonNode object = JSON.valueToTree(document);
            objects.put(object.at("/kind").asString(), object);
        }
        return objects;
    }

    private static JsonNode manifest(String kind) throws IOException {
        for (JsonNode name : kustomization().at("/resources")) {
            JsonNode object = yaml(Path.of("k8s", name.asString()));
            if (object.at("/kind").asString().equals(kind)) {
                return object;
            }
        }
        throw new AssertionError("k8s has no " + kind);
    }

    private static JsonNode kustomization() throws IOException {
        return yaml(Path.of("k8s/kustomization.yaml"));
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
