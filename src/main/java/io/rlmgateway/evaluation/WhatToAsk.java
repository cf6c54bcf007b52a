package io.rlmgateway.evaluation;

import io.rlmgateway.evaluation.task.Benchmark;
import io.rlmgateway.evaluation.task.Suite;
import io.rlmgateway.evaluation.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Options that choose the tasks. */
final class WhatToAsk {

    @Option(
            names = "--suite",
            split = ",",
            paramLabel = "NAME",
            description = {
                "Made tasks, several with commas between: all, needle (needle-single, needle-multi), aggregate"
                        + " (aggregate-count, aggregate-classify), pairs, multi-hop, output (output-table).",
                "Default: all, unless a file of a benchmark is given."
            })
    private List<String> suites = new ArrayList<>();

    @Option(
            names = "--sizes",
            paramLabel = "SIZES",
            defaultValue = "8k..64k",
            description = {
                "Tokens of the made texts, at four characters each: 8k..16m doubles from 8,192 to 16,777,216;"
                        + " ranges and single sizes with commas between.",
                "Default: ${DEFAULT-VALUE}"
            })
    private Sizes sizes = Sizes.of("8k..64k");

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description = {"Made tasks of each kind and size.", "Default: ${DEFAULT-VALUE}"})
    private int repeat = 1;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = {
                "What tasks are made from; the same seed gives the same texts and questions.",
                "Default: ${DEFAULT-VALUE}"
            })
    private long seed = 1;

    @Option(
            names = "--oolong",
            paramLabel = "FILE",
            description = "Examples of OOLONG (synth or real), as JSON: an object a line, or an array.")
    private List<Path> oolong = new ArrayList<>();

    @Option(
            names = "--browsecomp-plus",
            paramLabel = "FILE",
            description = "Examples of BrowseComp-Plus, decrypted, as JSON lines.")
    private List<Path> browsecomp = new ArrayList<>();

    @Option(
            names = "--longbench-v2",
            paramLabel = "FILE",
            description = "Examples of LongBench v2, as JSON: an array, or an object a line.")
    private List<Path> longbench = new ArrayList<>();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "2147483647",
            description = {"Examples of each file at most.", "Default: all"})
    private int limit = Integer.MAX_VALUE;

    /** {@return the tasks, small ones first} */
    List<Task> tasks() {
        if (repeat < 1 || limit < 1) {
            throw new IllegalArgumentException("--repeat and --limit must be at least 1.");
        }
        List<String> names = suites.isEmpty() && !hasFiles() ? List.of("all") : suites;
        List<Task> tasks = new ArrayList<>();
        for (long tokens : sizes.tokens()) {
            names.forEach(name -> tasks.addAll(Suite.of(name).tasks(tokens, repeat, seed)));
        }
        oolong.forEach(file -> tasks.addAll(Benchmark.OOLONG.tasks(file, limit)));
        browsecomp.forEach(file -> tasks.addAll(Benchmark.BROWSECOMP_PLUS.tasks(file, limit)));
        longbench.forEach(file -> tasks.addAll(Benchmark.LONGBENCH_V2.tasks(file, limit)));
        return tasks.stream()
                .collect(Collectors.toMap(Task::id, task -> task, (one, again) -> one, LinkedHashMap::new))
                .values()
                .stream()
                .toList();
    }

    private boolean hasFiles() {
        return !(oolong.isEmpty() && browsecomp.isEmpty() && longbench.isEmpty());
    }
}
