package io.rlmgateway.admin;

import io.rlmgateway.access.Caller;
import io.rlmgateway.access.IssuedKey;
import io.rlmgateway.access.KeyLimits;
import io.rlmgateway.access.KeyRights;
import io.rlmgateway.access.KeyText;
import io.rlmgateway.access.Keyring;
import io.rlmgateway.admin.StoredKey.Terms;
import io.rlmgateway.admin.StoredKey.Texts;
import io.rlmgateway.admin.StoredKey.Times;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The keys that admins give out. What is changed is stored and written into the audit log together, and counts at once. */
@Service
class Keys implements DisposableBean {

    private static final int ID_BYTES = 12;
    private static final Terms DEFAULT = new Terms(KeyRights.CALLER, KeyLimits.NONE);

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock = InstantSource.system();
    private final KeyTable table;
    private final AuditLog audit;
    private final Keyring keyring;
    private final TransactionTemplate transaction;

    Keys(KeyTable table, AuditLog audit, Keyring keyring, PlatformTransactionManager transactions) {
        this.table = table;
        this.audit = audit;
        this.keyring = keyring;
        this.transaction = new TransactionTemplate(transactions);
        table.valid().forEach(key -> keyring.put(key.issued()));
        if (table.isEverUsed()) {
            keyring.close();
        }
    }

    /** A key with its text, which nobody can tell again. */
    record Shown(StoredKey key, KeyText text) {}

    Shown create(Caller admin, Fields request) {
        String name = request.text("name");
        if (name == null) {
            throw request.missing("name");
        }
        String tenant = request.text("tenant");
        KeyText text = KeyText.next();
        StoredKey key = new StoredKey(
                newId(),
                name,
                tenant == null ? Caller.ANONYMOUS.tenant() : tenant,
                new Texts(text.hash(), text.ending(), null),
                TermsJson.changed(DEFAULT, request),
                new Times(now(), null, expires(request, null), null));
        request.refuseOthers();
        transaction.executeWithoutResult(_ -> {
            table.insert(key);
            audit.add(admin.keyId(), "key.created", key.id(), details(key));
        });
        keyring.put(key.issued());
        keyring.close();
        return new Shown(key, text);
    }

    synchronized StoredKey update(Caller admin, String id, Fields request) {
        StoredKey key = usable(id);
        String name = request.text("name");
        Times times = key.times();
        StoredKey changed = new StoredKey(
                id,
                name == null ? key.name() : name,
                key.tenant(),
                key.texts(),
                TermsJson.changed(key.terms(), request),
                new Times(times.created(), times.lastUsed(), expires(request, times.expires()), null));
        request.refuseOthers();
        stored(admin, "key.changed", changed, details(changed));
        return changed;
    }

    /** Gives a key another text; the one before opens it for a while. */
    synchronized Shown rotate(Caller admin, String id, Duration grace) {
        StoredKey key = usable(id);
        KeyText text = KeyText.next();
        Instant until = earlier(now().plus(grace), key.times().expires());
        StoredKey rotated = key.with(new Texts(
                text.hash(), text.ending(), new IssuedKey.Secret(key.texts().hash(), until)));
        stored(admin, "key.rotated", rotated, Map.of("grace_seconds", grace.toSeconds()));
        return new Shown(rotated, text);
    }

    /** Revokes a key; none of its texts opens it any more. */
    synchronized StoredKey revoke(Caller admin, String id) {
        StoredKey key = find(id);
        if (key.isRevoked()) {
            return key;
        }
        StoredKey revoked = key.revoked(now());
        keyring.remove(id);
        transaction.executeWithoutResult(_ -> {
            table.update(revoked);
            audit.add(admin.keyId(), "key.revoked", id, Map.of("name", key.name(), "tenant", key.tenant()));
        });
        return revoked;
    }

    StoredKey find(String id) {
        return table.find(id)
                .orElseThrow(() -> new FailureException(new Failure.NotFound("No key found with id '" + id + "'.")));
    }

    List<StoredKey> list(@Nullable String tenant, @Nullable String after, int limit) {
        return table.list(tenant, after, limit);
    }

    /** Writes when keys were last used; later than they were, so that no request waits for it. */
    @Scheduled(fixedDelayString = "PT30S")
    void writeUses() {
        Map<String, Instant> uses = keyring.takeUses();
        if (!uses.isEmpty()) {
            transaction.executeWithoutResult(_ -> table.used(uses));
        }
    }

    @Override
    public void destroy() {
        writeUses();
    }

    private void stored(Caller admin, String action, StoredKey key, Map<String, ? extends @Nullable Object> details) {
        transaction.executeWithoutResult(_ -> {
            table.update(key);
            audit.add(admin.keyId(), action, key.id(), details);
        });
        keyring.put(key.issued());
    }

    private StoredKey usable(String id) {
        StoredKey key = find(id);
        if (key.isRevoked()) {
            throw new FailureException(new Failure.InvalidRequest(
                    Failure.Reason.INVALID_VALUE, "The key '" + id + "' was revoked. Make another.", null));
        }
        return key;
    }

    private static Map<String, Object> details(StoredKey key) {
        Map<String, Object> details = TermsJson.members(key.terms());
        details.put("name", key.name());
        details.put("tenant", key.tenant());
        return details;
    }

    private @Nullable Instant expires(Fields request, @Nullable Instant before) {
        Long at = request.whole("expires_at", 1, Long.MAX_VALUE / 1_000_000);
        Long in = request.whole("expires_in", 1, Duration.ofDays(36_500).toSeconds());
        if (at != null && in != null) {
            throw request.invalid("expires_in", "It cannot be given together with 'expires_at'.");
        }
        if (at != null) {
            return Instant.ofEpochSecond(at);
        }
        return in == null ? request.node("expires_at") == null ? before : null : now().plusSeconds(in);
    }

    private static Instant earlier(Instant one, @Nullable Instant other) {
        return other == null || one.isBefore(other) ? one : other;
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return "key_" + HexFormat.of().formatHex(id);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
