package io.rlmgateway.session;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What clients may ask for, and how sessions work.
 *
 * @param models the served models, in the order in which they are listed
 * @param session how all sessions work
 * @param subCalls how sub-calls work
 * @param turn how turns are read
 * @param profiles how sessions deal with root models, by name: further profiles, and changes to the shipped ones
 * @param guards what root models are told, or kept from, when they go astray
 * @param conversations how later requests of a conversation go on with the Python of earlier ones
 * @param tools how sessions wait for the results of tools that their clients run
 */
@ConfigurationProperties("rlm")
@Validated
record SessionProperties(
        @DefaultValue List<@Valid Served> models,
        @DefaultValue @Valid Session session,
        @DefaultValue @Valid SubCallSettings subCalls,
        @DefaultValue @Valid TurnProperties turn,
        @DefaultValue Map<String, @Valid ProfileProperties> profiles,
        @DefaultValue Guards guards,
        @DefaultValue @Valid ConversationProperties conversations,
        @DefaultValue @Valid ToolProperties tools) {

    /**
     * How sub-calls work.
     *
     * @param reuse whether an identical sub-call of a later turn takes the recorded answer
     * @param retries how often a sub-model is asked again whose reply does not match the schema of the call
     * @param failedShare share of a cell's sub-calls; when more fail, the root model is told
     */
    record SubCallSettings(
            @DefaultValue("true") boolean reuse,
            @DefaultValue("2") @PositiveOrZero int retries,

            @DefaultValue("0.2") @DecimalMin("0") @DecimalMax("1")
            double failedShare) {}

    /**
     * A served model.
     *
     * @param id what clients name
     * @param aliases further names; a {@code *} stands for any characters
     * @param mode how it answers unless a request says otherwise
     * @param root the root model, as {@code upstream/name}; empty for the first usable upstream's default
     * @param sub the model of sub-calls; empty for the default, or the root model where one is named
     * @param subModels further models that a sub-call may name
     * @param limits what a session may use
     * @param profile how sessions deal with the root model; empty for the profile that fits it
     */
    record Served(
            @NotBlank String id,
            @DefaultValue List<@NotBlank String> aliases,
            @DefaultValue("auto") Question.Mode mode,
            @DefaultValue("") String root,
            @DefaultValue("") String sub,
            @DefaultValue List<@NotBlank String> subModels,
            @DefaultValue @Valid SessionLimits limits,
            @DefaultValue("") String profile) {}

    /**
     * Limits of a session with its children. A request may ask for less, not for more.
     *
     * @param turns turns of each session
     * @param depth 0 no sub-calls, 1 sub-calls, 2 children with sub-calls, and so on
     * @param subCalls sub-calls of the whole tree
     * @param tokens tokens of prompts and replies of the whole tree
     * @param costUsd US dollars of the whole tree
     * @param wallTime from the first event to the answer
     * @param errors cells in a row that may fail
     * @param concurrency calls to models that are in flight at once, in the whole tree
     */
    record SessionLimits(
            @DefaultValue("30") @Positive int turns,
            @DefaultValue("1") @PositiveOrZero int depth,
            @DefaultValue("200") @PositiveOrZero int subCalls,
            @DefaultValue("2000000") @Positive long tokens,
            @DefaultValue("5") @Positive double costUsd,
            @DefaultValue("10m") @DurationMin(millis = 1) Duration wallTime,
            @DefaultValue("5") @Positive int errors,
            @DefaultValue("64") @Positive int concurrency) {

        Limits limits() {
            return new Limits(turns, depth, subCalls, tokens, costUsd, wallTime, errors, concurrency);
        }
    }

    /**
     * How all sessions work.
     *
     * @param offloadCharacters a text part with more characters leaves the prompt and becomes a document
     * @param directCharacters {@code auto} answers directly while the whole prompt has at most so many characters
     * @param shownCharacters characters of a cell's output that the root model is shown, head and tail
     * @param rootOutputTokens tokens of a turn's reply at most, where the profile of the root model says nothing else
     * @param subOutputTokens tokens of a sub-answer at most
     * @param childrenAtOnce child sessions of one session that run at once; each holds a sandbox
     * @param extractionWait how long a question waits for the text of a file that was just uploaded
     * @param lookAhead whether the sub-calls of a plain loop are begun together before it runs
     */
    record Session(
            @DefaultValue("16000") @Positive int offloadCharacters,
            @DefaultValue("60000") @Positive int directCharacters,
            @DefaultValue("20000") @Positive int shownCharacters,
            @DefaultValue("16384") @Positive int rootOutputTokens,
            @DefaultValue("8192") @Positive int subOutputTokens,
            @DefaultValue("4") @Positive int childrenAtOnce,
            @DefaultValue("5m") @DurationMin Duration extractionWait,
            @DefaultValue("true") boolean lookAhead) {}

    /**
     * What is looked out for.
     *
     * @param repeatedCells a cell that ran before with the same outcome: the model is told
     * @param repeatedPrompts sub-prompts that were asked in an earlier cell: the model is told
     * @param tinyPrompts many sub-prompts of a few characters: the model is told once, with a better size
     * @param wholeText a child session that gets nearly all of its parent's text: refused once
     */
    record Guards(
            @DefaultValue("true") boolean repeatedCells,
            @DefaultValue("true") boolean repeatedPrompts,
            @DefaultValue("true") boolean tinyPrompts,
            @DefaultValue("true") boolean wholeText) {}
}
