package io.rlmgateway.repl.graalpy;

import io.rlmgateway.repl.PythonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Copies one call's arguments out of Python. Reading a value may run Python code of the cell, so nothing of it is
 * believed: sizes, depth and types are checked here.
 */
final class FromPython {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_VALUES = 200_000;
    private static final long MAX_CHARACTERS = 64L << 20;

    private int values;
    private long characters;

    private FromPython() {}

    /**
     * A call's arguments.
     *
     * @param arguments a dict of them by name
     * @return null, booleans, longs (for whole numbers), doubles, strings, lists and maps of strings
     * @throws PythonException for what cannot be an argument
     */
    static Map<String, @Nullable Object> arguments(Value arguments) {
        try {
            return new FromPython().map(arguments, 0);
        } catch (PolyglotException e) {
            if (endsTheContext(e)) {
                throw e;
            }
            throw new PythonException(PythonException.Type.TYPE_ERROR, "an argument cannot be read");
        } catch (ClassCastException | UnsupportedOperationException | IllegalStateException e) {
            throw new PythonException(PythonException.Type.TYPE_ERROR, "an argument cannot be read");
        }
    }

    private static boolean endsTheContext(PolyglotException e) {
        return e.isCancelled() || e.isInterrupted() || e.isResourceExhausted() || e.isExit();
    }

    private @Nullable Object copy(Value value, int depth) {
        count(depth);
        if (value.isNull()) {
            return null;
        }
        if (value.isString()) {
            return text(value);
        }
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        if (value.isNumber()) {
            return number(value);
        }
        return collection(value, depth);
    }

    private Object collection(Value value, int depth) {
        if (value.hasBufferElements()) {
            throw wrongType(value);
        }
        if (value.hasHashEntries()) {
            return map(value, depth);
        }
        if (value.hasArrayElements()) {
            return list(value, depth);
        }
        if (value.isIterator()) {
            return drain(value, depth);
        }
        if (value.hasIterator()) {
            return drain(value.getIterator(), depth);
        }
        throw wrongType(value);
    }

    private void count(int depth) {
        if (depth > MAX_DEPTH) {
            throw new PythonException(
                    PythonException.Type.VALUE_ERROR,
                    "an argument is nested more than " + MAX_DEPTH + " deep, or contains itself");
        }
        if (++values > MAX_VALUES) {
            throw new PythonException(
                    PythonException.Type.VALUE_ERROR,
                    "the arguments have more than " + MAX_VALUES + " elements, or never end");
        }
    }

    private String text(Value value) {
        String text = value.asString();
        characters += text.length();
        if (characters > MAX_CHARACTERS) {
            throw new PythonException(
                    PythonException.Type.VALUE_ERROR,
                    "the arguments have more than " + MAX_CHARACTERS + " characters: split them");
        }
        if (!WellFormed.isWellFormed(text)) {
            throw new PythonException(
                    PythonException.Type.VALUE_ERROR,
                    "an argument has a lone surrogate, which is no character: "
                            + "text.encode('utf-8', 'replace').decode() removes it");
        }
        return text;
    }

    private static Object number(Value value) {
        if (value.fitsInLong()) {
            return value.asLong();
        }
        if (value.fitsInDouble()) {
            return value.asDouble();
        }
        throw new PythonException(PythonException.Type.VALUE_ERROR, "an argument is a number with more than 64 bits");
    }

    private List<@Nullable Object> list(Value value, int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (long i = 0; i < value.getArraySize(); i++) {
            list.add(copy(value.getArrayElement(i), depth + 1));
        }
        return list;
    }

    private List<@Nullable Object> drain(Value iterator, int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        while (iterator.hasIteratorNextElement()) {
            list.add(copy(iterator.getIteratorNextElement(), depth + 1));
        }
        return list;
    }

    private Map<String, @Nullable Object> map(Value value, int depth) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        Value keys = value.getHashKeysIterator();
        while (keys.hasIteratorNextElement()) {
            count(depth);
            Value key = keys.getIteratorNextElement();
            if (!key.isString()) {
                throw new PythonException(
                        PythonException.Type.TYPE_ERROR, "the keys of a dict must be str here, not " + typeName(key));
            }
            map.put(text(key), copy(value.getHashValue(key), depth + 1));
        }
        return map;
    }

    private static PythonException wrongType(Value value) {
        return new PythonException(
                PythonException.Type.TYPE_ERROR,
                "arguments must be str, int, float, bool, None, or lists and dicts of these, not " + typeName(value));
    }

    private static String typeName(Value value) {
        if (value.isBoolean()) {
            return "bool";
        }
        if (value.isNumber()) {
            return value.fitsInBigInteger() ? "int" : "float";
        }
        Value type = value.getMetaObject();
        return type == null ? "object" : WellFormed.text(type.getMetaSimpleName());
    }
}
