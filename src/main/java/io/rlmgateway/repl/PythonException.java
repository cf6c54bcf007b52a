package io.rlmgateway.repl;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An exception to be raised in Python. */
public final class PythonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final Logger log = LoggerFactory.getLogger(PythonException.class);

    /** The Python types that host functions raise. */
    public enum Type {
        TYPE_ERROR("TypeError"),
        VALUE_ERROR("ValueError"),
        LLM_ERROR("LLMError"),
        BUDGET_EXCEEDED("BudgetExceeded");

        private final String pythonName;

        Type(String pythonName) {
            this.pythonName = pythonName;
        }

        /** {@return the class name in Python} */
        public String pythonName() {
            return pythonName;
        }
    }

    private final Type type;

    /**
     * An exception for Python.
     *
     * @param type its class in Python
     * @param message what happened and what to do
     */
    public PythonException(Type type, String message) {
        super(message);
        this.type = type;
    }

    /**
     * What Python is told of a call to the host that failed.
     *
     * @param failure of the call
     * @return an exception that says nothing of the host's defects, which the log has
     */
    public static PythonException of(Throwable failure) {
        return switch (failure) {
            case PythonException raised -> raised;
            case CancellationException _ -> new PythonException(Type.LLM_ERROR, "the session was stopped");
            case CompletionException stage when stage.getCause() != null -> of(stage.getCause());
            default -> {
                log.error("A function of the host failed", failure);
                yield new PythonException(Type.LLM_ERROR, "the service failed to do this; its log says why");
            }
        };
    }

    /** {@return its class in Python} */
    public Type type() {
        return type;
    }
}
