package io.rlmgateway.chat;

import io.rlmgateway.completion.Completions;
import io.rlmgateway.completion.StoredCompletion;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Answers, and keeps the answers that their clients ask to be stored before they have heard the end of them. */
@Component
final class KeptAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(KeptAnswers.class);
    private static final JsonMapper JSON = new JsonMapper();

    /** What of a request stands in a stored completion too. */
    private static final List<String> OF_REQUEST = List.of(
            "tools",
            "tool_choice",
            "seed",
            "temperature",
            "top_p",
            "presence_penalty",
            "frequency_penalty",
            "response_format");

    private final Answering answering;
    private final Completions completions;

    KeptAnswers(Answering answering, Completions completions) {
        this.answering = answering;
        this.completions = completions;
    }

    /** Notes that a request is too large for its answer to be kept. */
    void check(ChatRequest chat, HeldBody body) {
        if (chat.storage().store() && !takes(body)) {
            chat.unserved().ignore("store");
        }
    }

    private boolean takes(HeldBody body) {
        return completions.takes(body.bytes().length);
    }

    /**
     * Answers a question on the calling thread.
     *
     * @param asked the question
     * @param steps hears what happens
     * @return the end of the answer
     * @throws io.rlmgateway.api.FailureException when there is none
     */
    Step.Last answer(Asked asked, Consumer<Step> steps) {
        if (!asked.chat().storage().store() || !takes(asked.body())) {
            return answering.answer(asked, steps);
        }
        StreamedCompletion streamed = new StreamedCompletion();
        Step.Last last = answering.answer(asked, step -> {
            if (step instanceof Step.Events(ByteBuffer events)) {
                streamed.add(events);
            }
            steps.accept(step);
        });
        keep(asked, last, streamed);
        return last;
    }

    /** Who has an answer shall get it, though it could not be kept. */
    private void keep(Asked asked, Step.Last last, StreamedCompletion streamed) {
        try {
            ObjectNode completion = completion(asked, last, streamed);
            if (completion != null) {
                keep(asked, completion);
            }
        } catch (RuntimeException e) {
            LOG.error(
                    "The completion {} was answered, but could not be stored",
                    asked.envelope().id(),
                    e);
        }
    }

    private static @Nullable ObjectNode completion(Asked asked, Step.Last last, StreamedCompletion streamed) {
        return switch (last) {
            case Step.Answered(List<Completion> choices, var _) ->
                object(new CompletionJson(asked.envelope()).completion(choices, List.of()));
            case Step.Relayed(List<ByteBuffer> whole) -> whole.isEmpty() ? streamed.whole() : object(text(whole));
            case Step.Failed _ -> null;
        };
    }

    private static @Nullable ObjectNode object(String json) {
        try {
            return JSON.readTree(json) instanceof ObjectNode object ? object : null;
        } catch (JacksonException _) {
            return null;
        }
    }

    private static String text(List<ByteBuffer> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(piece -> all.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining()));
        return all.toString(StandardCharsets.UTF_8);
    }

    private void keep(Asked asked, ObjectNode completion) {
        ObjectNode body = asked.body().json();
        Envelope envelope = asked.envelope();
        String id = completion.path("id").asString(envelope.id());
        completion.put("id", id).put("request_id", envelope.request());
        OF_REQUEST.forEach(name -> completion.set(name, orNull(body.get(name))));
        completion.set("input_user", orNull(body.get("user")));
        completions.store(
                asked.question().caller().tenant(),
                new StoredCompletion(
                        id,
                        envelope.model(),
                        envelope.created(),
                        JSON.writeValueAsString(completion),
                        asked.chat().storage().metadata()),
                JSON.writeValueAsString(body.path("messages")));
    }

    private static JsonNode orNull(@Nullable JsonNode value) {
        return value == null ? JSON.nullNode() : value;
    }
}
