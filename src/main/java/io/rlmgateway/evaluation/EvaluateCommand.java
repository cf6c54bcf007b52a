package io.rlmgateway.evaluation;

import io.rlmgateway.evaluation.report.Report;
import io.rlmgateway.evaluation.report.Trial;
import io.rlmgateway.evaluation.task.Task;
import io.rlmgateway.evaluation.task.UnusableFileException;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of evaluations. */
@Command(
        name = Evaluation.COMMAND,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Asks a service about long texts whose answers are known, directly and in sessions, and reports how right its"
                    + " answers are, what they cost and how long they take.",
            "Called again with the same --output, it goes on where it was.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:All questions were answered.",
            "1:Some were not, or the evaluation could not run.",
            "2:The arguments are wrong."
        })
final class EvaluateCommand implements Callable<Integer> {

    private final Function<String[], ConfigurableApplicationContext> start;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(validate = false, heading = "Whom to ask:%n")
    private WhomToAsk whom = new WhomToAsk();

    @ArgGroup(validate = false, heading = "%nWhat to ask:%n")
    private WhatToAsk what = new WhatToAsk();

    @ArgGroup(validate = false, heading = "%nHow to ask:%n")
    private HowToAsk how = new HowToAsk();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    // picocli sets it, and stops before the command runs
    @SuppressWarnings("UnusedVariable")
    private boolean help;

    EvaluateCommand(Function<String[], ConfigurableApplicationContext> start) {
        this.start = start;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ServiceException {
        Map<String, String> environment = System.getenv();
        Plan plan = plan(environment);
        Path output = Files.createDirectories(how.output());
        try (TrialLog log = log(output)) {
            // for this run alone: nothing that lies beside the reports is anybody's to delete
            Path data = Files.createTempDirectory(output.toAbsolutePath(), ".run-");
            try (Service service = whom.service(data, how.depth(), environment, start)) {
                Gateway gateway = new Gateway(new Exchange(service.base(), service.key()));
                check(gateway.models());
                return ask(plan, gateway, log, data);
            } finally {
                FileSystemUtils.deleteRecursively(data);
            }
        }
    }

    private Plan plan(Map<String, String> environment) {
        try {
            whom.check(environment);
            return how.plan(what.tasks(), whom);
        } catch (IllegalArgumentException | UnusableFileException e) {
            throw wrong(e);
        }
    }

    private TrialLog log(Path output) throws IOException {
        try {
            return TrialLog.open(output, whom.identity());
        } catch (IllegalArgumentException e) {
            throw wrong(e);
        }
    }

    private void check(List<String> served) {
        if (!served.contains(whom.model())) {
            throw wrong(new IllegalArgumentException("--model: the service does not serve '" + whom.model()
                    + "'. It serves: " + String.join(", ", served)));
        }
    }

    private int ask(Plan plan, Gateway gateway, TrialLog log, Path data) throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Progress progress = new Progress(err, isTerminal(), plan.trials());
        if (how.depth() > 1 && !whom.definesModel()) {
            err.println(
                    "Note: a session is no deeper than the served model's limits.depth allows, whatever --modes says.");
        }
        EvaluationRun.Outcome outcome;
        try {
            outcome = new EvaluationRun(plan, gateway, log, progress, data).run();
        } finally {
            report(log.trials(), how.output());
        }
        switch (outcome) {
            case COMPLETE -> {}
            case MONEY_USED_UP -> err.println("--max-cost is used up: some questions were not asked.");
            case PRICE_UNKNOWN ->
                err.println("--max-cost cannot be kept, as the service does not know what its models cost: no more"
                        + " questions were asked. Set their prices in rlm.model-facts, or leave --max-cost out.");
        }
        err.flush();
        return outcome == EvaluationRun.Outcome.COMPLETE
                        && asked(plan, log).stream().noneMatch(Trial::failed)
                ? 0
                : 1;
    }

    /** Java 25 has a console only where there is a terminal, and other versions have one always. */
    private static boolean isTerminal() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    private void report(List<Trial> trials, Path output) throws IOException {
        Report report = new Report(whom.identity(), trials, Instant.now());
        report.write(output);
        PrintWriter out = spec.commandLine().getOut();
        report.summary().forEach(out::println);
        out.println("Report: " + output.resolve(Report.PAGE).toAbsolutePath().normalize());
        out.flush();
    }

    private static List<Trial> asked(Plan plan, TrialLog log) {
        List<String> keys = new ArrayList<>();
        for (Task task : plan.tasks()) {
            plan.modes(task).forEach(mode -> keys.add(task.id() + " " + mode.name()));
        }
        return log.trials().stream().filter(trial -> keys.contains(trial.key())).toList();
    }

    private ParameterException wrong(RuntimeException e) {
        return new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
}
