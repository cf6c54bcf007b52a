package io.rlmgateway.evaluation.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of public benchmarks, by samples in their formats. */
class BenchmarkTest {

    @TempDir
    Path directory;

    @Test
    void oolongIsReadWithItsTypesOfAnswers() throws IOException {
        List<Task> tasks = Benchmark.OOLONG.tasks(sample("oolong.jsonl"), 10);

        assertThat(tasks)
                .extracting(Task::id)
                .containsExactly("oolong-11000201", "oolong-11000202", "oolong-sample-real-1");
        assertThat(tasks).extracting(Task::tokens).startsWith(1024L, 1024L);
        assertThat(text(tasks.getFirst())).startsWith("The following lines").doesNotContain("not read");
        assertThat(exercise(tasks.getFirst()).expected().score("Label: spam")).isEqualTo(Score.RIGHT);
        assertThat(exercise(tasks.get(1)).expected().score("Date: Jan 6, 2023")).isEqualTo(Score.RIGHT);
        assertThat(exercise(tasks.get(2)).expected().score("\\boxed{2}")).isEqualTo(Score.RIGHT);
    }

    @Test
    void documentsOfBrowseCompPlusStandOnceInTheText() throws IOException {
        List<Task> tasks = Benchmark.BROWSECOMP_PLUS.tasks(sample("browsecomp-plus.jsonl"), 10);

        String text = text(tasks.getFirst());

        assertThat(tasks).hasSize(2).first().extracting(Task::kind).isEqualTo("browsecomp-plus");
        assertThat(text).contains("Document 31\n", "Document 32\n", "Document 90\n");
        assertThat(text.split("Document 31\n", -1)).hasSize(2);
        assertThat(text(tasks.getFirst())).isEqualTo(text);
        assertThat(exercise(tasks.getFirst()).expected().score("It was Marrow Bridge."))
                .isEqualTo(Score.RIGHT);
    }

    @Test
    void choicesOfLongBenchStandInTheQuestion() throws IOException {
        List<Task> tasks = Benchmark.LONGBENCH_V2.tasks(sample("longbench-v2.json"), 10);

        assertThat(tasks)
                .extracting(Task::id)
                .containsExactly("longbench-v2-66f36490821e116aacb2cc22", "longbench-v2-66ebd22d5a08c7b9b35dda44");
        assertThat(exercise(tasks.getFirst()).question())
                .startsWith("Who moved the ladder?\n(A) the gardener\n(B) the cook");
        assertThat(text(tasks.get(1))).isEqualTo("def f():\n    return 4\n");
        assertThat(exercise(tasks.get(1)).expected().score("The correct answer is (D)."))
                .isEqualTo(Score.RIGHT);
    }

    @Test
    void rowsAreFoundBehindCharactersOfSeveralBytes() throws IOException {
        Path file = Files.writeString(directory.resolve("wide.jsonl"), """
                {"_id": "1", "context": "Ünï 漢字 😀", "question": "q", "choice_A": "a", "choice_B": "b", "choice_C": "c", "choice_D": "d", "answer": "A"}

                {"_id": "2", "context": "zweite", "question": "q", "choice_A": "a", "choice_B": "b", "choice_C": "c", "choice_D": "d", "answer": "A"}
                """);

        List<Task> tasks = Benchmark.LONGBENCH_V2.tasks(file, 10);

        assertThat(text(tasks.get(1))).isEqualTo("zweite");
        assertThat(text(tasks.getFirst())).isEqualTo("Ünï 漢字 😀");
    }

    @Test
    void limitTakesTheFirstExamples() {
        assertThat(Benchmark.OOLONG.tasks(sample("oolong.jsonl"), 2)).hasSize(2);
    }

    @Test
    void fileOfAnotherFormatIsRefusedByWhatItLacks() {
        assertThatThrownBy(() -> Benchmark.LONGBENCH_V2.tasks(sample("oolong.jsonl"), 10))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("not of the format longbench-v2")
                .hasMessageContaining("choice_A");
    }

    @Test
    void encryptedFileIsNamedAsSuch() throws IOException {
        Path file = Files.writeString(
                directory.resolve("encrypted.jsonl"),
                "{\"query_id\": \"1\", \"query\": \"%s==\", \"answer\": \"QUJD\", \"gold_docs\": []}"
                        .formatted("aGVsbG8".repeat(10)));

        assertThatThrownBy(() -> Benchmark.BROWSECOMP_PLUS.tasks(file, 10)).hasMessageContaining("still encrypted");
    }

    @Test
    void whatIsNoJsonOrNoFileIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("broken.jsonl"), "{\"id\": ");

        assertThatThrownBy(() -> Benchmark.OOLONG.tasks(file, 10)).hasMessageContaining("cannot be read as JSON");
        assertThatThrownBy(() -> Benchmark.OOLONG.tasks(directory.resolve("none"), 10))
                .isInstanceOf(UnusableFileException.class);
        assertThatThrownBy(() -> Benchmark.OOLONG.tasks(Files.writeString(directory.resolve("empty"), "[]"), 10))
                .hasMessageContaining("holds no JSON object");
    }

    private static Path sample(String name) {
        try {
            return Path.of(Objects.requireNonNull(BenchmarkTest.class.getResource(name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Exercise exercise(Task task) throws IOException {
        return task.author().write(new StringBuilder());
    }

    private static String text(Task task) throws IOException {
        StringBuilder text = new StringBuilder();
        task.author().write(text);
        return text.toString();
    }
}
