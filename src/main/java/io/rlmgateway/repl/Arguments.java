package io.rlmgateway.repl;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a host call by parameter name: copies with JSON values, already free of lone surrogates, cycles and
 * endless iterators.
 *
 * @param values arguments by parameter name; a parameter left out has its default, null for {@code None}
 * @param call number of the call: those of one thread or event loop are in the order in which Python made them
 */
public record Arguments(Map<String, @Nullable Object> values, long call) {

    /**
     * The arguments of a session's only call.
     *
     * @param values arguments by parameter name
     */
    public Arguments(Map<String, @Nullable Object> values) {
        this(values, 1);
    }

    /**
     * A value of any JSON type.
     *
     * @param name the parameter
     * @return the value, or null for {@code None}
     */
    public @Nullable Object value(String name) {
        return values.get(name);
    }

    /**
     * A string.
     *
     * @param name the parameter
     * @return the string
     * @throws PythonException a TypeError when it is something else
     */
    public String text(String name) {
        return switch (values.get(name)) {
            case String text -> text;
            case null -> throw wrongType(name, "str", null);
            case Object other -> throw wrongType(name, "str", other);
        };
    }

    /**
     * A string or {@code None}.
     *
     * @param name the parameter
     * @return the string, or null
     * @throws PythonException a TypeError when it is something else
     */
    public @Nullable String textOrNull(String name) {
        return values.get(name) == null ? null : text(name);
    }

    /**
     * A whole number.
     *
     * @param name the parameter
     * @return the number
     * @throws PythonException a TypeError when it is something else
     */
    public long number(String name) {
        return switch (values.get(name)) {
            case Long number -> number;
            case Integer number -> number;
            case null -> throw wrongType(name, "int", null);
            case Object other -> throw wrongType(name, "int", other);
        };
    }

    /**
     * A truth value; left out, it is false.
     *
     * @param name the parameter
     * @return the value
     * @throws PythonException a TypeError when it is something else
     */
    public boolean flag(String name) {
        return switch (values.get(name)) {
            case null -> false;
            case Boolean flag -> flag;
            case Object other -> throw wrongType(name, "bool", other);
        };
    }

    /**
     * A list of anything.
     *
     * @param name the parameter
     * @return the list
     * @throws PythonException a TypeError when it is something else
     */
    public List<?> list(String name) {
        return switch (values.get(name)) {
            case List<?> list -> list;
            case null -> throw wrongType(name, "list", null);
            case Object other -> throw wrongType(name, "list", other);
        };
    }

    /**
     * The exception for an argument of a wrong type.
     *
     * @param name the parameter
     * @param expected the Python type that is meant
     * @param actual what came
     * @return the exception, to be thrown
     */
    public static PythonException wrongType(String name, String expected, @Nullable Object actual) {
        return new PythonException(
                PythonException.Type.TYPE_ERROR, name + " must be " + expected + ", not " + pythonType(actual));
    }

    private static String pythonType(@Nullable Object value) {
        return switch (value) {
            case null -> "NoneType";
            case String _ -> "str";
            case Boolean _ -> "bool";
            case Double _ -> "float";
            case Number _ -> "int";
            case List<?> _ -> "list";
            case Map<?, ?> _ -> "dict";
            case Object _ -> "object";
        };
    }
}
