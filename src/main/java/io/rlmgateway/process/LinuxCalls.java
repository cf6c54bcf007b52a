package io.rlmgateway.process;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/** System calls of Linux that Java has no method for, by {@code syscall(2)}. */
final class LinuxCalls {

    private static final StructLayoutOfErrno ERRNO = new StructLayoutOfErrno();
    private static final int ARGUMENTS = 5;

    private final MethodHandle syscall;

    /** Where the linker leaves {@code errno}. */
    private static final class StructLayoutOfErrno {
        private final MemoryLayout layout = Linker.Option.captureStateLayout();
        private final VarHandle value = layout.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    }

    /**
     * Finds the function.
     *
     * @throws UnsupportedOperationException where there is none
     */
    @SuppressWarnings("restricted")
    LinuxCalls() {
        Linker linker = Linker.nativeLinker();
        MemorySegment function = linker.defaultLookup()
                .find("syscall")
                .orElseThrow(() -> new UnsupportedOperationException("no syscall(2)"));
        ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
        syscall = linker.downcallHandle(
                function,
                FunctionDescriptor.of(word, word, word, word, word, word, word),
                Linker.Option.firstVariadicArg(1),
                Linker.Option.captureCallState("errno"));
    }

    /**
     * Makes a call.
     *
     * @param number of the call on this processor
     * @param arguments at most five; addresses as numbers
     * @return what it returns, or the negative of {@code errno}
     */
    long call(long number, long... arguments) {
        long[] all = Arrays.copyOf(arguments, ARGUMENTS);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(ERRNO.layout);
            long result = (long) syscall.invokeExact(state, number, all[0], all[1], all[2], all[3], all[4]);
            return result >= 0 ? result : -(int) ERRNO.value.get(state, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
