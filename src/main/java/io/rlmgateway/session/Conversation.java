package io.rlmgateway.session;

import io.rlmgateway.document.DocumentText;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.ReplayEvent;
import io.rlmgateway.trajectory.ToolEvent.OfferedTool;
import io.rlmgateway.trajectory.ToolEvent.ToolsOffered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedCollection;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The earlier runs of a question's conversation, whose Python it finds as they left it.
 *
 * @param runs the runs, in order; empty when the question begins with a new Python
 * @param lost why the Python of earlier runs could not be had, or null
 */
record Conversation(List<EarlierRequest> runs, @Nullable String lost) {

    /** A question on its own. */
    static final Conversation NONE = new Conversation(List.of(), null);

    Conversation {
        runs = List.copyOf(runs);
    }

    /** A question whose conversation's Python could not be had. */
    static Conversation lost(String reason) {
        return new Conversation(List.of(), reason);
    }

    /**
     * An earlier run.
     *
     * @param run its id
     * @param history turns of the conversation before its question
     * @param documents its context, in order; may be empty
     * @param events all that it recorded
     */
    record EarlierRequest(String run, int history, List<DocumentText> documents, List<RecordedEvent> events) {

        EarlierRequest {
            documents = List.copyOf(documents);
            events = List.copyOf(events);
        }

        private RecordedEvent first() {
            return ofRoot(Event.Opened.class).findFirst().orElseThrow();
        }

        /** {@return how it began} */
        Event.Opened opened() {
            return (Event.Opened) first().event();
        }

        /** {@return when it began} */
        Instant at() {
            return first().at();
        }

        /** {@return the steps of this kind of its root session, in order} */
        Stream<RecordedEvent> ofRoot(Class<? extends Event> kind) {
            return events.stream().filter(event -> event.session() == 0 && kind.isInstance(event.event()));
        }

        /** {@return what its cells need to run again} */
        private Stream<RecordedEvent> ofCells() {
            return events.stream()
                    .filter(event -> event.session() > 0
                            || event.event() instanceof Event.OfCell
                            || event.event() instanceof Event.OfCall
                            || event.event() instanceof ReplayEvent.ContextKept);
        }

        /** {@return the number of its last turn} */
        int turns() {
            return ofRoot(Event.TurnAsked.class)
                    .mapToInt(event -> ((Event.TurnAsked) event.event()).turn())
                    .max()
                    .orElse(0);
        }
    }

    /** {@return whether there is Python to be found} */
    boolean isContinued() {
        return !runs.isEmpty();
    }

    /** {@return the run whose Python it is, from which its chance comes, or null} */
    @Nullable
    String origin() {
        return runs.isEmpty() ? null : runs.getFirst().run();
    }

    /** {@return the steps by which a run begins that is asked in this conversation} */
    List<Event> beginning() {
        if (lost != null) {
            return List.of(new ReplayEvent.StartedAfresh(lost));
        }
        return runs.isEmpty()
                ? List.of()
                : List.of(new ReplayEvent.Continued(
                        runs.getLast().run(), runs.getLast().history()));
    }

    /** {@return what the earlier cells need to run again} */
    List<RecordedEvent> events() {
        return runs.stream().flatMap(EarlierRequest::ofCells).toList();
    }

    /** {@return the tools that the clients of the runs offered, the last ones first} */
    List<OfferedTool> offered() {
        return runs.reversed().stream()
                .flatMap(run -> run.ofRoot(ToolsOffered.class))
                .flatMap(event -> ((ToolsOffered) event.event()).tools().stream())
                .toList();
    }

    /** {@return the highest number of a session} */
    int lastSession() {
        return events().stream().mapToInt(RecordedEvent::session).max().orElse(0);
    }

    /** {@return all documents of the runs and of the question, each once} */
    List<DocumentText> documents(List<DocumentText> now) {
        SequencedCollection<DocumentText> all = byId(now).sequencedValues();
        return List.copyOf(all);
    }

    private LinkedHashMap<String, DocumentText> byId(List<DocumentText> now) {
        LinkedHashMap<String, DocumentText> all = new LinkedHashMap<>();
        Stream.concat(runs.stream().flatMap(run -> run.documents().stream()), now.stream())
                .forEach(document -> all.putIfAbsent(document.id(), document));
        return all;
    }

    /** {@return what Python sees of each run and of the question, in order} */
    List<Map<String, @Nullable Object>> requests(Task now) {
        List<String> ids = List.copyOf(byId(now.documents()).sequencedKeySet());
        List<Map<String, @Nullable Object>> requests = new ArrayList<>();
        runs.forEach(run -> requests.add(
                request(ids, run.documents(), run.history(), run.opened().question())));
        requests.add(request(ids, now.documents(), now.history().size(), now.contextText()));
        return requests;
    }

    private static Map<String, @Nullable Object> request(
            List<String> ids, List<DocumentText> documents, int history, String context) {
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put(
                "documents",
                documents.stream().map(document -> ids.indexOf(document.id())).toList());
        request.put("history", history);
        request.put("context", documents.isEmpty() ? context : null);
        return request;
    }

    /** {@return the plan with the documents that the runs had, where the question brings the same texts again} */
    SessionPlan known(SessionPlan plan) {
        List<DocumentText> before = new ArrayList<>(documents(List.of()));
        List<DocumentText> documents = new ArrayList<>();
        for (DocumentText document : plan.documents()) {
            DocumentText same = before.stream()
                    .filter(earlier -> isSame(earlier, document))
                    .findFirst()
                    .orElse(document);
            // each stands for one, so that the order in which they came can be found again
            before.remove(same);
            documents.add(same);
        }
        return plan.with(documents);
    }

    private static boolean isSame(DocumentText earlier, DocumentText now) {
        return earlier.id().equals(now.id())
                || (earlier.name().equals(now.name()) && earlier.file().equals(now.file()));
    }

    /** {@return this, or what is lost of it because the sub-calls of its cells would be other ones now} */
    Conversation fitting(SessionPlan plan) {
        boolean fits = runs.stream()
                .map(EarlierRequest::opened)
                .allMatch(opened ->
                        opened.models().getLast().equals(plan.models().sub())
                                && Objects.equals(
                                        opened.limits().get(Limits.Name.DEPTH.text()),
                                        plan.limits().depth()));
        return fits ? this : lost("the earlier requests had another model for sub-calls, or another depth");
    }
}
