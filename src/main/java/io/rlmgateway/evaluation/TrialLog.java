package io.rlmgateway.evaluation;

import io.rlmgateway.evaluation.report.Trial;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * The state of an evaluation: a file of JSON lines, the first about the evaluation, each further one a trial. A trial is on
 * the disk before the next is asked, so a killed evaluation goes on where it was; the last line may be cut.
 */
final class TrialLog implements AutoCloseable {

    static final String NAME = "trials.jsonl";
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final FileChannel file;
    private final Map<String, Trial> trials = new LinkedHashMap<>();

    private TrialLog(FileChannel file) {
        this.file = file;
    }

    /** The first line. */
    private record Head(Map<String, String> evaluation) {}

    /**
     * Opens the log of a directory, or begins one.
     *
     * @param directory where reports go
     * @param identity what all trials of the directory must have in common
     * @throws IllegalArgumentException when the directory holds another evaluation
     */
    static TrialLog open(Path directory, Map<String, String> identity) throws IOException {
        FileChannel file = FileChannel.open(
                directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (locked(file)) {
                throw new IllegalArgumentException("An evaluation is already running in " + directory + ".");
            }
            TrialLog log = new TrialLog(file);
            log.read(directory, identity);
            return log;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            return file.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    private void read(Path directory, Map<String, String> identity) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
        while (bytes.hasRemaining() && file.read(bytes) >= 0) {
            // until all is read
        }
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        List<String> lines = whole.lines().toList();
        file.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
        file.position(file.size());
        if (lines.isEmpty()) {
            write(new Head(identity));
            return;
        }
        try {
            check(directory, identity, JSON.readValue(lines.getFirst(), Head.class));
            lines.stream()
                    .skip(1)
                    .map(line -> JSON.readValue(line, Trial.class))
                    .forEach(this::keep);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    directory.resolve(NAME) + " is not the state of an evaluation: " + e.getOriginalMessage(), e);
        }
    }

    private static void check(Path directory, Map<String, String> identity, Head head) {
        if (!identity.equals(head.evaluation())) {
            throw new IllegalArgumentException(directory + " holds an evaluation of " + head.evaluation()
                    + ", and this is one of " + identity + ". Name another directory by --output, or remove that one.");
        }
    }

    /** Stores a trial; when this returns, it is on the disk. */
    synchronized void add(Trial trial) throws IOException {
        keep(trial);
        write(trial);
    }

    /** {@return whether a question has its answer, or a failure that would come again} */
    synchronized boolean has(String task, Mode mode) {
        Trial trial = trials.get(task + " " + mode.name());
        return trial != null && !trial.outcome().transientFailure();
    }

    /** {@return all trials, the last of those that were tried again} */
    synchronized List<Trial> trials() {
        return List.copyOf(trials.values());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void keep(Trial trial) {
        trials.put(trial.key(), trial);
    }

    private void write(Object line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        file.force(false);
    }
}
