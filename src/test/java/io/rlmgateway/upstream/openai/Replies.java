package io.rlmgateway.upstream.openai;

import java.io.IOException;

/** Events as OpenAI sends them. */
public final class Replies {

    /** The end mark. */
    public static final String DONE = "[DONE]";

    private Replies() {}

    /** A whole reply of two pieces with usage, cut when the request's cap is 1 token. */
    public static void play(ScriptedServer.Request request, ScriptedServer.Connection connection) throws IOException {
        boolean cut = request.body().contains("max_tokens\":1,")
                || request.body().contains("max_tokens\":1}")
                || request.body().contains("max_completion_tokens\":1");
        connection.beginEvents();
        connection.event(role());
        connection.event(piece("In "));
        connection.event(cut ? finish("length") : piece("1932."));
        if (!cut) {
            connection.event(finish("stop"));
        }
        connection.event(usage(40, 8, 6, 2));
        connection.event(DONE);
    }

    /** {@return such an event} */
    public static String role() {
        return chunk("{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null},"
                + "\"logprobs\":null,\"finish_reason\":null}");
    }

    /** {@return such an event} */
    public static String piece(String text) {
        return chunk("{\"index\":0,\"delta\":{\"content\":\"" + text + "\"},\"logprobs\":null,\"finish_reason\":null}");
    }

    /** {@return such an event} */
    public static String refusal(String text) {
        return chunk("{\"index\":0,\"delta\":{\"refusal\":\"" + text + "\"},\"logprobs\":null,\"finish_reason\":null}");
    }

    /** {@return such an event} */
    public static String finish(String reason) {
        return chunk("{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"" + reason + "\"}");
    }

    /** {@return such an event} */
    public static String usage(int input, int cached, int output, int reasoning) {
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":\"m\","
                + "\"choices\":[],\"usage\":{\"prompt_tokens\":" + input + ",\"completion_tokens\":" + output
                + ",\"total_tokens\":" + (input + output) + ",\"prompt_tokens_details\":{\"cached_tokens\":" + cached
                + "},\"completion_tokens_details\":{\"reasoning_tokens\":" + reasoning + "}}}";
    }

    private static String chunk(String choice) {
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":\"m\","
                + "\"choices\":[" + choice + "],\"usage\":null}";
    }
}
