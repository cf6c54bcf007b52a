package io.rlmgateway.chat;

import io.rlmgateway.access.Caller;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.completion.CompletionQuery;
import io.rlmgateway.completion.Completions;
import io.rlmgateway.completion.StoredCompletion;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The completions that a tenant had stored (OpenAI API reference, "Chat completions": get, list, update, delete). */
@RestController
@RequestMapping("/v1/chat/completions")
final class StoredCompletionsController {

    private static final JsonMapper JSON = new JsonMapper();

    private final Completions completions;
    private final BodyReader bodies;

    StoredCompletionsController(Completions completions, BodyReader bodies) {
        this.completions = completions;
        this.bodies = bodies;
    }

    @GetMapping
    ResponseEntity<String> list(Caller caller, HttpServletRequest request) {
        CompletionQuery query = PageQuery.of(request).completions();
        String after = query.after();
        cursor(after == null || completions.find(caller.tenant(), after).isPresent());
        List<ObjectNode> found = completions.list(caller.tenant(), query).stream()
                .map(StoredCompletionsController::object)
                .toList();
        return page(found, query.limit());
    }

    @GetMapping("/{id}")
    ResponseEntity<String> find(Caller caller, @PathVariable String id) {
        return json(object(completions.find(caller.tenant(), id).orElseThrow(() -> missing(id))));
    }

    /**
     * Replaces the notes on a completion.
     *
     * @throws IOException when the client is gone
     */
    @PostMapping("/{id}")
    ResponseEntity<String> update(Caller caller, @PathVariable String id, HttpServletRequest request)
            throws IOException {
        try (HeldBody body = bodies.read(request)) {
            if (!body.json().has("metadata")) {
                throw InvalidRequests.missing("metadata");
            }
            Map<String, String> metadata = OtherParameters.metadata(JsonFields.ofBody(body.json()));
            if (!completions.update(caller.tenant(), id, metadata)) {
                throw missing(id);
            }
        }
        return find(caller, id);
    }

    @DeleteMapping("/{id}")
    ResponseEntity<String> delete(Caller caller, @PathVariable String id) {
        if (!completions.delete(caller.tenant(), id)) {
            throw missing(id);
        }
        return json(JSON.createObjectNode()
                .put("object", "chat.completion.deleted")
                .put("id", id)
                .put("deleted", true));
    }

    @GetMapping("/{id}/messages")
    ResponseEntity<String> messages(Caller caller, @PathVariable String id, HttpServletRequest request) {
        PageQuery query = PageQuery.of(request);
        String stored = completions.messages(caller.tenant(), id).orElseThrow(() -> missing(id));
        StoredMessages messages = StoredMessages.of(id, JSON.readTree(stored));
        cursor(query.after() == null || messages.has(query.after()));
        return page(messages.after(query), query.limit());
    }

    private static ObjectNode object(StoredCompletion completion) {
        ObjectNode object = (ObjectNode) JSON.readTree(completion.json());
        ObjectNode metadata = object.putObject("metadata");
        completion.metadata().forEach(metadata::put);
        return object;
    }

    private static void cursor(boolean known) {
        if (!known) {
            throw InvalidRequests.value("after", "there is nothing with this id. Begin again without it.");
        }
    }

    private static FailureException missing(String id) {
        return new FailureException(
                new Failure.NotFound("No such completion: '" + InvalidRequests.shortened(id) + "'."));
    }

    /** Of one item more than asked for only the fact that there is one is told. */
    private static ResponseEntity<String> page(List<ObjectNode> found, int limit) {
        List<ObjectNode> items = found.subList(0, Math.min(limit, found.size()));
        ObjectNode page = JSON.createObjectNode().put("object", "list");
        items.forEach(page.putArray("data")::add);
        page.set(
                "first_id", items.isEmpty() ? page.nullNode() : items.getFirst().path("id"));
        page.set("last_id", items.isEmpty() ? page.nullNode() : items.getLast().path("id"));
        return json(page.put("has_more", found.size() > limit));
    }

    private static ResponseEntity<String> json(JsonNode node) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(JSON.writeValueAsString(node));
    }
}
