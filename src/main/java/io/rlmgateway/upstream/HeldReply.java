package io.rlmgateway.upstream;

import java.util.ArrayList;
import java.util.List;

/** Holds the text of a reply back until it is known whether it counts. Safe for several threads. */
final class HeldReply implements RestartablePieces {

    private final List<String> broken = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public synchronized void accept(String piece) {
        text.append(piece);
    }

    @Override
    public synchronized boolean restart() {
        broken.add(text.toString());
        text.setLength(0);
        return true;
    }

    /** {@return the texts of attempts that broke off before the last one began} */
    synchronized List<String> broken() {
        return List.copyOf(broken);
    }

    /** {@return the text of the last attempt so far} */
    synchronized String text() {
        return text.toString();
    }
}
