package io.rlmgateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** Writes the reference of all settings from the records that read them: names, types, defaults, descriptions. */
final class ConfigurationReference {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern PARAM =
            Pattern.compile("@param (\\w+) ((?:(?!\\n\\s*\\*\\s*(?:@|\\n|/)).)*)", Pattern.DOTALL);

    private final List<Row> rows = new ArrayList<>();

    private record Row(String name, String type, String defaultValue, String description) {}

    static String markdown() {
        ConfigurationReference reference = new ConfigurationReference();
        records()
                .forEach(type -> reference.add(
                        type, type.getAnnotation(ConfigurationProperties.class).value()));
        String table = reference.rows.stream()
                .sorted(Comparator.comparing(Row::name))
                .map(row -> "| `" + row.name + "` | " + row.type + " | "
                        + (row.defaultValue.isEmpty() ? "" : "`" + row.defaultValue + "`") + " | " + row.description
                        + " |")
                .collect(Collectors.joining("\n"));
        return """
                # Configuration

                Made from the code by `mvn test -Dtest=ConfigurationReferenceTest -Drlm.write-docs=true`; a test holds it true.

                Settings go into `application.yaml` in the working directory, into environment variables (`rlm.data-directory`
                is `RLM_DATA_DIRECTORY`, `rlm.models[0].root` is `RLM_MODELS_0_ROOT`) or onto the command line
                (`--rlm.data-directory=/var/lib/rlm`). `<name>` stands for a name of your own, `[]` for a position in a list.
                Times are written as `30s` or `10m`, sizes as `512MB`.

                | setting | type | default | what it is |
                |---|---|---|---|
                """ + table + "\n";
    }

    private static List<Class<?>> records() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false) {
            @Override
            protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
                return definition.getMetadata().isIndependent();
            }
        };
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        return scanner.findCandidateComponents("io.rlmgateway").stream()
                .<Class<?>>map(found -> load(String.valueOf(found.getBeanClassName())))
                .filter(Class::isRecord)
                .toList();
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private void add(Class<?> type, String prefix) {
        Map<String, String> descriptions = descriptions(type);
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "." + kebab(component.getName());
            Class<?> nested = nested(component.getGenericType());
            if (nested.isRecord()) {
                add(nested, name + suffix(component.getType()));
            } else {
                rows.add(new Row(
                        name + suffix(component.getType()),
                        typeName(nested),
                        defaultValue(component),
                        descriptions.getOrDefault(component.getName(), "")));
            }
        }
    }

    private static Class<?> nested(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Type[] arguments = parameterized.getActualTypeArguments();
            return nested(arguments[arguments.length - 1]);
        }
        return (Class<?>) type;
    }

    private static String suffix(Class<?> type) {
        return Map.class.isAssignableFrom(type) ? ".<name>" : List.class.isAssignableFrom(type) ? "[]" : "";
    }

    private static String typeName(Class<?> type) {
        return type.isEnum()
                ? Stream.of(type.getEnumConstants())
                        .map(constant -> "`" + kebab(((Enum<?>) constant).name().toLowerCase(Locale.ROOT)) + "`")
                        .collect(Collectors.joining(", "))
                : switch (type.getSimpleName()) {
                    case "int", "Integer", "long", "Long" -> "whole number";
                    case "double", "Double" -> "number";
                    case "boolean", "Boolean" -> "`true`, `false`";
                    case "Duration" -> "time";
                    case "DataSize" -> "size";
                    case "Path" -> "path";
                    default -> "text";
                };
    }

    private static String defaultValue(RecordComponent component) {
        return Stream.of(component
                        .getDeclaringRecord()
                        .getDeclaredConstructors()[0]
                        .getParameters())
                .filter(parameter -> parameter.getName().equals(component.getName()))
                .map(parameter -> parameter.getAnnotation(DefaultValue.class))
                .filter(value -> value != null)
                .map(value -> String.join(", ", value.value()))
                .findFirst()
                .orElse("");
    }

    /** The {@code @param} texts in the javadoc right before the record. */
    private static Map<String, String> descriptions(Class<?> type) {
        String outermost = type.getName().split("\\$", 2)[0];
        try {
            String source = Files.readString(SOURCES.resolve(outermost.replace('.', '/') + ".java"));
            int record = source.indexOf("record " + type.getSimpleName() + "(");
            String javadoc = source.substring(source.lastIndexOf("/**", record), record);
            return PARAM.matcher(javadoc)
                    .results()
                    .collect(Collectors.toMap(found -> found.group(1), found -> plain(found.group(2))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String plain(String javadoc) {
        String text = javadoc.replaceAll("\\s*\\n\\s*\\*\\s*", " ").strip();
        return Pattern.compile("\\{@(?:code|link) #?([^}]*)}")
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement("`" + found.group(1) + "`"))
                .replace("|", "\\|");
    }

    private static String kebab(String camelCase) {
        return camelCase
                .replace('_', '-')
                .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT);
    }
}
