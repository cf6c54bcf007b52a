package io.rlmgateway.access;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold for the keys of the configuration, so that each is somebody's and nobody else's. */
final class ConfiguredKeys {

    private final String adminKey;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> tenants = new HashMap<>();

    private ConfiguredKeys(String adminKey) {
        this.adminKey = adminKey;
    }

    /**
     * Checks keys.
     *
     * @param keys those of the configuration
     * @param adminKey the first admin key
     * @param reserved names that the service gives itself
     * @throws UnusableKeysException when two cannot be told apart
     */
    static void check(List<AccessProperties.Key> keys, String adminKey, Set<String> reserved) {
        ConfiguredKeys known = new ConfiguredKeys(adminKey);
        for (AccessProperties.Key key : keys) {
            if (reserved.contains(key.name())) {
                throw new UnusableKeysException("A key of rlm.access.keys has the name '" + key.name()
                        + "', which the service uses itself: "
                        + String.join(", ", reserved.stream().sorted().toList())
                        + " are reserved.");
            }
            known.add(key);
        }
    }

    private void add(AccessProperties.Key key) {
        if (key.key().equals(adminKey)) {
            throw new UnusableKeysException("The key of '" + key.name()
                    + "' in rlm.access.keys is the admin key too, which would lose the rights of one of them.");
        }
        String name = names.putIfAbsent(key.key(), key.name());
        if (name != null) {
            throw new UnusableKeysException(
                    "'" + name + "' and '" + key.name() + "' in rlm.access.keys have the same key.");
        }
        String tenant = tenants.putIfAbsent(key.name(), key.tenant());
        if (tenant != null && !tenant.equals(key.tenant())) {
            throw new UnusableKeysException("Two keys of rlm.access.keys have the name '" + key.name()
                    + "' in different tenants, '" + tenant + "' and '" + key.tenant()
                    + "': their usage and limits would be one.");
        }
    }
}
