package io.rlmgateway.upstream.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.TokenUsage;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    @Test
    void aCallIsMadeFromThePromptToTheReplyWithoutANetwork() {
        ModelReply reply = WarmUp.call();

        assertThat(reply.text()).isEqualTo("Ready.");
        assertThat(reply.stop()).isEqualTo(ModelReply.StopReason.STOP);
        assertThat(reply.usage()).isEqualTo(new TokenUsage(1, 0, 1, 0));
    }
}
