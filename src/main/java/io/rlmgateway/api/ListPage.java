package io.rlmgateway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list as OpenAI's API sends it.
 *
 * @param data the page's items, in order; may be empty
 * @param firstId id of the first item, or null when there is none
 * @param lastId id of the last item, to be sent as {@code after} for the next page; null when there is none
 * @param hasMore whether another page follows
 * @param <T> the items' JSON form
 */
@JsonPropertyOrder({"object", "data", "first_id", "last_id", "has_more"})
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ListPage<T>(
        List<T> data,
        @JsonProperty("first_id") @Nullable String firstId,
        @JsonProperty("last_id") @Nullable String lastId,
        @JsonProperty("has_more") boolean hasMore) {

    /** Copies the items. */
    public ListPage {
        data = List.copyOf(data);
    }

    /**
     * A page of items.
     *
     * @param data the items, in order
     * @param id tells an item's id
     * @param hasMore whether another page follows
     * @param <T> the items' JSON form
     * @return the page
     */
    public static <T> ListPage<T> of(List<T> data, Function<T, String> id, boolean hasMore) {
        return data.isEmpty()
                ? new ListPage<>(data, null, null, hasMore)
                : new ListPage<>(data, id.apply(data.getFirst()), id.apply(data.getLast()), hasMore);
    }

    /** {@return OpenAI's name of the type, {@code list}} */
    @JsonProperty("object")
    public String object() {
        return "list";
    }
}
