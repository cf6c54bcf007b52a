package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.CellOutput;
import io.rlmgateway.repl.CellOutput.Piece;
import io.rlmgateway.repl.CellOutput.Stream;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.worker.wire.Described;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.HostCall;
import io.rlmgateway.repl.worker.wire.Missing;
import io.rlmgateway.repl.worker.wire.Opened;
import io.rlmgateway.repl.worker.wire.Parsed;
import io.rlmgateway.repl.worker.wire.Pong;
import io.rlmgateway.repl.worker.wire.Refused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What workers say, as bytes. */
public final class FrameBytes {

    private FrameBytes() {}

    /** {@return the course of a cell, and single messages of each kind} */
    public static List<byte[]> samples() throws IOException {
        CellOutput output = new CellOutput(List.of(), "'v'", List.of(new CellOutput.Variable("x", "int", "1")));
        FromWorker printed = WireExecutions.output(List.of(new Piece(Stream.OUT, "ä😀"), new Piece(Stream.ERR, "b")));
        FromWorker call = FromWorker.newBuilder()
                .setHostCall(HostCall.newBuilder()
                        .setNumber(1)
                        .putArguments("value", WireValues.toWire(List.of(1L, 2.5, true, Map.of("k", "v")))))
                .build();
        FromWorker ended = WireExecutions.ended(new Execution.Printed(output));
        List<byte[]> samples = new ArrayList<>(List.of(bytes(printed, call, printed, ended), bytes(call, call, ended)));
        for (FromWorker single : List.of(
                ended,
                WireExecutions.ended(new Execution.Failed(output, "ValueError: v", "Traceback")),
                WireExecutions.ended(new Execution.Finished(output, "answer")),
                WireExecutions.ended(new Execution.Stopped(output, "time", false)),
                FromWorker.newBuilder()
                        .setPong(Pong.newBuilder().setVersion("1").setWarm(1))
                        .build(),
                FromWorker.newBuilder().setMissing(Missing.getDefaultInstance()).build(),
                FromWorker.newBuilder()
                        .setRefused(Refused.newBuilder().setReason("full"))
                        .build(),
                FromWorker.newBuilder()
                        .setParsed(Parsed.newBuilder().setParses(true))
                        .build(),
                FromWorker.newBuilder()
                        .setDescribed(Described.newBuilder().setVariables("x"))
                        .build(),
                FromWorker.newBuilder().setOpened(Opened.getDefaultInstance()).build())) {
            samples.add(bytes(single));
        }
        return samples;
    }

    private static byte[] bytes(FromWorker... messages) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (FromWorker message : messages) {
            message.writeDelimitedTo(bytes);
        }
        return bytes.toByteArray();
    }
}
