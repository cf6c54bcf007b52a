package io.rlmgateway.repl.worker;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The processes of a launcher, as the system sees them: to be killed and stopped behind its back. */
final class WorkerHandles {

    private WorkerHandles() {}

    /** {@return those that run, also such that are not ready yet} */
    static List<ProcessHandle> of(WorkerLauncher launcher) {
        String directory = launcher.directory().toString();
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info()
                        .arguments()
                        .map(arguments -> String.join(" ", arguments).contains(directory))
                        .orElse(false))
                .toList();
    }

    /** Kills them all and waits until they are gone. */
    static void killAll(WorkerLauncher launcher) {
        List<ProcessHandle> all = of(launcher);
        all.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(all);
    }

    /** Waits until all are gone. */
    static void awaitEnd(List<ProcessHandle> processes) {
        CompletableFuture.allOf(processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .join();
    }

    /** Stops them all, as if they hung. */
    static void stopAll(WorkerLauncher launcher) throws IOException, InterruptedException {
        for (ProcessHandle process : of(launcher)) {
            new ProcessBuilder("kill", "-STOP", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }
    }
}
