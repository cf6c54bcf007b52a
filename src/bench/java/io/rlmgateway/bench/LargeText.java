package io.rlmgateway.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Text without end that no file system can shorten: sentences of pseudo-random words, the same in every run. */
final class LargeText {

    private static final int WORDS = 4096;
    private static final int WORDS_A_LINE = 12;
    private static final int PIECE = 1024 * 1024;

    private final SplittableRandom random = new SplittableRandom(20260101);
    private final byte[][] words = new byte[WORDS][];

    LargeText() {
        for (int i = 0; i < WORDS; i++) {
            words[i] = word();
        }
    }

    private byte[] word() {
        StringBuilder word = new StringBuilder();
        int length = random.nextInt(2, 10);
        for (int i = 0; i < length; i++) {
            word.append((char) random.nextInt('a', 'z' + 1));
        }
        return word.append(' ').toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes so many bytes to a new file. */
    Path write(Path file, long bytes) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = bytes; left > 0; left -= PIECE) {
                out.write(piece(), 0, (int) Math.min(left, PIECE));
            }
        }
        return file;
    }

    private byte[] piece() {
        byte[] piece = new byte[PIECE];
        int end = 0;
        for (int count = 1; end < PIECE; count++) {
            byte[] word = words[random.nextInt(WORDS)];
            int length = Math.min(word.length, PIECE - end);
            System.arraycopy(word, 0, piece, end, length);
            end += length;
            if (count % WORDS_A_LINE == 0) {
                piece[end - 1] = '\n';
            }
        }
        return piece;
    }
}
