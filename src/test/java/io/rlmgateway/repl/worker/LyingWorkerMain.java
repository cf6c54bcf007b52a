package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.Pong;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Random;

/** A worker process that answers so many pings and then writes nonsense, or is of another build. */
final class LyingWorkerMain {

    private LyingWorkerMain() {}

    /** The process's own directory, the version that it tells, how many pings it answers. */
    public static void main(String[] arguments) throws IOException {
        Pong pong = Pong.newBuilder().setVersion(arguments[1]).setWarm(1).build();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(WorkerLauncher.socket(Path.of(arguments[0]))));
            System.out.write('\n');
            System.out.flush();
            SocketChannel own = server.accept();
            Thread.ofPlatform().start(() -> answerPings(own, pong, Integer.parseInt(arguments[2])));
            while (true) {
                writeNonsense(server.accept());
            }
        }
    }

    private static void answerPings(SocketChannel channel, Pong pong, int pings) {
        try (var gateway = new SocketConnection<FromWorker, ToWorker>(channel, ToWorker.parser())) {
            for (int i = 0; gateway.receive() != null && i < pings; i++) {
                gateway.send(FromWorker.newBuilder().setPong(pong).build());
            }
            writeNonsense(channel);
        } catch (IOException e) {
            // the gateway has had enough of it
        }
        Runtime.getRuntime().halt(0);
    }

    /** The first length is one that no message may have. */
    private static void writeNonsense(SocketChannel channel) throws IOException {
        byte[] bytes = new byte[4_096];
        new Random(1).nextBytes(bytes);
        ByteBuffer nonsense = ByteBuffer.wrap(bytes);
        nonsense.put(0, new byte[] {-1, -1, -1, -1, 7});
        while (nonsense.hasRemaining()) {
            channel.write(nonsense);
        }
    }
}
