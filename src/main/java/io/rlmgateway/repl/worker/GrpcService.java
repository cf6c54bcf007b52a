package io.rlmgateway.repl.worker;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.ToWorker;

/** The worker's end of a call. */
final class GrpcService extends ServerCall.Listener<byte[]> implements GrpcConnection.Call {

    private final ServerCall<byte[], byte[]> call;
    private final GrpcConnection<FromWorker, ToWorker> connection;

    /** Serves a call on a thread of its own. */
    @FunctionalInterface
    interface Handler {
        void serve(GrpcConnection<FromWorker, ToWorker> connection, Metadata headers);
    }

    private GrpcService(ServerCall<byte[], byte[]> call) {
        this.call = call;
        connection = new GrpcConnection<>(this, ToWorker.parser());
    }

    /** {@return what has each call served by a handler} */
    static ServerCallHandler<byte[], byte[]> of(String thread, Handler handler) {
        return (call, headers) -> {
            GrpcService service = new GrpcService(call);
            call.sendHeaders(new Metadata());
            service.request();
            Thread.ofVirtual().name(thread).start(() -> handler.serve(service.connection, headers));
            return service;
        };
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
        call.close(Status.OK, new Metadata());
    }

    @Override
    public void end(Status status, Metadata trailers) {
        call.close(status, trailers);
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
    public void onHalfClose() {
        connection.ended();
    }

    @Override
    public void onCancel() {
        connection.over(Status.CANCELLED.withDescription("the gateway is gone"), new Metadata());
    }

    @Override
    public void onComplete() {
        connection.over(Status.OK, new Metadata());
    }
}
