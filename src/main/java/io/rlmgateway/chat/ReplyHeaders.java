package io.rlmgateway.chat;

import io.rlmgateway.session.Question.Mode;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;

/** The headers of this service's own. */
final class ReplyHeaders {

    private static final int LONGEST = 1000;

    private final HttpServletResponse response;
    private final String run;
    private final List<String> expected;
    private boolean routed;

    /**
     * The headers of an answer.
     *
     * @param response the answer
     * @param run id of the run that may give it
     * @param expected parameters that have no effect, as far as is known before the way is
     */
    ReplyHeaders(HttpServletResponse response, String run, List<String> expected) {
        this.response = response;
        this.run = run;
        this.expected = List.copyOf(expected);
    }

    /** The answer begins. */
    void opening() {
        if (!routed) {
            ignored(expected);
        }
    }

    private void ignored(List<String> ignored) {
        if (!ignored.isEmpty()) {
            String list = String.join(", ", ignored).replaceAll("[^!-~ ]", "?");
            response.setHeader("x-rlm-ignored-params", list.length() <= LONGEST ? list : list.substring(0, LONGEST));
        }
    }

    void routed(Step.Routed step) {
        routed = true;
        ignored(step.ignored());
        Mode mode = step.mode();
        response.setHeader("x-rlm-mode", mode.name().toLowerCase(Locale.ROOT));
        if (mode == Mode.RLM) {
            response.setHeader("x-rlm-run-id", run);
        }
    }
}
