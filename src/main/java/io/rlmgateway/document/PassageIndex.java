package io.rlmgateway.document;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/** The search index of one text: for each passage its words, the words of the headings above and in it, and its place. */
final class PassageIndex {

    static final String BODY = "body";
    static final String ABOVE = "above";
    static final String WITHIN = "within";
    private static final String PLACE = "place";
    private static final int MEGABYTES = 24;
    private static final FieldType WORDS = words();

    private PassageIndex() {}

    /**
     * Builds an index.
     *
     * @param text the text in UTF-8
     * @param directory where to; nothing is there yet
     */
    static void build(Path text, Path directory) throws IOException {
        IndexWriterConfig settings = new IndexWriterConfig(PassageAnalyzer.everyWord())
                .setRAMBufferSizeMB(MEGABYTES)
                .setMergeScheduler(new SerialMergeScheduler());
        try (Reader characters = Files.newBufferedReader(text, StandardCharsets.UTF_8);
                Directory files = FSDirectory.open(directory);
                IndexWriter writer = new IndexWriter(files, settings)) {
            PassageCutter cutter = new PassageCutter(characters);
            for (@Nullable TextPassage next = cutter.next(); next != null; next = cutter.next()) {
                writer.addDocument(document(next));
            }
        }
    }

    private static Document document(TextPassage passage) {
        Document document = new Document();
        document.add(new Field(BODY, passage.text(), WORDS));
        document.add(new Field(ABOVE, passage.above(), WORDS));
        document.add(new Field(WITHIN, passage.within(), WORDS));
        document.add(new StoredField(PLACE, Place.of(passage).toBytes()));
        return document;
    }

    private static FieldType words() {
        FieldType type = new FieldType();
        type.setTokenized(true);
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        type.freeze();
        return type;
    }

    /**
     * Where a passage stands.
     *
     * @param start offset of its first code point
     * @param end offset after its last code point
     * @param firstByte offset of its first byte
     * @param bytes its length in bytes
     */
    record Place(long start, long end, long firstByte, int bytes) {

        private static Place of(TextPassage passage) {
            return new Place(passage.start(), passage.end(), passage.firstByte(), passage.bytes());
        }

        /** {@return the place that an index stores with a passage} */
        static Place of(Document document) {
            var stored = document.getBinaryValue(PLACE);
            ByteBuffer buffer = ByteBuffer.wrap(stored.bytes, stored.offset, stored.length);
            return new Place(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getInt());
        }

        private byte[] toBytes() {
            return ByteBuffer.allocate(3 * Long.BYTES + Integer.BYTES)
                    .putLong(start)
                    .putLong(end)
                    .putLong(firstByte)
                    .putInt(bytes)
                    .array();
        }

        /** {@return the passage's text, read from the text's file} */
        String read(Path text) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(bytes);
            try (FileChannel file = FileChannel.open(text)) {
                int read = 0;
                while (buffer.hasRemaining() && read >= 0) {
                    read = file.read(buffer, firstByte + buffer.position());
                }
            }
            return new String(buffer.array(), StandardCharsets.UTF_8);
        }
    }
}
