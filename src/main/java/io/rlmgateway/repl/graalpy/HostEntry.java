package io.rlmgateway.repl.graalpy;

import io.rlmgateway.repl.PythonException;
import java.util.concurrent.CancellationException;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/**
 * One of the few things of the host that Python can reach. It says nothing about itself, and whatever it is called with
 * shows no exception of Java.
 *
 * @param action what it does
 * @param toPython makes exceptions
 */
record HostEntry(Action action, ToPython toPython) implements ProxyExecutable {

    /** What is done. */
    @FunctionalInterface
    interface Action {
        Object execute(Value... arguments) throws InterruptedException;
    }

    @Override
    public Object execute(Value... arguments) {
        try {
            return action.execute(arguments);
        } catch (PolyglotException | CancellationException e) {
            throw e;
        } catch (InterruptedException e) {
            throw new CancellationException("stopped");
        } catch (RuntimeException e) {
            return toPython.raised(
                    new PythonException(PythonException.Type.TYPE_ERROR, "the host was called with wrong arguments"));
        }
    }

    @Override
    public String toString() {
        return "host";
    }
}
