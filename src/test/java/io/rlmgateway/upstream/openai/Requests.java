package io.rlmgateway.upstream.openai;

import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.ModelOptions;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import io.rlmgateway.upstream.ModelRequest.Share;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Calls under test. */
final class Requests {

    private Requests() {}

    static ModelRequest simple() {
        return with(ModelOptions.of(null, Duration.ofSeconds(30)));
    }

    static ModelRequest with(Map<String, Object> parameters) {
        return with(new ModelOptions(500, Duration.ofSeconds(30), List.of("END"), parameters));
    }

    static ModelRequest with(ModelOptions options) {
        return new ModelRequest(
                "tested/gpt-5-mini",
                Purpose.LEAF,
                List.of(
                        Message.system("Be brief."),
                        Message.user("When?"),
                        Message.assistant("1932."),
                        Message.user("Sure?")),
                options,
                new Share("tested", 1));
    }
}
