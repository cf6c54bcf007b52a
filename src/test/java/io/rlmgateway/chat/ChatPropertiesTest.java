package io.rlmgateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class ChatPropertiesTest {

    @Test
    void defaultsAreThoseOfThePage() {
        ChatProperties defaults =
                new Binder(new MapConfigurationPropertySource()).bindOrCreate("rlm.chat", ChatProperties.class);

        assertThat(defaults)
                .isEqualTo(new ChatProperties(
                        DataSize.ofMegabytes(256),
                        DataSize.ofMegabytes(512),
                        Duration.ofSeconds(10),
                        false,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1)));
    }
}
