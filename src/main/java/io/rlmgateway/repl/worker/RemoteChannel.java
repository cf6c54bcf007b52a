package io.rlmgateway.repl.worker;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.ToWorker;

/**
 * A connection to a remote worker.
 *
 * @param token what the worker wants to hear, empty for nothing
 * @param hashes of texts
 */
record RemoteChannel(ManagedChannel channel, String token, TextHashes hashes) {

    /** Begins the worker's own connection. */
    GrpcConnection<ToWorker, FromWorker> hold() {
        return GrpcClient.call(channel, WorkerCalls.HOLD, headers());
    }

    /** Begins a session's connection. */
    GrpcConnection<ToWorker, FromWorker> session(String lease) {
        Metadata headers = headers();
        headers.put(WorkerCalls.LEASE, lease);
        return GrpcClient.call(channel, WorkerCalls.SESSION, headers);
    }

    private Metadata headers() {
        Metadata headers = new Metadata();
        if (!token.isEmpty()) {
            headers.put(WorkerCalls.AUTHORIZATION, TokenCheck.header(token));
        }
        return headers;
    }
}
