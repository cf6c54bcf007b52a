package io.rlmgateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.rlmgateway.api.OpenApiDescription;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description of the API and the routes that the code has are the same. */
class OpenApiTest {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head");

    private final JsonNode description = new JsonMapper().valueToTree(read());

    @Test
    void everyRouteIsDescribedAndNothingElse() {
        assertThat(described().keySet()).isEqualTo(mapped().keySet());
    }

    @Test
    void everyQueryParameterIsDescribedAndNothingElse() {
        Map<String, Set<String>> described = described();
        mapped().forEach((name, method) -> {
            Set<String> parameters = Objects.requireNonNull(described.get(name), name);
            if (readsTheRequest(method)) {
                assertThat(parameters).as(name).containsAll(queryParameters(method));
            } else {
                assertThat(parameters).as(name).isEqualTo(queryParameters(method));
            }
        });
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(description.findValuesAsString("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                description.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void everyOperationSaysWhatItIsForAndWhatFailureLooksLike() {
        assertThat(operations()).allSatisfy((name, operation) -> {
            assertThat(operation.path("summary").asString("")).as(name).isNotBlank();
            assertThat(operation.path("operationId").asString("")).as(name).isNotBlank();
            assertThat(operation.path("tags").size()).as(name).isEqualTo(1);
            assertThat(operation.at("/responses/default/$ref").asString(""))
                    .as(name)
                    .isEqualTo("#/components/responses/Failure");
        });
    }

    @Test
    void noTwoOperationsShareAnId() {
        assertThat(operations().values().stream().map(operation -> operation.path("operationId")))
                .doesNotHaveDuplicates();
    }

    @Test
    void everySchemaIsOne() {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        Schema meta = registry.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));
        assertThat(description.at("/components/schemas").properties())
                .isNotEmpty()
                .allSatisfy(schema -> assertThat(meta.validate(schema.getValue()))
                        .as(schema.getKey())
                        .isEmpty());
    }

    private static Map<String, Object> read() {
        try {
            return OpenApiDescription.read(new PathMatchingResourcePatternResolver());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Operations as {@code get /v1/files}. */
    private Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        description
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(member -> METHODS.contains(member.getKey()))
                        .forEach(member -> operations.put(member.getKey() + " " + path.getKey(), member.getValue())));
        return operations;
    }

    /** Operations with the names of their query parameters. */
    private Map<String, Set<String>> described() {
        Map<String, Set<String>> described = new TreeMap<>();
        operations().forEach((name, operation) -> {
            JsonNode path = description.path("paths").path(name.substring(name.indexOf(' ') + 1));
            described.put(
                    name,
                    Stream.concat(
                                    path.path("parameters").valueStream(),
                                    operation.path("parameters").valueStream())
                            .map(this::resolved)
                            .filter(parameter ->
                                    "query".equals(parameter.path("in").asString()))
                            .map(parameter -> parameter.path("name").asString())
                            .collect(Collectors.toCollection(TreeSet::new)));
        });
        return described;
    }

    private JsonNode resolved(JsonNode parameter) {
        return parameter.has("$ref")
                ? description.at(parameter.path("$ref").asString().substring(1))
                : parameter;
    }

    private static Map<String, Method> mapped() {
        Map<String, Method> mapped = new TreeMap<>();
        for (Class<?> controller : controllers()) {
            RequestMapping ofClass = AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
            List<String> prefixes = ofClass == null ? List.of("") : List.of(ofClass.path());
            for (Method method : controller.getDeclaredMethods()) {
                RequestMapping route = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
                if (route != null) {
                    names(prefixes, route).forEach(name -> mapped.put(name, method));
                }
            }
        }
        return mapped;
    }

    private static List<Class<?>> controllers() {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
        List<Class<?>> controllers = new ArrayList<>();
        for (BeanDefinition found : scan.findCandidateComponents("io.rlmgateway")) {
            try {
                controllers.add(Class.forName(found.getBeanClassName()));
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
        return controllers;
    }

    private static List<String> names(List<String> prefixes, RequestMapping route) {
        List<String> paths = route.path().length == 0 ? List.of("") : List.of(route.path());
        return prefixes.stream()
                .flatMap(prefix -> paths.stream().map(path -> (prefix + path).replace("{*", "{")))
                .map(path -> path.replaceAll("/\\{(\\w+)\\}", "/{$1}"))
                .flatMap(path -> Arrays.stream(route.method())
                        .map(method -> method.name().toLowerCase(Locale.ROOT) + " " + path))
                .toList();
    }

    /** Such a method may look for parameters that its signature does not name. */
    private static boolean readsTheRequest(Method method) {
        return List.of(method.getParameterTypes()).contains(HttpServletRequest.class);
    }

    private static Set<String> queryParameters(Method method) {
        return Arrays.stream(method.getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(RequestParam.class))
                .map(parameter ->
                        parameter.getAnnotation(RequestParam.class).name().isEmpty()
                                ? parameter.getName()
                                : parameter.getAnnotation(RequestParam.class).name())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
