package io.rlmgateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsTest extends ChatTest {

    @Test
    void listHasOpenAiShape() throws IOException {
        assertThat(get("/v1/models").body()).isEqualTo(get("/v1/models/").body());
        assertGolden("models.json", get("/v1/models").body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models/team%2Frlm", "/v1/models/team/rlm", "/v1/models/team%2frlm"})
    void idMayHoldASlash(String path) {
        HttpResponse<String> response = get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response.body()).path("id").stringValue()).isEqualTo("team/rlm");
    }

    @Test
    void unknownModelIsNotFoundAndTheServedOnesAreListed() {
        HttpResponse<String> response = get("/v1/models/gpt-0");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(error(response).path("code").stringValue()).isEqualTo("model_not_found");
        assertThat(error(response).path("message").stringValue()).contains("'gpt-0'", "rlm, team/rlm");
    }
}
