package io.rlmgateway.repl.worker;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An address where a remote worker listens. It has one process at a time. */
final class RemoteSite implements RemoteWorkers.Site {

    private static final int CONNECT_WITHIN_MILLIS = 5_000;

    private final HostAndPort name;
    private final InetSocketAddress address;
    private final Access access;
    private final WorkerArguments arguments;
    private final WorkerPatience patience;
    private @Nullable RemoteChannel channel;
    private @Nullable RemoteEndpoint last;

    /**
     * How workers know this gateway, and it them.
     *
     * @param credentials with or without TLS
     * @param token empty for none
     * @param hashes of texts that may be sent
     */
    record Access(ChannelCredentials credentials, String token, TextHashes hashes) {

        /**
         * Reads the files that the properties name.
         *
         * @throws IOException when one cannot be read
         */
        static Access of(RemoteProperties properties) throws IOException {
            Path authority = properties.ca();
            if (authority == null) {
                return new Access(InsecureChannelCredentials.create(), properties.token(), new TextHashes());
            }
            TlsChannelCredentials.Builder tls =
                    TlsChannelCredentials.newBuilder().trustManager(authority.toFile());
            Path certificate = properties.certificate();
            Path key = properties.key();
            if (certificate != null && key != null) {
                tls.keyManager(certificate.toFile(), key.toFile());
            }
            return new Access(tls.build(), properties.token(), new TextHashes());
        }
    }

    /**
     * An address to which nothing is connected yet.
     *
     * @param name whose address it is, as a certificate shows it
     */
    RemoteSite(
            HostAndPort name,
            InetSocketAddress address,
            Access access,
            WorkerArguments arguments,
            WorkerPatience patience) {
        this.name = name;
        this.address = address;
        this.access = access;
        this.arguments = arguments;
        this.patience = patience;
    }

    /** The end of a process and the start of the next go the same way, so that the worker learns of the end first. */
    @Override
    public synchronized Worker start(long heap) throws IOException {
        String label = address.getAddress().getHostAddress() + ":" + address.getPort();
        try {
            if (last != null) {
                last.kill();
            }
            last = new RemoteEndpoint(label, channel(), arguments.start(heap), patience.start());
            return new WorkerProcess(last, heap, patience);
        } catch (IOException e) {
            // the next attempt waits for no pause that gRPC makes after a failure
            close();
            throw new IOException("the worker at " + label + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** {@return the connection, which is made when it is used} */
    synchronized RemoteChannel channel() {
        RemoteChannel open = channel == null ? connect() : channel;
        channel = open;
        return open;
    }

    private RemoteChannel connect() {
        ManagedChannel opened = NettyChannelBuilder.forAddress(address, access.credentials())
                .overrideAuthority(name.toString())
                .proxyDetector(target -> null)
                .directExecutor()
                .disableRetry()
                .maxInboundMessageSize(SocketConnection.MAX_BYTES)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_WITHIN_MILLIS)
                .keepAliveTime(RemoteWorkerServer.ALIVE_EVERY, TimeUnit.SECONDS)
                .keepAliveTimeout(RemoteWorkerServer.ALIVE_WITHIN, TimeUnit.SECONDS)
                .build();
        return new RemoteChannel(opened, access.token(), access.hashes());
    }

    @Override
    public synchronized void close() {
        if (channel != null) {
            channel.channel().shutdownNow();
            channel = null;
        }
    }
}
