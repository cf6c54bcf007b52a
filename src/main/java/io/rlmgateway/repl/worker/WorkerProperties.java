package io.rlmgateway.repl.worker;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the processes that run Python.
 *
 * @param workers processes that are started before they are needed
 * @param maxWorkers processes at once
 * @param sessionsPerWorker sessions that share a process; 1 for the strictest isolation
 * @param sessionsPerWorkerLife sessions after which a process is replaced
 * @param workerHeap memory for the objects of a process's sessions; one with a large context gets more
 * @param maxWorkerHeap the most that a process gets
 * @param tenantsShareWorkers whether sessions of different tenants may share a process
 */
@ConfigurationProperties("rlm.sandbox")
record WorkerProperties(
        @DefaultValue("2") @Positive int workers,
        @DefaultValue("8") @Positive int maxWorkers,
        @DefaultValue("8") @Positive int sessionsPerWorker,
        @DefaultValue("2000") @Positive int sessionsPerWorkerLife,
        @DefaultValue("1GB") DataSize workerHeap,
        @DefaultValue("8GB") DataSize maxWorkerHeap,
        @DefaultValue("false") boolean tenantsShareWorkers) {}
