package io.rlmgateway.session;

import io.rlmgateway.session.RunTree.Call;
import io.rlmgateway.session.RunTree.Cell;
import io.rlmgateway.session.RunTree.Ended;
import io.rlmgateway.session.RunTree.Output;
import io.rlmgateway.session.RunTree.Session;
import io.rlmgateway.session.RunTree.Turn;
import io.rlmgateway.trajectory.Event.PromptMessage;
import io.rlmgateway.trajectory.Event.Usage;
import io.rlmgateway.trajectory.EventJson;
import io.rlmgateway.trajectory.RecordedEvent;
import io.rlmgateway.trajectory.Run;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run in the log format of the reference library ({@code rlms} 0.1.3 on PyPI, {@code rlm/logger/rlm_logger.py} and
 * {@code rlm/core/types.py}): one entry with metadata, then one for each turn of the root session. A child session
 * stands in its call's {@code metadata}. What the format has no field for goes where its readers look: a last
 * expression's value behind standard output, a traceback behind standard error. Calls of the client's tools are
 * {@code tool_calls} of a cell's result, a field of ours.
 */
final class RunTrajectoryLog {

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);
    private static final double MILLIS = 1000;

    private final Instant start;

    private RunTrajectoryLog(Instant start) {
        this.start = start;
    }

    /**
     * Makes the log of a run.
     *
     * @param run the run
     * @param events its events so far
     * @return the entries in lines of JSON, without line breaks; empty for a run that has not opened
     */
    static List<String> lines(Run run, List<RecordedEvent> events) {
        Session root = RunTreeBuilder.tree(run, events).session();
        return root == null
                ? List.of()
                : entries(run.created(), root).stream().map(EventJson::write).toList();
    }

    /**
     * Makes the log.
     *
     * @param start when the run began
     * @param root its root session
     * @return the entries, one for each line
     */
    static List<Map<String, @Nullable Object>> entries(Instant start, Session root) {
        RunTrajectoryLog log = new RunTrajectoryLog(start);
        Map<String, @Nullable Object> first = new LinkedHashMap<>();
        first.put("type", "metadata");
        first.put("timestamp", TIMESTAMP.format(start));
        first.putAll(metadata(root));
        List<Map<String, @Nullable Object>> entries = new ArrayList<>(List.of(first));
        entries.addAll(log.iterations(root));
        return entries;
    }

    private static Map<String, @Nullable Object> metadata(Session session) {
        String root = session.setup().models().isEmpty()
                ? "unknown"
                : session.setup().models().getFirst();
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("root_model", root);
        metadata.put("max_depth", session.setup().limits().get("depth"));
        metadata.put("max_iterations", session.setup().limits().get("turns"));
        metadata.put("backend", upstream(root));
        metadata.put("backend_kwargs", Map.of("model_name", root));
        metadata.put("environment_type", "graalpy");
        metadata.put("environment_kwargs", Map.of());
        metadata.put(
                "other_backends",
                session.setup().models().stream()
                        .skip(1)
                        .map(RunTrajectoryLog::upstream)
                        .toList());
        return metadata;
    }

    private static String upstream(String model) {
        int slash = model.indexOf('/');
        return slash < 0 ? model : model.substring(0, slash);
    }

    private List<Map<String, @Nullable Object>> iterations(Session session) {
        List<Map<String, @Nullable Object>> iterations = new ArrayList<>();
        List<PromptMessage> prompt = new ArrayList<>();
        for (Turn turn : session.turns()) {
            if (turn.kept() != null) {
                prompt.subList(turn.kept(), prompt.size()).clear();
            }
            prompt.addAll(turn.prompt());
            int number = iterations.size() + 1;
            boolean last = number == session.turns().size();
            iterations.add(iteration(turn, List.copyOf(prompt), last ? answer(session) : null, number));
            if (turn.reply() != null) {
                prompt.add(new PromptMessage("assistant", response(turn)));
            }
        }
        return iterations;
    }

    private static @Nullable String answer(Session session) {
        return session.outcome() != null && "answered".equals(session.outcome().status())
                ? session.outcome().text()
                : null;
    }

    private Map<String, @Nullable Object> iteration(
            Turn turn, List<PromptMessage> prompt, @Nullable String answer, int number) {
        Map<String, @Nullable Object> iteration = new LinkedHashMap<>();
        iteration.put("type", "iteration");
        iteration.put("iteration", number);
        iteration.put("timestamp", TIMESTAMP.format(start.plusMillis(Math.round(turn.at() * MILLIS))));
        iteration.put("prompt", prompt);
        iteration.put("response", response(turn));
        iteration.put("code_blocks", turn.cells().stream().map(this::codeBlock).toList());
        iteration.put("final_answer", answer);
        iteration.put("iteration_time", seconds(turn));
        return iteration;
    }

    private static String response(Turn turn) {
        return turn.reply() == null ? "" : turn.reply().text();
    }

    private static @Nullable Double seconds(Turn turn) {
        if (turn.reply() == null) {
            return null;
        }
        return turn.reply().seconds()
                + turn.cells().stream()
                        .map(Cell::output)
                        .filter(Objects::nonNull)
                        .mapToDouble(Output::seconds)
                        .sum();
    }

    private Map<String, @Nullable Object> codeBlock(Cell cell) {
        Output output = cell.output() == null
                ? new Output("stopped", "", "", "the cell did not end", Map.of(), 0)
                : cell.output();
        boolean finished = "finished".equals(output.outcome());
        boolean printed = "printed".equals(output.outcome());
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("stdout", printed ? joined(output.stdout(), output.result()) : output.stdout());
        result.put("stderr", printed || finished ? output.stderr() : joined(output.stderr(), output.result()));
        result.put("locals", output.variables());
        result.put("execution_time", output.seconds());
        result.put("rlm_calls", cell.calls().stream().flatMap(this::call).toList());
        result.put("final_answer", finished ? output.result() : null);
        List<Map<String, @Nullable Object>> tools =
                cell.calls().stream().flatMap(RunTrajectoryLog::toolCall).toList();
        if (!tools.isEmpty()) {
            result.put("tool_calls", tools);
        }
        Map<String, @Nullable Object> block = new LinkedHashMap<>();
        block.put("code", cell.code());
        block.put("result", result);
        return block;
    }

    private static String joined(String text, @Nullable String more) {
        if (more == null) {
            return text;
        }
        return text.isEmpty() || text.endsWith("\n") ? text + more : text + "\n" + more;
    }

    private Stream<Map<String, @Nullable Object>> call(Call call) {
        return switch (call) {
            case Call.Function _, Call.Reused _, Call.Tool _ -> Stream.empty();
            case Call.SubCall sub -> Stream.of(subCall(sub));
            case Call.Child child -> Stream.of(childCall(child));
        };
    }

    /** The format has no field for tools of the client. */
    private static Stream<Map<String, @Nullable Object>> toolCall(Call call) {
        if (!(call instanceof Call.Tool tool)) {
            return Stream.empty();
        }
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("id", tool.id());
        entry.put("name", tool.tool());
        entry.put("arguments", tool.arguments());
        entry.put("result", tool.result());
        return Stream.of(entry);
    }

    private static Map<String, @Nullable Object> subCall(Call.SubCall sub) {
        Ended ended = sub.ended() == null ? new Ended(null, "the call did not end", null, 0) : sub.ended();
        Map<String, @Nullable Object> call = new LinkedHashMap<>();
        call.put("root_model", sub.model());
        call.put("prompt", sub.prompt());
        call.put("response", Objects.requireNonNullElse(ended.reply(), ""));
        call.put("usage_summary", usage(Stream.ofNullable(ended.usage())));
        call.put("execution_time", ended.seconds());
        if (ended.error() != null) {
            call.put("error", ended.error());
        }
        return call;
    }

    private Map<String, @Nullable Object> childCall(Call.Child child) {
        Session session = child.session();
        String answer = answer(session);
        Map<String, @Nullable Object> call = new LinkedHashMap<>();
        call.put("root_model", metadata(session).get("root_model"));
        call.put("prompt", session.setup().question());
        call.put("response", Objects.requireNonNullElse(answer, ""));
        call.put("usage_summary", usage(usages(session)));
        call.put(
                "execution_time",
                session.outcome() == null ? 0 : session.outcome().at() - child.at());
        Map<String, Object> trajectory = new LinkedHashMap<>();
        trajectory.put("run_metadata", metadata(session));
        trajectory.put("iterations", iterations(session));
        call.put("metadata", trajectory);
        if (answer == null) {
            call.put(
                    "error",
                    session.outcome() == null
                            ? "the session did not end"
                            : session.outcome().text());
        }
        return call;
    }

    private static Stream<Usage> usages(Session session) {
        Stream<Usage> own = session.turns().stream()
                .flatMap(turn -> Stream.ofNullable(turn.reply()))
                .map(RunTree.Reply::usage);
        Stream<Usage> called = session.turns().stream()
                .flatMap(turn -> turn.cells().stream())
                .flatMap(cell -> cell.calls().stream())
                .flatMap(RunTrajectoryLog::usages);
        return Stream.concat(own, called);
    }

    private static Stream<Usage> usages(Call call) {
        return switch (call) {
            case Call.Function _, Call.Reused _, Call.Tool _ -> Stream.empty();
            case Call.SubCall sub -> Stream.ofNullable(sub.ended()).flatMap(ended -> Stream.ofNullable(ended.usage()));
            case Call.Child child -> usages(child.session());
        };
    }

    private static Map<String, @Nullable Object> usage(Stream<Usage> usages) {
        Map<String, @Nullable Object> models = new LinkedHashMap<>();
        List<Double> costs = new ArrayList<>();
        RunUsage.of(usages).forEach((name, used) -> {
            Map<String, @Nullable Object> model = new LinkedHashMap<>();
            model.put("total_calls", used.calls());
            model.put("total_input_tokens", used.input());
            model.put("total_output_tokens", used.output());
            if (used.costUsd() != null) {
                model.put("total_cost", used.costUsd());
                costs.add(used.costUsd());
            }
            models.put(name, model);
        });
        Map<String, @Nullable Object> usage = new LinkedHashMap<>();
        usage.put("model_usage_summaries", models);
        if (!costs.isEmpty()) {
            usage.put(
                    "total_cost",
                    costs.stream().mapToDouble(Double::doubleValue).sum());
        }
        return usage;
    }
}
