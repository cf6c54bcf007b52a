package io.rlmgateway.completion;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Kept chat completions. Each tenant sees its own alone; another tenant's is as if it were not there. */
public interface Completions {

    /**
     * Tells whether a request of this size is kept when its client asks for it.
     *
     * @param bytes of its body
     * @return false for one that is too large to be kept
     */
    boolean takes(long bytes);

    /**
     * Keeps a completion. One of the same id is replaced: an upstream may give an id twice.
     *
     * @param tenant its owner
     * @param completion the completion
     * @param messages what was asked, a JSON array
     */
    void store(String tenant, StoredCompletion completion, String messages);

    /**
     * Finds a completion.
     *
     * @param tenant who asks
     * @param id its id
     * @return the completion, or empty when the tenant has none of that id
     */
    Optional<StoredCompletion> find(String tenant, String id);

    /**
     * Lists completions.
     *
     * @param tenant who asks
     * @param query which page
     * @return the page's completions and, if there are more, one more; in order
     */
    List<StoredCompletion> list(String tenant, CompletionQuery query);

    /**
     * What was asked.
     *
     * @param tenant who asks
     * @param id the completion's id
     * @return a JSON array of messages, or empty when the tenant has no completion of that id
     */
    Optional<String> messages(String tenant, String id);

    /**
     * Replaces a completion's metadata.
     *
     * @param tenant who asks
     * @param id the completion's id
     * @param metadata the new notes; none for an empty map
     * @return whether the tenant has a completion of that id
     */
    boolean update(String tenant, String id, Map<String, String> metadata);

    /**
     * Deletes a completion with all that belongs to it.
     *
     * @param tenant who asks
     * @param id the completion's id
     * @return whether the tenant had a completion of that id
     */
    boolean delete(String tenant, String id);
}
