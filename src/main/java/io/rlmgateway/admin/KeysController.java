package io.rlmgateway.admin;

import io.rlmgateway.access.Caller;
import io.rlmgateway.access.ForAdmins;
import io.rlmgateway.api.ListPage;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/admin/keys}: gives keys out and takes them back. */
@RestController
@ForAdmins
@RequestMapping("/v1/admin/keys")
final class KeysController {

    private static final long LONGEST_GRACE = Duration.ofDays(30).toSeconds();

    private final Keys keys;

    KeysController(Keys keys) {
        this.keys = keys;
    }

    @PostMapping
    Map<String, @Nullable Object> create(Caller admin, HttpServletRequest request) throws IOException {
        return KeyJson.of(keys.create(admin, Bodies.read(request)));
    }

    @GetMapping
    ListPage<Map<String, @Nullable Object>> list(
            @RequestParam(required = false) @Nullable String tenant,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String after) {
        int size = PageSize.of(limit);
        if (after != null) {
            keys.find(after);
        }
        List<StoredKey> found = keys.list(tenant, after, size + 1);
        return ListPage.of(
                found.stream().limit(size).map(KeyJson::of).toList(),
                key -> String.valueOf(key.get("id")),
                found.size() > size);
    }

    @GetMapping("/{id}")
    Map<String, @Nullable Object> find(@PathVariable String id) {
        return KeyJson.of(keys.find(id));
    }

    @PostMapping("/{id}")
    Map<String, @Nullable Object> update(Caller admin, @PathVariable String id, HttpServletRequest request)
            throws IOException {
        return KeyJson.of(keys.update(admin, id, Bodies.read(request)));
    }

    /** Gives a key another text; the one before opens it for {@code grace_seconds} more, none by default. */
    @PostMapping("/{id}/rotate")
    Map<String, @Nullable Object> rotate(Caller admin, @PathVariable String id, HttpServletRequest request)
            throws IOException {
        Fields fields = Bodies.read(request);
        Long grace = fields.whole("grace_seconds", 0, LONGEST_GRACE);
        fields.refuseOthers();
        return KeyJson.of(keys.rotate(admin, id, Duration.ofSeconds(grace == null ? 0 : grace)));
    }

    @DeleteMapping("/{id}")
    KeyRevoked revoke(Caller admin, @PathVariable String id) {
        return new KeyRevoked(keys.revoke(admin, id).id(), "api_key.deleted", true);
    }

    /**
     * What is answered when a key was revoked.
     *
     * @param object always {@code api_key.deleted}
     * @param deleted always true; the key is still listed, with the time
     */
    record KeyRevoked(String id, String object, boolean deleted) {}
}
