package io.rlmgateway.chat;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.Failure.Reason;
import io.rlmgateway.api.FailureException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads request bodies: JSON with whole documents in its strings, but with bounded structure. */
@Component
final class BodyReader {

    /** Names, values and brackets of a body; far above any conversation, far below what would fill the heap. */
    private static final long MOST_TOKENS = 500_000;

    private static final int FIRST_SIZE = 1024;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final DataSize largest;
    private final BodyRoom room;
    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxTokenCount(MOST_TOKENS)
                            .build())
                    .build())
            .build();

    BodyReader(ChatProperties properties, BodyRoom room) {
        this.largest = properties.maxBody();
        this.room = room;
    }

    /**
     * Reads the body of a request.
     *
     * @param request the request
     * @return the JSON object in it, to be closed when the request is answered
     * @throws IOException when the client is gone or breaks HTTP's rules
     * @throws FailureException when the body is too large, of another kind, or no JSON object, or when other bodies take
     *     all the room
     */
    HeldBody read(HttpServletRequest request) throws IOException {
        checkKind(request);
        if (request.getContentLengthLong() > largest.toBytes()) {
            throw tooLarge();
        }
        BodyRoom.Share share = room.open();
        boolean complete = false;
        try {
            long length = request.getContentLengthLong();
            share.takeAll(length);
            byte[] bytes = all(new LimitedStream(request.getInputStream(), share), length);
            ObjectNode object = object(parse(bytes));
            HeldBody body = new HeldBody(
                    object, isUtf8(bytes) ? bytes : json.writeValueAsBytes(object), Sha256.of(bytes), share);
            complete = true;
            return body;
        } finally {
            if (!complete) {
                share.close();
            }
        }
    }

    private static ObjectNode object(JsonNode body) {
        if (body instanceof ObjectNode object) {
            return object;
        }
        throw invalid(body.isMissingNode() ? "The body is empty." : "The body must be a JSON object.");
    }

    /** A length that is only declared takes no memory before so much has arrived. */
    private static byte[] all(InputStream body, long declared) throws IOException {
        byte[] bytes = new byte[(int) Math.clamp(declared, FIRST_SIZE, BodyRoom.SMALL)];
        int length = 0;
        int count = body.read(bytes, 0, bytes.length);
        while (count >= 0 && length + count != declared) {
            length += count;
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, size(length, declared));
            }
            count = body.read(bytes, length, bytes.length - length);
        }
        length += Math.max(0, count);
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private static int size(int length, long declared) {
        long doubled = Math.min(2L * length, LARGEST_ARRAY);
        return (int) (declared > length ? Math.min(doubled, declared) : doubled);
    }

    private JsonNode parse(byte[] body) {
        try {
            return json.readTree(body);
        } catch (StreamConstraintsException _) {
            throw invalid("The JSON body is nested too deeply or holds too many values or too long names and numbers.");
        } catch (JacksonException e) {
            throw invalid("We could not parse the JSON body of your request: "
                    + InvalidRequests.shortened(e.getOriginalMessage()) + where(e));
        }
    }

    /** JSON begins with an ASCII character, so that other encodings show by a mark or a zero (RFC 4627, section 3). */
    private static boolean isUtf8(byte[] json) {
        return json[0] > 0 && json[1] != 0;
    }

    private static String where(JacksonException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }

    private static void checkKind(HttpServletRequest request) {
        String type = request.getContentType();
        if (type != null && !isJson(type)) {
            throw unsupported("Unsupported content type: '" + InvalidRequests.shortened(type)
                    + "'. This API method only accepts 'application/json' requests.");
        }
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !"identity".equalsIgnoreCase(encoding)) {
            throw unsupported("Unsupported content encoding: send the body as it is, without 'Content-Encoding'.");
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        int parameters = type.indexOf(';');
        String bare = (parameters < 0 ? type : type.substring(0, parameters)).strip();
        return "application/json".equals(bare) || bare.endsWith("+json");
    }

    private static FailureException invalid(String message) {
        return InvalidRequests.because(Reason.INVALID_JSON, message, null);
    }

    private static FailureException unsupported(String message) {
        return new FailureException(new Failure.UnsupportedMediaType(message));
    }

    private FailureException tooLarge() {
        return new FailureException(new Failure.RequestTooLarge("The body is larger than the limit of "
                + largest.toMegabytes() + " MB. Upload long texts through /v1/files and name them by 'file_id'."));
    }

    /** Counts a body, whatever length it declared, and ends one that is longer than the limit. */
    private final class LimitedStream extends FilterInputStream {

        private final BodyRoom.Share share;
        private long arrived;

        LimitedStream(InputStream body, BodyRoom.Share share) {
            super(body);
            this.share = share;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            count(Math.max(count, 0));
            return count;
        }

        private void count(int bytes) {
            arrived += bytes;
            if (arrived > largest.toBytes()) {
                throw tooLarge();
            }
            share.takeArrived(arrived);
        }
    }
}
