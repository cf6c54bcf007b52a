package io.rlmgateway.repl.worker;

import com.google.protobuf.InvalidProtocolBufferException;
import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.ReplFunction.Attributes;
import io.rlmgateway.repl.ReplFunction.FailedAnswer;
import io.rlmgateway.repl.ReplFunction.MarkedAnswer;
import io.rlmgateway.repl.worker.wire.HostCall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Host calls as bytes, for tests of what receives them. */
public final class HostCallBytes {

    private HostCallBytes() {}

    /** {@return the arguments of a call that a worker sent, nothing when the bytes are no call} */
    public static Optional<Arguments> read(byte[] bytes) {
        try {
            HostCall call = HostCall.parseFrom(bytes);
            return Optional.of(new Arguments(WireValues.fromWire(call.getArgumentsMap()), call.getNumber()));
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    /** {@return calls with arguments as functions take them, and with others} */
    public static List<byte[]> samples() {
        return Stream.<Map<String, Object>>of(
                        Map.of("prompt", "p", "context", "c", "model", "m"),
                        Map.of("prompt", List.of(Map.of("role", "user", "content", "c")), "context", 1L),
                        Map.of("prompts", List.of("a", List.of(Map.of("role", "system", "content", "c")), 2.5)),
                        Map.of("query", "words", "k", 3L, "documents", List.of("file-1", true)),
                        Map.of("passage_or_start", Map.of("document", "d", "start", 1L, "end", 2L)),
                        Map.of("passage_or_start", 1L, "end", 2L, "document", "d"),
                        Map.of(
                                "prompt",
                                new FailedAnswer("f"),
                                "schema",
                                new MarkedAnswer("m", Map.of("cut", true)),
                                "query",
                                new Attributes("A", Map.of("b", List.of()))))
                .map(HostCallBytes::write)
                .toList();
    }

    private static byte[] write(Map<String, Object> arguments) {
        HostCall.Builder call = HostCall.newBuilder().setNumber(1);
        arguments.forEach((name, value) -> call.putArguments(name, WireValues.toWire(value)));
        return call.build().toByteArray();
    }
}
