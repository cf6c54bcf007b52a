package io.rlmgateway.chat;

import io.rlmgateway.api.Failure;
import io.rlmgateway.session.Question.Mode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens while a question is answered. */
sealed interface Step {

    /**
     * It was decided how the question is answered.
     *
     * @param mode direct or rlm
     * @param refused parameters of the request that the root model refuses, which it is not sent
     */
    record Routed(Mode mode, List<String> refused) implements Step {

        /** Copies the names. */
        public Routed {
            refused = List.copyOf(refused);
        }
    }

    /** A line about what is going on. */
    record Progress(String line) implements Step {}

    /** The next piece of the visible answer. */
    record Piece(String text) implements Step {}

    /** A step after which none follows. */
    sealed interface Last extends Step {}

    /** The whole answer; pieces that were passed on before are part of it. */
    record Answered(Completion completion) implements Last {}

    /**
     * There is no answer.
     *
     * @param cause the technical cause, or null
     */
    record Failed(Failure failure, @Nullable Throwable cause) implements Last {}
}
