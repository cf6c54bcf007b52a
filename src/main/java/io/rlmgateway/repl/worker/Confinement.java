package io.rlmgateway.repl.worker;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the operating system holds back from a worker, should Python ever get out of its interpreter. Where the kernel
 * knows none of it, the worker runs without, and says so.
 */
final class Confinement {

    private static final int PRCTL_X86_64 = 157;
    private static final int PRCTL_AARCH64 = 167;
    private static final int NO_NEW_PRIVILEGES = 38;

    private Confinement() {}

    /**
     * Confines this process, and the threads that this thread will start.
     *
     * @param own the worker's own directory, which it may write
     * @param documents where the texts of documents are
     * @return what holds now, in words
     */
    static String apply(Path own, Path documents) {
        if (!System.getProperty("os.name").equals("Linux")) {
            return "nothing: this is not Linux";
        }
        try {
            LinuxCalls linux = new LinuxCalls();
            long prctl = System.getProperty("os.arch").equals("aarch64") ? PRCTL_AARCH64 : PRCTL_X86_64;
            if (linux.call(prctl, NO_NEW_PRIVILEGES, 1) != 0) {
                return "nothing: no_new_privs is not permitted";
            }
            boolean files = new LandlockRules(linux).apply(readable(documents), own);
            boolean limits = ProcessLimits.apply(linux);
            boolean calls = new SeccompFilter().apply(linux);
            return "no_new_privs" + (files ? ", Landlock" : "") + (calls ? ", seccomp" : "")
                    + (limits ? ", limits" : "");
        } catch (UnsupportedOperationException e) {
            return "nothing: " + e.getMessage();
        }
    }

    private static List<Path> readable(Path documents) {
        List<Path> readable = new ArrayList<>(Stream.of(
                        System.getProperty("java.home"),
                        System.getProperty(WorkerCommand.ENGINE_RESOURCES, "/usr/lib"),
                        "/proc/self",
                        "/proc/cpuinfo",
                        "/proc/meminfo",
                        "/sys/fs/cgroup",
                        "/sys/devices/system/cpu",
                        "/lib",
                        "/lib64",
                        "/usr/lib",
                        "/usr/lib64",
                        "/usr/share/zoneinfo",
                        "/etc/localtime",
                        "/etc/ld.so.cache")
                .map(Path::of)
                .toList());
        readable.add(documents);
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .forEach(readable::add);
        return readable;
    }
}
