package io.rlmgateway.admin;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys as they are sent. */
final class KeyJson {

    private KeyJson() {}

    /** {@return a key, of whose text only the end is told} */
    static Map<String, @Nullable Object> of(StoredKey key) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("object", "api_key");
        json.put("id", key.id());
        json.put("name", key.name());
        json.put("tenant", key.tenant());
        json.put("redacted_value", "rlm-…" + key.texts().ending());
        json.put("created_at", seconds(key.times().created()));
        json.put("last_used_at", seconds(key.times().lastUsed()));
        json.put("expires_at", seconds(key.times().expires()));
        json.put("revoked_at", seconds(key.times().revoked()));
        json.putAll(TermsJson.members(key.terms()));
        return json;
    }

    /** {@return a key with its text, this one time} */
    static Map<String, @Nullable Object> of(Keys.Shown shown) {
        Map<String, @Nullable Object> json = of(shown.key());
        json.put("value", shown.text().text());
        return json;
    }

    private static @Nullable Long seconds(@Nullable Instant at) {
        return at == null ? null : at.getEpochSecond();
    }
}
