package io.rlmgateway.session;

import io.rlmgateway.session.Answer.Citation;
import io.rlmgateway.session.Answer.Finish;
import io.rlmgateway.session.SharedBudget.Spent;
import java.time.Duration;
import java.util.List;

/** The visible answer of a session, cut as the client asked. */
final class FinalAnswer {

    private FinalAnswer() {}

    /**
     * What an answer comes with.
     *
     * @param citations what the session cited
     * @param spent what it used
     * @param elapsed wall time
     */
    record Facts(List<Citation> citations, Spent spent, Duration elapsed) {

        static Facts of(SessionTree tree) {
            return new Facts(
                    tree.citations(), tree.budget().spent(), tree.budget().elapsed());
        }
    }

    static Answer of(RlmLoop.Ending ending, Question.Output output, Facts facts) {
        String stopped = beforeStop(ending.text(), output.stop());
        String text = visible(ending.text(), output);
        boolean cut = text.length() < stopped.length() || ending.stopped() != null;
        return new Answer(text, cut ? Finish.LENGTH : Finish.STOP, facts.citations(), usage(ending, facts));
    }

    /** {@return what the client sees of an answer} */
    static String visible(String answer, Question.Output output) {
        String stopped = beforeStop(answer, output.stop());
        Integer cap = output.maxTokens();
        return cap == null ? stopped : TokenCut.head(stopped, cap);
    }

    private static Answer.Usage usage(RlmLoop.Ending ending, Facts facts) {
        Spent spent = facts.spent();
        return new Answer.Usage(
                spent.turns(),
                spent.subCalls(),
                spent.depth(),
                spent.models(),
                spent.costUsd(),
                facts.elapsed(),
                ending.stopped() == null ? null : ending.stopped().text());
    }

    private static String beforeStop(String text, List<String> stops) {
        int end = stops.stream()
                .filter(stop -> !stop.isEmpty())
                .mapToInt(text::indexOf)
                .filter(index -> index >= 0)
                .min()
                .orElse(text.length());
        return text.substring(0, end);
    }
}
