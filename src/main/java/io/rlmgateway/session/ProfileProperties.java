package io.rlmgateway.session;

import io.rlmgateway.session.Profile.Dialect;
import io.rlmgateway.session.Profile.Part;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A profile, or changes to a shipped one: what is not said is that of the base.
 *
 * @param base the shipped profile it is made of; by default the one of the same name, else {@code default}
 * @param models the models that it fits, first match; a {@code *} stands for any characters
 * @param dialect the words in which a session ends: {@code answer}, {@code final} or {@code submit}
 * @param chunkCharacters characters of text that are worth a sub-call
 * @param batch sub-calls of a batch that the model is advised to make at most
 * @param outputTokens tokens of a turn's reply at most
 * @param readyFunctions whether the model is told of {@code map_chunks}, {@code filter_chunks}, {@code reduce_answers}
 * @param parts texts of the system prompt: {@code fence} (a tag), {@code role}, {@code cells}, {@code names}, {@code work},
 *     {@code batching}, {@code example}, {@code warnings}, {@code ending}, {@code material}
 */
record ProfileProperties(
        @Nullable String base,
        @Nullable List<String> models,
        @Nullable Dialect dialect,
        @Nullable @Positive Integer chunkCharacters,
        @Nullable @Positive Integer batch,
        @Nullable @Positive Integer outputTokens,
        @Nullable Boolean readyFunctions,
        @Nullable Map<Part, String> parts) {

    /** The same with texts of the system prompt. */
    ProfileProperties withParts(Map<Part, String> texts) {
        return new ProfileProperties(
                base, models, dialect, chunkCharacters, batch, outputTokens, readyFunctions, texts);
    }
}
