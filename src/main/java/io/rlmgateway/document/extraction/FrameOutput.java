package io.rlmgateway.document.extraction;

import io.rlmgateway.document.Section;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Sends text and sections to the service, as {@link Frame}s. */
final class FrameOutput extends Writer {

    private static final int PIECE = 32 * 1024;

    private final DataOutputStream output;
    private final StringBuilder piece = new StringBuilder(PIECE);

    FrameOutput(OutputStream output) {
        this.output = new DataOutputStream(output);
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        write(String.valueOf(text, offset, length), 0, length);
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            write(text.charAt(i));
        }
    }

    @Override
    public void write(int character) throws IOException {
        piece.append((char) character);
        if (piece.length() >= PIECE && !Character.isHighSurrogate((char) character)) {
            flush();
        }
    }

    @Override
    public void flush() throws IOException {
        if (piece.isEmpty()) {
            return;
        }
        byte[] bytes = piece.toString().getBytes(StandardCharsets.UTF_8);
        piece.setLength(0);
        output.writeUTF(Frame.TEXT.name());
        output.writeInt(bytes.length);
        output.write(bytes);
    }

    void open(Section.Kind kind, int number, String name) throws IOException {
        begin(Frame.OPEN);
        output.writeUTF(kind.name());
        output.writeInt(number);
        output.writeUTF(shortened(name, Frame.LONGEST_NAME));
    }

    void name(String name) throws IOException {
        begin(Frame.NAME);
        output.writeUTF(shortened(name, Frame.LONGEST_NAME));
    }

    void closeSection() throws IOException {
        begin(Frame.CLOSE);
    }

    void end(Outcome outcome, String remark) throws IOException {
        begin(Frame.END);
        output.writeUTF(outcome.name());
        output.writeUTF(shortened(remark, Frame.LONGEST_REMARK));
        output.flush();
    }

    private void begin(Frame frame) throws IOException {
        flush();
        output.writeUTF(frame.name());
    }

    static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    @Override
    public void close() throws IOException {
        output.close();
    }
}
