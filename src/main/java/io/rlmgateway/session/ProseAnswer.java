package io.rlmgateway.session;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Any text is an answer. */
record ProseAnswer() implements AnswerForm {

    @Override
    public String instruction() {
        return "";
    }

    @Override
    public @Nullable Map<String, Object> responseFormat() {
        return null;
    }

    @Override
    public Reading read(String reply, String given) {
        return new Reading.Fits(reply);
    }
}
