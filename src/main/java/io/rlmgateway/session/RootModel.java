package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.Budget.Reservation;
import io.rlmgateway.session.ModelCalls.Call;
import io.rlmgateway.session.WrittenTurn.Reading;
import io.rlmgateway.tracing.ParentSpan;
import io.rlmgateway.tracing.Spans;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelFacts;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The root model of one session: its turns, its budget line, its closing question. */
final class RootModel {

    private static final int CLOSING_TRANSCRIPT = 24_000;
    private static final int CLOSING_SHARE = 4;
    private static final int OUTPUT_SHARE = 4;

    private final SessionTree tree;
    private final Task task;
    private final FinalForm form;
    private final ModelCalls calls;
    private final EarlierTurns earlier;
    private final ModelFacts facts;
    private final Opening opening;
    private final long closingTokens;
    private final int closingOutput;
    private int turns;

    /** The last prompt as it was sent, and its reply: the journal holds both. */
    private List<Message> known = List.of();

    RootModel(SessionTree tree, Task task, FinalForm form) {
        this.tree = tree;
        this.task = task;
        this.form = form;
        this.calls = new ModelCalls(tree);
        this.earlier = new EarlierTurns(tree.earlier(), task.place().number());
        this.facts = tree.parts().models().facts(task.models().root());
        this.opening = Opening.of(
                task,
                tree.parts().models(),
                new PromptTexts(
                        tree.parts().settings(),
                        tree.parts().profiles(),
                        tree.toolCalls().tools()));
        long output = Math.min(outputCap(), facts.maxOutput());
        long wanted = opening.tokens() + CLOSING_TRANSCRIPT + output;
        long least = opening.least() + ModelCalls.LEAST_OUTPUT;
        this.closingTokens = Math.min(
                facts.window(),
                Math.max(least, Math.min(wanted, tree.budget().limits().tokens() / CLOSING_SHARE)));
        this.closingOutput = (int) Math.clamp(
                closingTokens - opening.least(), ModelCalls.LEAST_OUTPUT, Math.min(output, closingTokens / 4));
    }

    /**
     * Keeps the closing question's share of the budget, unless it was used before; a child counts as a sub-call.
     *
     * @throws BudgetExhaustedException when the limits leave no room for it
     */
    Reservation keepClosing() {
        boolean child = task.level() > 0;
        if (earlier.isClosed()) {
            return tree.budget().used(new Bound(task.models().root(), 0, 0.0, task.level(), child));
        }
        return tree.budget()
                .keep(calls.bound(
                        task.models().root(), closingTokens - closingOutput, closingOutput, task.level(), child));
    }

    /** {@return turns asked so far, the closing question included} */
    int turns() {
        return turns;
    }

    /**
     * The conversation before the first turn.
     *
     * @param told what the model is told of its Python before the question, empty for nothing
     */
    History opening(String told) {
        List<Message> messages = new ArrayList<>(opening.messages());
        if (!told.isEmpty()) {
            messages.add(messages.size() - 1, Message.user(told));
        }
        return History.opening(messages);
    }

    /**
     * Asks for a turn.
     *
     * @param history the conversation, fitting
     * @param reading how to read the reply
     * @return the turn, still being written
     * @throws BudgetExhaustedException when the budget does not allow it
     */
    WrittenTurn ask(History history, Reading reading) {
        tree.checkCancelled();
        tree.progress("turn " + (turns + 1) + " of " + task.limits().turns());
        earlier.checkOpen(turns + 1);
        List<Message> prompt = history.messages();
        Call call = new Call(task.models().root(), Purpose.ROOT, prompt, task.level(), outputCap());
        ModelCalls.Reply known = known(call);
        if (known != null) {
            turnAsked(prompt);
            return new WrittenTurn(this, new LiveReply(text -> known), reading);
        }
        tree.goOn();
        return new WrittenTurn(this, live(calls.capped(call)), reading);
    }

    /** The reply that was recorded, whole or in part; of a part the cells may have run. */
    private ModelCalls.@Nullable Reply known(Call call) {
        ModelCalls.Reply whole = earlier.reply(turns + 1);
        String begun = earlier.begun(turns + 1);
        return whole != null || begun.isEmpty() ? whole : calls.brokenOff(call, begun);
    }

    private LiveReply live(Call call) {
        Reservation reservation = calls.reserve(call);
        try {
            turnAsked(call.messages());
            tree.calls().begin();
        } catch (RuntimeException e) {
            reservation.close();
            throw e;
        }
        ParentSpan turn = tree.spans().current();
        return new LiveReply(text -> {
            try (reservation;
                    Spans.Scope _ = tree.spans().within(turn)) {
                return calls.askOn(reservation, call, tree.budget().exploringTime(), text);
            } finally {
                tree.calls().end();
            }
        });
    }

    /** {@return whether the run was broken off, with replies still to be recorded that are there} */
    boolean isBrokenOff() {
        return tree.calls().isBroken();
    }

    /** A part of the reply is there, behind which a cell starts. */
    void begun(String part) {
        tree.record(task.place().number(), new Event.ReplyBegun(turns, part));
    }

    /** Why there is no reply. */
    RuntimeException failed(FailureException failure) {
        tree.checkCancelled();
        return tree.budget().exploringTime().isZero()
                ? new BudgetExhaustedException(
                        tree.budget().clock(), failure.failure().message())
                : failure;
    }

    /** The conversation, fitting into the root model's window. */
    History fitting(History history, Supplier<String> variables) {
        long output = Math.min(outputCap(), facts.window() / OUTPUT_SHARE);
        return Compaction.of(history, Math.max(facts.window() - output, opening.least()), variables);
    }

    /** What the model is shown after a turn, with what is left of the budget. */
    String withStatus(String shown) {
        Map<String, Object> left = tree.budget().left();
        String status = String.format(
                Locale.ROOT,
                "\n[turn %d of %d done; left: %s sub-calls, %,d tokens, %s seconds]",
                turns,
                task.limits().turns(),
                left.get("sub_calls"),
                tree.budget().tokensLeft(),
                left.get("seconds"));
        return earlier.shownBefore(turns + 1, shown + status);
    }

    /**
     * Asks for the final answer when the session ends without one.
     *
     * @param stopped why it ends
     * @param variables the REPL's variables, empty when it is gone
     * @param share what was kept for this
     */
    ModelCalls.Reply close(History history, Limits.Name stopped, String variables, Reservation share) {
        tree.checkCancelled();
        tree.progress("closing: " + stopped.text());
        long input = closingTokens - closingOutput;
        String question = form.closing(
                "limit reached: " + stopped.text(),
                TokenCut.head(variables, (input - opening.tokens()) / CLOSING_SHARE));
        List<Message> after = new ArrayList<>(history.afterOpening());
        after.add(Message.user(question));
        List<Message> prompt = FittedPrompt.of(history.opening(), after, input);
        Call call = new Call(
                task.models().root(), Purpose.CLOSING, prompt, task.level(), closingOutput, form.responseFormat());
        ModelCalls.Reply earlierReply = earlier.reply(turns + 1);
        if (earlierReply != null) {
            asked(prompt, stopped);
            return replied(earlierReply);
        }
        tree.goOn();
        checkTime(null);
        asked(prompt, stopped);
        ReplyText text = new ReplyText();
        try {
            return replied(calls.askOn(share, call, closingTime(), text));
        } catch (FailureException e) {
            tree.checkCancelled();
            ModelCalls.Reply begun = text.broken();
            if (begun != null) {
                replied(begun);
            }
            if (closingTime().isZero() && begun != null && !begun.text().isBlank()) {
                // what there is of the answer is better than none
                return begun;
            }
            checkTime(e);
            throw e;
        }
    }

    private void checkTime(@Nullable FailureException cause) {
        if (closingTime().isZero()) {
            throw new FailureException(
                    new Failure.BudgetExhausted(
                            "The wall time was over before the closing question was answered. Allow more of it."),
                    cause);
        }
    }

    /** A child leaves the last seconds to the session at the top. */
    private Duration closingTime() {
        return task.level() == 0 ? tree.budget().wallTimeLeft() : tree.budget().exploringTime();
    }

    private int outputCap() {
        Integer own = tree.parts().profiles().of(task.models()).outputTokens();
        return own == null ? tree.parts().settings().rootOutputTokens() : own;
    }

    private void turnAsked(List<Message> prompt) {
        if (task.level() == 0) {
            tree.budget().countTurn();
        }
        asked(prompt, null);
    }

    private void asked(List<Message> prompt, Limits.@Nullable Name closing) {
        turns++;
        String limit = closing == null ? null : closing.text();
        tree.record(task.place().number(), PromptRecord.asked(turns, known, prompt, limit));
        known = prompt;
    }

    /** The reply is there. */
    ModelCalls.Reply replied(ModelCalls.Reply reply) {
        tree.record(
                task.place().number(),
                new Event.ModelReplied(turns, reply.text(), reply.stop(), reply.usage(), reply.millis()));
        known = Stream.concat(known.stream(), Stream.of(Message.assistant(reply.text())))
                .toList();
        return reply;
    }
}
