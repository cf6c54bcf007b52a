package io.rlmgateway.evaluation;

import io.rlmgateway.evaluation.report.Trial;
import io.rlmgateway.evaluation.task.Exercise;
import io.rlmgateway.evaluation.task.Score;
import io.rlmgateway.evaluation.task.Task;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/** Writes the texts, asks about them and judges the answers. */
final class EvaluationRun {

    private static final int SHOWN = 2000;

    private final Plan plan;
    private final Gateway gateway;
    private final TrialLog log;
    private final Progress progress;
    private final Path directory;
    private final AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.COMPLETE);

    /**
     * An evaluation.
     *
     * @param log what was asked before, which is not asked again
     * @param directory where a text lies until it is uploaded
     */
    EvaluationRun(Plan plan, Gateway gateway, TrialLog log, Progress progress, Path directory) {
        this.plan = plan;
        this.gateway = gateway;
        this.log = log;
        this.progress = progress;
        this.directory = directory;
    }

    /** How it ended. */
    enum Outcome {
        /** All was asked. */
        COMPLETE,
        /** The money is used up. */
        MONEY_USED_UP,
        /** There is a limit to the money, and nobody knows what an answer costs. */
        PRICE_UNKNOWN
    }

    /** {@return whether all was asked, and if not, why} */
    Outcome run() throws IOException, InterruptedException {
        progress.resumed(plan.trials()
                - plan.tasks().stream().mapToInt(task -> open(task).size()).sum());
        try (ExecutorService workers = Executors.newFixedThreadPool(plan.parallel())) {
            List<Future<Void>> futures = new ArrayList<>();
            for (Task task : plan.tasks()) {
                futures.add(workers.submit(() -> work(task)));
            }
            try {
                for (Future<Void> future : futures) {
                    future.get();
                }
            } catch (ExecutionException e) {
                workers.shutdownNow();
                throw new IOException("The evaluation cannot go on: " + e.getCause(), e.getCause());
            } finally {
                progress.end();
            }
        }
        return outcome.get();
    }

    private List<Mode> open(Task task) {
        return plan.modes(task).stream()
                .filter(mode -> !log.has(task.id(), mode))
                .toList();
    }

    private Void work(Task task) throws IOException, InterruptedException {
        List<Mode> open = open(task);
        if (open.isEmpty() || !isMoneyLeft()) {
            return null;
        }
        Path text = Files.createTempFile(directory, task.kind() + "-", ".txt");
        try {
            Exercise exercise = write(task, text);
            Asked asked = new Asked(task, exercise);
            try {
                String file = gateway.upload(text);
                try {
                    for (Mode mode : open) {
                        ask(asked, mode, file);
                    }
                } finally {
                    gateway.delete(file);
                }
            } catch (ServiceException e) {
                for (Mode mode : open) {
                    keep(asked.failed(mode, e, 0));
                }
            }
        } finally {
            Files.deleteIfExists(text);
        }
        return null;
    }

    private static Exercise write(Task task, Path file) throws IOException {
        // a lone half of a surrogate pair becomes a question mark
        try (Writer text =
                new BufferedWriter(new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.UTF_8))) {
            return task.author().write(text);
        }
    }

    private void ask(Asked asked, Mode mode, String file) throws IOException, InterruptedException {
        if (!isMoneyLeft()) {
            return;
        }
        long start = System.nanoTime();
        try {
            Reply reply =
                    gateway.ask(plan.asking(), mode, file, asked.exercise().question());
            keep(asked.answered(mode, reply));
        } catch (ServiceException e) {
            keep(asked.failed(mode, e, (System.nanoTime() - start) / 1e9));
        }
    }

    private void keep(Trial trial) throws IOException {
        log.add(trial);
        progress.asked(trial);
    }

    private boolean isMoneyLeft() {
        if (plan.maxCost() == Double.POSITIVE_INFINITY) {
            return true;
        }
        double spent = 0;
        for (Trial trial : log.trials()) {
            Double cost = trial.usage().costUsd();
            if (cost == null && !trial.failed()) {
                outcome.set(Outcome.PRICE_UNKNOWN);
                return false;
            }
            spent += cost == null ? 0 : cost;
        }
        if (spent >= plan.maxCost()) {
            outcome.set(Outcome.MONEY_USED_UP);
        }
        return spent < plan.maxCost();
    }

    /** A question that can be asked. */
    private record Asked(Task task, Exercise exercise) {

        Trial answered(Mode mode, Reply reply) {
            Score score = exercise.expected().score(reply.text());
            return trial(
                    mode,
                    new Trial.Outcome(
                            score.value(),
                            score.exact(),
                            exercise.question(),
                            shown(exercise.expected().text()),
                            shown(reply.text()),
                            null,
                            false),
                    reply.usage());
        }

        Trial failed(Mode mode, ServiceException failure, double seconds) {
            return trial(
                    mode,
                    new Trial.Outcome(
                            0,
                            false,
                            exercise.question(),
                            shown(exercise.expected().text()),
                            "",
                            String.valueOf(failure.getMessage()),
                            failure.mayPass()),
                    Trial.Usage.unknown(seconds));
        }

        private Trial trial(Mode mode, Trial.Outcome outcome, Trial.Usage usage) {
            return new Trial(task.id(), task.kind(), task.tokens(), mode.name(), outcome, usage);
        }

        private static String shown(String text) {
            if (text.length() <= SHOWN) {
                return text;
            }
            int end = Character.isHighSurrogate(text.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
            return text.substring(0, end) + "…";
        }
    }
}
