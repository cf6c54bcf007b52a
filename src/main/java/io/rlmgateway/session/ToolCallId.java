package io.rlmgateway.session;

import io.rlmgateway.trajectory.Event.CallId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a call of a tool as the client knows it. It says which run waits for the result; only its owner finds that.
 *
 * @param run the run
 * @param call the call
 */
record ToolCallId(String run, CallId call) {

    private static final String RUN = "run_";
    private static final Pattern FORM = Pattern.compile("call_([0-9A-Za-z_]{1,60})_([0-9a-z]{1,6})_([0-9a-z]{1,6})");

    /** {@return the name; with the ids of real runs it has no more than the 40 characters that OpenAI's API takes} */
    String text() {
        String own = run.startsWith(RUN) ? run.substring(RUN.length()) : run;
        return "call_" + own + "_" + Integer.toString(call.cell(), Character.MAX_RADIX) + "_"
                + Integer.toString(call.number(), Character.MAX_RADIX);
    }

    /** {@return what a name says, or null when it is none of ours} */
    static @Nullable ToolCallId read(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        long cell = Long.parseLong(parts.group(2), Character.MAX_RADIX);
        long number = Long.parseLong(parts.group(3), Character.MAX_RADIX);
        return new ToolCallId(
                RUN + parts.group(1),
                new CallId((int) Math.min(cell, Integer.MAX_VALUE), (int) Math.min(number, Integer.MAX_VALUE), 0));
    }
}
