package io.rlmgateway.repl.worker;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Metadata;
import io.grpc.Status;
import io.rlmgateway.repl.worker.wire.Document;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.Open;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that a remote worker has started for one gateway, and what the gateway sends to it. */
final class WorkerLease implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WorkerLease.class);

    private final String secret = UUID.randomUUID().toString();
    private final GrpcConnection<FromWorker, ToWorker> own;
    private final WorkerProcess process;
    private final TextStore texts;

    /**
     * Leaves a process to a gateway.
     *
     * @param own the gateway's connection, whose end is the end of it all
     * @param texts what the process can read
     */
    WorkerLease(GrpcConnection<FromWorker, ToWorker> own, WorkerProcess process, TextStore texts) {
        this.own = own;
        this.process = process;
        this.texts = texts;
        process.onExit().thenAccept(this::exited).exceptionally(failed -> {
            log.warn("The end of a process could not be told", failed);
            return null;
        });
    }

    private void exited(OptionalInt code) {
        Metadata trailers = new Metadata();
        code.ifPresent(known -> trailers.put(WorkerCalls.EXIT_CODE, Integer.toString(known)));
        own.end(Status.OK, trailers);
    }

    /** {@return what only the gateway knows that has this process} */
    String secret() {
        return secret;
    }

    /** Answers pings until one side is gone. */
    void answerPings() throws IOException {
        for (ToWorker message = own.receive(); message != null; message = own.receive()) {
            if (!message.hasPing()) {
                throw new IOException("not now: " + message.getMessageCase());
            }
            own.send(FromWorker.newBuilder().setPong(process.state()).build());
        }
    }

    /** Serves a session until one side ends it. */
    void serve(GrpcConnection<FromWorker, ToWorker> gateway) throws IOException {
        ToWorker first = gateway.receive();
        if (first == null || !first.hasOpen()) {
            throw new IOException("a session opens first");
        }
        Open open = first.getOpen();
        try (TextStore.Reader reader = texts.reader(open.getTenant(), gateway)) {
            Open withFiles = withFiles(open, reader);
            try (Connection<ToWorker, FromWorker> python = process.endpoint().session()) {
                python.send(ToWorker.newBuilder().setOpen(withFiles).build());
                Thread.ofVirtual().name("session-input").start(() -> passIn(gateway, python));
                passOut(python, gateway);
            }
        }
    }

    private static Open withFiles(Open open, TextStore.Reader reader) throws IOException {
        Map<ByteString, Path> files = reader.files(
                open.getDocumentsList().stream().map(Document::getSha256).collect(Collectors.toSet()));
        Open.Builder withFiles = open.toBuilder().clearDocuments();
        for (Document document : open.getDocumentsList()) {
            withFiles.addDocuments(document.toBuilder().setFile(String.valueOf(files.get(document.getSha256()))));
        }
        return withFiles.build();
    }

    private static void passIn(Connection<FromWorker, ToWorker> gateway, Connection<ToWorker, FromWorker> python) {
        try {
            for (ToWorker message = gateway.receive(); message != null; message = gateway.receive()) {
                python.send(message);
            }
            python.finish();
        } catch (IOException e) {
            log.debug("A session's gateway or process is gone", e);
            python.close();
        }
    }

    private static void passOut(Connection<ToWorker, FromWorker> python, GrpcConnection<FromWorker, ToWorker> gateway)
            throws IOException {
        try {
            for (FromWorker message = python.receive(); message != null; message = python.receive()) {
                gateway.send(message);
            }
            gateway.end(Status.OK, new Metadata());
        } catch (InvalidProtocolBufferException e) {
            gateway.end(Status.DATA_LOSS.withDescription(e.getMessage()), new Metadata());
        }
    }

    /** Ends the process. */
    @Override
    public void close() {
        process.stop();
        process.onExit().join();
        texts.close();
    }
}
