package io.rlmgateway.repl.graalpy;

import com.oracle.truffle.api.ContextLocal;
import com.oracle.truffle.api.ContextThreadLocal;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.ExecutionEventNode;
import com.oracle.truffle.api.instrumentation.SourceSectionFilter;
import com.oracle.truffle.api.instrumentation.StandardTags;
import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives Python the {@code RecursionError} of CPython: GraalPy has none of its own but for a Java stack that overflows,
 * and one that overflows in the wrong place breaks classes that every context of the JVM uses.
 */
final class CallDepth extends TruffleInstrument {

    static final String ID = "rlm-call-depth";

    /** CPython's {@code sys.getrecursionlimit()}. */
    static final int USUAL = 1_000;

    /** What {@code sys.setrecursionlimit} can have for cells, so that no stack of {@link PythonContext} overflows. */
    static final int MOST = 4_000;

    private final ContextLocal<AtomicInteger> limits = locals.createContextLocal(context -> new AtomicInteger(USUAL));
    private final ContextThreadLocal<Depth> depths =
            locals.createContextThreadLocal((context, thread) -> new Depth(thread));

    /** Sets limits. */
    interface Limit {

        /** Sets the limit of the context that the calling thread is in. */
        void set(int calls);
    }

    /** How deep a thread is in functions of Python. Those that Python starts have smaller stacks than the cells'. */
    private static final class Depth {
        private final int most;
        private int calls;

        Depth(Thread thread) {
            most = thread.getName().equals(PythonContext.THREAD) ? MOST : USUAL;
        }
    }

    @Override
    protected void onCreate(Env env) {
        Limit limit = calls -> limits.get().set(calls);
        env.registerService(limit);
        // not RootTag, because GraalPy does not bear an exception there: the frame is not set up yet
        env.getInstrumenter()
                .attachExecutionEventFactory(
                        SourceSectionFilter.newBuilder()
                                .tagIs(StandardTags.RootBodyTag.class)
                                .build(),
                        context -> new Counter());
    }

    /** Counts the calls of one function. */
    private final class Counter extends ExecutionEventNode {

        @Override
        protected void onEnter(VirtualFrame frame) {
            Depth depth = depths.get();
            if (++depth.calls > Math.min(depth.most, limits.get().get())) {
                throw new TooDeep();
            }
        }

        @Override
        protected void onReturnValue(VirtualFrame frame, Object result) {
            depths.get().calls--;
        }

        @Override
        protected void onReturnExceptional(VirtualFrame frame, Throwable exception) {
            depths.get().calls--;
        }

        @Override
        protected void onYield(VirtualFrame frame, Object value) {
            depths.get().calls--;
        }

        @Override
        protected void onResume(VirtualFrame frame) {
            onEnter(frame);
        }
    }

    /** GraalPy makes a {@code RecursionError} of its kind. */
    private static final class TooDeep extends StackOverflowError {

        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
