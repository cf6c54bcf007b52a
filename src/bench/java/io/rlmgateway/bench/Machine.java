package io.rlmgateway.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The machine that measures.
 *
 * @param cores cores of which this process may use all
 * @param memory gibibytes
 * @param load processes that wanted a core in the minute before; negative where the system does not say
 */
record Machine(int cores, long memory, double load) {

    static Machine now() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                system.getAvailableProcessors(),
                Math.round(system.getTotalMemorySize() / (1024.0 * 1024 * 1024)),
                system.getSystemLoadAverage());
    }

    @Override
    public String toString() {
        return cores + " cores, " + memory + " GiB, JDK " + Runtime.version() + ", load average at the start "
                + Samples.number(load);
    }
}
