package io.rlmgateway.chat;

import io.rlmgateway.access.Tab;
import io.rlmgateway.session.Question;
import java.util.List;
import java.util.stream.Stream;

/**
 * A request in all its forms.
 *
 * @param question what is asked; where it goes on with a run that waits for tools, as that was asked it
 * @param sent what is asked, as it was sent
 * @param chat the request, checked
 * @param body the request as it came
 * @param tab where what it uses is booked
 * @param envelope what the answer comes in
 * @param others the runs of all answers but the first; empty unless the request asks for several
 */
record Asked(
        Question question,
        Question sent,
        ChatRequest chat,
        HeldBody body,
        Tab tab,
        Envelope envelope,
        List<Question.Asked> others) {

    Asked {
        others = List.copyOf(others);
    }

    /** {@return the runs of all answers} */
    List<Question.Asked> runs() {
        return Stream.concat(Stream.of(question.asked()), others.stream()).toList();
    }

    /** {@return the question as a run is asked it: one run can go on where it waited, others know its calls as messages} */
    Question by(Question.Asked run) {
        return run.equals(question.asked())
                ? question
                : new Question(
                        run,
                        sent.caller(),
                        sent.model(),
                        sent.messages(),
                        sent.settings(),
                        sent.output(),
                        sent.deadline());
    }
}
