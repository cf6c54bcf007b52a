package io.rlmgateway.repl.graalpy;

import io.rlmgateway.repl.CellOutput.Piece;
import io.rlmgateway.repl.CellOutput.Stream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What Python prints, in order, up to a limit; what is beyond is dropped and reported. */
final class CapturedOutput {

    /** Pieces are joined when the stream is the same, so this many changes of stream are kept. */
    private static final int MAX_PIECES = 100_000;

    private final List<Stream> streams = new ArrayList<>();
    private final List<StringBuilder> texts = new ArrayList<>();
    private int limit;
    private int length;
    private Runnable overflow = () -> {};

    /**
     * Begins a cell.
     *
     * @param limit characters that are kept
     * @param overflow told when there are more
     */
    synchronized void begin(int limit, Runnable overflow) {
        this.limit = limit;
        length = 0;
        this.overflow = overflow;
    }

    synchronized void write(Stream stream, String text) {
        int room = Math.min(text.length(), limit - length);
        if ((room == 0 && !text.isEmpty()) || streams.size() >= MAX_PIECES) {
            overflow.run();
            return;
        }
        if (streams.isEmpty() || streams.getLast() != stream) {
            streams.add(stream);
            texts.add(new StringBuilder());
        }
        texts.getLast().append(text, 0, room);
        length += room;
        if (room < text.length()) {
            overflow.run();
        }
    }

    /** {@return the pieces since the last call} */
    synchronized List<Piece> take() {
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < streams.size(); i++) {
            pieces.add(new Piece(streams.get(i), WellFormed.text(texts.get(i).toString())));
        }
        streams.clear();
        texts.clear();
        return pieces;
    }

    /** A stream of bytes, for what goes round {@code sys.stdout}. */
    OutputStream bytes(Stream stream) {
        return new OutputStream() {
            @Override
            public void write(int single) {
                write(new byte[] {(byte) single}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) {
                CapturedOutput.this.write(stream, new String(bytes, offset, count, StandardCharsets.UTF_8));
            }
        };
    }
}
