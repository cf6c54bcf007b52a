package io.rlmgateway.chat;

import io.rlmgateway.api.Failure;
import io.rlmgateway.session.Question.Mode;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens while a question is answered. */
sealed interface Step {

    /**
     * Work begins for which there must be room; only whoever admits questions hears of it.
     *
     * @param mode direct or rlm
     */
    record Begins(Mode mode) implements Step {}

    /**
     * It was decided how the question is answered.
     *
     * @param mode direct or rlm
     * @param ignored parameters of the request that have no effect
     * @param relayed whether the request itself is passed on to an upstream
     */
    record Routed(Mode mode, List<String> ignored, boolean relayed) implements Step {

        /** Copies the names. */
        public Routed {
            ignored = List.copyOf(ignored);
        }
    }

    /** A line about what is going on. */
    record Progress(String line) implements Step {}

    /**
     * The next piece of a visible answer.
     *
     * @param text the piece
     * @param choice which of the answers to the request it is of, counted from 0
     */
    record Piece(String text, int choice) implements Step {}

    /** The next events of an upstream's own stream. */
    record Events(ByteBuffer events) implements Step {}

    /** A step after which none follows. */
    sealed interface Last extends Step {}

    /**
     * The whole answers, of which there is one unless the request asks for more; pieces that were passed on before are part of
     * them.
     *
     * @param choices the answers
     * @param trajectory how they came about, as {@link io.rlmgateway.session.Sessions#trajectory} tells it; empty unless the
     *     request asks for it
     */
    record Answered(List<Completion> choices, List<String> trajectory) implements Last {

        /** Copies the lists. */
        public Answered {
            choices = List.copyOf(choices);
            trajectory = List.copyOf(trajectory);
        }
    }

    /**
     * An upstream's own answer has come to its end.
     *
     * @param json the answer in pieces; none where it was a stream
     */
    record Relayed(List<ByteBuffer> json) implements Last {}

    /**
     * There is no answer.
     *
     * @param cause the technical cause, or null
     */
    record Failed(Failure failure, @Nullable Throwable cause) implements Last {}
}
