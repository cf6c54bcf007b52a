package io.rlmgateway.evaluation;

import io.rlmgateway.evaluation.task.Task;
import java.time.Duration;
import java.util.List;

/**
 * What an evaluation asks, and how.
 *
 * @param tasks in the order in which they are begun
 * @param modes each task is asked in all of them
 * @param asking of whom
 * @param directUpTo tokens of the largest text that is asked about directly
 * @param parallel tasks at once
 * @param maxCost US dollars after which nothing more is asked
 */
record Plan(List<Task> tasks, List<Mode> modes, Asking asking, long directUpTo, int parallel, double maxCost) {

    /**
     * What each question names.
     *
     * @param model the served model
     * @param subModel the model of sub-calls; empty for the served model's own
     * @param timeout of a question
     */
    record Asking(String model, String subModel, Duration timeout) {}

    /** {@return the ways in which a task is asked} */
    List<Mode> modes(Task task) {
        return modes.stream()
                .filter(mode -> !mode.isDirect() || task.tokens() <= directUpTo)
                .toList();
    }

    /** {@return how many questions there are} */
    int trials() {
        return tasks.stream().mapToInt(task -> modes(task).size()).sum();
    }
}
