package io.rlmgateway.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.RlmGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An evaluation of the built-in model by a service that it starts itself. */
class EvaluationEndToEndTest {

    @TempDir
    Path directory;

    @Test
    void needlesAreFoundBySessionsAndTheServiceIsGoneAfterwards() throws IOException {
        String[] arguments = {
            "--model", "demo/reader",
            "--suite", "needle-single",
            "--sizes", "8k,32k",
            "--modes", "direct,rlm-1",
            "--parallel", "2",
            "--output", directory.toString(),
            "--set", "rlm.sandbox.mode=embedded"
        };

        int code = Evaluation.run(arguments, service -> SpringApplication.run(RlmGateway.class, service));

        assertThat(code).isZero();
        JsonNode report = JsonMapper.builder().build().readTree(Files.readString(directory.resolve("report.json")));
        assertThat(report.path("trials").size()).isEqualTo(4);
        report.path("trials").forEach(trial -> {
            assertThat(trial.path("outcome").path("score").asDouble())
                    .as(trial.toString())
                    .isEqualTo(1);
            assertThat(trial.path("usage").path("prompt_tokens").asLong()).isPositive();
        });
        assertThat(directory.resolve("service")).doesNotExist();
        assertThat(directory).isDirectoryNotContaining("glob:**.txt");
    }
}
