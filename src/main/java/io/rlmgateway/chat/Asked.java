package io.rlmgateway.chat;

import io.rlmgateway.access.Tab;
import io.rlmgateway.session.Question;
import java.util.List;
import java.util.stream.Stream;

/**
 * A request in all its forms.
 *
 * @param question what is asked
 * @param chat the request, checked
 * @param body the request as it came
 * @param tab where what it uses is booked
 * @param envelope what the answer comes in
 * @param others the runs of all answers but the first; empty unless the request asks for several
 */
record Asked(
        Question question, ChatRequest chat, HeldBody body, Tab tab, Envelope envelope, List<Question.Asked> others) {

    Asked {
        others = List.copyOf(others);
    }

    /** {@return the runs of all answers} */
    List<Question.Asked> runs() {
        return Stream.concat(Stream.of(question.asked()), others.stream()).toList();
    }

    /** {@return the same question, answered by another run} */
    Question by(Question.Asked run) {
        return new Question(
                run,
                question.caller(),
                question.model(),
                question.messages(),
                question.settings(),
                question.output(),
                question.deadline());
    }
}
