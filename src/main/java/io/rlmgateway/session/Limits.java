package io.rlmgateway.session;

import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a session and its children may use together.
 *
 * @param turns turns of each session
 * @param depth 0 no sub-calls, 1 sub-calls, 2 children with sub-calls, and so on (arXiv 2512.24601 counts like this)
 * @param subCalls sub-calls of the whole tree
 * @param tokens tokens of prompts and replies, of the whole tree
 * @param costUsd US dollars of the whole tree
 * @param wallTime from the first event to the answer
 * @param errors cells in a row that may fail
 */
public record Limits(
        @DefaultValue("30") @Positive int turns,
        @DefaultValue("1") @PositiveOrZero int depth,
        @DefaultValue("200") @PositiveOrZero int subCalls,
        @DefaultValue("2000000") @Positive long tokens,
        @DefaultValue("5") @Positive double costUsd,
        @DefaultValue("10m") Duration wallTime,
        @DefaultValue("5") @Positive int errors) {}
