package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerDirectoriesTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void directoryOfAGatewayThatIsGoneIsRemovedAndThatOfALivingOneIsNot() throws IOException {
        Path abandoned = Files.createDirectory(folder.resolve("rlm-workers-1"));
        Files.createDirectory(abandoned.resolve("7"));
        Files.createFile(abandoned.resolve("lock"));
        Path beingMade = Files.createDirectory(folder.resolve("rlm-workers-2"));
        Path another = Files.createDirectory(folder.resolve("else"));

        try (WorkerDirectories first = WorkerDirectories.below(folder);
                WorkerDirectories second = WorkerDirectories.below(folder)) {
            assertThat(first.path()).isDirectory();
            assertThat(second.path()).isDirectory();
        }

        assertThat(folder).isDirectoryContaining(beingMade::equals).isDirectoryContaining(another::equals);
        assertThat(abandoned).doesNotExist();
    }

    @Test
    void directoriesOfOneProcessAreSafeFromOthers() throws Exception {
        try (WorkerDirectories first = WorkerDirectories.below(folder);
                WorkerDirectories second = WorkerDirectories.below(folder)) {
            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            DirectoriesMain.class.getName(),
                            folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();

            assertThat(other.waitFor()).isZero();

            assertThat(first.path()).isDirectory();
            assertThat(second.path()).isDirectory();
        }
        assertThat(folder).isEmptyDirectory();
    }
}
