package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.document.DocumentText;
import io.rlmgateway.document.Documents;
import io.rlmgateway.session.Conversation.EarlierRequest;
import io.rlmgateway.session.Question.ChatMessage;
import io.rlmgateway.session.Question.Mode;
import io.rlmgateway.session.Question.Part;
import io.rlmgateway.session.Question.Role;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.GivenAnswer;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.ReplayEvent;
import io.rlmgateway.trajectory.Trajectories;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds the run that a question follows on: one of the same caller and served model whose messages the question begins
 * with, followed by the answer that was given.
 */
@Component
final class Conversations {

    /** So many answers are looked at: of the last requests, and to one that was asked again and again. */
    private static final int ANSWERS = 20;

    private final ServedModels served;
    private final Trajectories trajectories;
    private final Documents documents;
    private final ConversationProperties settings;
    private final Duration extractionWait;

    Conversations(ServedModels served, Trajectories trajectories, Documents documents, SessionProperties properties) {
        this.served = served;
        this.trajectories = trajectories;
        this.documents = documents;
        this.settings = properties.conversations();
        this.extractionWait = properties.session().extractionWait();
    }

    /** An answer in the messages of a question. */
    private record Given(String run, int history) {}

    /** {@return what a run that answers the question is found by later, or null when nothing can follow on it} */
    @Nullable
    String name(Question question) {
        if (!List.of(Role.USER, Role.TOOL)
                .contains(question.messages().getLast().role())) {
            return null;
        }
        return names(question).getLast().sha256();
    }

    private List<ConversationName> names(Question question) {
        return ConversationName.of(served.find(question.model()).id(), question.messages());
    }

    /** {@return the conversation of a question that is asked for the first time} */
    Conversation of(Question question) {
        boolean wanted = switch (question.settings().continuing()) {
            case NEW -> false;
            case CONTINUE -> true;
            case AUTO -> settings.goOn();
        };
        boolean follows = question.messages().stream().anyMatch(message -> message.role() == Role.ASSISTANT);
        Given given = wanted && follows && mode(question) != Mode.DIRECT ? given(question) : null;
        return given == null
                ? Conversation.NONE
                : earlier(question.caller().tenant(), new ReplayEvent.Continued(given.run(), given.history()));
    }

    private Mode mode(Question question) {
        Mode wish = question.settings().mode();
        return wish == null ? served.find(question.model()).mode() : wish;
    }

    /** Looks for the answer of a run, the last one first. */
    private @Nullable Given given(Question question) {
        List<ChatMessage> messages = question.messages();
        List<ConversationName> last = names(question).reversed();
        for (ConversationName name : last.subList(0, Math.min(last.size(), ANSWERS))) {
            int place = behindTools(messages, name.messages());
            if (place < messages.size() && messages.get(place).role() == Role.ASSISTANT) {
                String answer = ConversationName.text(messages.get(place));
                for (GivenAnswer given : trajectories.answers(question.caller().tenant(), name.sha256(), ANSWERS)) {
                    if (isGiven(answer, given.answer(), question.output())) {
                        return new Given(given.run(), before(messages.subList(0, name.messages() - 1)));
                    }
                }
            }
        }
        return null;
    }

    /** {@return the place behind calls of tools and their results} */
    private static int behindTools(List<ChatMessage> messages, int from) {
        int place = from;
        while (place < messages.size()
                && (messages.get(place).role() == Role.TOOL
                        || messages.get(place).parts().stream().anyMatch(Part.ToolCall.class::isInstance))) {
            place++;
        }
        return place;
    }

    /** Clients may cut what they were given, at both ends where nothing is seen, and with their wishes for the answer. */
    private static boolean isGiven(String sent, Event.Answered answered, Question.Output output) {
        return sent.strip().equals(answered.text().strip())
                || sent.strip()
                        .equals(FinalAnswer.visible(answered.text(), output).strip());
    }

    private static int before(List<ChatMessage> messages) {
        return (int) messages.stream()
                .filter(message -> message.role() != Role.INSTRUCTION)
                .count();
    }

    /** {@return the conversation of a run that goes on, by what it had recorded} */
    Conversation of(String tenant, List<RecordedEvent> events) {
        ReplayEvent.Continued continued = first(events, ReplayEvent.Continued.class);
        ReplayEvent.StartedAfresh afresh = first(events, ReplayEvent.StartedAfresh.class);
        if (afresh != null) {
            return Conversation.lost(afresh.reason());
        }
        return continued == null ? Conversation.NONE : earlier(tenant, continued);
    }

    private Conversation earlier(String tenant, ReplayEvent.Continued last) {
        List<EarlierRequest> runs = new ArrayList<>();
        ReplayEvent.Continued next = last;
        try {
            while (next != null) {
                if (runs.size() == settings.requests()) {
                    return Conversation.lost("they are more than " + settings.requests());
                }
                EarlierRequest run = earlierRun(tenant, next);
                runs.addFirst(run);
                next = first(run.events(), ReplayEvent.StartedAfresh.class) == null
                        ? first(run.events(), ReplayEvent.Continued.class)
                        : null;
            }
        } catch (FailureException e) {
            if (isGone(e.failure())) {
                return Conversation.lost("one of them, or a document of theirs, was deleted");
            }
            throw e;
        }
        return bounded(new Conversation(runs, null));
    }

    private static boolean isGone(Failure failure) {
        return switch (failure) {
            case Failure.NotFound _ -> true;
            case Failure.InvalidRequest refused -> refused.reason() == Failure.Reason.FILE_EXPIRED;
            default -> false;
        };
    }

    private EarlierRequest earlierRun(String tenant, ReplayEvent.Continued continued) {
        List<RecordedEvent> events = trajectories.events(tenant, continued.run(), 0);
        List<DocumentText> texts = new EarlierRun(trajectories.find(tenant, continued.run()), events)
                .documents().stream()
                        .map(id -> documents.text(tenant, id, extractionWait))
                        .toList();
        return new EarlierRequest(continued.run(), continued.history(), texts, events);
    }

    private Conversation bounded(Conversation conversation) {
        ReplayCost cost = ReplayCost.of(conversation);
        if (cost.cells() > settings.cells()) {
            return Conversation.lost("they ran more than " + settings.cells() + " cells");
        }
        return cost.time().compareTo(settings.cellTime()) > 0
                ? Conversation.lost(
                        "their cells took more than " + settings.cellTime().toSeconds() + " seconds")
                : conversation;
    }

    private static <E extends Event> @Nullable E first(List<RecordedEvent> events, Class<E> kind) {
        return events.stream()
                .filter(event -> event.session() == 0)
                .map(RecordedEvent::event)
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElse(null);
    }
}
