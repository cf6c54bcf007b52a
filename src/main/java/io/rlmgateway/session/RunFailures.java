package io.rlmgateway.session;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.api.FailureTable;
import io.rlmgateway.trajectory.Event;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a run without an answer: for its client, and in the journal. */
final class RunFailures {

    private static final Logger LOG = LoggerFactory.getLogger(RunFailures.class);

    private static final String DEFECT =
            "The service met a defect while this run was going on; its log has the details.";

    private RunFailures() {}

    /** {@return what the client is told of what broke a session off} */
    static FailureException failure(SessionTree tree, RuntimeException cause) {
        return switch (cause) {
            case FailureException failure -> failure;
            case CancellationException _ -> new FailureException(tree.cancellation(), cause);
            // whatever an interrupt broke off
            case RuntimeException _ when tree.isCancelled() -> new FailureException(tree.cancellation(), cause);
            case BudgetExhaustedException _ -> {
                String message = "The limits do not even allow one answer: " + cause.getMessage() + ".";
                yield new FailureException(new Failure.BudgetExhausted(message), cause);
            }
            default -> defect(tree, cause);
        };
    }

    /** {@return what a client is told whose run was broken off} */
    static FailureException brokenOff(RuntimeException cause) {
        return new FailureException(
                new Failure.Overloaded(
                        "The run was broken off. Send the request again, and it goes on.", Duration.ofSeconds(1)),
                cause);
    }

    /** {@return what a client is told when somebody else waits for the run} */
    static FailureException busy(String run) {
        return new FailureException(new Failure.Overloaded(
                "The run " + run + " is being answered or just was. Ask again.", Duration.ofSeconds(1)));
    }

    /** What has been paid for is not lost by a failure that passes. */
    static boolean isWorthWaiting(SessionTree tree, FailureException failure) {
        return EarlierRun.passes(failure.failure())
                && !tree.budget().spent().models().isEmpty();
    }

    /** {@return the error, behind which something was done} */
    static Error rethrown(Error error, Runnable before) {
        try {
            before.run();
        } catch (RuntimeException e) {
            error.addSuppressed(e);
        }
        return error;
    }

    /** {@return what the client is told of a defect, which is logged} */
    static FailureException defect(SessionTree tree, Throwable cause) {
        LOG.error("Run {} met a defect", tree.trajectory().run(), cause);
        return new FailureException(new Failure.Internal(DEFECT), cause);
    }

    /** Who asks again after an interrupt that nobody asked for does not get its outcome. */
    static Event.Ending ending(SessionTree tree, Failure why) {
        if (!(why instanceof Failure.RunCancelled)) {
            return failed(why);
        }
        return tree.isCancelled() ? new Event.Cancelled(why.message()) : new Event.Abandoned(why.message());
    }

    /** {@return the end of a run that could not even open} */
    static Event.Failed notOpened() {
        return failed(new Failure.Internal(DEFECT));
    }

    private static Event.Failed failed(Failure why) {
        return new Event.Failed(FailureTable.row(why).metricTag(), why.message());
    }

    /** Writes the end of a run without an answer; an interrupt has done its work by now and must not stop that. */
    static FailureException ended(SessionTree tree, FailureException failure) {
        boolean interrupted = Thread.interrupted();
        try {
            tree.trajectory().record(0, ending(tree, failure.failure()));
        } catch (FailureException notStored) {
            failure.addSuppressed(notStored);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return failure;
    }
}
