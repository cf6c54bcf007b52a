package io.rlmgateway.chat;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rlmgateway.access.Caller;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.Sessions;
import io.rlmgateway.session.Sessions.ServedModel;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    ModelList list(Caller caller) {
        return new ModelList("list", served(caller).map(Model::of).toList());
    }

    @GetMapping("/v1/models/{*id}")
    Model find(Caller caller, @PathVariable("id") String path) {
        String id = path.substring(1);
        return served(caller)
                .filter(model -> model.id().equals(id))
                .map(Model::of)
                .findFirst()
                .orElseThrow(() -> unknown(caller, id));
    }

    private Stream<ServedModel> served(Caller caller) {
        return sessions.models().stream().filter(model -> caller.rights().mayAsk(model.id()));
    }

    private FailureException unknown(Caller caller, String id) {
        String served = served(caller).map(ServedModel::id).collect(Collectors.joining(", "));
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
