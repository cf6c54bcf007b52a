package io.rlmgateway.session;

import io.rlmgateway.api.FailureException;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.ReplFunction.MarkedAnswer;
import io.rlmgateway.session.AnswerForm.Reading;
import io.rlmgateway.session.ModelCalls.Call;
import io.rlmgateway.session.StoppedAnswers.Answered;
import io.rlmgateway.session.SubCalls.Numbered;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.Event.CallId;
import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** The sub-models of one session: asked within the budget, and again when a reply has not the form that is wanted. */
final class SubModel {

    /** What is behind a reply that was cut at its output limit. */
    static final String CUT = "\n[the sub-answer was cut at its output limit]";

    private final SessionTree tree;
    private final Task task;
    private final ModelCalls calls;

    SubModel(SessionTree tree, Task task) {
        this.tree = tree;
        this.task = task;
        this.calls = new ModelCalls(tree);
    }

    /** A reply as it was read. */
    private record Read(String text, boolean cut, boolean whole, Reading reading) {}

    /**
     * Asks.
     *
     * @throws PythonException when there is no answer
     */
    SubAnswer ask(Numbered sub) {
        SessionImages images = tree.images().named(sub.question().images());
        images.check(
                model(sub.question()), task.models().allowed(), tree.parts().models());
        return ask(
                sub,
                images.attached(sub.question().prompt()),
                tree.parts().subCalls().retries());
    }

    /**
     * Asks a model to put right what somebody else answered.
     *
     * @param reply the answer
     * @param why what is wrong with it
     * @throws PythonException when there is no answer
     */
    SubAnswer correct(Numbered sub, String reply, String why) {
        int retries = tree.parts().subCalls().retries();
        if (retries == 0) {
            throw mismatch(why);
        }
        // who answered has read the context; it is the form alone that is put right
        return ask(again(sub), corrected(sub.question().withoutContext().prompt(), reply, why), retries - 1);
    }

    /** {@return what was answered to this question in cells that were stopped, in order} */
    Map<Answered, SubAnswer> restored(SubQuestion question, StoppedAnswers stopped) {
        Map<Answered, SubAnswer> restored = new LinkedHashMap<>();
        try {
            List<Message> prompt = tree.images().named(question.images()).attached(question.prompt());
            for (Answered answered : stopped.take(model(question), journaled(prompt))) {
                if (question.form().read(answered.reply(), question.given()) instanceof Reading.Fits(Object value)) {
                    restored.put(answered, new SubAnswer(value, true));
                }
            }
        } catch (PythonException e) {
            // whoever asks hears of the mistake
            return Map.of();
        }
        return restored;
    }

    private SubAnswer ask(Numbered sub, List<Message> prompt, int retries) {
        Read read = once(sub, prompt);
        return switch (read.reading()) {
            case Reading.Fits(Object value) -> new SubAnswer(read.cut() ? cut(value) : value, read.whole());
            case Reading.Misses(String why) -> {
                List<Message> next = corrected(prompt, read.text(), why);
                if (retries == 0 || !fits(sub.question(), next)) {
                    throw mismatch(why);
                }
                yield ask(again(sub), next, retries - 1);
            }
        };
    }

    private Read once(Numbered sub, List<Message> prompt) {
        tree.checkCancelled();
        Call call = new Call(
                model(sub.question()),
                Purpose.LEAF,
                prompt,
                task.level() + 1,
                tree.parts().settings().subOutputTokens(),
                sub.question().form().responseFormat());
        checkLength(call);
        tree.record(
                task.place().number(),
                new Event.SubCallAsked(sub.id(), sub.function(), call.model(), journaled(prompt)));
        ModelCalls.Reply known = new EarlierCalls(tree.earlier(), task.place().number()).reply(sub.id(), call.model());
        return known == null ? asked(sub, call) : read(sub, known);
    }

    private Read asked(Numbered sub, Call call) {
        ReplyText reply = new ReplyText();
        tree.calls().begin();
        try {
            return read(sub, calls.ask(call, reply));
        } catch (BudgetExhaustedException e) {
            throw failed(sub.id(), PythonException.Type.BUDGET_EXCEEDED, String.valueOf(e.getMessage()), null);
        } catch (CancellationException e) {
            ended(sub.id(), null, EarlierCalls.CANCELLED, reply.broken());
            throw e;
        } catch (FailureException e) {
            throw failed(sub.id(), PythonException.Type.LLM_ERROR, e.failure().message(), reply.broken());
        } finally {
            tree.calls().end();
        }
    }

    private Read read(Numbered sub, ModelCalls.Reply reply) {
        String text = reply.reply().text();
        String refusal = reply.reply().refusal();
        if (text.isBlank() && refusal != null) {
            throw failed(sub.id(), PythonException.Type.LLM_ERROR, "the sub-model refused: " + refusal, reply);
        }
        boolean cut = reply.reply().stop() == StopReason.LENGTH;
        Reading reading;
        try {
            reading = reading(sub.question(), text, cut);
        } catch (PythonException e) {
            // the schema was good at first, so it is this reply that cannot be checked
            throw failed(sub.id(), PythonException.Type.LLM_ERROR, String.valueOf(e.getMessage()), reply);
        }
        ended(sub.id(), cut ? text + CUT : text, reading instanceof Reading.Misses(String why) ? why : null, reply);
        return new Read(text, cut, reply.reply().stop() == StopReason.STOP, reading);
    }

    private static Reading reading(SubQuestion question, String text, boolean cut) {
        Reading reading = question.form().read(text, question.given());
        return cut && reading instanceof Reading.Misses
                ? new Reading.Misses("it was cut at its output limit, so a shorter one is needed")
                : reading;
    }

    /** The end of a text says so, and an attribute; data that is whole all the same stays as it is. */
    private static @Nullable Object cut(@Nullable Object value) {
        return switch (value) {
            case String text -> new MarkedAnswer(text + CUT, Map.of("cut", true));
            case MarkedAnswer marked -> {
                Map<String, @Nullable Object> marks = new LinkedHashMap<>(marked.marks());
                marks.put("cut", true);
                yield new MarkedAnswer(marked.text() + CUT, marks);
            }
            case null, default -> value;
        };
    }

    private static Numbered again(Numbered sub) {
        CallId id = sub.id();
        return new Numbered(
                new CallId(id.cell(), id.number(), id.slot(), id.retry() + 1), sub.function(), sub.question());
    }

    private static List<Message> corrected(List<Message> prompt, String reply, String why) {
        List<Message> messages = new ArrayList<>(prompt);
        messages.add(Message.assistant(reply));
        messages.add(Message.user(PromptTexts.mismatch(why)));
        return messages;
    }

    private static PythonException mismatch(String why) {
        return new PythonException(
                PythonException.Type.LLM_ERROR, "the sub-model's reply does not match the schema: " + why);
    }

    private PythonException failed(
            CallId id, PythonException.Type type, String message, ModelCalls.@Nullable Reply partial) {
        ended(id, null, message, partial);
        return new PythonException(type, message);
    }

    /**
     * The model that a question goes to.
     *
     * @throws PythonException a ValueError when it names one that is not allowed
     */
    String model(SubQuestion question) {
        String model = question.model();
        if (model == null) {
            return task.models().sub();
        }
        if (!task.models().allowed().contains(model)) {
            throw new PythonException(
                    PythonException.Type.VALUE_ERROR,
                    "model must be one of " + String.join(", ", task.models().allowed()) + ", not '" + model + "'");
        }
        return model;
    }

    private boolean fits(SubQuestion question, List<Message> prompt) {
        String model = model(question);
        return calls.tokens(model, prompt) <= calls.room(model);
    }

    private void checkLength(Call call) {
        long tokens = calls.tokens(call.model(), call.messages());
        long room = calls.room(call.model());
        if (tokens > room) {
            throw new PythonException(
                    PythonException.Type.LLM_ERROR,
                    String.format(Locale.ROOT, "prompt has %,d tokens, model takes %,d: split it", tokens, room));
        }
    }

    /** What the journal holds of a prompt: its text, and references to its images. */
    private String journaled(List<Message> prompt) {
        return text(prompt) + images(prompt);
    }

    private String images(List<Message> prompt) {
        return new SessionImages(tree.images().all().stream()
                        .filter(image -> prompt.stream()
                                .anyMatch(message -> message.parts().contains(image.content())))
                        .toList())
                .references();
    }

    private static String text(List<Message> prompt) {
        return prompt.size() == 1
                ? prompt.getFirst().text()
                : PromptRecord.of(prompt).stream()
                        .map(message -> message.role() + ": " + message.content())
                        .reduce((one, two) -> one + "\n\n" + two)
                        .orElse("");
    }

    private void ended(CallId id, @Nullable String reply, @Nullable String error, ModelCalls.@Nullable Reply model) {
        tree.record(
                task.place().number(),
                model == null
                        ? new Event.SubCallEnded(id, reply, error, null, null, 0)
                        : new Event.SubCallEnded(id, reply, error, model.stop(), model.usage(), model.millis()));
    }
}
