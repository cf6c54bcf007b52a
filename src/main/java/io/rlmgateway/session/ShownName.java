package io.rlmgateway.session;

import java.util.regex.Pattern;

/** A file's name as models read it: whoever named the file must not be able to write lines of a prompt with it. */
final class ShownName {

    private static final int LONGEST = 200;

    /** Line ends of all kinds, and what changes how the text around it looks. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]+");

    private ShownName() {}

    /** {@return the name in one line, without the quotation mark that ends it} */
    static String of(String name) {
        String line = UNSEEN.matcher(name).replaceAll(" ").replace('"', '\'').strip();
        return line.codePointCount(0, line.length()) <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…";
    }
}
