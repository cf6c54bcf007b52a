package io.rlmgateway.api;

import java.io.IOException;
import java.util.Map;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /openapi.json}: what this service answers to, for people and for makers of clients. */
@RestController
final class OpenApiController {

    private final Map<String, Object> description;

    OpenApiController(ResourcePatternResolver resources) throws IOException {
        this.description = OpenApiDescription.read(resources);
    }

    @GetMapping("/openapi.json")
    ResponseEntity<Map<String, Object>> description() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(description);
    }
}
