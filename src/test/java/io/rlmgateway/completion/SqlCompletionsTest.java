package io.rlmgateway.completion;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class SqlCompletionsTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123456Z");

    private SqlCompletions completions;

    @BeforeEach
    void open(@TempDir Path directory) {
        completions = CompletionDatabase.sql(directory);
    }

    private void store(String tenant, String id, String model, Map<String, String> metadata) {
        completions.store(
                tenant,
                new StoredCompletion(id, model, NOON, "{\"id\":\"" + id + "\"}", metadata),
                "[{\"role\":\"user\",\"content\":\"é\"}]");
    }

    private List<String> ids(CompletionQuery query) {
        return completions.list("a", query).stream().map(StoredCompletion::id).toList();
    }

    private static CompletionQuery page(int limit, boolean ascending, @Nullable String after) {
        return new CompletionQuery(null, Map.of(), limit, ascending, after);
    }

    @Test
    void whatIsStoredIsFoundAsItWas() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("z", "1");
        metadata.put("a", "2");
        store("a", "c1", "rlm", metadata);
        StoredCompletion found = completions.find("a", "c1").orElseThrow();
        assertThat(found).isEqualTo(new StoredCompletion("c1", "rlm", NOON, "{\"id\":\"c1\"}", metadata));
        assertThat(found.metadata().keySet()).containsExactly("z", "a");
        assertThat(completions.messages("a", "c1")).contains("[{\"role\":\"user\",\"content\":\"é\"}]");
    }

    @Test
    void nothingIsSeenOfAnotherTenant() {
        store("a", "c1", "rlm", Map.of());
        assertThat(completions.find("b", "c1")).isEmpty();
        assertThat(completions.messages("b", "c1")).isEmpty();
        assertThat(completions.list("b", page(10, true, null))).isEmpty();
        assertThat(completions.update("b", "c1", Map.of("k", "v"))).isFalse();
        assertThat(completions.delete("b", "c1")).isFalse();
        assertThat(completions.find("a", "c1").orElseThrow().metadata()).isEmpty();
    }

    @Test
    void tenantsMayHaveTheSameId() {
        store("a", "c1", "rlm", Map.of("of", "a"));
        store("b", "c1", "rlm", Map.of("of", "b"));
        assertThat(completions.delete("b", "c1")).isTrue();
        assertThat(completions.find("a", "c1").orElseThrow().metadata()).containsEntry("of", "a");
    }

    @Test
    void theLastOfAnIdIsKept() {
        store("a", "c1", "rlm", Map.of("first", "yes"));
        store("a", "c2", "rlm", Map.of());
        store("a", "c1", "other", Map.of());
        assertThat(completions.find("a", "c1").orElseThrow().model()).isEqualTo("other");
        assertThat(ids(page(10, true, null))).containsExactly("c2", "c1");
    }

    @Test
    void pagesFollowOnEachOtherInBothOrders() {
        for (int i = 1; i <= 5; i++) {
            store("a", "c" + i, "rlm", Map.of());
        }
        assertThat(ids(page(2, true, null))).containsExactly("c1", "c2", "c3");
        assertThat(ids(page(2, true, "c2"))).containsExactly("c3", "c4", "c5");
        assertThat(ids(page(2, true, "c4"))).containsExactly("c5");
        assertThat(ids(page(3, false, "c4"))).containsExactly("c3", "c2", "c1");
    }

    @Test
    void theListKeepsToModelAndMetadata() {
        store("a", "c1", "rlm", Map.of("k", "v", "l", "w"));
        store("a", "c2", "rlm", Map.of("k", "v"));
        store("a", "c3", "other", Map.of("k", "v", "l", "w"));
        assertThat(ids(new CompletionQuery("rlm", Map.of("k", "v", "l", "w"), 5, true, null)))
                .containsExactly("c1");
        assertThat(ids(new CompletionQuery(null, Map.of("k", "v"), 5, true, null)))
                .containsExactly("c1", "c2", "c3");
        assertThat(ids(new CompletionQuery(null, Map.of("k", "w"), 5, true, null)))
                .isEmpty();
    }

    @Test
    void metadataIsReplaced() {
        store("a", "c1", "rlm", Map.of("k", "v"));
        assertThat(completions.update("a", "c1", Map.of("l", "w"))).isTrue();
        assertThat(completions.find("a", "c1").orElseThrow().metadata()).isEqualTo(Map.of("l", "w"));
    }

    @Test
    void nothingIsLeftOfOneThatIsDeleted() {
        store("a", "c1", "rlm", Map.of("k", "v"));
        assertThat(completions.delete("a", "c1")).isTrue();
        assertThat(completions.find("a", "c1")).isEmpty();
        assertThat(completions.messages("a", "c1")).isEmpty();
        assertThat(ids(new CompletionQuery(null, Map.of("k", "v"), 5, true, null)))
                .isEmpty();
        assertThat(completions.delete("a", "c1")).isFalse();
    }

    @Test
    void allOfATenantGoAtOnceAndThoseOfOthersStay() {
        store("a", "c1", "rlm", Map.of("k", "v"));
        store("a", "c2", "rlm", Map.of());
        store("b", "c1", "rlm", Map.of("k", "v"));
        completions.deleteAll("a");
        assertThat(ids(page(10, true, null))).isEmpty();
        assertThat(completions.messages("a", "c1")).isEmpty();
        assertThat(completions.find("b", "c1").orElseThrow().metadata()).isEqualTo(Map.of("k", "v"));
    }

    @Test
    void oldOnesAndThoseBeyondATenantsSizeAreCleared() {
        store("a", "c1", "rlm", Map.of("k", "v"));
        store("a", "c2", "rlm", Map.of());
        store("b", "c3", "rlm", Map.of());
        assertThat(completions.clear(NOON, DataSize.ofKilobytes(1))).isZero();
        assertThat(completions.clear(NOON, DataSize.ofBytes(100))).isOne();
        assertThat(ids(page(10, true, null))).containsExactly("c2");
        assertThat(completions.clear(NOON.plusSeconds(1), DataSize.ofKilobytes(1)))
                .isEqualTo(2);
    }

    @Test
    void largeRequestsAreNotTaken() {
        assertThat(completions.takes(100 * 1024)).isTrue();
        assertThat(completions.takes(100 * 1024 + 1)).isFalse();
    }
}
