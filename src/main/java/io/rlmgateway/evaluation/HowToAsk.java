package io.rlmgateway.evaluation;

import io.rlmgateway.evaluation.task.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.convert.DurationStyle;
import picocli.CommandLine.Option;

/** Options of the run. */
final class HowToAsk {

    @Option(
            names = "--modes",
            split = ",",
            paramLabel = "MODE",
            defaultValue = "direct,rlm-0,rlm-1,rlm-2",
            description = {
                "Ways of asking: direct, and sessions of a depth: rlm-0 without sub-calls, rlm-1 with them, rlm-2 with"
                        + " children that have a sandbox of their own.",
                "Default: ${DEFAULT-VALUE}"
            })
    private List<Mode> modes = new ArrayList<>();

    @Option(
            names = "--direct-up-to",
            paramLabel = "SIZE",
            defaultValue = "128k",
            description = {"The largest text that is asked about directly.", "Default: ${DEFAULT-VALUE}"})
    private String directUpTo = "128k";

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "1",
            description = {"Texts that are asked about at once.", "Default: ${DEFAULT-VALUE}"})
    private int parallel = 1;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "15m",
            description = {"How long a question may take.", "Default: ${DEFAULT-VALUE}"})
    private String timeout = "15m";

    @Option(
            names = "--max-cost",
            paramLabel = "USD",
            defaultValue = "Infinity",
            description = {"US dollars after which nothing more is asked.", "Default: no limit"})
    private double maxCost = Double.POSITIVE_INFINITY;

    @Option(
            names = "--output",
            paramLabel = "DIRECTORY",
            defaultValue = "evaluation",
            description = {"Where the state and the reports go.", "Default: ${DEFAULT-VALUE}"})
    private Path output = Path.of("evaluation");

    Path output() {
        return output;
    }

    int depth() {
        return modes.stream().mapToInt(Mode::depth).max().orElse(0);
    }

    Plan plan(List<Task> tasks, WhomToAsk whom) {
        if (parallel < 1 || parallel > 64) {
            throw new IllegalArgumentException("--parallel must be from 1 to 64.");
        }
        if (!(maxCost > 0)) {
            throw new IllegalArgumentException("--max-cost must be more than 0.");
        }
        Plan.Asking asking = new Plan.Asking(whom.model(), whom.subModel(), time());
        return new Plan(tasks, modes.stream().distinct().toList(), asking, Sizes.one(directUpTo), parallel, maxCost);
    }

    private Duration time() {
        Duration time = DurationStyle.SIMPLE.parse(timeout);
        if (time.toSeconds() < 1) {
            throw new IllegalArgumentException("--timeout must be at least a second, as 15m is.");
        }
        return time;
    }
}
