package io.rlmgateway.chat;

import io.rlmgateway.api.ClientConnection;
import io.rlmgateway.api.FailureWriter;
import java.io.IOException;
import org.springframework.stereotype.Component;

/** Writes answers in the form that was asked for. */
@Component
final class Replies {

    private final ChatProperties timing;
    private final FailureWriter failures;

    Replies(ChatProperties timing, FailureWriter failures) {
        this.timing = timing;
        this.failures = failures;
    }

    void write(RunningAnswer running, Asked asked, Exchange exchange) throws IOException {
        ChatRequest chat = asked.chat();
        ReplyHeaders headers = new ReplyHeaders(
                exchange.response(), asked.question().run(), asked.envelope().ignored());
        AwaitedSteps steps = new AwaitedSteps(running, ClientConnection.of(exchange.request()));
        CompletionJson json = new CompletionJson(asked.envelope());
        if (chat.delivery().stream()) {
            new StreamedReply(timing, failures, headers, exchange.response()).write(steps, json, chat.delivery());
        } else {
            new BlockingReply(timing, failures, headers, exchange).write(steps, json);
        }
    }
}
