package io.rlmgateway.trajectory;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Events as JSON: the names of Java in snake case, one type name for each kind of event. */
public final class EventJson {

    private static final Pattern WORD_START = Pattern.compile("(?<=.)(?=[A-Z])");
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            // a journal from before a field was there
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    private static final ClassValue<String> TYPE_NAMES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            return WORD_START.matcher(type.getSimpleName()).replaceAll("_").toLowerCase(Locale.ROOT);
        }
    };

    private static final Map<String, Class<? extends Event>> TYPES =
            leaves(Event.class).collect(Collectors.toUnmodifiableMap(EventJson::typeName, Function.identity()));

    private EventJson() {}

    /**
     * An event's type name.
     *
     * @param event the event
     * @return as {@code turn_asked}
     */
    public static String type(Event event) {
        return type(event.getClass());
    }

    /** {@return the type name of a kind of event} */
    static String type(Class<? extends Event> kind) {
        return typeName(kind);
    }

    /**
     * A recorded event as one line of JSON: {@code sequence}, {@code at} (RFC 3339), {@code session}, {@code type}, and
     * the event's own fields beside them.
     *
     * @param recorded the event
     * @return the line, without a line break
     */
    public static String line(RecordedEvent recorded) {
        ObjectNode line = MAPPER.createObjectNode();
        line.put("sequence", recorded.sequence());
        line.put("at", recorded.at().toString());
        line.put("session", recorded.session());
        line.put("type", type(recorded.event()));
        line.setAll((ObjectNode) MAPPER.valueToTree(recorded.event()));
        return write(line);
    }

    /**
     * Anything made of events as JSON, in the same way.
     *
     * @param value records, maps, lists, strings and numbers
     * @return one line, without a line break
     */
    public static String write(Object value) {
        return escapeLoneSurrogates(MAPPER.writeValueAsString(value));
    }

    static Event read(String type, byte[] json) {
        @Nullable Class<? extends Event> known = TYPES.get(type);
        if (known == null) {
            throw new IllegalStateException("The journal holds an event of the unknown type " + type);
        }
        return MAPPER.readValue(json, known);
    }

    /** Python strings can hold half a surrogate pair, UTF-8 cannot; as an escape it survives. */
    private static String escapeLoneSurrogates(String json) {
        if (json.chars().noneMatch(unit -> Character.isSurrogate((char) unit))) {
            return json;
        }
        StringBuilder escaped = new StringBuilder(json.length() + 16);
        json.codePoints().forEach(point -> {
            if (point <= Character.MAX_VALUE && Character.isSurrogate((char) point)) {
                escaped.append("\\u").append(Integer.toHexString(point));
            } else {
                escaped.appendCodePoint(point);
            }
        });
        return escaped.toString();
    }

    private static String typeName(Class<?> type) {
        return TYPE_NAMES.get(type);
    }

    private static Stream<Class<? extends Event>> leaves(Class<? extends Event> type) {
        if (!type.isSealed()) {
            return Stream.of(type);
        }
        return Arrays.stream(type.getPermittedSubclasses())
                .flatMap(permitted -> leaves(permitted.asSubclass(Event.class)));
    }
}
