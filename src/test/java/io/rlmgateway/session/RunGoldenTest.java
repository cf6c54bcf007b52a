package io.rlmgateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.GoldenFile;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.EventJson;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.Run;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a run looks like to its readers, against files that people have read. */
class RunGoldenTest {

    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Test
    void treeIsAsInTheGoldenFile() throws IOException {
        RunTree tree = RunTreeBuilder.tree(RunSample.RUN, RunSample.events());

        golden("run-tree.json").assertHolds(pretty(EventJson.write(tree)));
    }

    @Test
    void logIsAsInTheGoldenFile() throws IOException {
        golden("trajectory.jsonl").assertHolds(log(RunTreeBuilder.tree(RunSample.RUN, RunSample.events())));
    }

    @Test
    void everyPrefixOfARunHasATreeAndALog() {
        Run running = new Run("run_1", "acme", "rlm", RunSample.START, null, Run.Status.RUNNING);
        List<RecordedEvent> events = RunSample.events();
        for (int length = 1; length < events.size(); length++) {
            RunTree tree = RunTreeBuilder.tree(running, events.subList(0, length));

            assertThat(tree.session()).isNotNull();
            assertThat(log(tree)).startsWith("{\"type\":\"metadata\"");
        }
    }

    @Test
    void runThatFailedBeforeItsSessionOpenedSaysWhy() {
        RunTree tree = RunTreeBuilder.tree(
                RunSample.RUN,
                List.of(new RecordedEvent(1, RunSample.START, 0, new Event.Failed("rlm_failed", "no sandbox"))));

        assertThat(Objects.requireNonNull(tree.session()).outcome())
                .isEqualTo(new RunTree.Outcome("failed", 0, "no sandbox", null, "rlm_failed"));
    }

    @Test
    void openCallsOfAStoppedRunAreInTheLogAsErrors() {
        List<RecordedEvent> events = RunSample.events().subList(0, 7);
        RunTree tree = RunTreeBuilder.tree(RunSample.RUN, events);

        assertThat(log(tree)).contains("the call did not end", "the cell did not end");
    }

    @Test
    void costOfARunWithAnUnknownPriceIsUnknown() {
        RunUsage usage = RunUsage.of(RunSample.events());

        assertThat(usage.costUsd()).isNull();
        assertThat(Objects.requireNonNull(usage.models().get("openai/root")).costUsd())
                .isEqualTo(0.875);
        assertThat(usage.subCalls()).isEqualTo(3);
    }

    private static String log(RunTree tree) {
        return RunTrajectoryLog.entries(RunSample.START, Objects.requireNonNull(tree.session())).stream()
                .map(entry -> EventJson.write(entry) + "\n")
                .collect(Collectors.joining());
    }

    private static String pretty(String json) {
        return PRETTY.writeValueAsString(PRETTY.readValue(json, Map.class)) + "\n";
    }

    private static GoldenFile golden(String name) {
        return GoldenFile.of(RunGoldenTest.class, name);
    }
}
