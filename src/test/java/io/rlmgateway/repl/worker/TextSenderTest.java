package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.rlmgateway.repl.worker.wire.Document;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.Missing;
import io.rlmgateway.repl.worker.wire.Open;
import io.rlmgateway.repl.worker.wire.Opened;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSenderTest {

    @TempDir
    Path folder = Path.of("");

    private final ScriptedConnection worker = new ScriptedConnection();
    private final TextSender sender = new TextSender(worker, new TextHashes());

    private ByteString open(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("text"), text);
        sender.send(ToWorker.newBuilder()
                .setOpen(Open.newBuilder()
                        .setTenant("a")
                        .addDocuments(Document.newBuilder().setId("id").setFile(file.toString())))
                .build());
        Open sent = worker.sent.take().getOpen();
        assertThat(sent.getTenant()).isEqualTo("a");
        assertThat(sent.getDocuments(0).getId()).isEqualTo("id");
        assertThat(sent.getDocuments(0).getTextCase()).isEqualTo(Document.TextCase.SHA256);
        return sent.getDocuments(0).getSha256();
    }

    private static FromWorker.Builder missing(ByteString hash) {
        return FromWorker.newBuilder().setMissing(Missing.newBuilder().addSha256(hash));
    }

    @Test
    void textIsNamedByItsHashAndSentWhenItIsAskedFor() throws Exception {
        ByteString hash = open("abc");
        worker.say(missing(hash));
        worker.say(FromWorker.newBuilder().setOpened(Opened.getDefaultInstance()));

        assertThat(sender.receive()).isNotNull().matches(FromWorker::hasOpened);

        ToWorker text = worker.sent.take();
        assertThat(text.getText().getBytes().toStringUtf8()).isEqualTo("abc");
        assertThat(text.getText().getLast()).isTrue();
        assertThat(hash.toByteArray()).isEqualTo(TextHashes.digest().digest("abc".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void workerMayNotAskTwice() throws Exception {
        ByteString hash = open("abc");
        worker.say(missing(hash));
        worker.say(missing(hash));

        assertThatThrownBy(sender::receive).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void workerMayNotAskForTextsOfOthers() throws Exception {
        open("abc");
        worker.say(missing(ByteString.copyFromUtf8("another")));

        assertThatThrownBy(sender::receive).isInstanceOf(IllegalArgumentException.class);
        assertThat(worker.sent).isEmpty();
    }

    @Test
    void textThatIsGoneIsAFailureOfTheConnection() {
        assertThatThrownBy(() -> sender.send(ToWorker.newBuilder()
                        .setOpen(Open.newBuilder()
                                .addDocuments(Document.newBuilder()
                                        .setFile(folder.resolve("gone").toString())))
                        .build()))
                .isInstanceOf(IOException.class);
    }
}
