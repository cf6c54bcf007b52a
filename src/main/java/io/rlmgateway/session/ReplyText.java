package io.rlmgateway.session;

import io.rlmgateway.upstream.RestartablePieces;
import io.rlmgateway.upstream.TokenEstimate;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** The visible text of a reply as it arrives from a model; safe for several threads. */
final class ReplyText implements RestartablePieces {

    private final StringBuilder text = new StringBuilder();
    private ModelCalls.@Nullable Reply broken;
    private int restarts;
    private long lost;
    private boolean acted;
    private boolean over;
    private boolean unwanted;

    @Override
    public synchronized void accept(String piece) {
        if (unwanted) {
            throw new CancellationException("no more of the reply is wanted");
        }
        text.append(piece);
        notifyAll();
    }

    /**
     * Something will be done on account of the text so far: from now on it cannot be taken back.
     *
     * @param beginning which of its beginnings was read
     * @return whether it still is the last
     */
    synchronized boolean actOn(int beginning) {
        acted |= beginning == restarts;
        return beginning == restarts;
    }

    /** What was taken of a reply that broke off is read again from its beginning. */
    @Override
    public synchronized boolean restart() {
        if (acted || unwanted) {
            return false;
        }
        lost += TokenEstimate.of(text.toString());
        text.setLength(0);
        restarts++;
        notifyAll();
        return true;
    }

    /** {@return how often the text began anew} */
    synchronized int restarts() {
        return restarts;
    }

    /** {@return tokens of the text that was taken back, estimated} */
    synchronized long lostTokens() {
        return lost;
    }

    /** No more of it is wanted. */
    synchronized void refuseMore() {
        unwanted = true;
    }

    /** {@return whether no more of it is wanted} */
    synchronized boolean isUnwanted() {
        return unwanted;
    }

    /** It broke off; what came of it is paid for. */
    synchronized void breakOff(ModelCalls.Reply partial) {
        broken = partial;
    }

    /** {@return what came of a reply that broke off, null for others and where nothing came} */
    synchronized ModelCalls.@Nullable Reply broken() {
        return broken;
    }

    /** No more of it will come. */
    synchronized void end() {
        over = true;
        notifyAll();
    }

    /** {@return whether no more of it will come} */
    synchronized boolean isOver() {
        return over;
    }

    /**
     * Waits for more than so many characters.
     *
     * @param beginning which of its beginnings is read
     * @return what follows on them, empty when no more will come, or it began anew
     */
    synchronized String after(int characters, int beginning) throws InterruptedException {
        while (beginning == restarts && text.length() <= characters && !over) {
            wait();
        }
        if (beginning != restarts) {
            return "";
        }
        return text.substring(Math.min(characters, text.length()));
    }

    /** Waits until no more will come. */
    synchronized void awaitEnd() throws InterruptedException {
        while (!over) {
            wait();
        }
    }

    @Override
    public synchronized String toString() {
        return text.toString();
    }
}
