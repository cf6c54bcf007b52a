package io.rlmgateway.chat;

import io.rlmgateway.access.Caller;
import io.rlmgateway.session.Question;
import io.rlmgateway.session.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /v1/chat/completions}. */
@RestController
final class ChatCompletionsController {

    private final BodyReader bodies;
    private final ChatRequestParser parser;
    private final Answering answering;
    private final Sessions sessions;
    private final Replies replies;

    ChatCompletionsController(
            BodyReader bodies, ChatRequestParser parser, Answering answering, Sessions sessions, Replies replies) {
        this.bodies = bodies;
        this.parser = parser;
        this.answering = answering;
        this.sessions = sessions;
        this.replies = replies;
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
        try (HeldBody body = bodies.read(request)) {
            answer(caller, body, new Exchange(request, response));
        }
    }

    private void answer(Caller caller, HeldBody body, Exchange exchange) throws IOException {
        ChatRequest chat = parser.parse(body.json());
        Question question =
                new Question(sessions.newRun(), caller, chat.model(), chat.messages(), chat.settings(), chat.output());
        Asked asked = new Asked(question, chat, body);
        try (RunningAnswer running = RunningAnswer.start(question.run(), steps -> answering.answer(asked, steps))) {
            replies.write(running, chat, question.run(), exchange);
        }
    }
}
