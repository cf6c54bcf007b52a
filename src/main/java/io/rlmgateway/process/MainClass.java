package io.rlmgateway.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How another main class of this artifact is started: by this Java, from this process's class path or its one jar. */
public final class MainClass {

    private static final String NESTED_LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

    private MainClass() {}

    /** {@return this Java's launcher, never one of the PATH} */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * The end of a command line, after the options of the JVM and before the arguments of the class.
     *
     * @param name the main class's name
     * @param needed chooses what of the class path it needs; of a jar with nested jars it gets all
     * @return words of the command line
     */
    public static List<String> launch(String name, UnaryOperator<List<Path>> needed) {
        String classPath = System.getProperty("java.class.path");
        boolean nested = ClassLoader.getSystemResource(NESTED_LAUNCHER.replace('.', '/') + ".class") != null;
        return nested
                ? List.of(
                        "-cp", Path.of(classPath).toAbsolutePath().toString(), "-Dloader.main=" + name, NESTED_LAUNCHER)
                : List.of("-cp", joined(needed.apply(entries(classPath))), name);
    }

    private static String joined(List<Path> entries) {
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** {@return all entries of a class path; those that its only jar names where it is an extracted application} */
    static List<Path> entries(String classPath) {
        List<Path> given = Stream.of(classPath.split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath())
                .toList();
        return given.size() == 1
                ? Stream.concat(given.stream(), namedBy(given.getFirst())).toList()
                : given;
    }

    private static Stream<Path> namedBy(Path jar) {
        if (!jar.toFile().isFile()) {
            return Stream.empty();
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            String named = file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return named == null ? Stream.empty() : Stream.of(named.split(" ")).map(jar::resolveSibling);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
