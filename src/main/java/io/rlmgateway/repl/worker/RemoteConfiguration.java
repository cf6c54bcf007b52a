package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.CellProperties;
import io.rlmgateway.repl.SandboxProperties;
import java.io.IOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Python in worker processes on other machines. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "rlm.sandbox.mode", havingValue = "remote")
class RemoteConfiguration {

    @Bean
    RemoteWorkers remoteWorkers(
            RemoteProperties remote, SandboxProperties sandbox, WorkerProperties workers, CellProperties cells) {
        List<HostAndPort> names = remote.checked();
        WorkerArguments arguments = WorkerArguments.of(sandbox, workers, cells);
        try {
            RemoteSite.Access access = RemoteSite.Access.of(remote);
            RemoteWorkers all = new RemoteWorkers(
                    names,
                    host -> List.of(InetAddress.getAllByName(host)),
                    (name, address) -> new RemoteSite(name, address, access, arguments, WorkerPatience.USUAL),
                    InstantSource.system());
            all.resolveEvery(remote.resolveEvery());
            return all;
        } catch (IOException e) {
            throw new UnusableRemoteWorkersException(
                    "A file for TLS that rlm.sandbox.remote names cannot be used: " + e.getMessage());
        }
    }

    @Bean
    Workers workers(WorkerProperties properties, RemoteWorkers remote) {
        return new Workers(properties, remote, InstantSource.system());
    }

    @Bean
    WorkerPool interpreters(SandboxProperties sandbox, WorkerProperties properties, Workers workers) {
        return new WorkerPool(sandbox, properties, workers);
    }

    @Bean
    WorkerMetrics workerMetrics(WorkerPool pool, Workers workers) {
        return new WorkerMetrics(pool, workers.tally());
    }
}
