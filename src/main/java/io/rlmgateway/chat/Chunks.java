package io.rlmgateway.chat;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.ServerSentEvents;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The chunks of one stream, in the order that clients of OpenAI's API expect, and what keeps the stream alive. */
final class Chunks {

    private static final int PIECE = 256;

    private final ServerSentEvents events;
    private final CompletionJson json;
    private final ChatRequest.Delivery delivery;
    private final ChatProperties timing;
    private final long opened = System.nanoTime();
    private long lastSign = opened;
    private long lastChunk = opened;
    private final int[] sent;

    /** An upstream's own stream is left alone, and so is one of which it is not known yet. */
    private boolean relayed = true;

    Chunks(ServerSentEvents events, CompletionJson json, ChatRequest.Delivery delivery, ChatProperties timing) {
        this.sent = new int[delivery.choices()];
        this.events = events;
        this.json = json;
        this.delivery = delivery;
        this.timing = timing;
    }

    /** The way is known: an upstream's own stream begins by itself. */
    void begin(Step.Routed routed) {
        relayed = routed.relayed();
        for (int choice = 0; !relayed && choice < sent.length; choice++) {
            chunk(choice, json.roleDelta());
        }
    }

    /** Passes events of an upstream's own stream on. */
    void relay(ByteBuffer upstreams) {
        events.raw(upstreams);
        lastSign = System.nanoTime();
        lastChunk = lastSign;
    }

    void progress(String line) {
        if (delivery.includeReasoning()) {
            chunk(0, json.reasoningDelta(line + "\n"));
        }
    }

    void content(int choice, String text) {
        if (!text.isEmpty()) {
            sent[choice] += text.length();
            chunk(choice, json.contentDelta(text));
        }
    }

    /** {@return how long the stream may stay silent from now on} */
    Duration untilKeepAlive() {
        return timing.keepAlive().minusNanos(System.nanoTime() - lastSign);
    }

    void keepAlive() {
        long now = System.nanoTime();
        if (!relayed
                && delivery.includeReasoning()
                && now - lastChunk >= timing.heartbeat().toNanos()) {
            progress("Working for " + Duration.ofNanos(now - opened).toSeconds() + " s.");
        } else {
            events.comment("keep-alive");
            lastSign = now;
        }
    }

    void finish(List<Completion> choices, List<String> trajectory) {
        for (int choice = 0; choice < choices.size(); choice++) {
            boolean last = choice == choices.size() - 1;
            finish(choice, choices.get(choice), last ? trajectory : List.of());
        }
        if (delivery.includeUsage()) {
            events.data(json.usageChunk(Completion.sum(choices)));
        }
        events.done();
    }

    private void finish(int choice, Completion completion, List<String> trajectory) {
        rest(choice, completion.text());
        if (completion.refusal() != null) {
            chunk(choice, json.refusalDelta(completion.refusal()));
        }
        if (!completion.citations().isEmpty()) {
            chunk(choice, json.annotationsDelta(completion));
        }
        for (int i = 0; i < completion.toolCalls().size(); i++) {
            chunk(choice, json.toolCallDelta(completion.toolCalls().get(i), i));
        }
        events.data(json.lastChunk(choice, completion.finish(), delivery.includeUsage(), trajectory));
    }

    void fail(Failure failure) {
        events.failure(failure);
        events.done();
    }

    /** The part of the answer that did not arrive in pieces. */
    private void rest(int choice, String text) {
        int start = sent[choice];
        while (start < text.length()) {
            int end = Math.min(start + PIECE, text.length());
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                end++;
            }
            content(choice, text.substring(start, end));
            start = end;
        }
    }

    private void chunk(int choice, ObjectNode delta) {
        events.data(json.chunk(choice, delta, delivery.includeUsage()));
        lastSign = System.nanoTime();
        lastChunk = lastSign;
    }
}
