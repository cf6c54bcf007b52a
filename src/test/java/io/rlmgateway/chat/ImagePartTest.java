package io.rlmgateway.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.Question.Part;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class ImagePartTest {

    private static Part image(int bytes) {
        String url = "data:image/png;base64," + "AAAA".repeat(bytes / 3);
        return ImagePart.parse(JsonFields.at(
                "messages[0].content[0].image_url",
                JsonNodeFactory.instance.objectNode().put("url", url)));
    }

    @Test
    void anImageThatIsTooLargeIsRefused() {
        assertThatThrownBy(() -> image(21_000_000))
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.InvalidRequest.class))
                .hasMessage(
                        "Invalid 'messages[0].content[0].image_url.url': the image has 21,000,000 bytes, the most is"
                                + " 20,971,520. Make it smaller, or give its address.");
    }

    @Test
    void aLargeImageIsTaken() {
        assertThat(image(20_000_001)).isInstanceOf(Part.Image.class);
    }
}
