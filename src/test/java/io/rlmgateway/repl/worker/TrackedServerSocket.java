package io.rlmgateway.repl.worker;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A Unix-domain socket whose connections end with it, as those of a process do. */
final class TrackedServerSocket extends ServerSocketChannel {

    private final ServerSocketChannel socket;
    private final Set<SocketChannel> accepted = ConcurrentHashMap.newKeySet();

    private TrackedServerSocket(ServerSocketChannel socket) {
        super(SelectorProvider.provider());
        this.socket = socket;
    }

    static TrackedServerSocket at(Path path) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        socket.bind(UnixDomainSocketAddress.of(path));
        return new TrackedServerSocket(socket);
    }

    @Override
    public SocketChannel accept() throws IOException {
        SocketChannel channel = socket.accept();
        accepted.add(channel);
        if (!isOpen()) {
            channel.close();
        }
        return channel;
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
        socket.close();
        for (SocketChannel channel : accepted) {
            channel.close();
        }
    }

    @Override
    public ServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
        return socket.bind(local, backlog);
    }

    @Override
    public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
        return socket.setOption(name, value);
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
        return socket.getOption(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return socket.supportedOptions();
    }

    @Override
    public ServerSocket socket() {
        return socket.socket();
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
        return socket.getLocalAddress();
    }

    @Override
    protected void implConfigureBlocking(boolean block) throws IOException {
        socket.configureBlocking(block);
    }
}
