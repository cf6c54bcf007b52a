package io.rlmgateway.session;

import io.rlmgateway.session.Answer.Finish;
import io.rlmgateway.session.SharedBudget.Spent;

/** The visible answer of a session, cut as the client asked. */
final class FinalAnswer {

    private final SessionTree tree;
    private final Question.Output output;

    FinalAnswer(SessionTree tree, Question.Output output) {
        this.tree = tree;
        this.output = output;
    }

    Answer of(RlmLoop.Ending ending) {
        String stopped = beforeStop(ending.text());
        String text = withinCap(stopped);
        boolean cut = text.length() < stopped.length() || ending.stopped() != null;
        return new Answer(text, cut ? Finish.LENGTH : Finish.STOP, tree.citations(), usage(ending));
    }

    private Answer.Usage usage(RlmLoop.Ending ending) {
        Spent spent = tree.budget().spent();
        return new Answer.Usage(
                spent.turns(),
                spent.subCalls(),
                spent.depth(),
                spent.models(),
                spent.costUsd(),
                tree.budget().elapsed(),
                ending.stopped() == null ? null : ending.stopped().text());
    }

    private String beforeStop(String text) {
        int end = output.stop().stream()
                .filter(stop -> !stop.isEmpty())
                .mapToInt(text::indexOf)
                .filter(index -> index >= 0)
                .min()
                .orElse(text.length());
        return text.substring(0, end);
    }

    private String withinCap(String text) {
        Integer cap = output.maxTokens();
        return cap == null ? text : TokenCut.head(text, cap);
    }
}
