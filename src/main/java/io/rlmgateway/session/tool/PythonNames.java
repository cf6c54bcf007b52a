package io.rlmgateway.session.tool;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes names that Python takes, each once. */
final class PythonNames {

    private static final Pattern NO_NAME = Pattern.compile("[^A-Za-z0-9_]");

    /** Python's keywords (reference, section 2.3.1), and the names of the functions that a host function's body uses. */
    private static final Set<String> KEYWORDS = Set.of(
            ("False None True and as assert async await break class continue def del elif else except finally for from"
                            + " global if import in is lambda nonlocal not or pass raise return try while with yield"
                            + " arguments call_host call_host_async")
                    .split(" "));

    /** What a session's Python has, or what cells can hardly do without. */
    private static final Set<String> SESSION = Set.of(
            ("context documents history answer images llm_query llm_batch llm_query_batched rlm_query rlm_query_batched"
                            + " allm_query allm_query_batched allm_batch arlm_query arlm_query_batched llm_ahead search grep"
                            + " chunk peek map_chunks filter_chunks reduce_answers cite budget chunk_size SHOW_VARS FINAL"
                            + " FINAL_VAR SUBMIT LLMError BudgetExceeded FailedAnswer MarkedAnswer abs all any ascii bin"
                            + " bool bytes callable chr compile dict dir divmod enumerate eval exec filter float format"
                            + " frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len"
                            + " list locals map max min next object oct open ord pow print property range repr reversed"
                            + " round set setattr slice sorted staticmethod str sum super tuple type vars zip asyncio re"
                            + " json math collections itertools functools datetime time random string textwrap"
                            + " statistics csv io hashlib base64 operator sys os")
                    .split(" "));

    private final Set<String> taken;
    private final String suffix;

    private PythonNames(Set<String> taken, String suffix) {
        this.taken = new HashSet<>(taken);
        this.suffix = suffix;
    }

    /** {@return names of functions} */
    static PythonNames ofFunctions() {
        PythonNames names = new PythonNames(KEYWORDS, "_tool");
        names.taken.addAll(SESSION);
        return names;
    }

    /** {@return names of parameters} */
    static PythonNames ofParameters() {
        return new PythonNames(KEYWORDS, "_");
    }

    /** {@return whether nothing has this name yet; from now on something has} */
    boolean take(String name) {
        return taken.add(name);
    }

    /** {@return the name that Python knows something by} */
    String of(String name) {
        String safe = NO_NAME.matcher(name).replaceAll("_");
        if (safe.isEmpty() || Character.isDigit(safe.charAt(0)) || safe.startsWith("__")) {
            safe = "tool_" + safe;
        }
        String base = safe;
        if (!taken.add(safe)) {
            safe = base + suffix;
            for (int i = 2; !taken.add(safe); i++) {
                safe = base + suffix + i;
            }
        }
        return safe;
    }
}
