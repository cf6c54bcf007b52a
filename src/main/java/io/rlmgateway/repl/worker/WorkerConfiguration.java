package io.rlmgateway.repl.worker;

import com.sun.management.OperatingSystemMXBean;
import io.rlmgateway.api.DataDirectory;
import io.rlmgateway.repl.CellProperties;
import io.rlmgateway.repl.SandboxProperties;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Python in worker processes on this machine. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "rlm.sandbox.mode", havingValue = "process", matchIfMissing = true)
class WorkerConfiguration {

    @Bean
    WorkerLauncher workerLauncher(
            SandboxProperties sandbox, WorkerProperties workers, CellProperties cells, DataDirectory directory) {
        return new WorkerLauncher(
                WorkerCommand.ofThisProcess(),
                WorkerArguments.of(sandbox, workers, cells).line(directory.directory("documents")),
                WorkerPatience.USUAL);
    }

    @Bean
    Workers workers(WorkerProperties properties, WorkerLauncher launcher) {
        return new Workers(properties.within(memory()), launcher::start, InstantSource.system());
    }

    @Bean
    WorkerPool interpreters(SandboxProperties sandbox, WorkerProperties properties, Workers workers) {
        return new WorkerPool(sandbox, properties.within(memory()), workers);
    }

    @Bean
    WorkerMetrics workerMetrics(WorkerPool pool, Workers workers) {
        return new WorkerMetrics(pool, workers.tally());
    }

    /** {@return bytes that this machine, or this container, has besides the heap that this JVM may use} */
    private static long memory() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return system.getTotalMemorySize() - Runtime.getRuntime().maxMemory();
    }
}
