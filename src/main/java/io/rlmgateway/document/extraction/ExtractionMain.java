package io.rlmgateway.document.extraction;

import io.rlmgateway.document.TextExtractor;
import io.rlmgateway.process.Confinement;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A process that reads one document, sends its text and ends. It holds no Spring. */
final class ExtractionMain {

    private ExtractionMain() {}

    /**
     * Reads a document.
     *
     * @param arguments the document's file, the process's own directory, the bytes that a file it writes may have, what
     *     the document is, and the limits
     * @throws IOException when the text cannot be sent
     */
    public static void main(String[] arguments) throws IOException {
        OutputStream answer = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err);
        endWithTheService();
        Path document = Path.of(arguments[0]);
        Confinement.apply(Path.of(arguments[1]), List.of(document), Long.parseLong(arguments[2]));
        TextExtractor.Source source = TextExtractor.Source.valueOf(arguments[3]);
        List<String> limits = Arrays.asList(arguments).subList(4, arguments.length);
        new Reading(answer, ReadingLimits.of(limits), () -> Runtime.getRuntime().halt(0)).read(document, source);
        Runtime.getRuntime().halt(0);
    }

    /** The end of the input is the end of the service. */
    private static void endWithTheService() {
        Thread.ofPlatform().name("service").daemon().start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // only the end counts
                }
            } catch (IOException e) {
                // an end as well
            }
            Runtime.getRuntime().halt(0);
        });
    }
}
