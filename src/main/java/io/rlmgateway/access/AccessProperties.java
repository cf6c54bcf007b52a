package io.rlmgateway.access;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Who may use the service.
 *
 * @param keys the keys that are let in; none means everybody who can reach the service
 * @param open told to serve other machines without keys
 * @param makeKey asks everybody for a key when none is configured: the admin key, which is then shown in the log when it
 *     is made
 * @param adminKey the first key of the admin API, printable ASCII without spaces; empty for one that is made at the first
 *     start and kept in the file {@code admin.key} of the data directory, readable by its owner alone
 * @param adminRights what the first admin key is good for: without {@code api} it reaches nobody's documents and runs
 * @param tenantDocuments bytes of files that a tenant may keep, unless the admin API says otherwise for it
 * @param hosts further host names, without port, that the service is reached under; on a loopback address the loopback
 *     names are always among them, on any other address every name is answered while this is empty
 */
@Validated
@ConfigurationProperties("rlm.access")
record AccessProperties(
        @DefaultValue List<@Valid Key> keys,
        @DefaultValue("false") boolean open,
        @DefaultValue("false") boolean makeKey,
        @DefaultValue("") @Pattern(regexp = "[!-~]*") String adminKey,
        @DefaultValue({"api", "admin"}) Set<Right> adminRights,
        @DefaultValue("100GB") DataSize tenantDocuments,
        @DefaultValue List<String> hosts) {

    /** Copies the lists. */
    AccessProperties {
        keys = List.copyOf(keys);
        adminRights = Set.copyOf(adminRights);
        hosts = List.copyOf(hosts);
    }

    /** {@return the settings without keys} */
    @Override
    public String toString() {
        return "AccessProperties[keys=" + keys + ", open=" + open + ", makeKey=" + makeKey + ", adminRights="
                + adminRights + ", tenantDocuments=" + tenantDocuments + ", hosts=" + hosts + "]";
    }

    /**
     * A key.
     *
     * @param name its name in logs and reports
     * @param key what clients send after {@code Authorization: Bearer}, printable ASCII without spaces
     * @param tenant whose documents and runs it reaches
     */
    record Key(
            @NotBlank String name,
            @NotBlank @Pattern(regexp = "[!-~]+") String key,
            @DefaultValue("default") @NotBlank String tenant) {

        /** {@return the name without the key} */
        @Override
        public String toString() {
            return "Key[name=" + name + ", tenant=" + tenant + "]";
        }
    }
}
