package io.rlmgateway.admin;

import static io.rlmgateway.admin.AdminClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.RlmGateway;
import io.rlmgateway.admin.TenantRoutes.Route;
import io.rlmgateway.admin.TenantRoutes.Thing;
import io.rlmgateway.completion.Completions;
import io.rlmgateway.completion.StoredCompletion;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.Trajectories;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** Two tenants at random over all routes: another's id is answered like one that there never was. */
@SpringBootTest(
        classes = RlmGateway.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "logging.level.io.rlmgateway=warn",
            "rlm.sandbox.mode=embedded",
            "rlm.sandbox.warm=1",
            "rlm.access.admin-key=" + TenantsApartTest.ADMIN,
            "rlm.access.keys[0].name=a",
            "rlm.access.keys[0].key=key-a",
            "rlm.access.keys[0].tenant=acme",
            "rlm.access.keys[1].name=b",
            "rlm.access.keys[1].key=key-b",
            "rlm.access.keys[1].tenant=rival"
        })
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class TenantsApartTest {

    static final String ADMIN = "admin-secret-2";

    private static final int REQUESTS = 2000;
    private static final int THINGS = 4;
    private static final String TEXT = "The same bytes for both tenants.";

    @TempDir
    static Path data;

    @LocalServerPort
    private int port;

    @Autowired
    private Trajectories trajectories;

    @Autowired
    private Completions completions;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    /** A tenant, and what it has. */
    private record Tenant(String name, AdminClient client, Map<Thing, List<String>> things) {}

    @DynamicPropertySource
    static void dataDirectory(DynamicPropertyRegistry registry) {
        registry.add("rlm.data-directory", () -> data.toString());
    }

    @Test
    void anotherTenantsIdIsLikeOneThatThereNeverWas() {
        List<Tenant> tenants = List.of(tenant("acme", "key-a"), tenant("rival", "key-b"));
        Random random = new Random(7);
        for (int i = 0; i < REQUESTS; i++) {
            int who = random.nextInt(2);
            if (random.nextInt(10) == 0) {
                listsOwnOnly(tenants.get(who), tenants.get(1 - who), random);
            } else {
                asksForOne(tenants.get(who), tenants.get(1 - who), random);
            }
        }
    }

    private static void listsOwnOnly(Tenant tenant, Tenant other, Random random) {
        HttpResponse<String> list =
                tenant.client().get(TenantRoutes.LISTS.get(random.nextInt(TenantRoutes.LISTS.size())));
        assertThat(list.statusCode()).isEqualTo(200);
        other.things()
                .values()
                .forEach(ids -> ids.forEach(id -> assertThat(list.body()).doesNotContain(id)));
    }

    private static void asksForOne(Tenant tenant, Tenant other, Random random) {
        Route route = TenantRoutes.ROUTES.get(random.nextInt(TenantRoutes.ROUTES.size()));
        String foreign = any(other, route.thing(), random);
        String own = any(tenant, route.thing(), random);
        if (!route.changes() && random.nextBoolean()) {
            assertThat(send(tenant, route, own).statusCode()).as("%s", route).isEqualTo(200);
            return;
        }
        String none = madeUp(foreign, random);
        HttpResponse<String> ofOther = send(tenant, route, foreign);
        HttpResponse<String> ofNobody = send(tenant, route, none);
        assertThat(ofOther.statusCode()).as("%s", route).isIn(400, 404);
        assertThat(told(ofOther, foreign)).as("%s", route).isEqualTo(told(ofNobody, none));
    }

    private static HttpResponse<String> send(Tenant tenant, Route route, String id) {
        AdminClient client = tenant.client();
        return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + client.port() + route.with(id)))
                .header("Authorization", "Bearer " + client.key())
                .header("Content-Type", route.content().type())
                .method(route.method(), BodyPublishers.ofString(route.body(id))));
    }

    @Test
    void everyRouteWithAnIdIsTried() {
        Set<String> tried = TenantRoutes.ROUTES.stream()
                .map(route -> route.method() + " " + route.path().replaceFirst("\\?.*", ""))
                .collect(Collectors.toSet());
        assertThat(mappings.getHandlerMethods().keySet().stream()
                        .flatMap(mapping -> mapping.getMethodsCondition().getMethods().stream()
                                .flatMap(method ->
                                        mapping.getPatternValues().stream().map(path -> method + " " + path)))
                        .filter(route -> route.contains("{") && !route.matches("[A-Z]+ /v1/(admin|models)/.*")))
                .isNotEmpty()
                .isSubsetOf(tried);
    }

    /** Status, headers and body, but for the id itself and what differs each time. */
    private static String told(HttpResponse<String> response, String id) {
        Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
        List.of("x-request-id", "openai-processing-ms", "date", "x-rlm-run-id").forEach(headers::remove);
        return (response.statusCode() + " " + headers + " " + response.body()).replace(id, "<id>");
    }

    private static String any(Tenant tenant, Thing thing, Random random) {
        List<String> ids = tenant.things().getOrDefault(thing, List.of());
        return ids.get(random.nextInt(ids.size()));
    }

    /** An id of the same form. */
    private static String madeUp(String id, Random random) {
        StringBuilder made = new StringBuilder(id);
        for (int i = 6; i < made.length(); i++) {
            made.setCharAt(i, "0123456789abcdef".charAt(random.nextInt(16)));
        }
        return made.toString();
    }

    private Tenant tenant(String name, String key) {
        AdminClient client = new AdminClient(port, key);
        Map<Thing, List<String>> things = new EnumMap<>(Thing.class);
        for (int i = 0; i < THINGS; i++) {
            things.computeIfAbsent(Thing.FILE, _ -> new ArrayList<>()).add(upload(client));
            String run = trajectories.newId();
            trajectories.open(run, name, "rlm").record(0, new Event.Cancelled("It never began."));
            JsonNode begun = json(client.post(
                    "/v1/uploads",
                    "{\"purpose\":\"user_data\",\"filename\":\"a.txt\",\"bytes\":1,\"mime_type\":\"text/plain\"}"));
            things.computeIfAbsent(Thing.UPLOAD, _ -> new ArrayList<>())
                    .add(begun.path("id").stringValue());
            things.computeIfAbsent(Thing.COMPLETION, _ -> new ArrayList<>()).add(completion(name, i));
            things.computeIfAbsent(Thing.RUN, _ -> new ArrayList<>()).add(run);
        }
        return new Tenant(name, client, things);
    }

    private String completion(String tenant, int number) {
        String id = String.format(Locale.ROOT, "chatcmpl-%08x%d", tenant.hashCode(), number);
        completions.store(
                tenant, new StoredCompletion(id, "rlm", Instant.now(), "{\"id\":\"" + id + "\"}", Map.of()), "[]");
        return id;
    }

    private static String upload(AdminClient client) {
        HttpResponse<String> uploaded = client.upload("same.txt", TEXT);
        assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(200);
        return json(uploaded).path("id").stringValue();
    }

    @Test
    void whatATenantKeepsIsBoundedAndGoesWithOneRequest() {
        AdminClient admin = new AdminClient(port, ADMIN);
        AdminClient client = new AdminClient(
                port,
                admin.made("{\"name\":\"c\",\"tenant\":\"third\"}")
                        .path("value")
                        .stringValue());
        assertThat(admin.post("/v1/admin/tenants/third", "{\"document_bytes_limit\":50}")
                        .statusCode())
                .isEqualTo(200);
        String file = upload(client);
        String completion = completion("third", 0);
        String run = trajectories.newId();
        trajectories.open(run, "third", "rlm").record(0, new Event.Cancelled("It never began."));

        HttpResponse<String> tooMuch = client.upload("more.txt", TEXT);
        assertThat(tooMuch.statusCode()).isEqualTo(413);
        assertThat(tooMuch.body()).contains("50 bytes");
        assertThat(json(admin.get("/v1/admin/tenants/third"))
                        .path("document_bytes")
                        .intValue())
                .isEqualTo(TEXT.length());

        assertThat(admin.delete("/v1/admin/tenants/third/data").statusCode()).isEqualTo(200);
        assertThat(client.get("/v1/files/" + file).statusCode()).isEqualTo(404);
        assertThat(client.get("/v1/rlm/runs/" + run).statusCode()).isEqualTo(404);
        assertThat(client.get("/v1/chat/completions/" + completion).statusCode())
                .isEqualTo(404);
        assertThat(json(admin.get("/v1/admin/tenants/third"))
                        .path("document_bytes")
                        .intValue())
                .isZero();
        assertThat(client.upload("again.txt", TEXT).statusCode()).isEqualTo(200);
        assertThat(admin.get("/v1/admin/audit").body()).contains("tenant.data_deleted", "tenant.changed");
        assertThat(admin.get("/v1/admin/tenants").body()).contains("\"third\"");
    }
}
