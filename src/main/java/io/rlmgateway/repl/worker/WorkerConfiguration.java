package io.rlmgateway.repl.worker;

import io.rlmgateway.api.DataDirectory;
import io.rlmgateway.repl.CellProperties;
import io.rlmgateway.repl.Interpreters;
import io.rlmgateway.repl.SandboxProperties;
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
    Interpreters interpreters(SandboxProperties sandbox, WorkerProperties properties, WorkerLauncher launcher) {
        return new WorkerPool(sandbox, properties, new Workers(properties, launcher::start, InstantSource.system()));
    }
}
