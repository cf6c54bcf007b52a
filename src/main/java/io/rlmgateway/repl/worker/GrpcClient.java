package io.rlmgateway.repl.worker;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.ToWorker;

/** The gateway's end of a call. */
final class GrpcClient extends ClientCall.Listener<byte[]> implements GrpcConnection.Call {

    private final ClientCall<byte[], byte[]> call;
    private final GrpcConnection<ToWorker, FromWorker> connection;

    private GrpcClient(ClientCall<byte[], byte[]> call) {
        this.call = call;
        connection = new GrpcConnection<>(this, FromWorker.parser());
    }

    /** Begins a call. */
    static GrpcConnection<ToWorker, FromWorker> call(
            Channel channel, MethodDescriptor<byte[], byte[]> method, Metadata headers) {
        GrpcClient client = new GrpcClient(channel.newCall(method, CallOptions.DEFAULT));
        client.call.start(client, headers);
        client.request();
        return client.connection;
    }

    @Override
    public boolean isReady() {
        return call.isReady();
    }

    @Override
    public void request() {
        call.request(1);
    }

    @Override
    public void send(byte[] message) {
        call.sendMessage(message);
    }

    @Override
    public void finish() {
        call.halfClose();
    }

    @Override
    public void end(Status status, Metadata trailers) {
        call.cancel(status.getDescription(), null);
    }

    @Override
    public void onMessage(byte[] message) {
        connection.received(message);
    }

    @Override
    public void onReady() {
        connection.ready();
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        connection.over(status, trailers);
    }
}
