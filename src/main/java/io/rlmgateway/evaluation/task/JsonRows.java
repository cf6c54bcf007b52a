package io.rlmgateway.evaluation.task;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A file of JSON objects, one a line or in one array, of which one is in memory at a time. */
final class JsonRows {

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();

    private final Path file;

    JsonRows(Path file) {
        this.file = file;
    }

    /** Sees each row. */
    @FunctionalInterface
    interface Reader {

        /**
         * Sees a row.
         *
         * @param row the object
         * @param offset in bytes, where {@link JsonRows#at} finds it again
         * @return whether to go on
         */
        boolean read(JsonNode row, long offset);
    }

    /** Reads all rows, until the reader has enough. */
    void each(Reader reader) {
        try (JsonParser parser = JSON.createParser(open(0))) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_ARRAY) {
                token = parser.nextToken();
            }
            boolean more = true;
            while (more && token == JsonToken.START_OBJECT) {
                long offset = parser.currentTokenLocation().getByteOffset();
                more = reader.read(parser.readValueAsTree(), offset);
                token = parser.nextToken();
            }
        } catch (IOException | JacksonException e) {
            throw new UnusableFileException(file + " cannot be read as JSON: " + e.getMessage(), e);
        }
    }

    /** {@return the row that begins at a byte} */
    JsonNode at(long offset) {
        try (JsonParser parser = JSON.createParser(open(offset))) {
            parser.nextToken();
            return parser.readValueAsTree();
        } catch (IOException | JacksonException e) {
            throw new UnusableFileException(file + " has changed while it was read: " + e.getMessage(), e);
        }
    }

    private InputStream open(long offset) throws IOException {
        FileChannel channel = FileChannel.open(file);
        channel.position(offset);
        return new BufferedInputStream(Channels.newInputStream(channel));
    }
}
