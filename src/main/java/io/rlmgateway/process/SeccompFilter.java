package io.rlmgateway.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * The system calls that a process may no longer make: to start programs, to open or connect sockets, to look into other
 * processes, to change what the machine is (seccomp(2), with a filter of classic BPF).
 */
final class SeccompFilter {

    /** What is denied: a call's name, and its number on x86-64 and on AArch64. */
    private static final String DENIED = """
            # programs and processes
            execve 59 221
            execveat 322 281
            fork 57 -
            vfork 58 -
            kill 62 129
            ptrace 101 117
            process_vm_readv 310 270
            process_vm_writev 311 271
            pidfd_getfd 438 438
            kcmp 312 272
            # sockets
            socket 41 198
            connect 42 203
            bind 49 200
            listen 50 201
            # file systems
            mount 165 40
            umount2 166 39
            pivot_root 155 41
            chroot 161 51
            move_mount 429 429
            open_tree 428 428
            fsopen 430 430
            fsconfig 431 431
            fsmount 432 432
            mount_setattr 442 442
            name_to_handle_at 303 264
            open_by_handle_at 304 265
            quotactl 179 60
            acct 163 89
            swapon 167 224
            swapoff 168 225
            # the kernel
            bpf 321 280
            perf_event_open 298 241
            userfaultfd 323 282
            io_uring_setup 425 425
            io_uring_enter 426 426
            io_uring_register 427 427
            init_module 175 105
            finit_module 313 273
            delete_module 176 106
            kexec_load 246 104
            kexec_file_load 320 294
            reboot 169 142
            # keys, names and namespaces
            add_key 248 217
            request_key 249 218
            keyctl 250 219
            setns 308 268
            unshare 272 97
            personality 135 92
            sethostname 170 161
            setdomainname 171 162
            settimeofday 164 170
            clock_settime 227 112
            clock_adjtime 305 266
            iopl 172 -
            ioperm 173 -
            """;

    /** The numbers of calls differ between processors. */
    private enum Processor {
        X86_64(1, 0xC000003E, 317, 56),
        AARCH64(2, 0xC00000B7, 277, 220);

        private final int column;
        private final int architecture;
        private final int seccomp;
        private final int clone;

        Processor(int column, int architecture, int seccomp, int clone) {
            this.column = column;
            this.architecture = architecture;
            this.seccomp = seccomp;
            this.clone = clone;
        }

        static Processor current() {
            return switch (System.getProperty("os.arch")) {
                case "amd64", "x86_64" -> X86_64;
                case "aarch64" -> AARCH64;
                case String other -> throw new UnsupportedOperationException("no filter for " + other);
            };
        }

        List<Integer> denied() {
            return DENIED.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ", -1)[column])
                    .filter(number -> !number.equals("-"))
                    .map(Integer::valueOf)
                    .toList();
        }
    }

    private static final int CLONE3 = 435;
    private static final int LOAD = 0x20;
    private static final int EQUAL = 0x15;
    private static final int HAS_BITS = 0x45;
    private static final int GREATER_OR_EQUAL = 0x35;
    private static final int RETURN = 0x06;

    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int FIRST_ARGUMENT = 16;

    private static final int ALLOW = 0x7fff0000;
    private static final int KILL_PROCESS = 0x80000000;
    private static final int NOT_PERMITTED = 0x00050000 | 1;
    private static final int NO_SUCH_CALL = 0x00050000 | 38;

    private static final int CLONE_THREAD = 0x10000;
    private static final int X32_CALLS = 0x40000000;
    private static final int SET_FILTER = 1;
    private static final int ALL_THREADS = 1;
    private static final int INSTRUCTION_BYTES = 8;

    private final Processor processor = Processor.current();
    private final List<long[]> program = new ArrayList<>();

    private void add(int code, int ifTrue, int ifFalse, int value) {
        program.add(new long[] {code | (long) ifTrue << 16 | (long) ifFalse << 24, value});
    }

    /** Each test jumps over the one return that follows it. */
    private void compile() {
        add(LOAD, 0, 0, ARCHITECTURE);
        add(EQUAL, 1, 0, processor.architecture);
        add(RETURN, 0, 0, KILL_PROCESS);
        add(LOAD, 0, 0, NUMBER);
        add(GREATER_OR_EQUAL, 0, 1, X32_CALLS);
        add(RETURN, 0, 0, NOT_PERMITTED);
        add(EQUAL, 0, 1, CLONE3);
        add(RETURN, 0, 0, NO_SUCH_CALL);
        for (int denied : processor.denied()) {
            add(EQUAL, 0, 1, denied);
            add(RETURN, 0, 0, NOT_PERMITTED);
        }
        add(EQUAL, 1, 0, processor.clone);
        add(RETURN, 0, 0, ALLOW);
        add(LOAD, 0, 0, FIRST_ARGUMENT);
        add(HAS_BITS, 1, 0, CLONE_THREAD);
        add(RETURN, 0, 0, NOT_PERMITTED);
        add(RETURN, 0, 0, ALLOW);
    }

    /**
     * Applies the filter to all threads of this process, for ever. No new privileges must have been given up before.
     *
     * @return whether the kernel took it
     */
    boolean apply(LinuxCalls linux) {
        compile();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment instructions = arena.allocate((long) program.size() * INSTRUCTION_BYTES, Long.BYTES);
            for (int i = 0; i < program.size(); i++) {
                instructions.setAtIndex(ValueLayout.JAVA_INT, 2L * i, (int) program.get(i)[0]);
                instructions.setAtIndex(ValueLayout.JAVA_INT, 2L * i + 1, (int) program.get(i)[1]);
            }
            MemorySegment filter = arena.allocate(2 * Long.BYTES, Long.BYTES);
            filter.set(ValueLayout.JAVA_SHORT, 0, (short) program.size());
            filter.set(ValueLayout.JAVA_LONG, Long.BYTES, instructions.address());
            return linux.call(processor.seccomp, SET_FILTER, ALL_THREADS, filter.address()) == 0;
        }
    }
}
