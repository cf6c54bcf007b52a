package io.rlmgateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Answers that tell how they came about. */
class TrajectoryInAnswerTest extends ChatTest {

    private static final String ASKED = "{\"model\":\"rlm\",\"rlm\":{\"mode\":\"rlm\",\"include_trajectory\":true},";

    private static List<JsonNode> chunks(HttpResponse<String> response) {
        return response.body()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> json(line.substring("data: ".length())))
                .toList();
    }

    @Test
    void itStandsBesideTheCitations() {
        HttpResponse<String> response = post(ASKED + QUESTION + "}");
        JsonNode rlm = json(response.body()).path("rlm");

        assertThat(rlm.at("/trajectory/0/run").stringValue())
                .isEqualTo(response.headers().firstValue("x-rlm-run-id").orElseThrow());
        assertThat(rlm.at("/trajectory/1/type").stringValue()).isEqualTo("iteration");
        assertThat(rlm.path("citations").size()).isEqualTo(1);
        assertThat(response.headers().firstValue("x-rlm-ignored-params")).isEmpty();
    }

    @Test
    void severalAnswersTellTheirRunsOneAfterAnother() {
        JsonNode trajectory =
                json(post(ASKED + "\"n\":2," + QUESTION + "}").body()).at("/rlm/trajectory");

        assertThat(trajectory.size()).isEqualTo(4);
        assertThat(trajectory.at("/0/run")).isNotEqualTo(trajectory.at("/2/run"));
    }

    @Test
    void aStreamHasItInTheLastChunkWithAChoice() {
        for (String options : List.of("", "\"stream_options\":{\"include_usage\":true},")) {
            List<JsonNode> chunks = chunks(post(ASKED + "\"stream\":true," + options + QUESTION + "}"));
            List<JsonNode> telling = chunks.stream()
                    .filter(chunk -> chunk.at("/rlm/trajectory").size() == 2)
                    .toList();
            assertThat(telling).hasSize(1);
            assertThat(telling.getFirst().at("/choices/0/finish_reason").stringValue())
                    .isEqualTo("stop");
        }
    }

    @Test
    void itComesWhenItIsAskedForAndThereIsASession() {
        assertThat(post("{\"model\":\"rlm;mode=rlm\"," + QUESTION + "}").body()).doesNotContain("\"trajectory\"");
        assertThat(post("{\"model\":\"rlm;mode=direct;include_trajectory=true\"," + QUESTION + "}")
                        .body())
                .doesNotContain("\"trajectory\"");
    }
}
