package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.Ping;
import io.rlmgateway.repl.worker.wire.Text;
import io.rlmgateway.repl.worker.wire.ToWorker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextStoreTest {

    @TempDir
    Path folder = Path.of("");

    private final ScriptedGateway gateway = new ScriptedGateway();

    /** Sends what a test has it send, and keeps what it is asked. */
    private static final class ScriptedGateway implements Connection<FromWorker, ToWorker> {
        private final Queue<ToWorker> answers = new ArrayDeque<>();
        private final List<FromWorker> asked = new ArrayList<>();

        void answer(String text, boolean last) {
            answers.add(ToWorker.newBuilder()
                    .setText(Text.newBuilder()
                            .setBytes(ByteString.copyFromUtf8(text))
                            .setLast(last))
                    .build());
        }

        @Override
        public void send(FromWorker message) {
            asked.add(message);
        }

        @Override
        public @Nullable ToWorker receive() {
            return answers.poll();
        }

        @Override
        public void finish() {
            // it sends nothing of its own
        }

        @Override
        public void close() {
            // there is nothing to close
        }
    }

    private static ByteString hash(String text) {
        return ByteString.copyFrom(TextHashes.digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String read(TextStore.Reader reader, String text) throws IOException {
        Path file = Objects.requireNonNull(reader.files(Set.of(hash(text))).get(hash(text)));
        return Files.readString(file);
    }

    @Test
    void textComesInPiecesAndOnceAndGoesWithItsLastReader() throws IOException {
        TextStore texts = new TextStore(folder, 10);
        TextStore.Reader first = texts.reader("a", gateway);
        TextStore.Reader second = texts.reader("a", gateway);
        gateway.answer("ab", false);
        gateway.answer("", false);
        gateway.answer("c", true);

        assertThat(read(first, "abc")).isEqualTo("abc");
        assertThat(read(second, "abc")).isEqualTo("abc");

        assertThat(gateway.asked).hasSize(1);
        assertThat(gateway.asked.getFirst().getMissing().getSha256List()).containsExactly(hash("abc"));
        first.close();
        assertThat(texts.size()).isEqualTo(1);
        second.close();
        assertThat(texts.size()).isZero();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void textOfOneTenantIsAskedForAgainForAnother() throws IOException {
        TextStore texts = new TextStore(folder, 10);
        for (String tenant : List.of("a", "b")) {
            gateway.answer("abc", true);
            assertThat(read(texts.reader(tenant, gateway), "abc")).isEqualTo("abc");
        }

        assertThat(gateway.asked).hasSize(2);
        assertThat(texts.size()).isEqualTo(2);
    }

    @Test
    void noMoreThanTheLimitIsKept() throws IOException {
        TextStore texts = new TextStore(folder, 5);
        TextStore.Reader first = texts.reader("a", gateway);
        gateway.answer("abc", true);
        read(first, "abc");
        gateway.answer("def", true);
        assertThatThrownBy(() -> read(texts.reader("a", gateway), "def"))
                .hasMessage("the worker holds 5 bytes of text at most");
        assertThat(texts.size()).isEqualTo(1);

        first.close();

        gateway.answer("defgh", true);
        assertThat(read(texts.reader("a", gateway), "defgh")).isEqualTo("defgh");
    }

    @Test
    void textThatIsAnotherThanItsHashSaysIsNotKept() {
        TextStore texts = new TextStore(folder, 10);
        gateway.answer("abd", true);

        assertThatThrownBy(() -> read(texts.reader("a", gateway), "abc"))
                .hasMessage("a text is not what its hash says");
        assertThat(texts.size()).isZero();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatIsNoTextIsRefused() {
        TextStore texts = new TextStore(folder, 10);
        gateway.answer("ab", false);
        gateway.answers.add(
                ToWorker.newBuilder().setPing(Ping.getDefaultInstance()).build());

        assertThatThrownBy(() -> read(texts.reader("a", gateway), "abc")).hasMessage("a text was expected");
        assertThatThrownBy(() -> read(texts.reader("a", gateway), "abc")).hasMessage("a text was expected");
        assertThat(folder).isEmptyDirectory();
    }
}
