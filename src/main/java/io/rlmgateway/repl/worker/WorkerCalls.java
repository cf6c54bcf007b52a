package io.rlmgateway.repl.worker;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The calls of the service {@code RemoteWorker} in {@code sandbox.proto}. Messages are bytes here: {@link GrpcConnection}
 * reads them, with the limits that hold for every worker.
 */
final class WorkerCalls {

    /** The worker's own connection. */
    static final MethodDescriptor<byte[], byte[]> HOLD = method("Hold");

    /** A session's connection. */
    static final MethodDescriptor<byte[], byte[]> SESSION = method("Session");

    static final String SERVICE = "rlmgateway.sandbox.v1.RemoteWorker";

    static final Metadata.Key<String> AUTHORIZATION = key("authorization");
    static final Metadata.Key<String> LEASE = key("lease");
    static final Metadata.Key<String> EXIT_CODE = key("exit-code");

    private WorkerCalls() {}

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    private static MethodDescriptor<byte[], byte[]> method(String name) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
