package io.rlmgateway.bench;

import java.io.IOException;

/** The scripted model API, running. */
final class Upstream implements AutoCloseable {

    private final JavaProcess process;
    private final int port;

    private Upstream(JavaProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    static Upstream start() throws IOException {
        JavaProcess process = JavaProcess.ofClass(UpstreamServer.class);
        return new Upstream(process, Integer.parseInt(process.firstLine()));
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
    }
}
