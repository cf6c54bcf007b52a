package io.rlmgateway.chat;

import io.rlmgateway.session.Question.Mode;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The headers of this service's own. */
final class ReplyHeaders {

    private static final int LONGEST = 1000;

    private final HttpServletResponse response;
    private final String run;
    private final List<String> ignored = new ArrayList<>();

    ReplyHeaders(HttpServletResponse response, String run) {
        this.response = response;
        this.run = run;
    }

    void ignored(List<String> names) {
        ignored.addAll(names);
        if (!ignored.isEmpty()) {
            String list = String.join(", ", ignored).replaceAll("[^!-~ ]", "?");
            response.setHeader("x-rlm-ignored-params", list.length() <= LONGEST ? list : list.substring(0, LONGEST));
        }
    }

    void routed(Step.Routed routed) {
        ignored(routed.refused());
        Mode mode = routed.mode();
        response.setHeader("x-rlm-mode", mode.name().toLowerCase(Locale.ROOT));
        if (mode == Mode.RLM) {
            response.setHeader("x-rlm-run-id", run);
        }
    }
}
