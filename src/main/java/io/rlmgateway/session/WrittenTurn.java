package io.rlmgateway.session;

import io.rlmgateway.api.FailureException;
import io.rlmgateway.upstream.ModelReply.StopReason;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A root model's turn: its code block by block, each as early as the setting says. A {@code FINAL} in prose waits for the
 * cells behind it, so it counts when the reply has ended.
 */
final class WrittenTurn implements AutoCloseable {

    private final RootModel root;
    private final LiveReply live;
    private final EarlyCells early;
    private final Predicate<String> isPython;
    private ModelTextReader reader;
    private final @Nullable String unfinished;
    private ModelText text = new ModelText(List.of(), List.of(), null, null);
    private ModelCalls.@Nullable Reply reply;
    private boolean over;
    private int given;
    private int stored;

    /**
     * A turn of which nothing was read yet.
     *
     * @param reading how to read it
     */
    WrittenTurn(RootModel root, LiveReply live, Reading reading) {
        this.root = root;
        this.live = live;
        // what is joined to an earlier part can be told only when all of it is there
        this.early = reading.unfinished() == null ? reading.early() : EarlyCells.OFF;
        this.isPython = reading.isPython();
        this.reader = new ModelTextReader(isPython);
        this.unfinished = reading.unfinished();
    }

    /**
     * How a turn is read.
     *
     * @param early when its cells run
     * @param isPython whether a text parses as Python
     * @param unfinished what the last reply was cut in the middle of, with which this one goes on; else null
     */
    record Reading(
            EarlyCells early,
            Predicate<String> isPython,
            @Nullable String unfinished) {}

    /**
     * Waits for the next block of code. What the model wrote up to its end is in the journal by then.
     *
     * @return Python to run, null when there is no more
     * @throws BudgetExhaustedException when the time is over
     * @throws FailureException when the call failed before there was anything to run
     */
    @Nullable
    String next() {
        while (!over && given == text.code().size()) {
            try {
                readOn();
            } catch (FailureException e) {
                brokeOff(e);
            }
        }
        return given < text.code().size() ? text.code().get(given++) : null;
    }

    /** What follows on the last block is not wanted: a reply that is still being written ends there. */
    void end() {
        if (!over && reply == null) {
            endHere(live.end());
        } else if (!over) {
            whole();
        }
    }

    /** {@return blocks of code that were not given out} */
    int remaining() {
        return text.code().size() - given;
    }

    /** {@return what was read} */
    ModelText text() {
        return text;
    }

    /** {@return what the conversation goes on with} */
    String reply() {
        return reply == null ? "" : reply.reply().text();
    }

    /** {@return whether the reply was cut at its output limit} */
    boolean isCut() {
        return reply != null && reply.reply().stop() == StopReason.LENGTH;
    }

    /** The reply is kept if it is whole, though not all of it was read: what was paid for is told with the next answer. */
    void settle() {
        if (reply == null && live.isOver() && live.isWhole()) {
            replied(live.whole());
        }
    }

    /** Of a run that was broken off, a reply that has come to its end meanwhile is kept. */
    @Override
    public void close() {
        live.close();
        if (reply == null && root.isBrokenOff() && live.isWhole()) {
            replied(live.whole());
        }
    }

    private void readOn() {
        if (early == EarlyCells.OFF) {
            whole();
        } else if (live.beganAnew()) {
            reader = new ModelTextReader(isPython);
        } else if (reader.advance()) {
            if (live.actOn()) {
                found();
            }
        } else {
            readMore();
        }
    }

    private void readMore() {
        String more = live.more();
        if (!more.isEmpty()) {
            reader.add(more);
        } else if (live.actOn()) {
            whole();
        }
    }

    private void found() {
        text = reader.soFar();
        if (early == EarlyCells.END) {
            endHere(live.end());
            text = reader.endedHere();
        } else if (reply == null && live.isOver() && live.broken() == null) {
            replied(live.whole());
        } else if (reply == null) {
            String written = reader.upToHere();
            root.begun(written.substring(stored));
            stored = written.length();
        }
    }

    private void whole() {
        if (reply == null) {
            replied(live.whole());
        }
        over = true;
        if (early == EarlyCells.OFF) {
            String part = reply();
            reader.add(unfinished == null ? part : CutReply.joined(unfinished, part, isCut(), isPython));
        } else {
            for (String more = live.more(); !more.isEmpty(); more = live.more()) {
                reader.add(more);
            }
        }
        text = reader.end(isCut());
    }

    /** The upstream failed in the middle: cells that ran are a turn, and so is an answer; what else came is paid for. */
    private void brokeOff(FailureException failure) {
        ModelCalls.Reply partial = live.broken();
        ModelText read = reader.endedHere();
        if (partial == null || (given == 0 && read.ending() == null)) {
            RuntimeException why = root.failed(failure);
            if (partial != null && why instanceof FailureException) {
                replied(partial);
            }
            throw why;
        }
        endHere(partial);
        text = read;
    }

    private void endHere(ModelCalls.Reply partial) {
        over = true;
        replied(partial.endedAt(reader.upToHere().stripTrailing()));
    }

    private void replied(ModelCalls.Reply whole) {
        reply = whole;
        root.replied(whole);
    }
}
