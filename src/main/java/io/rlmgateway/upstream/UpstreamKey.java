package io.rlmgateway.upstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key of an upstream, which never shows. One that stands in a file is read again when the file changes, so that keys
 * can be exchanged while the service runs.
 */
public final class UpstreamKey {

    private static final Logger LOG = LoggerFactory.getLogger(UpstreamKey.class);
    private static final String HIDDEN = "[key]";

    /** What looks like a key of OpenAI's, Anthropic's or Google's kind, masked ones included, as errors quote them. */
    private static final Pattern LOOKS_LIKE_KEY = Pattern.compile("\\b(?:sk|pk|rk)-[\\w*-]{4,}|\\bAIza[\\w*-]{8,}");

    private final @Nullable Path file;
    private State state;
    private boolean complained;

    private record State(
            String value, String former, @Nullable FileTime changed, long size) {}

    private UpstreamKey(@Nullable Path file, State state) {
        this.file = file;
        this.state = state;
    }

    /**
     * A key that does not change.
     *
     * @param value the key; empty for none
     * @return the key
     */
    public static UpstreamKey of(String value) {
        return new UpstreamKey(null, new State(value.strip(), "", null, 0));
    }

    /**
     * A key in a file, for example a mounted secret.
     *
     * @param file holds the key and nothing else; blanks and line breaks around it do not count
     * @return the key
     * @throws UncheckedIOException when the file cannot be read
     */
    public static UpstreamKey in(Path file) {
        try {
            return new UpstreamKey(file, read(file, ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the key as it is now; empty for none} */
    public synchronized String value() {
        if (file != null) {
            refresh(file);
        }
        return state.value;
    }

    /** {@return whether there is none} */
    public boolean isEmpty() {
        return value().isEmpty();
    }

    /** {@return whether it can stand in a header: visible ASCII only (RFC 9110, section 5.5)} */
    public boolean fitsHeader() {
        return fitsHeader(value());
    }

    /**
     * Takes keys out of a text.
     *
     * @param text any text
     * @return the text, each key replaced
     */
    public synchronized String hiddenIn(String text) {
        String hidden = replaced(replaced(text, state.value), state.former);
        return LOOKS_LIKE_KEY.matcher(hidden).replaceAll(HIDDEN);
    }

    @Override
    public String toString() {
        return HIDDEN;
    }

    private static String replaced(String text, String key) {
        return key.isEmpty() ? text : text.replace(key, HIDDEN);
    }

    private void refresh(Path source) {
        try {
            BasicFileAttributes now = Files.readAttributes(source, BasicFileAttributes.class);
            if (!now.lastModifiedTime().equals(state.changed) || now.size() != state.size) {
                take(source, read(source, state.value));
            }
        } catch (IOException e) {
            // mounted secrets are away for a moment when they are exchanged: the key that is known serves on
            complain(source, e.getClass().getSimpleName());
        }
    }

    /** A file that is just being written is empty, and one with two lines is a mistake: the key that is known serves on. */
    private void take(Path source, State next) {
        if (!next.value.isEmpty() && fitsHeader(next.value)) {
            state = next;
            complained = false;
            LOG.info("The key in {} was read again", source);
        } else {
            state = new State(state.value, state.former, next.changed, next.size);
            complained = false;
            complain(source, next.value.isEmpty() ? "it is empty" : "it holds what no header can carry");
        }
    }

    /** Once for each reason to, not with each call. */
    private void complain(Path source, String why) {
        if (!complained) {
            complained = true;
            LOG.warn("The key in {} cannot be read, the former one is used on: {}", source, why);
        }
    }

    private static boolean fitsHeader(String value) {
        return value.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static State read(Path source, String former) throws IOException {
        BasicFileAttributes now = Files.readAttributes(source, BasicFileAttributes.class);
        String value = Files.readString(source, StandardCharsets.UTF_8).strip();
        return new State(value, former, now.lastModifiedTime(), now.size());
    }
}
