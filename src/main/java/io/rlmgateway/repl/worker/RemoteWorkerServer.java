package io.rlmgateway.repl.worker;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Has a remote worker listen. */
final class RemoteWorkerServer {

    /** Seconds between two signs of life that gRPC asks for, and until one must be there; gateways ask as often. */
    static final int ALIVE_EVERY = 10;

    static final int ALIVE_WITHIN = 5;

    private static final int HANDSHAKE_WITHIN = 10;
    private static final int MAX_CALLS = 1_000;

    private RemoteWorkerServer() {}

    /**
     * Listens at the settings' address.
     *
     * @throws IOException when that cannot be, or a certificate cannot be read
     */
    static Server start(RemoteWorkerSettings settings, RemoteWorker worker) throws IOException {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(settings.address(), settings.credentials())
                .addService(worker.service())
                .directExecutor()
                .maxInboundMessageSize(SocketConnection.MAX_BYTES)
                .maxConcurrentCallsPerConnection(MAX_CALLS)
                .handshakeTimeout(HANDSHAKE_WITHIN, TimeUnit.SECONDS)
                .keepAliveTime(ALIVE_EVERY, TimeUnit.SECONDS)
                .keepAliveTimeout(ALIVE_WITHIN, TimeUnit.SECONDS)
                .permitKeepAliveTime(ALIVE_WITHIN, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
        String token = settings.token();
        if (token != null) {
            builder.intercept(new TokenCheck(token));
        }
        return builder.build().start();
    }
}
