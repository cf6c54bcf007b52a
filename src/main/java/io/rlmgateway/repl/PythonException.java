package io.rlmgateway.repl;

/** An exception to be raised in Python. */
public final class PythonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

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

    /** {@return its class in Python} */
    public Type type() {
        return type;
    }
}
