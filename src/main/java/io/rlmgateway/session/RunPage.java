package io.rlmgateway.session;

import io.rlmgateway.trajectory.Run;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of runs, as OpenAI's lists are.
 *
 * @param object always {@code list}
 * @param data the runs, newest first
 * @param firstId id of the first run, null on an empty page
 * @param lastId id of the last run, to be given as {@code after} for the next page; null on an empty page
 * @param hasMore whether there is a next page
 */
record RunPage(
        String object,
        List<RunFacts> data,
        @Nullable String firstId,
        @Nullable String lastId,
        boolean hasMore) {

    /**
     * Makes a page.
     *
     * @param runs one run more than the page holds, if there is one
     * @param limit runs of the page
     */
    static RunPage of(List<Run> runs, int limit) {
        List<RunFacts> data = runs.stream().limit(limit).map(RunFacts::of).toList();
        return new RunPage(
                "list",
                data,
                data.isEmpty() ? null : data.getFirst().id(),
                data.isEmpty() ? null : data.getLast().id(),
                runs.size() > limit);
    }
}
