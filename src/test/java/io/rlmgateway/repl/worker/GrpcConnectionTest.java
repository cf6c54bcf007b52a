package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.rlmgateway.repl.worker.wire.Described;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.Parse;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Both ends of a call, over a port of this machine. */
class GrpcConnectionTest {

    private static final int LIMIT = 100_000;

    private final BlockingQueue<GrpcConnection<FromWorker, ToWorker>> calls = new LinkedBlockingQueue<>();
    private final Server server;
    private final ManagedChannel channel;

    GrpcConnectionTest() throws IOException {
        ServerCallHandler<byte[], byte[]> listening = GrpcService.of("test", (call, headers) -> calls.add(call));
        ServerCallHandler<byte[], byte[]> babbling = (call, headers) -> {
            call.sendHeaders(new Metadata());
            call.sendMessage(new byte[] {-1, -1, -1, -1});
            return new ServerCall.Listener<>() {};
        };
        server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .addService(ServerServiceDefinition.builder(WorkerCalls.SERVICE)
                        .addMethod(WorkerCalls.HOLD, listening)
                        .addMethod(WorkerCalls.SESSION, babbling)
                        .build())
                .maxInboundMessageSize(LIMIT)
                .directExecutor()
                .build()
                .start();
        channel = Grpc.newChannelBuilderForAddress("127.0.0.1", server.getPort(), InsecureChannelCredentials.create())
                .maxInboundMessageSize(LIMIT)
                .directExecutor()
                .build();
    }

    @AfterEach
    void end() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    private GrpcConnection<ToWorker, FromWorker> gateway() {
        return GrpcClient.call(channel, WorkerCalls.HOLD, new Metadata());
    }

    private static ToWorker code(String code) {
        return ToWorker.newBuilder().setParse(Parse.newBuilder().setCode(code)).build();
    }

    private static FromWorker described(String variables) {
        return FromWorker.newBuilder()
                .setDescribed(Described.newBuilder().setVariables(variables))
                .build();
    }

    @Test
    void messagesArriveWholeAndInOrderInBothDirections() throws Exception {
        var gateway = gateway();
        var worker = calls.take();
        CompletableFuture<Void> sent = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                for (int i = 0; i < 200; i++) {
                    gateway.send(code(i + "x".repeat(i * 100)));
                }
                gateway.finish();
                sent.complete(null);
            } catch (IOException e) {
                sent.completeExceptionally(e);
            }
        });

        for (int i = 0; i < 200; i++) {
            assertThat(worker.receive()).isEqualTo(code(i + "x".repeat(i * 100)));
        }
        assertThat(worker.receive()).isNull();
        sent.get();
        worker.send(described("still here"));
        worker.finish();

        assertThat(gateway.receive()).isEqualTo(described("still here"));
        assertThat(gateway.receive()).isNull();
        gateway.onEnd().get();
    }

    @Test
    void senderIsHeldBackWhileNobodyReceivesAndLetGoAtTheEnd() throws Exception {
        var gateway = gateway();
        var worker = calls.take();
        CompletableFuture<IOException> end = new CompletableFuture<>();
        CountDownLatch many = new CountDownLatch(20);
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    gateway.send(code("x".repeat(LIMIT / 2)));
                    many.countDown();
                }
            } catch (IOException e) {
                end.complete(e);
            }
        });
        for (int i = 0; i < 20; i++) {
            assertThat(worker.receive()).isNotNull();
        }
        many.await();

        gateway.finish();

        assertThat(end.get()).hasMessage("the connection is closed");
    }

    @Test
    void closingEndsBothSides() throws Exception {
        var gateway = gateway();
        var worker = calls.take();

        gateway.close();
        gateway.finish();
        gateway.close();

        assertThatThrownBy(worker::receive).hasMessage("the gateway is gone");
        assertThatThrownBy(gateway::receive).hasMessage("closed");
        assertThatThrownBy(() -> gateway.send(code("1"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> worker.send(described(""))).isInstanceOf(IOException.class);
        assertThat(worker.hasEnded()).isTrue();
        worker.close();
    }

    @Test
    void reasonOfTheWorkerIsToldAfterWhatItSaid() throws Exception {
        var gateway = gateway();
        var worker = calls.take();
        Metadata trailers = new Metadata();
        trailers.put(WorkerCalls.EXIT_CODE, "3");

        worker.send(described("last words"));
        worker.end(Status.ABORTED.withDescription("enough"), trailers);

        assertThat(gateway.receive()).isEqualTo(described("last words"));
        assertThatThrownBy(gateway::receive).isInstanceOf(IOException.class).hasMessage("enough");
        assertThat(gateway.onEnd().get().get(WorkerCalls.EXIT_CODE)).isEqualTo("3");
    }

    @Test
    void messageThatIsTooLongIsRefused() throws Exception {
        var gateway = gateway();
        var worker = calls.take();

        worker.send(described("x".repeat(LIMIT)));

        assertThatThrownBy(gateway::receive).isInstanceOf(InvalidProtocolBufferException.class);
    }

    @Test
    void bytesThatAreNoMessageAreRefused() {
        var gateway = GrpcClient.call(channel, WorkerCalls.SESSION, new Metadata());

        assertThatThrownBy(gateway::receive).isInstanceOf(InvalidProtocolBufferException.class);
    }

    @Test
    void bytesOfAGatewayThatAreNoMessageAreRefusedToo() throws Exception {
        ClientCall<byte[], byte[]> call = channel.newCall(WorkerCalls.HOLD, CallOptions.DEFAULT);
        call.start(new ClientCall.Listener<>() {}, new Metadata());

        call.sendMessage(new byte[] {-1, -1, -1, -1});

        assertThatThrownBy(Objects.requireNonNull(calls.take())::receive)
                .isInstanceOf(InvalidProtocolBufferException.class);
    }

    @Test
    void interruptClosesAsForASocket() throws Exception {
        var gateway = gateway();
        var worker = calls.take();
        CompletableFuture<IOException> end = new CompletableFuture<>();
        Thread receiver = Thread.ofVirtual().start(() -> {
            try {
                gateway.receive();
            } catch (IOException e) {
                end.complete(e);
            }
        });

        receiver.interrupt();

        assertThat(end.get()).isInstanceOf(ClosedByInterruptException.class);
        assertThatThrownBy(worker::receive).hasMessage("the gateway is gone");
    }

    @Test
    void nobodyAtTheAddressIsToldAtOnce() {
        server.shutdownNow();

        assertThatThrownBy(gateway()::receive).isInstanceOf(IOException.class);
    }
}
