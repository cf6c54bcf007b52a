package io.rlmgateway.session;

import io.rlmgateway.document.DocumentText;
import io.rlmgateway.session.SessionPlan.SessionModels;
import io.rlmgateway.trajectory.Event;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one session of a tree works on.
 *
 * @param place where it stands in the tree
 * @param instructions what the answer must follow; may be empty
 * @param history earlier turns of the conversation; may be empty
 * @param question what is asked
 * @param documents its context; may be empty
 * @param contextText its context where there is no document
 * @param models who is asked
 * @param limits of the tree
 */
record Task(
        Place place,
        List<String> instructions,
        List<Map<String, String>> history,
        String question,
        List<DocumentText> documents,
        String contextText,
        SessionModels models,
        Limits limits) {

    /**
     * A session's place in its tree.
     *
     * @param number its number in the run, 0 for the root
     * @param level 0 for the root, one more for each child
     * @param parent the call that asked for it, null for the root
     */
    record Place(int number, int level, Event.@Nullable ParentCall parent) {

        static final Place ROOT = new Place(0, 0, null);
    }

    /** The root session of a plan. */
    static Task root(SessionPlan plan) {
        return new Task(
                Place.ROOT,
                plan.instructions(),
                plan.history(),
                plan.text(),
                plan.documents(),
                plan.text(),
                plan.models(),
                plan.limits());
    }

    /** What this session's Python saw when it was an earlier run's. */
    Task earlier(Conversation.EarlierRequest run) {
        return new Task(
                place,
                instructions,
                history.subList(0, Math.min(run.history(), history.size())),
                run.opened().question(),
                run.documents(),
                run.opened().question(),
                models,
                limits);
    }

    /**
     * A child session that is asked one question.
     *
     * @param notes what is said of its images; empty for none
     */
    Task child(Place place, SubQuestion question, String notes) {
        String named = question.model();
        SessionModels own = named == null ? models : new SessionModels(named, models.sub(), models.allowed());
        String text = question.text();
        return new Task(
                place,
                question.form().instruction().isEmpty()
                        ? List.of()
                        : List.of(question.form().instruction()),
                List.of(),
                notes.isEmpty() ? text : text + "\n" + notes,
                List.of(),
                question.context() == null ? text : question.context(),
                own,
                limits);
    }

    /**
     * The journal's first event of this session.
     *
     * @param ceiling what it may use of the tree's limits
     */
    Event opened(Event.Approach approach, Limits ceiling) {
        return new Event.Opened(
                level(),
                place.parent(),
                question,
                List.of(models.root(), models.sub()),
                documents.stream()
                        .map(document -> new Event.DocumentFacts(document.id(), document.name(), document.length()))
                        .toList(),
                ceiling.byName(),
                approach);
    }

    int level() {
        return place.level();
    }
}
