package io.rlmgateway.access;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a key may do. In names a {@code *} stands for any characters.
 *
 * @param rights what the key is good for
 * @param models served models that it may ask; empty for all
 * @param subModels models, as {@code upstream/name}, that its sessions may name besides those that a served model asks by
 *     itself; empty for all that are configured
 */
public record KeyRights(Set<Right> rights, List<String> models, List<String> subModels) {

    /** A caller's rights without bounds. */
    public static final KeyRights CALLER = new KeyRights(Set.of(Right.API), List.of(), List.of());

    /** Copies the collections. */
    public KeyRights {
        rights = Set.copyOf(rights);
        models = List.copyOf(models);
        subModels = List.copyOf(subModels);
    }

    /**
     * Whether the key is good for something.
     *
     * @param right for what
     * @return whether it is
     */
    public boolean has(Right right) {
        return rights.contains(right);
    }

    /**
     * Whether a served model may be asked.
     *
     * @param model its id, not an alias
     * @return whether it may
     */
    public boolean mayAsk(String model) {
        return isAmong(models, model);
    }

    /**
     * Whether a session may name a model that its served model does not ask by itself.
     *
     * @param model as {@code upstream/name}
     * @return whether it may
     */
    public boolean mayName(String model) {
        return isAmong(subModels, model);
    }

    private static boolean isAmong(List<String> patterns, String name) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> matches(pattern, name));
    }

    private static boolean matches(String pattern, String name) {
        if (pattern.indexOf('*') < 0) {
            return pattern.equals(name);
        }
        String expression =
                Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(expression, Pattern.DOTALL).matcher(name).matches();
    }
}
