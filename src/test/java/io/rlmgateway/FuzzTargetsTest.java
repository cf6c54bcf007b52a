package io.rlmgateway;

import io.rlmgateway.repl.worker.FrameBytes;
import io.rlmgateway.repl.worker.FramesFuzzTarget;
import io.rlmgateway.repl.worker.HostCallBytes;
import io.rlmgateway.session.function.ArgumentsFuzzTarget;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What {@code mvn -Pfuzz verify} searches with the help of coverage, here with a few thousand inputs that are the same
 * each time: well-formed ones, and these with bytes changed.
 */
class FuzzTargetsTest {

    private static final int CHANGED = 300;

    @BeforeAll
    static void begin() {
        FramesFuzzTarget.fuzzerInitialize();
    }

    @AfterAll
    static void end() {
        FramesFuzzTarget.fuzzerTearDown();
    }

    @Test
    void framesOfAWorkerEndACellOrLoseTheWorker() throws IOException {
        for (byte[] input : withChanges(FrameBytes.samples())) {
            FramesFuzzTarget.fuzzerTestOneInput(input);
        }
    }

    @Test
    void argumentsOfHostCallsAreTakenOrRefusedInPython() {
        for (byte[] input : withChanges(HostCallBytes.samples())) {
            ArgumentsFuzzTarget.fuzzerTestOneInput(input);
        }
    }

    private static List<byte[]> withChanges(List<byte[]> samples) {
        Random random = new Random(1);
        return samples.stream()
                .flatMap(sample -> Stream.concat(
                        Stream.of(sample),
                        Stream.generate(() -> changed(sample, random)).limit(CHANGED)))
                .toList();
    }

    private static byte[] changed(byte[] sample, Random random) {
        byte[] bytes = Arrays.copyOf(sample, Math.max(1, sample.length + random.nextInt(5) - 2));
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
