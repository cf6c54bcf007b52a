package io.rlmgateway.repl.worker;

import io.rlmgateway.process.MainClass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a worker: this Java, this artifact, another main class, and only the libraries that it needs. */
final class WorkerCommand {

    private static final String MAIN = "io.rlmgateway.repl.worker.SandboxWorkerMain";
    /** Where the engine's native library lies when the image has it unpacked. */
    static final String ENGINE_RESOURCES = "polyglot.engine.resourcePath";

    private static final String POLYGLOT = "polyglot-";
    /**
     * Names the archive of loaded classes, and of what to compile, with which workers start sooner
     * ({@link WorkerArchiveMain}).
     */
    private static final String ARCHIVE = "rlm.worker-archive";

    private static final List<String> OTHERS = List.of("protobuf-java-", "caffeine-", "slf4j-api-");

    private final List<String> launch;

    private WorkerCommand(List<String> launch) {
        this.launch = launch;
    }

    /** {@return a command that starts something else} */
    static WorkerCommand of(List<String> launch) {
        return new WorkerCommand(launch);
    }

    /** {@return the command for the class path of this process} */
    static WorkerCommand ofThisProcess() {
        return new WorkerCommand(MainClass.launch(MAIN, WorkerCommand::needed));
    }

    /** {@return directories and the application's jar, GraalPy's jars (all of one version), and the few others} */
    static List<Path> needed(List<Path> entries) {
        String engine = entries.stream()
                .map(entry -> entry.getFileName().toString())
                .filter(name -> name.startsWith(POLYGLOT))
                .map(name -> "-" + name.substring(POLYGLOT.length()))
                .findFirst()
                .orElse("");
        return entries.stream().filter(entry -> isNeeded(entry, engine)).toList();
    }

    private static boolean isNeeded(Path entry, String engine) {
        String name = entry.getFileName().toString();
        return engine.isEmpty()
                || name.endsWith(engine)
                || !name.endsWith(".jar")
                || name.startsWith("rlm-gateway")
                || OTHERS.stream().anyMatch(name::startsWith);
    }

    /**
     * A worker's command line.
     *
     * @param directory the worker's own, for all that it writes
     * @param heap bytes
     * @param arguments of the main class
     */
    List<String> line(Path directory, long heap, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(
                MainClass.java(),
                "-Xmx" + heap,
                "-Xms32m",
                // for Python's threads, whose size GraalPy does not set: 1,000 calls, as many as Python allows
                "-Xss16m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+DisableAttachMechanism",
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + directory.resolve("crash.log"),
                "-Djava.io.tmpdir=" + directory,
                "-Dslf4j.internal.verbosity=ERROR",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        line.addAll(compilation());
        String resources = System.getProperty(ENGINE_RESOURCES);
        if (resources != null) {
            line.add("-D" + ENGINE_RESOURCES + "=" + resources);
        }
        line.addAll(launch);
        line.addAll(arguments);
        return line;
    }

    /** Only with an archive is a start that compiles for a long life no slower than one that does not. */
    private static List<String> compilation() {
        String archive = System.getProperty(ARCHIVE);
        return archive == null
                ? List.of("-XX:TieredStopAtLevel=1")
                : List.of("-XX:AOTCache=" + archive, "-Xlog:disable", "-Xlog:all=error:stderr");
    }

    /**
     * The command line of a process that makes the archive of {@link #ARCHIVE} when it ends.
     *
     * @param main what it does meanwhile, as workers do
     */
    List<String> training(Path directory, long heap, Path archive, String main, List<String> arguments) {
        List<String> line = new ArrayList<>(line(directory, heap, List.of()));
        line.removeAll(compilation());
        if (!line.contains(MAIN)) {
            throw new IllegalStateException(
                    "The jar must be extracted first: java -Djarmode=tools -jar rlm-gateway.jar extract");
        }
        line.set(line.indexOf(MAIN), main);
        line.add(1, "-XX:AOTCacheOutput=" + archive);
        line.addAll(arguments);
        return line;
    }
}
