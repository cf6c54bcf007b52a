package io.rlmgateway.evaluation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A way of asking.
 *
 * @param name {@code direct}, or {@code rlm-} and a depth
 * @param depth of a session: 0 no sub-calls, 1 sub-calls, 2 children with sub-calls; -1 for a direct question
 */
record Mode(String name, int depth) {

    private static final String DIRECT = "direct";
    private static final Pattern RLM = Pattern.compile("rlm-(\\d)");

    static Mode of(String name) {
        Matcher session = RLM.matcher(name);
        if (session.matches()) {
            return new Mode(name, Integer.parseInt(session.group(1)));
        }
        if (name.equals(DIRECT)) {
            return new Mode(name, -1);
        }
        throw new IllegalArgumentException(
                "There is no mode '" + name + "'. There are direct, and rlm-0, rlm-1, rlm-2 for sessions of a depth.");
    }

    boolean isDirect() {
        return depth < 0;
    }
}
