package io.rlmgateway.chat;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.Sessions;
import io.rlmgateway.session.Sessions.ServedModel;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/models} and {@code GET /v1/models/{id}}; an id may hold slashes, plain or as {@code %2F}. */
@RestController
final class ModelsController {

    private final Sessions sessions;

    ModelsController(Sessions sessions) {
        this.sessions = sessions;
    }

    @GetMapping("/v1/models")
    ModelList list() {
        return new ModelList("list", sessions.models().stream().map(Model::of).toList());
    }

    @GetMapping("/v1/models/{*id}")
    Model find(@PathVariable("id") String path) {
        String id = path.substring(1);
        return sessions.models().stream()
                .filter(model -> model.id().equals(id))
                .map(Model::of)
                .findFirst()
                .orElseThrow(() -> unknown(id));
    }

    private FailureException unknown(String id) {
        String served = sessions.models().stream().map(ServedModel::id).collect(Collectors.joining(", "));
        return new FailureException(new Failure.ModelNotFound("The model '" + InvalidRequests.shortened(id)
                + "' does not exist or you do not have access to it. Served here: " + served + "."));
    }

    /** OpenAI's list of models, which has no pages. */
    record ModelList(String object, List<Model> data) {}

    /** OpenAI's model object. */
    record Model(
            String id,
            String object,
            long created,
            @JsonProperty("owned_by") String ownedBy) {

        static Model of(ServedModel model) {
            return new Model(model.id(), "model", model.created().getEpochSecond(), "rlm-gateway");
        }
    }
}
