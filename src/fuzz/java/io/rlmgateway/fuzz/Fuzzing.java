package io.rlmgateway.fuzz;

import io.rlmgateway.repl.worker.FrameBytes;
import io.rlmgateway.repl.worker.FramesFuzzTarget;
import io.rlmgateway.repl.worker.HostCallBytes;
import io.rlmgateway.session.function.ArgumentsFuzzTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.convert.DurationStyle;

/**
 * Starts a Jazzer process for each target, all at once. Arguments are the folder for what they find and keep, and how
 * long they search, as {@code 1h}.
 */
final class Fuzzing {

    private static final Logger log = LoggerFactory.getLogger(Fuzzing.class);

    private Fuzzing() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        Duration time = DurationStyle.detectAndParse(arguments[1]);
        Map<Class<?>, Process> searches = new LinkedHashMap<>();
        searches.put(FramesFuzzTarget.class, start(FramesFuzzTarget.class, folder, time, FrameBytes.samples()));
        searches.put(
                ArgumentsFuzzTarget.class, start(ArgumentsFuzzTarget.class, folder, time, HostCallBytes.samples()));
        int failed = 0;
        for (Map.Entry<Class<?>, Process> search : searches.entrySet()) {
            int exit = search.getValue().waitFor();
            String target = search.getKey().getSimpleName();
            if (exit == 0) {
                log.info("{} found nothing", target);
            } else {
                log.error("{} ended with {}, see {}", target, exit, folder);
            }
            failed += exit == 0 ? 0 : 1;
        }
        System.exit(failed);
    }

    private static Process start(Class<?> target, Path folder, Duration time, List<byte[]> samples) throws IOException {
        Path own = Files.createDirectories(folder.resolve(target.getSimpleName()));
        Path corpus = Files.createDirectories(own.resolve("corpus"));
        for (int i = 0; i < samples.size(); i++) {
            Files.write(corpus.resolve("sample-" + i), samples.get(i));
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-classpath",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getName(),
                "--instrumentation_includes=io.rlmgateway.**:com.google.protobuf.CodedInputStream*",
                // what reads bytes starts no program and opens no file, so nothing looks out for that
                "--custom_hook_includes=io.rlmgateway.**",
                "-max_total_time=" + time.toSeconds(),
                "-max_len=4096",
                // in seconds, for one input: a hang, also on a machine that is busy when classes are loaded
                "-timeout=120",
                "-artifact_prefix=" + own + "/",
                corpus.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(own.resolve("log.txt").toFile())
                .start();
    }
}
