package io.rlmgateway.repl.graalpy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PythonDriverTest {

    private static final Path FOLDER = Path.of("src/main/resources/io/rlmgateway/repl/graalpy");
    private static final Pattern DEFINITION = Pattern.compile("^(?:(?:async )?def|class) (\\w+)", Pattern.MULTILINE);
    private static final Pattern ASSIGNMENT = Pattern.compile("^(\\w+(?:, \\w+)*) = ", Pattern.MULTILINE);

    /** They share one namespace, so that a second definition would replace the first. */
    @Test
    void eachNameIsDefinedInOneFile() throws IOException {
        Map<String, TreeSet<String>> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(FOLDER)) {
            for (Path file : all.toList()) {
                names(Files.readString(file))
                        .forEach(name -> files.computeIfAbsent(name, any -> new TreeSet<>())
                                .add(file.getFileName().toString()));
            }
        }

        assertThat(files).hasSizeGreaterThan(100);
        assertThat(files.values()).allSatisfy(defining -> assertThat(defining).hasSize(1));
    }

    private static Stream<String> names(String code) {
        return Stream.of(DEFINITION, ASSIGNMENT)
                .flatMap(pattern -> pattern.matcher(code).results())
                .flatMap(found -> List.of(found.group(1).split(", ", -1)).stream());
    }
}
