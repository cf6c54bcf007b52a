package io.rlmgateway.chat;

import io.rlmgateway.completion.CompletionQuery;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list, as a request's parameters say it.
 *
 * @param limit items at most
 * @param ascending oldest first
 * @param after id of the last item of the page before, or null for the first page
 * @param model only what is of this model, or null for all
 * @param metadata only what has all of these notes; may be empty
 */
record PageQuery(
        int limit,
        boolean ascending,
        @Nullable String after,
        @Nullable String model,
        Map<String, String> metadata) {

    private static final int LIMIT = 20;
    private static final int HIGHEST_LIMIT = 100;
    private static final String METADATA = "metadata[";

    static PageQuery of(HttpServletRequest request) {
        String limit = request.getParameter("limit");
        String order = request.getParameter("order");
        if (order != null && !List.of("asc", "desc").contains(order)) {
            throw InvalidRequests.value("order", order, List.of("asc", "desc"));
        }
        return new PageQuery(
                limit == null ? LIMIT : limit(limit),
                !"desc".equals(order),
                request.getParameter("after"),
                request.getParameter("model"),
                metadata(request));
    }

    private static int limit(String text) {
        return NumberRange.integers(1, HIGHEST_LIMIT)
                .read("limit", WishText.node("limit", text, true))
                .intValue();
    }

    private static Map<String, String> metadata(HttpServletRequest request) {
        Map<String, String> metadata = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, values) -> {
            if (name.startsWith(METADATA) && name.endsWith("]")) {
                metadata.put(name.substring(METADATA.length(), name.length() - 1), values[0]);
            }
        });
        if (metadata.size() > OtherParameters.MOST_PAIRS) {
            throw InvalidRequests.manyProperties("metadata", OtherParameters.MOST_PAIRS, metadata.size());
        }
        return metadata;
    }

    CompletionQuery completions() {
        return new CompletionQuery(model, metadata, limit, ascending, after);
    }
}
