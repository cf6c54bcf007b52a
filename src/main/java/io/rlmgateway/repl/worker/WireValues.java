package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.ReplFunction;
import io.rlmgateway.repl.worker.wire.Attributes;
import io.rlmgateway.repl.worker.wire.Entries;
import io.rlmgateway.repl.worker.wire.Entry;
import io.rlmgateway.repl.worker.wire.FailedAnswer;
import io.rlmgateway.repl.worker.wire.MarkedAnswer;
import io.rlmgateway.repl.worker.wire.Value;
import io.rlmgateway.repl.worker.wire.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of host calls as messages. */
final class WireValues {

    private WireValues() {}

    /**
     * A value as a message.
     *
     * @param value of the types that {@link ReplFunction} names
     * @throws IllegalArgumentException for another type
     */
    static Value toWire(@Nullable Object value) {
        Value.Builder wire = Value.newBuilder();
        return (switch (value) {
                    case null -> wire.setNone(true);
                    case String text -> wire.setText(text);
                    case Boolean truth -> wire.setTruth(truth);
                    case Integer number -> wire.setInteger(number);
                    case Long number -> wire.setInteger(number);
                    case Double number -> wire.setNumber(number);
                    case List<?> list -> wire.setList(list(list));
                    case Map<?, ?> map -> wire.setMap(entries(map));
                    case ReplFunction.FailedAnswer failed ->
                        wire.setFailedAnswer(FailedAnswer.newBuilder().setMessage(failed.message()));
                    case ReplFunction.MarkedAnswer marked ->
                        wire.setMarkedAnswer(
                                MarkedAnswer.newBuilder().setText(marked.text()).setMarks(entries(marked.marks())));
                    case ReplFunction.Attributes object ->
                        wire.setAttributes(
                                Attributes.newBuilder().setType(object.type()).setFields(entries(object.fields())));
                    case Object other -> throw new IllegalArgumentException("no message for " + other.getClass());
                })
                .build();
    }

    private static Values list(List<?> list) {
        Values.Builder values = Values.newBuilder();
        list.forEach(each -> values.addValues(toWire(each)));
        return values.build();
    }

    private static Entries entries(Map<?, ?> map) {
        Entries.Builder entries = Entries.newBuilder();
        map.forEach((key, each) -> entries.addEntries(
                Entry.newBuilder().setKey(String.valueOf(key)).setValue(toWire(each))));
        return entries.build();
    }

    /** {@return the value of a message} */
    static @Nullable Object fromWire(Value wire) {
        return switch (wire.getKindCase()) {
            case NONE, KIND_NOT_SET -> null;
            case TRUTH -> wire.getTruth();
            case INTEGER -> wire.getInteger();
            case NUMBER -> wire.getNumber();
            case TEXT -> wire.getText();
            case LIST -> list(wire.getList());
            case MAP -> map(wire.getMap());
            case FAILED_ANSWER ->
                new ReplFunction.FailedAnswer(wire.getFailedAnswer().getMessage());
            case ATTRIBUTES ->
                new ReplFunction.Attributes(
                        wire.getAttributes().getType(), map(wire.getAttributes().getFields()));
            case MARKED_ANSWER ->
                new ReplFunction.MarkedAnswer(
                        wire.getMarkedAnswer().getText(),
                        map(wire.getMarkedAnswer().getMarks()));
        };
    }

    /** {@return the values by name} */
    static Map<String, @Nullable Object> fromWire(Map<String, Value> wire) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        wire.forEach((name, value) -> values.put(name, fromWire(value)));
        return values;
    }

    private static List<@Nullable Object> list(Values wire) {
        List<@Nullable Object> values = new ArrayList<>(wire.getValuesCount());
        wire.getValuesList().forEach(value -> values.add(fromWire(value)));
        return values;
    }

    private static Map<String, @Nullable Object> map(Entries wire) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        wire.getEntriesList().forEach(entry -> values.put(entry.getKey(), fromWire(entry.getValue())));
        return values;
    }
}
