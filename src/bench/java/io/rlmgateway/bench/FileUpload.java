package io.rlmgateway.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/** Upload of 1 GiB of text, beside a copy of the same file to stable storage; and how much memory it takes. */
final class FileUpload implements Measurement {

    private static final long MEBIBYTE = 1024 * 1024;
    private static final long SIZE = 1024 * MEBIBYTE;
    private static final long BETWEEN_LOOKS = 20_000_000;

    private final Samples copy = Samples.seconds();
    private final Samples upload = Samples.seconds();
    private final Samples readable = Samples.seconds();
    private final Samples growth = Samples.mebibytes();
    private final Samples growthToText = Samples.mebibytes();
    private final Samples size = Samples.mebibytes();

    @Override
    public void measure(Bench bench, Report report) throws IOException {
        LargeText text = new LargeText();
        Path small = text.write(bench.folder().resolve("small.txt"), 8 * MEBIBYTE);
        Path large = text.write(bench.folder().resolve("large.txt"), SIZE);
        size.addBytes(SIZE);
        try (Upstream upstream = Upstream.start()) {
            for (int i = 0; i < bench.fewRounds(); i++) {
                timeCopy(large, bench.folder().resolve("copy.txt"));
                // a new process each time, as the index that is built afterwards would be in the next one's way
                try (Service service = Service.start(bench, upstream.port())) {
                    FileClient files = new FileClient(service.port());
                    awaitText(files, files.upload(small));
                    service.awaitQuiet();
                    timeUpload(files, large, service);
                }
                Scratch.deleteChildren(bench.folder(), "service");
            }
        }
        report.add("upload of 1 GiB of text", upload, "copy of the same file and fsync", copy);
        report.add("the same until its text is ready (`processed`)", readable, "copy of the same file and fsync", copy);
        report.add("growth of RSS during the upload, at most", growth, "size of the file", size);
        report.add("the same until its text is ready", growthToText, "size of the file", size);
    }

    private void timeCopy(Path from, Path to) throws IOException {
        Stopwatch stopwatch = new Stopwatch();
        try (FileChannel source = FileChannel.open(from);
                FileChannel target = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer piece = ByteBuffer.allocateDirect((int) MEBIBYTE);
            while (source.read(piece) >= 0) {
                piece.flip();
                while (piece.hasRemaining()) {
                    target.write(piece);
                }
                piece.clear();
            }
            target.force(true);
        }
        copy.addSeconds(stopwatch.elapsed());
        Files.delete(to);
    }

    private void timeUpload(FileClient files, Path file, Service service) throws IOException {
        try (PeakMemory memory = new PeakMemory(service.handle())) {
            Stopwatch stopwatch = new Stopwatch();
            String id = files.upload(file);
            upload.addSeconds(stopwatch.elapsed());
            growth.addBytes(memory.growth());
            awaitText(files, id);
            readable.addSeconds(stopwatch.elapsed());
            growthToText.addBytes(memory.growth());
        }
    }

    private static void awaitText(FileClient files, String id) throws IOException {
        while (!files.isProcessed(id)) {
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
    }
}
