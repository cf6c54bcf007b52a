package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.rlmgateway.repl.worker.wire.Described;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.HostCall;
import io.rlmgateway.repl.worker.wire.ToWorker;
import io.rlmgateway.repl.worker.wire.Value;
import io.rlmgateway.repl.worker.wire.Values;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketConnectionTest {

    private final SocketChannel worker;
    private final SocketConnection<ToWorker, FromWorker> gateway;

    SocketConnectionTest(@TempDir Path folder) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            worker = SocketChannel.open(address);
            gateway = new SocketConnection<>(server.accept(), FromWorker.parser());
        }
    }

    private void say(int... bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
        for (int each : bytes) {
            buffer.put((byte) each);
        }
        worker.write(buffer.flip());
    }

    @Test
    void messagesArriveWhole() throws IOException {
        var there = new SocketConnection<FromWorker, ToWorker>(worker, ToWorker.parser());
        FromWorker message = FromWorker.newBuilder()
                .setDescribed(Described.newBuilder().setVariables("x".repeat(10_000)))
                .build();

        there.send(message);
        there.finish();

        assertThat(gateway.receive()).isEqualTo(message);
        assertThat(gateway.receive()).isNull();
    }

    @Test
    void messageThatIsTooLongIsRefusedBeforeAnyOfItIsRead() throws IOException {
        say(0xff, 0xff, 0xff, 0xff, 0x07);

        assertThatThrownBy(gateway::receive)
                .isInstanceOf(InvalidProtocolBufferException.class)
                .hasMessage("a message of 2147483647 bytes");
    }

    @Test
    void lengthBelowZeroIsRefused() throws IOException {
        say(0xff, 0xff, 0xff, 0xff, 0x0f);

        assertThatThrownBy(gateway::receive)
                .isInstanceOf(InvalidProtocolBufferException.class)
                .hasMessage("a message of 4294967295 bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void messageThatIsCutIsRefused(int bytes) throws IOException {
        byte[] whole = FromWorker.newBuilder()
                .setDescribed(Described.newBuilder().setVariables("abc"))
                .build()
                .toByteArray();
        say(whole.length);
        worker.write(ByteBuffer.wrap(whole, 0, bytes));
        worker.shutdownOutput();

        assertThatThrownBy(gateway::receive).isInstanceOf(InvalidProtocolBufferException.class);
    }

    @Test
    void streamThatEndsInALengthIsRefused() throws IOException {
        say(0xff);
        worker.shutdownOutput();

        assertThatThrownBy(gateway::receive).isInstanceOf(InvalidProtocolBufferException.class);
    }

    @Test
    void bytesThatAreNoMessageAreRefused() throws IOException {
        say(4, 0xff, 0xff, 0xff, 0xff);

        assertThatThrownBy(gateway::receive).isInstanceOf(InvalidProtocolBufferException.class);
    }

    @Test
    void messageThatNestsTooDeepIsRefused() throws IOException {
        Value value = Value.newBuilder().setNone(true).build();
        for (int i = 0; i < 300; i++) {
            value = Value.newBuilder()
                    .setList(Values.newBuilder().addValues(value))
                    .build();
        }
        ByteString deep = FromWorker.newBuilder()
                .setHostCall(HostCall.newBuilder().putArguments("a", value))
                .build()
                .toByteString();
        say((deep.size() & 0x7f) | 0x80, deep.size() >> 7);
        worker.write(deep.asReadOnlyByteBuffer());

        assertThatThrownBy(gateway::receive).isInstanceOf(InvalidProtocolBufferException.class);
    }

    @Test
    void closingTwiceHarmsNobody() throws IOException {
        gateway.close();
        gateway.finish();
        gateway.close();

        assertThat(worker.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThatThrownBy(() -> gateway.send(ToWorker.getDefaultInstance())).isInstanceOf(IOException.class);
    }
}
