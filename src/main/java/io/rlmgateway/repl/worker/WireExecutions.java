package io.rlmgateway.repl.worker;

import io.rlmgateway.repl.CellOutput;
import io.rlmgateway.repl.CellOutput.Stream;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.worker.wire.Ended;
import io.rlmgateway.repl.worker.wire.Failed;
import io.rlmgateway.repl.worker.wire.Finished;
import io.rlmgateway.repl.worker.wire.FromWorker;
import io.rlmgateway.repl.worker.wire.Output;
import io.rlmgateway.repl.worker.wire.Piece;
import io.rlmgateway.repl.worker.wire.Printed;
import io.rlmgateway.repl.worker.wire.Stopped;
import io.rlmgateway.repl.worker.wire.Variable;
import java.util.List;

/** What cells print and how they end, as messages. */
final class WireExecutions {

    private WireExecutions() {}

    /** {@return pieces of output as a message} */
    static FromWorker output(List<CellOutput.Piece> pieces) {
        Output.Builder output = Output.newBuilder();
        pieces.forEach(piece -> output.addPieces(
                Piece.newBuilder().setError(piece.stream() == Stream.ERR).setText(piece.text())));
        return FromWorker.newBuilder().setOutput(output).build();
    }

    static List<CellOutput.Piece> pieces(Output output) {
        return output.getPiecesList().stream()
                .map(piece -> new CellOutput.Piece(piece.getError() ? Stream.ERR : Stream.OUT, piece.getText()))
                .toList();
    }

    /** {@return the end of a cell as a message, without what it printed} */
    static FromWorker ended(Execution execution) {
        Ended.Builder ended = Ended.newBuilder();
        switch (execution) {
            case Execution.Printed _ -> ended.setPrinted(Printed.getDefaultInstance());
            case Execution.Failed(var _, String error, String traceback) ->
                ended.setFailed(Failed.newBuilder().setError(error).setTraceback(traceback));
            case Execution.Finished(var _, String answer) ->
                ended.setFinished(Finished.newBuilder().setAnswer(answer));
            case Execution.Stopped(var _, String reason, var _) ->
                ended.setStopped(Stopped.newBuilder().setReason(reason));
        }
        CellOutput output = execution.output();
        if (output.value() != null) {
            ended.setValue(output.value());
        }
        output.variables()
                .forEach(each -> ended.addVariables(Variable.newBuilder()
                        .setName(each.name())
                        .setType(each.type())
                        .setPreview(each.preview())));
        return FromWorker.newBuilder().setEnded(ended).build();
    }

    /**
     * A message as the end of a cell.
     *
     * @param printed what the cell printed
     * @throws IllegalArgumentException when it does not say how the cell ended
     */
    static Execution execution(Ended ended, List<CellOutput.Piece> printed) {
        CellOutput output = new CellOutput(printed, ended.hasValue() ? ended.getValue() : null, variables(ended));
        return switch (ended.getEndCase()) {
            case PRINTED -> new Execution.Printed(output);
            case FAILED ->
                new Execution.Failed(
                        output, ended.getFailed().getError(), ended.getFailed().getTraceback());
            case FINISHED -> new Execution.Finished(output, ended.getFinished().getAnswer());
            case STOPPED -> new Execution.Stopped(output, ended.getStopped().getReason(), false);
            case END_NOT_SET -> throw new IllegalArgumentException("a cell that ended in no way");
        };
    }

    private static List<CellOutput.Variable> variables(Ended ended) {
        return ended.getVariablesList().stream()
                .map(each -> new CellOutput.Variable(each.getName(), each.getType(), each.getPreview()))
                .toList();
    }
}
