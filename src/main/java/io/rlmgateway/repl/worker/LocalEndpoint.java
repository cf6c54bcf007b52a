package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * A worker of this machine.
 *
 * @param process has opened its socket
 * @param socket Unix-domain
 */
record LocalEndpoint(Process process, Path socket) implements WorkerEndpoint {

    @Override
    public String name() {
        return Long.toString(process.pid());
    }

    @Override
    public Connection<ToWorker, FromWorker> own() throws IOException {
        return session();
    }

    @Override
    public Connection<ToWorker, FromWorker> session() throws IOException {
        return new SocketConnection<>(SocketChannel.open(UnixDomainSocketAddress.of(socket)), FromWorker.parser());
    }

    /** Its state follows its name, which is in brackets (proc_pid_stat(5)). */
    @Override
    public boolean isStopped() {
        try {
            String stat = Files.readString(Path.of("/proc", name(), "stat"));
            return stat.startsWith(") T", stat.lastIndexOf(')'));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void kill() {
        process.destroyForcibly();
    }

    @Override
    public CompletableFuture<OptionalInt> onExit() {
        return process.onExit().thenApply(ended -> OptionalInt.of(ended.exitValue()));
    }
}
