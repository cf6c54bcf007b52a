package io.rlmgateway.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files that a process may still open, and no network (landlock(7)). It holds for the calling thread and for those
 * that are started from it, so it is applied before the first of them.
 */
final class LandlockRules {

    private static final int CREATE_RULESET = 444;
    private static final int ADD_RULE = 445;
    private static final int RESTRICT_SELF = 446;
    private static final int VERSION = 1;
    private static final int BELOW_PATH = 1;

    private static final int EXECUTE = 1;
    private static final int WRITE_FILE = 1 << 1;
    private static final int READ_FILE = 1 << 2;
    private static final int READ_DIRECTORY = 1 << 3;

    /** Rights of the first version of the interface; each later one of these added a right. */
    private static final int FIRST_RIGHTS = 13;

    private static final int REFER_SINCE = 2;
    private static final int TRUNCATE_SINCE = 3;
    private static final int NETWORK_SINCE = 4;
    private static final int DEVICES_SINCE = 5;
    private static final int SCOPES_SINCE = 6;

    private static final int BIND_AND_CONNECT_TCP = 3;
    private static final int ABSTRACT_SOCKETS_AND_SIGNALS = 3;
    private static final int OPEN_PATH = 0x200000 | 0x80000;
    private static final int OPENAT_X86_64 = 257;
    private static final int OPENAT_AARCH64 = 56;
    private static final int CURRENT_DIRECTORY = -100;
    private static final int RULESET_BYTES = 24;
    private static final int RULE_BYTES = 12;

    private final LinuxCalls linux;
    private final int version;

    LandlockRules(LinuxCalls linux) {
        this.linux = linux;
        version = (int) linux.call(CREATE_RULESET, 0, 0, VERSION);
    }

    /**
     * Applies the rules. No new privileges must have been given up before.
     *
     * @param readable files and directories to be read; those that are not there are left out
     * @param own the directory that may be written too
     * @return whether the kernel took them
     */
    boolean apply(List<Path> readable, Path own) {
        if (version <= 0) {
            return false;
        }
        long rules = ruleset();
        if (rules < 0) {
            return false;
        }
        for (Path path : readable) {
            allow(rules, path, Files.isDirectory(path) ? EXECUTE | READ_FILE | READ_DIRECTORY : EXECUTE | READ_FILE);
        }
        allow(rules, own, fileRights());
        for (String device : List.of("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")) {
            allow(rules, Path.of(device), READ_FILE | WRITE_FILE);
        }
        return linux.call(RESTRICT_SELF, rules, 0) == 0;
    }

    private long fileRights() {
        int rights = FIRST_RIGHTS;
        for (int since : List.of(REFER_SINCE, TRUNCATE_SINCE, DEVICES_SINCE)) {
            rights += version >= since ? 1 : 0;
        }
        return (1L << rights) - 1;
    }

    private long ruleset() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment rules = arena.allocate(RULESET_BYTES, Long.BYTES);
            rules.set(ValueLayout.JAVA_LONG, 0, fileRights());
            rules.set(ValueLayout.JAVA_LONG, Long.BYTES, version >= NETWORK_SINCE ? BIND_AND_CONNECT_TCP : 0);
            rules.set(
                    ValueLayout.JAVA_LONG, 2L * Long.BYTES, version >= SCOPES_SINCE ? ABSTRACT_SOCKETS_AND_SIGNALS : 0);
            int size = version >= SCOPES_SINCE ? RULESET_BYTES : version >= NETWORK_SINCE ? 2 * Long.BYTES : Long.BYTES;
            return linux.call(CREATE_RULESET, rules.address(), size, 0);
        }
    }

    private void allow(long rules, Path path, long rights) {
        try (Arena arena = Arena.ofConfined()) {
            long openat = System.getProperty("os.arch").equals("aarch64") ? OPENAT_AARCH64 : OPENAT_X86_64;
            long file = linux.call(
                    openat,
                    CURRENT_DIRECTORY,
                    arena.allocateFrom(path.toString()).address(),
                    OPEN_PATH,
                    0);
            if (file < 0) {
                return;
            }
            MemorySegment rule = arena.allocate(RULE_BYTES, Long.BYTES);
            rule.set(ValueLayout.JAVA_LONG, 0, rights);
            rule.set(ValueLayout.JAVA_INT, Long.BYTES, (int) file);
            linux.call(ADD_RULE, rules, BELOW_PATH, rule.address(), 0);
        }
    }
}
