package io.rlmgateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ListPageTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void pageHasOpenAiShape() {
        List<Map<String, String>> items = List.of(Map.of("id", "a"), Map.of("id", "b"));

        assertThat(JSON.writeValueAsString(ListPage.of(items, item -> item.getOrDefault("id", "?"), true)))
                .isEqualTo("{\"object\":\"list\",\"data\":[{\"id\":\"a\"},{\"id\":\"b\"}],\"first_id\":\"a\","
                        + "\"last_id\":\"b\",\"has_more\":true}");
    }

    @Test
    void emptyPageHasNullIds() {
        assertThat(JSON.writeValueAsString(ListPage.of(List.<String>of(), id -> id, false)))
                .isEqualTo("{\"object\":\"list\",\"data\":[],\"first_id\":null,\"last_id\":null,\"has_more\":false}");
    }
}
