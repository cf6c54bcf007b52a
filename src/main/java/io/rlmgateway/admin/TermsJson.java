package io.rlmgateway.admin;

import io.rlmgateway.access.KeyLimits;
import io.rlmgateway.access.KeyRights;
import io.rlmgateway.access.Right;
import io.rlmgateway.admin.StoredKey.Terms;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Terms of keys as JSON: in requests, in answers, and as they are stored. */
final class TermsJson {

    /** Members of requests that are about terms. */
    static final Set<String> MEMBERS = Set.of("rights", "models", "sub_models", "limits", "session_limits");

    private static final JsonMapper JSON = new JsonMapper();
    private static final String LIMITS = "limits";
    private static final String SESSION_LIMITS = "session_limits";
    private static final double MOST = 1e9;

    /** Limits of a session by name, and the least that each may be. */
    private static final Map<String, Integer> OF_SESSION =
            Map.of("turns", 1, "depth", 0, "sub_calls", 0, "tokens", 1, "errors", 1);

    private static final Map<String, Integer> DECIMALS_OF_SESSION = Map.of("wall_time", 1, "cost_usd", 0);

    private TermsJson() {}

    /** {@return terms as their members} */
    static Map<String, Object> members(Terms terms) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "rights",
                terms.rights().rights().stream()
                        .map(right -> right.name().toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList());
        json.put("models", terms.rights().models());
        json.put("sub_models", terms.rights().subModels());
        KeyLimits limits = terms.limits();
        Map<String, @Nullable Object> numbers = new LinkedHashMap<>();
        numbers.put("requests_per_minute", limits.requestsPerMinute());
        numbers.put("tokens_per_minute", limits.tokensPerMinute());
        numbers.put("usd_per_day", limits.usdPerDay());
        numbers.put("usd_per_month", limits.usdPerMonth());
        numbers.put("concurrency", limits.concurrency());
        json.put(LIMITS, numbers);
        json.put(SESSION_LIMITS, limits.session());
        return json;
    }

    static String write(Terms terms) {
        return JSON.writeValueAsString(members(terms));
    }

    static Terms read(String json) {
        return read(new Fields((ObjectNode) JSON.readTree(json), ""));
    }

    /** {@return terms with what a request changes: a member that is null goes back to its default} */
    static Terms changed(Terms terms, Fields request) {
        ObjectNode merged = (ObjectNode) JSON.valueToTree(members(terms));
        for (String member : MEMBERS) {
            JsonNode wish = request.node(member);
            if (wish instanceof ObjectNode object && merged.get(member) instanceof ObjectNode before) {
                object.properties().forEach(limit -> before.set(limit.getKey(), limit.getValue()));
            } else if (wish != null) {
                merged.set(member, wish);
            }
        }
        return read(new Fields(merged, ""));
    }

    private static Terms read(Fields fields) {
        Set<Right> rights = fields.texts("rights").stream()
                .map(name -> right(fields, name))
                .collect(Collectors.toUnmodifiableSet());
        Fields limits = fields.object(LIMITS);
        Fields session = fields.object(SESSION_LIMITS);
        KeyRights all = new KeyRights(
                rights.isEmpty() ? Set.of(Right.API) : rights, fields.texts("models"), fields.texts("sub_models"));
        Terms terms = new Terms(
                all,
                new KeyLimits(
                        limits.integer("requests_per_minute", 1, Integer.MAX_VALUE),
                        limits.whole("tokens_per_minute", 1, Long.MAX_VALUE / 4),
                        limits.decimal("usd_per_day", 0, MOST),
                        limits.decimal("usd_per_month", 0, MOST),
                        limits.integer("concurrency", 1, Integer.MAX_VALUE),
                        session(session)));
        limits.refuseOthers();
        session.refuseOthers();
        return terms;
    }

    private static Map<String, Number> session(Fields fields) {
        Map<String, Number> limits = new HashMap<>();
        OF_SESSION.forEach((name, least) -> put(limits, name, fields.whole(name, least, Long.MAX_VALUE / 4)));
        DECIMALS_OF_SESSION.forEach((name, least) -> put(limits, name, fields.decimal(name, least, MOST)));
        return limits;
    }

    private static void put(Map<String, Number> limits, String name, @Nullable Number limit) {
        if (limit != null) {
            limits.put(name, limit);
        }
    }

    private static Right right(Fields fields, String name) {
        return switch (name) {
            case "api" -> Right.API;
            case "admin" -> Right.ADMIN;
            default -> throw fields.invalid("rights", "Supported values are: 'api', 'admin'.");
        };
    }
}
