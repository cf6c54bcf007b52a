package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.InterpreterSetup;
import io.rlmgateway.repl.ReplDocument;
import io.rlmgateway.repl.ReplFunction;
import io.rlmgateway.repl.ReplLimits;
import io.rlmgateway.repl.ReplSetup;
import io.rlmgateway.repl.worker.wire.Document;
import io.rlmgateway.repl.worker.wire.Function;
import io.rlmgateway.repl.worker.wire.Open;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a session is opened with, as a message. */
final class WireSetup {

    private WireSetup() {}

    static Open toWire(InterpreterSetup setup) {
        ReplSetup session = setup.session();
        Open.Builder open = Open.newBuilder()
                .setTenant(session.tenant())
                .setCellTimeNanos(session.limits().cellTime().toNanos())
                .setOutputCharacters(session.limits().outputCharacters())
                .setSeed(setup.seed());
        session.documents().forEach(document -> open.addDocuments(document(document)));
        session.variables().forEach((name, value) -> open.putVariables(name, WireValues.toWire(value)));
        session.functions().forEach(function -> open.addFunctions(function(function)));
        return open.build();
    }

    private static Document document(ReplDocument document) {
        return Document.newBuilder()
                .setId(document.id())
                .setName(document.name())
                .setMediaType(document.mediaType())
                .setFile(document.text().toAbsolutePath().toString())
                .build();
    }

    private static Function function(ReplFunction function) {
        return Function.newBuilder()
                .setSignature(function.signature())
                .setDescription(function.description())
                .addAllAliases(function.aliases())
                .setAwaitable(function.awaitable())
                .setRestored(function.restored())
                .build();
    }

    /**
     * What a worker's interpreter is started with.
     *
     * @param functions what its host calls go to, in the order of the message
     * @param timer what its waits go to
     */
    static InterpreterSetup fromWire(Open open, List<ReplFunction> functions, ReplFunction timer) {
        Map<String, Object> variables = new LinkedHashMap<>();
        WireValues.fromWire(open.getVariablesMap()).forEach((name, value) -> {
            if (value != null) {
                variables.put(name, value);
            }
        });
        ReplLimits limits = new ReplLimits(
                Duration.ofNanos(open.getCellTimeNanos()), open.getOutputCharacters(), Integer.MAX_VALUE);
        List<ReplDocument> documents =
                open.getDocumentsList().stream().map(WireSetup::document).toList();
        return new InterpreterSetup(
                new ReplSetup(open.getTenant(), documents, variables, functions, limits), timer, open.getSeed(), false);
    }

    private static ReplDocument document(Document document) {
        return new ReplDocument(
                document.getId(), document.getName(), document.getMediaType(), Path.of(document.getFile()));
    }
}
