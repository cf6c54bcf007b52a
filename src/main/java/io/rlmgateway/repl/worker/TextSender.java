package io.rlmgateway.repl.worker;

import com.google.protobuf.ByteString;
import io.rlmgateway.repl.worker.wire.Document;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.Missing;
import io.rlmgateway.repl.worker.wire.Open;
import io.rlmgateway.repl.worker.wire.Text;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A session's connection to a worker that has no files of this machine: texts are named by hash, and sent when asked for. */
final class TextSender implements Connection<ToWorker, FromWorker> {

    private static final int PIECE_BYTES = 1 << 20;

    private final Connection<ToWorker, FromWorker> connection;
    private final TextHashes hashes;
    private final Map<ByteString, Path> unsent = new ConcurrentHashMap<>();

    TextSender(Connection<ToWorker, FromWorker> connection, TextHashes hashes) {
        this.connection = connection;
        this.hashes = hashes;
    }

    @Override
    public void send(ToWorker message) throws IOException {
        connection.send(
                message.hasOpen()
                        ? ToWorker.newBuilder()
                                .setOpen(byHash(message.getOpen()))
                                .build()
                        : message);
    }

    private Open byHash(Open open) throws IOException {
        Open.Builder named = open.toBuilder().clearDocuments();
        for (Document document : open.getDocumentsList()) {
            Path file = Path.of(document.getFile());
            ByteString hash = hashes.of(file);
            unsent.put(hash, file);
            named.addDocuments(document.toBuilder().setSha256(hash));
        }
        return named.build();
    }

    /** Each text of the session goes once: a worker may not ask for others, nor over and over. */
    @Override
    public @Nullable FromWorker receive() throws IOException {
        FromWorker message = connection.receive();
        while (message != null && message.hasMissing()) {
            sendTexts(message.getMissing());
            message = connection.receive();
        }
        return message;
    }

    private void sendTexts(Missing missing) throws IOException {
        for (ByteString hash : missing.getSha256List()) {
            Path file = unsent.remove(hash);
            if (file == null) {
                throw new IllegalArgumentException("it asks for a text that the session has not, or has sent");
            }
            sendText(file);
        }
    }

    private void sendText(Path file) throws IOException {
        try (InputStream text = Files.newInputStream(file)) {
            byte[] piece = text.readNBytes(PIECE_BYTES);
            while (piece.length == PIECE_BYTES) {
                send(piece, false);
                piece = text.readNBytes(PIECE_BYTES);
            }
            send(piece, true);
        }
    }

    private void send(byte[] piece, boolean last) throws IOException {
        connection.send(ToWorker.newBuilder()
                .setText(Text.newBuilder().setBytes(ByteString.copyFrom(piece)).setLast(last))
                .build());
    }

    @Override
    public void finish() {
        connection.finish();
    }

    @Override
    public void close() {
        connection.close();
    }
}
