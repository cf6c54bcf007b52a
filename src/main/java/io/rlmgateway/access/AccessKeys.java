package io.rlmgateway.access;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys that are let in, known by their SHA-256 only. A key is found by its hash, in the same time whether it is right
 * or wrong; where hashes are laid tells nothing of the keys behind them.
 */
final class AccessKeys implements Keyring {

    private final InstantSource clock;
    private final Map<String, Instant> uses = new ConcurrentHashMap<>();
    private volatile Map<KeyHash, Known> known = Map.of();
    private volatile boolean closed;

    AccessKeys(InstantSource clock) {
        this.clock = clock;
    }

    /** Lets a key in that the configuration names; from then on everybody needs one. */
    void configured(AccessProperties.Key key) {
        add(new Caller(key.tenant(), key.name()), key.key());
        close();
    }

    /** Lets a key in for ever, beside others of the same name. */
    synchronized void add(Caller caller, String text) {
        Map<KeyHash, Known> next = new HashMap<>(known);
        KeyHash hash = KeyText.hash(text);
        next.put(hash, new Known(caller, new IssuedKey.Secret(hash, null)));
        known = Map.copyOf(next);
    }

    /** {@return whether nobody needs a key} */
    boolean areNotNeeded() {
        return !closed;
    }

    /**
     * Finds a key's caller.
     *
     * @param presented what the client sent
     * @return its caller, or null when the key is not known
     */
    @Nullable
    Caller find(String presented) {
        Known key = known.get(KeyText.hash(presented));
        Instant now = clock.instant();
        if (key == null || !key.secret().opensAt(now)) {
            return null;
        }
        uses.put(key.caller().keyId(), now);
        return key.caller();
    }

    @Override
    public synchronized void put(IssuedKey key) {
        Map<KeyHash, Known> next = without(key.caller().keyId());
        key.secrets().forEach(secret -> next.put(secret.hash(), new Known(key.caller(), secret)));
        known = Map.copyOf(next);
    }

    @Override
    public synchronized void remove(String keyId) {
        known = Map.copyOf(without(keyId));
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public Map<String, Instant> takeUses() {
        Map<String, Instant> taken = new HashMap<>();
        uses.forEach((key, at) -> {
            if (uses.remove(key, at)) {
                taken.put(key, at);
            }
        });
        return taken;
    }

    private Map<KeyHash, Known> without(String keyId) {
        Map<KeyHash, Known> others = new HashMap<>(known);
        others.values().removeIf(key -> key.caller().keyId().equals(keyId));
        return others;
    }

    private record Known(Caller caller, IssuedKey.Secret secret) {}
}
