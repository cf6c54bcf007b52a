package io.rlmgateway.admin;

import static io.rlmgateway.admin.AdminClient.code;
import static io.rlmgateway.admin.AdminClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.RlmGateway;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

@SpringBootTest(
        classes = RlmGateway.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "logging.level.io.rlmgateway=trace",
            "rlm.sandbox.mode=embedded",
            "rlm.sandbox.warm=1",
            "rlm.access.admin-key=" + AdminHttpTest.ADMIN,
            "rlm.access.admin-rights=admin",
            "rlm.access.keys[0].name=ann",
            "rlm.access.keys[0].key=secret-of-ann",
            "rlm.models[0].id=rlm",
            "rlm.models[0].root=demo/reader",
            "rlm.models[1].id=other",
            "rlm.models[1].root=demo/reader",
            "rlm.model-facts[0].model=demo/reader",
            "rlm.model-facts[0].input-price=1000",
            "rlm.model-facts[0].output-price=1000"
        })
@ExtendWith(OutputCaptureExtension.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class AdminHttpTest {

    static final String ADMIN = "admin-secret-1";

    @TempDir
    static Path data;

    @LocalServerPort
    private int port;

    private AdminClient admin = new AdminClient(0, null);

    @DynamicPropertySource
    static void dataDirectory(DynamicPropertyRegistry registry) {
        registry.add("rlm.data-directory", () -> data.toString());
    }

    @BeforeEach
    void connect() {
        admin = new AdminClient(port, ADMIN);
    }

    private AdminClient with(JsonNode key) {
        return new AdminClient(port, key.path("value").stringValue());
    }

    @Test
    void keyIsShownOnceWorksAndIsRevokedAtOnce(CapturedOutput output) {
        JsonNode key = admin.made("{\"name\":\"bob\",\"tenant\":\"lab\"}");
        String id = key.path("id").stringValue();
        String value = key.path("value").stringValue();
        AdminClient bob = with(key);

        assertThat(value).matches("rlm-[0-9A-Za-z]{49}");
        assertThat(key.path("redacted_value").stringValue()).endsWith(value.substring(value.length() - 4));
        assertThat(bob.ask().statusCode()).isEqualTo(200);
        assertThat(admin.get("/v1/admin/keys/" + id).body()).contains("bob").doesNotContain(value);
        assertThat(admin.get("/v1/admin/keys").body()).contains(id).doesNotContain(value);

        assertThat(admin.delete("/v1/admin/keys/" + id).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = bob.ask();
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).doesNotContain(value);
        assertThat(json(admin.get("/v1/admin/keys/" + id)).path("revoked_at").isNumber())
                .isTrue();
        assertThat(admin.post("/v1/admin/keys/" + id, "{\"name\":\"again\"}").statusCode())
                .isEqualTo(400);
        assertThat(admin.get("/v1/admin/audit").body())
                .contains("key.created", "key.revoked", id)
                .doesNotContain(value);
        assertThat(output).doesNotContain(value, ADMIN, "secret-of-ann");
    }

    @Test
    void rotatedKeyOpensWithBothTextsForAWhileOnly() {
        JsonNode first = admin.made("{\"name\":\"carol\"}");
        String path = "/v1/admin/keys/" + first.path("id").stringValue() + "/rotate";

        JsonNode second = json(admin.post(path, "{\"grace_seconds\":3600}"));
        assertThat(with(first).ask().statusCode()).isEqualTo(200);
        assertThat(with(second).ask().statusCode()).isEqualTo(200);
        JsonNode third = json(admin.post(path, ""));
        assertThat(with(first).ask().statusCode()).isEqualTo(401);
        assertThat(with(second).ask().statusCode()).isEqualTo(401);
        assertThat(with(third).ask().statusCode()).isEqualTo(200);
    }

    @Test
    void everyKeyReachesItsOwnRoutesOnly() {
        AdminClient ann = new AdminClient(port, "secret-of-ann");

        for (String path : new String[] {"/v1/admin/keys", "/v1/%61dmin/keys", "/v1/admin/audit", "/v1/admin/usage"}) {
            assertThat(code(ann.get(path))).as(path).isEqualTo("insufficient_permissions");
            assertThat(admin.get(path).statusCode()).as(path).isEqualTo(200);
        }
        for (String path : new String[] {"/v1/files", "/v1/rlm/runs", "/v1/models", "/v1/usage"}) {
            assertThat(ann.get(path).statusCode()).as(path).isEqualTo(200);
            assertThat(code(admin.get(path))).as(path).isEqualTo("insufficient_permissions");
        }
        assertThat(ann.get("/v1/admin/nothing").statusCode()).isEqualTo(404);
        assertThat(new AdminClient(port, null).get("/v1/admin/keys").statusCode())
                .isEqualTo(401);
    }

    @Test
    void keyAsksTheModelsThatItMay() {
        AdminClient bound = with(admin.made("{\"name\":\"dan\",\"models\":[\"o*\"]}"));

        HttpResponse<String> refused = bound.ask();
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(code(refused)).isEqualTo("model_not_found");
        assertThat(bound.get("/v1/models").body()).contains("\"other\"").doesNotContain("\"rlm\"");
        assertThat(bound.get("/v1/models/rlm").statusCode()).isEqualTo(404);
        assertThat(bound.get("/v1/models/other").statusCode()).isEqualTo(200);
    }

    @Test
    void requestsOfAMinuteAreCountedAndTold() {
        AdminClient bound = with(admin.made("{\"name\":\"eve\",\"limits\":{\"requests_per_minute\":2}}"));

        HttpResponse<String> first = bound.ask();
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("x-ratelimit-limit-requests")).hasValue("2");
        assertThat(first.headers().firstValue("x-ratelimit-remaining-requests")).hasValue("1");
        assertThat(first.headers().firstValue("x-ratelimit-reset-requests").orElseThrow())
                .matches("1m.*s");
        assertThat(bound.ask().statusCode()).isEqualTo(200);
        HttpResponse<String> third = bound.ask();
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(code(third)).isEqualTo("rate_limit_exceeded");
        assertThat(third.headers().firstValue("retry-after").orElseThrow()).matches("[1-5]?\\d|60");
        assertThat(third.headers().firstValue("x-ratelimit-remaining-requests")).hasValue("0");
        assertThat(bound.get("/v1/models").headers().firstValue("x-ratelimit-remaining-requests"))
                .hasValue("0");
    }

    @Test
    void moneyIsSpentToItsEndAndNoFurther() {
        JsonNode made = admin.made("{\"name\":\"flo\",\"limits\":{\"usd_per_day\":0.5}}");
        String id = made.path("id").stringValue();
        AdminClient bound = with(made);

        HttpResponse<String> answer = bound.ask();
        for (int i = 0; i < 100 && answer.statusCode() == 200; i++) {
            answer = bound.ask();
        }
        assertThat(code(answer)).isEqualTo("insufficient_quota");
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
        String key = bound.get("/v1/usage?by=key&key=" + id).body();
        assertThat(AdminClient.parsed(key).path("total").path("cost_usd").doubleValue())
                .isBetween(0.01, 0.5);
        assertThat(json(admin.get("/v1/admin/usage?tenant=default&by=key,day"))
                        .path("data")
                        .size())
                .isPositive();
    }

    @Test
    void usageIsTheSumOfTheAnswers() {
        AdminClient bound = with(admin.made("{\"name\":\"gus\",\"tenant\":\"counted\"}"));
        long input = 0;
        long output = 0;
        for (int i = 0; i < 3; i++) {
            JsonNode usage = json(bound.ask()).path("usage");
            input += usage.path("prompt_tokens").longValue();
            output += usage.path("completion_tokens").longValue();
        }
        for (String by : new String[] {"", "day", "hour", "model", "key", "model,key"}) {
            JsonNode total = json(bound.get("/v1/usage?by=" + by)).path("total");
            assertThat(total.path("requests").longValue()).isEqualTo(3);
            assertThat(total.path("answered").longValue()).isEqualTo(3);
            assertThat(total.path("input_tokens").longValue()).isEqualTo(input);
            assertThat(total.path("output_tokens").longValue()).isEqualTo(output);
        }
        JsonNode page = json(bound.get("/v1/usage?by=model,day&limit=1"));
        assertThat(page.path("data").path(0).path("model").stringValue()).isEqualTo("rlm");
        assertThat(code(bound.get("/v1/usage?by=tenant"))).isEqualTo("invalid_value");
        assertThat(code(bound.get("/v1/usage?from=yesterday"))).isEqualTo("invalid_value");
        assertThat(json(bound.get("/v1/usage?to=2020-01-01")).path("data").size())
                .isZero();
    }

    @Test
    void mistakesAreNamed() {
        assertThat(code(admin.post("/v1/admin/keys", "{}"))).isEqualTo("missing_required_parameter");
        assertThat(code(admin.post("/v1/admin/keys", "{\"name\":\"x\",\"modles\":[]}")))
                .isEqualTo("unknown_parameter");
        assertThat(code(admin.post("/v1/admin/keys", "{\"name\":\"x\",\"limits\":{\"rpm\":1}}")))
                .isEqualTo("unknown_parameter");
        assertThat(code(admin.post("/v1/admin/keys", "{\"name\":\"x\",\"limits\":{\"concurrency\":\"1\"}}")))
                .isEqualTo("invalid_type");
        assertThat(code(admin.post("/v1/admin/keys", "[]"))).isEqualTo("invalid_json");
        assertThat(code(admin.post("/v1/admin/keys", "{"))).isEqualTo("invalid_json");
        assertThat(admin.get("/v1/admin/keys/key_none").statusCode()).isEqualTo(404);
        assertThat(admin.get("/v1/admin/audit?after=1").statusCode()).isEqualTo(400);
    }

    @Test
    void whatNoClockOrTextCanHoldIsAMistake() {
        String surrogate = "\\ud800";
        for (String time : new String[] {"%2B999999999-01-01T00:00:00Z", "-999999999-01-01T00:00:00Z", "99999999999"}) {
            for (String name : new String[] {"from", "to"}) {
                assertThat(new AdminClient(port, "secret-of-ann")
                                .get("/v1/usage?" + name + "=" + time)
                                .statusCode())
                        .isIn(200, 400);
                assertThat(admin.get("/v1/admin/usage?" + name + "=" + time).statusCode())
                        .isIn(200, 400);
            }
        }
        assertThat(code(admin.post("/v1/admin/keys", "{\"name\":\"" + surrogate + "\"}")))
                .isEqualTo("invalid_value");
        assertThat(code(admin.post("/v1/admin/keys", "{\"name\":\"x\",\"models\":[\"" + surrogate + "\"]}")))
                .isEqualTo("invalid_value");
        assertThat(code(admin.post("/v1/admin/keys", "{\"name\":\"x\",\"tenant\":\"a\\nb\"}")))
                .isEqualTo("invalid_value");
        assertThat(admin.post("/v1/admin/keys", "{\"name\":\"Jürgen 😀\"}").statusCode())
                .isEqualTo(200);
        assertThat(admin.get("/v1/admin/keys").statusCode()).isEqualTo(200);
    }
}
