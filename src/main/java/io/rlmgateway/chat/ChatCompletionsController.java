package io.rlmgateway.chat;

import io.rlmgateway.access.Caller;
import io.rlmgateway.access.Tab;
import io.rlmgateway.api.ConnectionAbort;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.Question;
import io.rlmgateway.session.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /v1/chat/completions}. */
@RestController
final class ChatCompletionsController {

    private final BodyReader bodies;
    private final ChatRequestParser parser;
    private final Sessions sessions;
    private final Replies replies;
    private final Booking booking;

    ChatCompletionsController(
            BodyReader bodies, ChatRequestParser parser, Booking booking, Sessions sessions, Replies replies) {
        this.bodies = bodies;
        this.parser = parser;
        this.sessions = sessions;
        this.replies = replies;
        this.booking = booking;
    }

    /**
     * Answers a conversation.
     *
     * @param caller who asks
     * @param request its body is the question
     * @param response receives the answer, in one piece or as a stream
     * @throws IOException when the client is gone
     */
    @PostMapping("/v1/chat/completions")
    void complete(Caller caller, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Exchange exchange = new Exchange(request, response);
        try (HeldBody body = bodies.read(request)) {
            RepeatedRequest sent = RepeatedRequest.of(caller, request, body.sha256());
            Question.Asked asked = sent.run(sessions);
            ChatRequest chat = parser.parse(body.json());
            Question question = new Question(
                    asked, caller, chat.model(), chat.messages(), chat.settings(), chat.output(), exchange.deadline());
            Question resumed = sessions.resuming(question);
            Envelope envelope = Envelope.of(asked, chat, exchange);
            List<Question.Asked> others = others(sent, chat);
            // from here on nothing fails before the tab is in the hands of whoever closes it
            Tab tab = booking.open(caller, chat, body, response);
            answer(new Asked(resumed, question, chat, body, tab, envelope, others), exchange);
        }
    }

    /** A request that only an upstream can serve has one run. */
    private List<Question.Asked> others(RepeatedRequest sent, ChatRequest chat) {
        return chat.unserved().needsRelay()
                ? List.of()
                : sent.others(sessions, chat.delivery().choices());
    }

    private void answer(Asked asked, Exchange exchange) throws IOException {
        try (RunningAnswer running = RunningAnswer.start(
                asked.question().run(), steps -> booking.answer(asked, steps), () -> leave(asked))) {
            write(running, asked, exchange);
        } finally {
            asked.runs().forEach(run -> run.sending().lost());
        }
    }

    /** A connection that is cut, because a failure came too late for its status, loses its client. */
    private void write(RunningAnswer running, Asked asked, Exchange exchange) throws IOException {
        try {
            replies.write(running, asked, exchange);
            if (!ConnectionAbort.isDemanded(exchange.request())) {
                served(asked);
            }
        } catch (FailureException e) {
            served(asked);
            throw e;
        }
    }

    private static void served(Asked asked) {
        asked.runs().forEach(run -> run.sending().served());
    }

    /** Every one of them is told, also when another goes on. */
    private boolean leave(Asked asked) {
        return asked.runs().stream().map(sessions::leave).reduce(true, Boolean::logicalAnd);
    }
}
