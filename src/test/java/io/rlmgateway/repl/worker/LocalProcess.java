package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.Interpreters;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The inside of a worker on threads of this JVM, with the outside of a process; it ends when nobody wants it to go on. */
final class LocalProcess extends Process {

    private static final int KILLED = 137;

    private final CompletableFuture<Process> exit = new CompletableFuture<>();
    private final ServerSocketChannel server;
    private final @Nullable Path directory;
    private volatile int code = KILLED;

    private LocalProcess(ServerSocketChannel server, @Nullable Path directory) {
        this.server = server;
        this.directory = directory;
    }

    /** Starts a worker that listens at a path; the directory around it is its own, and goes with it. */
    static LocalProcess start(Path socket, Interpreters interpreters) throws IOException {
        ServerSocketChannel server = TrackedServerSocket.at(socket);
        LocalProcess process = new LocalProcess(server, socket.getParent());
        WorkerServer worker = new WorkerServer(server, interpreters, "nothing", () -> process.end(0));
        Thread.ofPlatform().daemon().start(() -> {
            try {
                worker.serve();
            } catch (IOException e) {
                process.end(KILLED);
            }
        });
        return process;
    }

    /** A process in which nothing runs. */
    static LocalProcess empty() throws IOException {
        return new LocalProcess(ServerSocketChannel.open(StandardProtocolFamily.UNIX), null);
    }

    synchronized void end(int exitCode) {
        if (!isAlive()) {
            return;
        }
        code = exitCode;
        exit.complete(this);
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (directory != null) {
            WorkerDirectories.delete(directory);
        }
    }

    @Override
    public CompletableFuture<Process> onExit() {
        return exit.copy();
    }

    @Override
    public boolean isAlive() {
        return !exit.isDone();
    }

    @Override
    public long pid() {
        return 0;
    }

    @Override
    public int exitValue() {
        return code;
    }

    @Override
    public int waitFor() {
        exit.join();
        return code;
    }

    @Override
    public void destroy() {
        end(KILLED);
    }

    @Override
    public Process destroyForcibly() {
        destroy();
        return this;
    }

    @Override
    public InputStream getInputStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }
}
