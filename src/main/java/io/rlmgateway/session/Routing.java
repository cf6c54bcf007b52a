package io.rlmgateway.session;

import io.rlmgateway.document.Documents;
import io.rlmgateway.session.Question.ChatMessage;
import io.rlmgateway.session.Question.Mode;
import io.rlmgateway.session.SessionPlan.SessionModels;
import io.rlmgateway.session.SessionProperties.Served;
import io.rlmgateway.upstream.Models;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Decides how a question is answered, and makes it ready. */
@Component
final class Routing {

    private final ServedModels served;
    private final Models models;
    private final Documents documents;
    private final SessionProperties.Session settings;

    Routing(ServedModels served, Models models, Documents documents, SessionProperties properties) {
        this.served = served;
        this.models = models;
        this.documents = documents;
        this.settings = properties.session();
    }

    Route route(Question question) {
        Served model = served.find(question.model());
        Mode wish = question.settings().mode();
        Mode mode = wish == null ? model.mode() : wish;
        SessionModels asked =
                SubModelChoice.apply(served.models(model), question.settings().subModel());
        return switch (mode) {
            case RLM -> rlm(question, model, asked, "asked for");
            case DIRECT -> direct(question, model, asked, "asked for");
            case AUTO -> automatic(question, model, asked);
        };
    }

    /** The evidence for going direct while the prompt is short stands in docs/decisions/0002-routing.md. */
    private Route automatic(Question question, Served model, SessionModels asked) {
        long most =
                Math.min(settings.directCharacters(), models.facts(asked.root()).window());
        long characters = new DirectPrompt(question, documents, settings).characters(most);
        return characters <= most
                ? direct(question, model, asked, "prompt of " + characters + " characters, at most " + most)
                : rlm(question, model, asked, "prompt of more than " + most + " characters");
    }

    private Route direct(Question question, Served model, SessionModels asked, String reason) {
        Limits limits =
                LimitWishes.apply(model.limits().limits(), question.settings().limits());
        DirectPrompt prompt = new DirectPrompt(question, documents, settings);
        return new Route.Direct(prompt.request(asked.root(), limits.wallTime()), reason);
    }

    private Route rlm(Question question, Served model, SessionModels asked, String reason) {
        Offloading offloading = new Offloading(question, documents, settings);
        List<String> instructions = new ArrayList<>();
        List<Map<String, String>> conversation = new ArrayList<>();
        for (ChatMessage message : question.messages()) {
            String text = offloading.shorten(message);
            switch (message.role()) {
                case INSTRUCTION -> instructions.add(text);
                case USER -> conversation.add(Map.of("role", "user", "content", text));
                case ASSISTANT -> conversation.add(Map.of("role", "assistant", "content", text));
            }
        }
        String last = conversation.isEmpty() ? "" : conversation.removeLast().getOrDefault("content", "");
        return new Route.Rlm(
                new SessionPlan(
                        question,
                        instructions,
                        conversation,
                        last,
                        offloading.documents(),
                        asked,
                        LimitWishes.apply(
                                model.limits().limits(), question.settings().limits())),
                reason);
    }
}
