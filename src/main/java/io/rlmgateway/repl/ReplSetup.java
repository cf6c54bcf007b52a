package io.rlmgateway.repl;

import java.util.List;
import java.util.Map;

/**
 * What a session's Python sees at its start.
 *
 * @param tenant sessions of different tenants never share a worker process
 * @param documents the texts of {@code context} and {@code documents}, in order; may be empty
 * @param variables further variables with JSON values: null, booleans, numbers, strings, lists, maps of strings
 * @param functions the host functions
 * @param limits what a cell may use
 */
public record ReplSetup(
        String tenant,
        List<ReplDocument> documents,
        Map<String, Object> variables,
        List<ReplFunction> functions,
        ReplLimits limits) {

    /** Copies the collections. */
    public ReplSetup {
        documents = List.copyOf(documents);
        variables = Map.copyOf(variables);
        functions = List.copyOf(functions);
    }
}
