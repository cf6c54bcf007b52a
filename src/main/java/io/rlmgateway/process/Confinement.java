package io.rlmgateway.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the operating system holds back from a process that works on what others wrote: files but those it needs, the
 * network, other processes. Where the kernel knows none of it, the process runs without, and says so.
 */
public final class Confinement {

    private static final int PRCTL_X86_64 = 157;
    private static final int PRCTL_AARCH64 = 167;
    private static final int NO_NEW_PRIVILEGES = 38;

    private Confinement() {}

    /**
     * Confines this process, and the threads that this thread will start.
     *
     * @param own the process's own directory, which it may write
     * @param readable files and directories that it may read, besides Java's
     * @param largestFile bytes that a file it writes may have
     * @return what holds now, in words
     */
    public static String apply(Path own, List<Path> readable, long largestFile) {
        if (!System.getProperty("os.name").equals("Linux")) {
            return "nothing: this is not Linux";
        }
        try {
            LinuxCalls linux = new LinuxCalls();
            long prctl = System.getProperty("os.arch").equals("aarch64") ? PRCTL_AARCH64 : PRCTL_X86_64;
            if (linux.call(prctl, NO_NEW_PRIVILEGES, 1) != 0) {
                return "nothing: no_new_privs is not permitted";
            }
            boolean files = new LandlockRules(linux).apply(withJava(readable), own);
            boolean limits = ProcessLimits.apply(linux, largestFile);
            boolean calls = new SeccompFilter().apply(linux);
            return "no_new_privs" + (files ? ", Landlock" : "") + (calls ? ", seccomp" : "")
                    + (limits ? ", limits" : "");
        } catch (UnsupportedOperationException e) {
            return "nothing: " + e.getMessage();
        }
    }

    private static List<Path> withJava(List<Path> readable) {
        List<Path> all = new ArrayList<>(Stream.of(
                        System.getProperty("java.home"),
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
        all.addAll(readable);
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .forEach(all::add);
        return all;
    }
}
