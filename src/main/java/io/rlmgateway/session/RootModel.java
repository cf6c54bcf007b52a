package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.session.ModelCalls.Call;
import io.rlmgateway.session.ModelText.Ending;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.TokenEstimate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The root model of one session: its turns, its budget line, its closing question. */
final class RootModel {

    private static final int CLOSING_OUTPUT = 4096;
    private static final long CLOSING_PROMPT = 24_000;
    private static final int CLOSING_SHARE = 4;

    private final SessionTree tree;
    private final Task task;
    private final PromptTexts prompts;
    private final ModelCalls calls;
    private final History opening;

    RootModel(SessionTree tree, Task task) {
        this.tree = tree;
        this.task = task;
        this.prompts = new PromptTexts(tree.parts().settings());
        this.calls = new ModelCalls(tree);
        this.opening = prompts.opening(
                task, tree.parts().models().facts(task.models().sub()).window());
    }

    Event opened() {
        Map<String, Object> limits = new LinkedHashMap<>();
        limits.put(Limits.Name.TURNS.text(), task.limits().turns());
        limits.put(Limits.Name.DEPTH.text(), task.limits().depth());
        limits.put(Limits.Name.SUB_CALLS.text(), task.limits().subCalls());
        limits.put(Limits.Name.TOKENS.text(), task.limits().tokens());
        limits.put(Limits.Name.COST_USD.text(), task.limits().costUsd());
        limits.put(Limits.Name.WALL_TIME.text(), task.limits().wallTime().toSeconds());
        limits.put(Limits.Name.ERRORS.text(), task.limits().errors());
        return new Event.Opened(
                task.level(),
                task.place().parent(),
                task.question(),
                List.of(task.models().root(), task.models().sub()),
                task.documents().stream()
                        .map(document -> new Event.DocumentFacts(document.id(), document.name(), document.length()))
                        .toList(),
                limits);
    }

    /** The conversation before the first turn; keeps the closing question's budget for the root session. */
    History opening() {
        if (task.level() == 0) {
            try {
                tree.budget().keepForClosing(calls.bound(closingCall(List.of()), closingTokens()));
            } catch (BudgetExhaustedException e) {
                throw new FailureException(new Failure.BudgetExhausted(
                        "The session's limits do not even allow one answer: " + e.getMessage() + "."));
            }
        }
        return opening;
    }

    /** One turn. */
    ModelReply next(int turn, History history) {
        tree.checkCancelled();
        if (task.level() == 0) {
            tree.budget().countTurn();
        }
        tree.progress("turn " + turn + " of " + task.limits().turns());
        return ask(turn, history, Purpose.ROOT, history.messages());
    }

    /** What the model is shown after a turn, with what is left of the budget. */
    String withStatus(String shown, int turn) {
        Map<String, Object> left = tree.budget().left();
        return shown
                + String.format(
                        Locale.ROOT,
                        "%n[turn %d of %d done; left: %s sub-calls, %,d tokens, %s seconds]",
                        turn,
                        task.limits().turns(),
                        left.get("sub_calls"),
                        tree.budget().tokensLeft(),
                        left.get("seconds"));
    }

    /** Asks for the final answer when the session ends without one. */
    String close(History history, Limits.Name stopped, Repl repl) {
        tree.checkCancelled();
        tree.progress("closing: " + stopped.text());
        String question = prompts.closing("limit reached: " + stopped.text(), variables(repl));
        List<Message> messages =
                new ClosingPrompt(opening.messages(), history.messages(), question).within(closingTokens());
        String text = ask(task.limits().turns() + 1, history.plus(question), Purpose.CLOSING, messages)
                .text();
        ModelText written = ModelTextReader.read(text, false, code -> false);
        return written.ending() instanceof Ending.Text(String answer) ? answer : text;
    }

    /** A sandbox that was stopped cannot show its variables any more; the transcript has their previews. */
    private static String variables(Repl repl) {
        try {
            return repl.variables();
        } catch (FailureException e) {
            return "";
        }
    }

    private ModelReply ask(int turn, History history, Purpose purpose, List<Message> messages) {
        tree.record(task.place().number(), new Event.TurnAsked(turn, PromptRecord.of(history.news())));
        try {
            ModelCalls.Reply reply = calls.ask(new Call(
                    task.models().root(),
                    purpose,
                    messages,
                    task.level(),
                    purpose == Purpose.CLOSING
                            ? CLOSING_OUTPUT
                            : tree.parts().settings().rootOutputTokens()));
            ModelReply model = reply.reply();
            tree.record(
                    task.place().number(),
                    new Event.ModelReplied(turn, model.text(), stop(model.stop()), reply.usage(), reply.millis()));
            return model;
        } catch (FailureException e) {
            tree.checkCancelled();
            if (purpose == Purpose.ROOT && tree.budget().exploringTime().isZero()) {
                throw new BudgetExhaustedException(
                        Limits.Name.WALL_TIME, e.failure().message());
            }
            throw e;
        }
    }

    private Call closingCall(List<Message> messages) {
        return new Call(task.models().root(), Purpose.CLOSING, messages, task.level(), CLOSING_OUTPUT);
    }

    /** Tokens of the closing question, prompt and reply together. */
    private int closingTokens() {
        long wanted = CLOSING_PROMPT + CLOSING_OUTPUT + TokenEstimate.of(opening.messages());
        return (int) Math.min(wanted, task.limits().tokens() / CLOSING_SHARE);
    }

    private static String stop(StopReason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
