package io.rlmgateway.session;

import io.rlmgateway.session.Profile.Dialect;
import io.rlmgateway.session.Profile.Part;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The profiles that come with the service: one file each in {@code profiles}, values between two lines of dashes, then
 * the parts of the prompt, each below {@code ## } and its name. What a file does not say is that of {@code default}.
 */
final class ShippedProfiles {

    /** The name of the profile that fits every model. */
    static final String DEFAULT = "default";

    /** The others, the first of which that fits a model is taken. */
    private static final List<String> NAMES =
            List.of("demo", "weak-coder", "qwen-coder", "deepseek", "llama", "gpt", "claude", "gemini");

    private static final Pattern FILE = Pattern.compile("(?s)---\\n(?<values>.*?)---\\n(?<parts>.*)");
    private static final Pattern PART = Pattern.compile("(?s)(?:^|\\n)## (?<name>"
            + Stream.of(Part.values()).map(ShippedProfiles::nameOf).collect(Collectors.joining("|"))
            + ")\\n(?<text>.*?)(?=\\n## (?:\\w+)\\n|$)");

    private ShippedProfiles() {}

    /** {@return the profiles by name, in their order, the default last} */
    static Map<String, Profile> read() {
        Profile nothing = new Profile("", List.of(), Dialect.ANSWER, 1, 1, null, false, Map.of());
        Profile base = nothing.with(DEFAULT, properties(DEFAULT));
        Map<String, Profile> profiles = new LinkedHashMap<>();
        NAMES.forEach(name -> profiles.put(name, base.with(name, properties(name))));
        profiles.put(DEFAULT, base);
        return profiles;
    }

    private static ProfileProperties properties(String name) {
        MatchResult file = FILE.matcher(YamlValues.resource("profiles/" + name + ".md"))
                .results()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The profile " + name + " does not begin with ---"));
        return YamlValues.read(file.group("values"), ProfileProperties.class).withParts(parts(file.group("parts")));
    }

    private static Map<Part, String> parts(String text) {
        Map<Part, String> parts = new EnumMap<>(Part.class);
        PART.matcher(text)
                .results()
                .forEach(part -> parts.put(
                        Part.valueOf(part.group("name").toUpperCase(Locale.ROOT)),
                        part.group("text").strip()));
        return parts;
    }

    private static String nameOf(Part part) {
        return part.name().toLowerCase(Locale.ROOT);
    }
}
