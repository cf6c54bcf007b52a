package io.rlmgateway.session;

import io.rlmgateway.repl.PythonException;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.Event.CallId;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The calls that a session's Python had made before its run was broken off.
 *
 * @param events what the run had recorded
 * @param session the session's number
 */
record EarlierCalls(EarlierEvents events, int session) {

    /** What a sub-call that was cancelled ended with. */
    static final String CANCELLED = "cancelled";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * The reply to a sub-call.
     *
     * @param model who was asked
     * @return the reply; null when the call did not end, or was cancelled, in a cell that did not end
     * @throws PythonException when it had failed
     * @throws CancellationException when the cell had ended without its reply
     */
    ModelCalls.@Nullable Reply reply(CallId call, String model) {
        Event.SubCallEnded ended = events.find(session, Event.SubCallEnded.class, call);
        // cancelled, it was asked again in a run that was broken off before
        while (ended != null && CANCELLED.equals(ended.error())) {
            events.take(session, ended);
            ended = events.find(session, Event.SubCallEnded.class, call);
        }
        if (ended != null) {
            return reply(ended, model);
        }
        if (events.isEnded(session, call.cell())) {
            throw new CancellationException("the cell did without this call before the run was broken off");
        }
        return null;
    }

    private ModelCalls.Reply reply(Event.SubCallEnded ended, String model) {
        String reply = ended.reply();
        if (reply == null) {
            events.take(session, ended);
            throw raised(String.valueOf(ended.error()));
        }
        boolean cut = reply.endsWith(SubModel.CUT);
        Event.Usage usage = ended.usage();
        return ModelCalls.Reply.recorded(
                cut ? reply.substring(0, reply.length() - SubModel.CUT.length()) : reply,
                Objects.requireNonNullElse(ended.stop(), cut ? "length" : "stop"),
                usage == null ? new Event.Usage(model, 0, 0, 0, 0, null) : usage,
                ended.millis());
    }

    /**
     * Ends a child session as it had ended.
     *
     * @return its answer; null when it did not end
     * @throws PythonException when it had failed
     * @throws CancellationException when it had been cancelled
     */
    static RlmLoop.@Nullable Ending answer(EarlierEvents events, int child) {
        return switch (events.end(child)) {
            case null -> null;
            case Event.Answered answered -> RlmLoop.Ending.of(answered);
            case Event.Failed(var _, String message) -> throw raised(message);
            case Event.Cancelled(String reason) -> throw new CancellationException(reason);
            case Event.Abandoned(String reason) -> throw new CancellationException(reason);
        };
    }

    /**
     * What a function had returned that can return something else now.
     *
     * @return its result, or null when it had not been called
     */
    @Nullable
    Object result(CallId call) {
        Event.FunctionCalled called = events.find(session, Event.FunctionCalled.class, call);
        if (called == null || called.result() == null) {
            return null;
        }
        events.take(session, called);
        return JSON.readValue(Objects.requireNonNull(called.result()), Object.class);
    }

    private static PythonException raised(String message) {
        return new PythonException(
                BudgetExhaustedException.said(message)
                        ? PythonException.Type.BUDGET_EXCEEDED
                        : PythonException.Type.LLM_ERROR,
                message);
    }
}
