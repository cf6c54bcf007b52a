package io.rlmgateway.session;

import io.rlmgateway.upstream.Message;
import io.rlmgateway.upstream.TokenEstimate;
import java.util.ArrayList;
import java.util.List;

/** A conversation that fits: its opening and its end stay, what is too much of the middle is left out. */
final class FittedPrompt {

    private static final Message GAP =
            Message.user("[Earlier turns are left out here. The variables are kept; SHOW_VARS() lists them.]");
    private static final String CUT = "[…]\n";
    private static final int LEAST_TOKENS = 32;

    private FittedPrompt() {}

    /**
     * Fits a conversation into a number of tokens.
     *
     * @param opening stays as it is
     * @param turns stay as far as they fit, the last ones first; a message takes half of the room that is left at most
     * @param tokens tokens of all messages at most
     * @return the messages
     */
    static List<Message> of(List<Message> opening, List<Message> turns, long tokens) {
        List<Message> fitted = new ArrayList<>(opening);
        fitted.addAll(turns);
        if (TokenEstimate.of(fitted) <= tokens) {
            return fitted;
        }
        List<Message> end = end(turns, tokens - TokenEstimate.of(opening) - TokenEstimate.of(List.of(GAP)));
        fitted = new ArrayList<>(opening);
        fitted.add(GAP);
        fitted.addAll(end);
        return fitted;
    }

    private static List<Message> end(List<Message> turns, long tokens) {
        List<Message> end = new ArrayList<>();
        long room = tokens;
        for (Message message : turns.reversed()) {
            if (room / 2 < LEAST_TOKENS) {
                break;
            }
            Message shortened = shortened(message, room / 2);
            room -= TokenEstimate.of(List.of(shortened));
            end.addFirst(shortened);
        }
        return end;
    }

    private static Message shortened(Message message, long tokens) {
        if (TokenEstimate.of(List.of(message)) <= tokens) {
            return message;
        }
        long frame = TokenEstimate.of(List.of(new Message(message.role(), CUT)));
        return new Message(message.role(), CUT + TokenCut.tail(message.text(), tokens - frame - 1));
    }
}
