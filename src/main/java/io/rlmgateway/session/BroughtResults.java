package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.Question.Asked;
import io.rlmgateway.session.Question.ChatMessage;
import io.rlmgateway.session.Question.Part;
import io.rlmgateway.session.Question.Role;
import io.rlmgateway.trajectory.Run;
import io.rlmgateway.trajectory.ToolEvent.ToolCalled;
import io.rlmgateway.trajectory.ToolEvent.ToolsOffered;
import io.rlmgateway.trajectory.Trajectories;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds the run whose calls of tools a question brings the results of: by the ids of the calls, or, from clients that know
 * none, by the conversation. Results of no run that waits are messages like others.
 */
@Component
final class BroughtResults {

    /** So many runs of one conversation are looked at whose calls have no ids. */
    private static final int RUNS = 20;

    private final Trajectories trajectories;
    private final Conversations conversations;
    private final ToolProperties settings;

    BroughtResults(Trajectories trajectories, Conversations conversations, SessionProperties properties) {
        this.trajectories = trajectories;
        this.conversations = conversations;
        this.settings = properties.tools();
    }

    /** {@return how sessions wait for results} */
    ToolProperties settings() {
        return settings;
    }

    /**
     * What a question brings at its end.
     *
     * @param call where the calls stand among the messages
     */
    private record Brought(int call, List<Part.ToolCall> calls, List<Part.ToolResult> results) {

        static @Nullable Brought of(List<ChatMessage> messages) {
            int end = messages.size();
            while (end > 0 && messages.get(end - 1).role() == Role.TOOL) {
                end--;
            }
            if (end == messages.size() || end == 0) {
                return null;
            }
            List<Part.ToolCall> calls =
                    parts(messages.subList(end - 1, end), Part.ToolCall.class).toList();
            List<Part.ToolResult> results = parts(messages.subList(end, messages.size()), Part.ToolResult.class)
                    .toList();
            return calls.isEmpty() ? null : new Brought(end - 1, calls, results);
        }

        boolean hasIds() {
            return Stream.concat(
                            calls.stream().map(Part.ToolCall::id),
                            results.stream().map(Part.ToolResult::callId))
                    .noneMatch(String::isEmpty);
        }

        List<String> ids() {
            return results.stream().map(Part.ToolResult::callId).distinct().toList();
        }
    }

    private static <P extends Part> Stream<P> parts(List<ChatMessage> messages, Class<P> kind) {
        return messages.stream()
                .flatMap(message -> message.parts().stream())
                .filter(kind::isInstance)
                .map(kind::cast);
    }

    /**
     * Tells the run that goes on.
     *
     * @return the question as its run was asked it, with the results; the question as it is when no run waits for any
     * @throws FailureException with {@code InvalidRequest} when results are missing
     */
    Question resuming(Question question) {
        Brought brought = question.asked().again() ? null : Brought.of(question.messages());
        if (brought == null) {
            return question;
        }
        Question resumed = brought.hasIds() ? byIds(question, brought) : byConversation(question, brought);
        return resumed == null ? question : resumed;
    }

    private @Nullable Question byIds(Question question, Brought brought) {
        ToolCallId first = ToolCallId.read(brought.ids().getFirst());
        EarlierRun earlier = first == null ? null : run(question.caller().tenant(), first.run());
        if (earlier == null) {
            return null;
        }
        ToolRecord record = new ToolRecord(earlier.events());
        int round = record.round(brought.ids());
        if (round < 0 || !isSame(record, brought.results())) {
            return null;
        }
        checkWhole(record.ids(round), brought);
        return resumed(question, earlier, record, new Brought(start(question, record), List.of(), brought.results()));
    }

    private @Nullable EarlierRun run(String tenant, String id) {
        try {
            Run run = trajectories.find(tenant, id);
            EarlierRun earlier = new EarlierRun(run, trajectories.events(tenant, id, 0));
            return earlier.counts() ? earlier : null;
        } catch (FailureException e) {
            if (e.failure() instanceof Failure.NotFound) {
                return null;
            }
            throw e;
        }
    }

    /** Other results than before are another conversation. */
    private static boolean isSame(ToolRecord record, List<Part.ToolResult> results) {
        return results.stream().allMatch(result -> {
            String before = record.result(result.callId());
            return before == null || before.equals(result.text());
        });
    }

    private static void checkWhole(List<String> ids, Brought brought) {
        List<String> missing = new ArrayList<>(ids);
        missing.removeAll(brought.ids());
        if (!missing.isEmpty()) {
            String param = "messages[" + brought.call() + "].tool_calls";
            throw new FailureException(new Failure.InvalidRequest(
                    Failure.Reason.INVALID_VALUE,
                    "Invalid '" + param + "': an assistant message with 'tool_calls' must be followed by tool messages"
                            + " responding to each 'tool_call_id'. The following tool_call_ids did not have response"
                            + " messages: " + String.join(", ", missing) + ".",
                    param));
        }
    }

    /** {@return where the first call of the run stands: what is before it was asked} */
    private static int start(Question question, ToolRecord record) {
        for (int i = 0; i < question.messages().size(); i++) {
            boolean own = parts(question.messages().subList(i, i + 1), Part.ToolCall.class)
                    .anyMatch(call -> record.call(call.id()) != null);
            if (own) {
                return i;
            }
        }
        return question.messages().size();
    }

    /** Calls without ids are made one at a time. */
    private @Nullable Question byConversation(Question question, Brought brought) {
        int start = brought.call();
        while (start > 0 && isOfTools(question.messages().get(start - 1))) {
            start--;
        }
        if (start == 0 || brought.results().size() != 1) {
            return null;
        }
        String name = conversations.name(with(question, question.messages().subList(0, start)));
        if (name == null) {
            return null;
        }
        String tenant = question.caller().tenant();
        for (Run run : trajectories.waiting(tenant, name, RUNS)) {
            EarlierRun earlier = new EarlierRun(run, trajectories.events(tenant, run.id(), 0));
            ToolRecord record = new ToolRecord(earlier.events());
            Optional<Part.ToolResult> result = awaited(record, brought);
            if (result.isPresent()) {
                return resumed(question, earlier, record, new Brought(start, List.of(), List.of(result.get())));
            }
        }
        return null;
    }

    private static boolean isOfTools(ChatMessage message) {
        return message.role() == Role.TOOL
                || parts(List.of(message), Part.ToolCall.class).findAny().isPresent();
    }

    private static Optional<Part.ToolResult> awaited(ToolRecord record, Brought brought) {
        List<String> ids = record.rounds() == 0 ? List.of() : record.ids(record.rounds() - 1);
        ToolCalled call = ids.size() == 1 ? record.call(ids.getFirst()) : null;
        Part.ToolCall sent = brought.calls().getFirst();
        Part.ToolResult result = brought.results().getFirst();
        return call != null
                        && record.result(call.id()) == null
                        && call.tool().equals(sent.name())
                        && call.arguments().equals(sent.arguments())
                ? Optional.of(new Part.ToolResult(call.id(), result.name(), result.text()))
                : Optional.empty();
    }

    /** A run keeps what it was asked, and how; the form of the answer is that of the request that waits for it. */
    private static Question resumed(Question question, EarlierRun earlier, ToolRecord record, Brought brought) {
        ToolsOffered offered = Objects.requireNonNull(record.offered());
        Asked asked = question.asked();
        return new Question(
                new Asked(earlier.run().id(), asked.request(), true, asked.sending(), brought.results()),
                question.caller(),
                earlier.run().model(),
                question.messages().subList(0, brought.call()),
                ToolWishes.settings(offered.wishes()),
                new Question.Output(
                        question.output().maxTokens(),
                        question.output().stop(),
                        ToolWishes.parameters(offered.wishes()),
                        ClientTools.restored(offered)),
                question.deadline());
    }

    private static Question with(Question question, List<ChatMessage> messages) {
        return new Question(
                question.asked(),
                question.caller(),
                question.model(),
                messages,
                question.settings(),
                question.output(),
                question.deadline());
    }
}
