package io.rlmgateway.session;

import io.rlmgateway.document.Documents;
import io.rlmgateway.session.Question.ChatMessage;
import io.rlmgateway.session.Question.Mode;
import io.rlmgateway.session.RoutingTable.Facts;
import io.rlmgateway.session.RoutingTable.Row;
import io.rlmgateway.session.SessionPlan.SessionModels;
import io.rlmgateway.session.SessionProperties.Served;
import io.rlmgateway.upstream.Models;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Decides how a question is answered, and makes it ready. */
@Component
final class Routing {

    private static final Logger LOG = LoggerFactory.getLogger(Routing.class);
    private static final String USER = "user";

    private final ServedModels served;
    private final Models models;
    private final Documents documents;
    private final SessionProperties.Session settings;
    private final Profiles profiles;
    private final RoutingTable table = RoutingTable.read();

    Routing(ServedModels served, Models models, Documents documents, SessionProperties properties, Profiles profiles) {
        this.served = served;
        this.models = models;
        this.documents = documents;
        this.settings = properties.session();
        this.profiles = profiles;
    }

    /** {@return what clients can name} */
    List<Sessions.ServedModel> models() {
        return served.list();
    }

    /** Refuses a model that is not served, or not to this caller. */
    void check(Question question) {
        served.find(question.model(), question.caller().rights());
    }

    /** A question on its own. */
    Route route(Question question) {
        return route(question, Conversation.NONE);
    }

    Route route(Question question, Conversation conversation) {
        Served model = served.find(question.model());
        Mode wish = question.settings().mode();
        Mode mode = wish == null ? model.mode() : wish;
        SessionModels asked = models(question, model);
        String reason = wish == null ? "the mode of the served model" : "asked for";
        return switch (mode) {
            case RLM -> rlm(question, asked, conversation, reason);
            case DIRECT -> direct(question, model, asked, reason);
            case AUTO -> automatic(question, asked, conversation);
        };
    }

    /**
     * Has a run go on that a session had begun to answer.
     *
     * @param kept the ids of its documents, in order
     */
    Route goOn(Question question, List<String> kept, Conversation conversation) {
        Served model = served.find(question.model());
        return new Route.Rlm(plan(question, model, models(question, model), kept), "asked again", conversation);
    }

    private SessionModels models(Question question, Served model) {
        return profiles.choose(
                SubModelChoice.apply(
                        served.models(model, question.caller().rights()),
                        question.settings().subModel()),
                model.profile(),
                question.settings().profile());
    }

    /** Where the rows of the table come from stands in docs/decisions/0002-routing.md. */
    private Route automatic(Question question, SessionModels asked, Conversation conversation) {
        Facts facts = facts(question, asked, conversation.isContinued());
        Row row = table.decide(facts);
        String reason = String.format(
                Locale.ROOT,
                "%s: %s (%,d characters, window of %,d tokens)",
                row.name(),
                row.reason(),
                facts.characters(),
                facts.window());
        return row.way() == Mode.DIRECT
                ? direct(question, served.find(question.model()), asked, reason)
                : rlm(question, asked, conversation, reason);
    }

    private Facts facts(Question question, SessionModels asked, boolean continued) {
        DirectPrompt prompt = new DirectPrompt(question, documents, settings);
        long window = models.facts(asked.root()).window();
        return new Facts(
                prompt.characters(Facts.whole(window)),
                settings.directCharacters(),
                window,
                prompt.files(),
                QuestionKind.of(question),
                profiles.of(asked).name(),
                continued);
    }

    private Route direct(Question question, Served model, SessionModels asked, String reason) {
        FinalForm.check(question.output());
        Limits limits = limits(question, model);
        DirectPrompt prompt = new DirectPrompt(question, documents, settings);
        Duration timeout = question.within(limits.wallTime());
        return new Route.Direct(
                asked.root(), timeout, prompt.of(asked.root(), models.facts(asked.root()), timeout), reason);
    }

    private Route rlm(Question question, SessionModels asked, Conversation conversation, String reason) {
        try {
            SessionPlan plan = conversation.known(plan(question, served.find(question.model()), asked, List.of()));
            Opening opening = Opening.of(
                    Task.root(plan),
                    models,
                    new PromptTexts(
                            settings, profiles, ClientTools.of(question.output().tools())));
            LOG.debug("Run {} opens with {} tokens", question.run(), opening.tokens());
            return new Route.Rlm(plan, reason, conversation.fitting(plan));
        } catch (RuntimeException e) {
            documents.release(question.caller().tenant(), question.run());
            throw e;
        }
    }

    private SessionPlan plan(Question question, Served model, SessionModels asked, List<String> kept) {
        Offloading offloading = new Offloading(question, documents, settings, kept);
        List<String> instructions = new ArrayList<>();
        List<Map<String, String>> conversation = new ArrayList<>();
        for (ChatMessage message : question.messages()) {
            String text = offloading.shorten(message);
            switch (message.role()) {
                case INSTRUCTION -> instructions.add(text);
                case USER -> conversation.add(turn(USER, text));
                case ASSISTANT -> conversation.add(turn("assistant", text));
                case TOOL -> conversation.add(turn("tool", text));
            }
        }
        String last = last(conversation, instructions);
        String form = FinalForm.of(question.output()).instruction();
        if (!form.isEmpty()) {
            instructions.add(form);
        }
        return new SessionPlan(
                question, instructions, conversation, last, offloading.documents(), asked, limits(question, model));
    }

    private static Limits limits(Question question, Served model) {
        Map<String, Number> ofKey = question.caller().limits().session(Map.of());
        return LimitWishes.ofSession(LimitWishes.apply(model.limits().limits(), ofKey), question);
    }

    private static Map<String, String> turn(String role, String text) {
        return Map.of("role", role, "content", text);
    }

    /** Takes what is asked out: the last user message, else the last message, else the last instruction. */
    private static String last(List<Map<String, String>> conversation, List<String> instructions) {
        for (int i = conversation.size() - 1; i >= 0; i--) {
            if (USER.equals(conversation.get(i).get("role"))) {
                return content(conversation.remove(i));
            }
        }
        return conversation.isEmpty() ? instructions.removeLast() : content(conversation.removeLast());
    }

    private static String content(Map<String, String> turn) {
        return Objects.requireNonNull(turn.get("content"));
    }
}
