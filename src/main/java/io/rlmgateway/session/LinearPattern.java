package io.rlmgateway.session;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.SchemaException;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressions;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of a schema. Model-written Python makes it up and nothing could interrupt it, so the engine is one
 * whose time grows with the text and not with its powers; look-around and back-references are not to be had in it.
 */
final class LinearPattern implements RegularExpression {

    private static final int MAX_CHARACTERS = 2_000;

    /** Counted repetitions are written out by the engine, one within the other. */
    private static final long MAX_COPIES = 10_000;

    private static final Pattern REPETITION = Pattern.compile("\\{(\\d+)(?:,(\\d*))?\\}");

    private final Pattern pattern;

    /**
     * Compiles a pattern of ECMA-262, which JSON Schema uses, as the engine's nearest.
     *
     * @throws SchemaException when it cannot be used; the message says why
     */
    LinearPattern(String pattern) {
        if (pattern.length() > MAX_CHARACTERS || copies(pattern) > MAX_COPIES) {
            throw new SchemaException("a pattern of it is too large");
        }
        try {
            this.pattern = Pattern.compile(RegularExpressions.replaceLongformCharacterProperties(pattern));
        } catch (PatternSyntaxException e) {
            throw new SchemaException("a pattern of it cannot be used: " + e.getMessage());
        }
    }

    /** As many as if all repetitions stood within each other. */
    private static long copies(String pattern) {
        long copies = 1;
        Matcher repetition = REPETITION.matcher(pattern);
        while (repetition.find() && copies <= MAX_COPIES) {
            copies *= Math.max(1, Math.max(count(repetition.group(1)), count(repetition.group(2))));
        }
        return copies;
    }

    private static long count(@Nullable String digits) {
        if (digits == null || digits.isEmpty()) {
            return 0;
        }
        return digits.length() > 5 ? MAX_COPIES + 1 : Long.parseLong(digits);
    }

    @Override
    public boolean matches(String value) {
        return pattern.matcher(value).find();
    }
}
