package io.rlmgateway.trajectory;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A step of a root session that the client's tools have a part in. */
public sealed interface ToolEvent {

    /** Such a step of a session as a whole. */
    sealed interface OfSession extends Event.OfSession, ToolEvent {}

    /** Such a step of a call. */
    sealed interface OfCall extends Event.OfCall, ToolEvent {}

    /** {@return where a run stands behind this step} */
    Run.Status status();

    /**
     * The client offers tools, and how it wished the session to be. Stands in session 0.
     *
     * @param tools the tools
     * @param choice {@code auto}, {@code required}, or {@code named} and the name behind a blank
     * @param parallel whether one answer may hold several calls
     * @param wishes the wishes that a request which brings results need not repeat
     */
    record ToolsOffered(List<OfferedTool> tools, String choice, boolean parallel, Map<String, Object> wishes)
            implements OfSession {

        /** Copies the collections. */
        public ToolsOffered {
            tools = List.copyOf(tools);
            wishes = Collections.unmodifiableMap(new LinkedHashMap<>(wishes));
        }

        @Override
        public Run.Status status() {
            return Run.Status.RUNNING;
        }
    }

    /**
     * A tool of the client.
     *
     * @param name its name
     * @param description what it does
     * @param schema the JSON schema of its arguments
     * @param custom whether it takes one text
     */
    record OfferedTool(String name, String description, Map<String, Object> schema, boolean custom) {

        /** Copies the schema. */
        public OfferedTool {
            schema = Collections.unmodifiableMap(new LinkedHashMap<>(schema));
        }
    }

    /**
     * Python calls a tool of the client.
     *
     * @param id names the call for the client
     * @param tool the tool's name
     * @param arguments a JSON object as text
     */
    record ToolCalled(Event.CallId call, String id, String tool, String arguments) implements OfCall {

        @Override
        public Run.Status status() {
            return Run.Status.RUNNING;
        }
    }

    /**
     * The client is told of calls, and the run waits for their results. Stands in session 0.
     *
     * @param ids the calls as the client knows them, in order
     */
    record ToolsAwaited(List<String> ids) implements OfSession {

        /** Copies the ids. */
        public ToolsAwaited {
            ids = List.copyOf(ids);
        }

        @Override
        public Run.Status status() {
            return Run.Status.WAITING;
        }
    }

    /** The sandbox of a run that waits was given to others; the journal has all that is needed. Stands in session 0. */
    record SandboxFreed() implements OfSession {

        @Override
        public Run.Status status() {
            return Run.Status.WAITING;
        }
    }

    /**
     * A tool's result came from the client.
     *
     * @param result what Python gets
     */
    record ToolReturned(Event.CallId call, String result) implements OfCall {

        @Override
        public Run.Status status() {
            return Run.Status.RUNNING;
        }
    }
}
