package io.rlmgateway.repl.graalpy;

import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.ReplFunction.Attributes;
import io.rlmgateway.repl.ReplFunction.FailedAnswer;
import io.rlmgateway.repl.ReplFunction.MarkedAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Makes real Python data out of the host's values: lists, dicts and objects of Python's own, never wrapped ones. */
final class ToPython {

    private final Value none;
    private final Value list;
    private final Value dictionary;
    private final Value attributes;
    private final Value failedAnswer;
    private final Value markedAnswer;
    private final Value raised;
    private final Value setClock;

    /**
     * Takes what it needs from the driver.
     *
     * @param driver the driver's names
     */
    ToPython(Value driver) {
        none = driver.getHashValue("None_");
        list = driver.getHashValue("make_list");
        dictionary = driver.getHashValue("make_dict");
        attributes = driver.getHashValue("make_attributes");
        failedAnswer = driver.getHashValue("FailedAnswer");
        markedAnswer = driver.getHashValue("make_marked_answer");
        raised = driver.getHashValue("Raised");
        setClock = driver.getHashValue("set_clock");
    }

    /**
     * A value of the types that {@link io.rlmgateway.repl.ReplFunction} names. Called on a thread of Python's.
     *
     * @throws IllegalArgumentException for another type
     */
    Object value(@Nullable Object value) {
        return switch (value) {
            case null -> none;
            case String text -> WellFormed.text(text);
            case Boolean truth -> truth;
            case Integer number -> number;
            case Long number -> number;
            case Double number -> number;
            case List<?> items -> list.execute(items.stream().map(this::value).toArray());
            case Map<?, ?> entries -> dictionary.execute(flat(entries, 0));
            case FailedAnswer failed -> failedAnswer.execute(WellFormed.text(failed.message()));
            case MarkedAnswer marked -> markedAnswer.execute(entries(WellFormed.text(marked.text()), marked.marks()));
            case Attributes object -> attributes.execute(entries(object.type(), object.fields()));
            case Object other -> throw new IllegalArgumentException("no Python value for " + other.getClass());
        };
    }

    /** An object that has the driver raise the exception. */
    Value raised(PythonException exception) {
        String message = exception.getMessage();
        return raised.execute(exception.type().pythonName(), message == null ? "" : WellFormed.text(message));
    }

    /** Puts Python's clock forward. */
    void putClock(Instant moment) {
        setClock.executeVoid(PythonContext.nanos(moment));
    }

    private Object[] entries(String first, Map<?, ?> entries) {
        Object[] all = flat(entries, 1);
        all[0] = first;
        return all;
    }

    private Object[] flat(Map<?, ?> entries, int offset) {
        Object[] flat = new Object[offset + 2 * entries.size()];
        int i = offset;
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            flat[i++] = WellFormed.text(String.valueOf(entry.getKey()));
            flat[i++] = value(entry.getValue());
        }
        return flat;
    }
}
