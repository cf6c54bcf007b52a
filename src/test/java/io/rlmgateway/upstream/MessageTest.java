package io.rlmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.upstream.Message.Role;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageTest {

    @Test
    void textIsWhatIsSaidAndWhatToolsBrought() {
        assertThat(Message.user("When?").text()).isEqualTo("When?");
        assertThat(new Message(
                                Role.USER,
                                List.of(
                                        new Content.Text("Look: "),
                                        new Content.ImageLink(URI.create("https://host/a.png")),
                                        new Content.Text("when?")))
                        .text())
                .isEqualTo("Look: when?");
        assertThat(new Message(Role.TOOL, List.of(new Content.ToolResult("c1", "clock", "noon"))).text())
                .isEqualTo("noon");
        assertThat(new Message(Role.ASSISTANT, List.of(new Content.ToolCall("c1", "clock", "{}"))).text())
                .isEmpty();
    }

    @Test
    void imageShowsItsSizeAndNotItsBytes() {
        Content.ImageData image = new Content.ImageData("image/png", "iVBORw0KGgo=");

        assertThat(image).hasToString("ImageData[image/png, 12 characters]");
        assertThat(image.dataUrl()).isEqualTo("data:image/png;base64,iVBORw0KGgo=");
    }
}
