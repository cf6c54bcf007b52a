package io.rlmgateway.repl.worker;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A remote worker that ends with the tests that started it. */
final class RemoteSandboxMain {

    private RemoteSandboxMain() {}

    /** Runs the worker until its standard input ends. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                System.in.transferTo(System.err);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                Runtime.getRuntime().halt(0);
            }
        });
        RemoteWorkerMain.main(arguments);
    }
}
