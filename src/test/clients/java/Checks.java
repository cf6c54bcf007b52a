package clients;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What every Java client is asked to show, and how it is counted: {@code ok NAME} or {@code not ok NAME: why} a line. */
final class Checks {

    static final String WEATHER = "sunny in Paris";
    static final String TOLD = "It is " + WEATHER;
    static final String DIRECT = "direct";
    /** The upstream's model itself, and a session whose root model it is. */
    static final List<String> MODELS = List.of(DIRECT, "session;mode=rlm");

    static final Map<String, Object> REPORT_SCHEMA = Map.of(
            "type",
            "object",
            "properties",
            Map.of("city", Map.of("type", "string"), "celsius", Map.of("type", "integer")),
            "required",
            List.of("city", "celsius"),
            "additionalProperties",
            false);

    private final String upstream;
    private int failures;

    Checks(String upstream) {
        this.upstream = upstream;
    }

    /** An action that may fail in any way. */
    interface Action {
        void run() throws Exception;
    }

    void check(String name, Action action) {
        try {
            action.run();
            System.out.println("ok " + name);
        } catch (Exception | AssertionError e) {
            failures++;
            String why = String.valueOf(e).replaceAll("\\s+", " ");
            System.out.println("not ok " + name + ": " + why.substring(0, Math.min(600, why.length())));
        }
    }

    void done() {
        System.exit(failures == 0 ? 0 : 1);
    }

    static void equal(Object seen, Object wanted) {
        if (!Objects.equals(seen, wanted)) {
            throw new AssertionError("unexpected: " + seen);
        }
    }

    static void holds(String text, String part) {
        if (!text.replaceAll("\\s", "").contains(part)) {
            throw new AssertionError("unexpected: " + text);
        }
    }

    static Throwable thrown(Action action) {
        try {
            action.run();
        } catch (Exception e) {
            return e;
        }
        throw new AssertionError("nothing was thrown");
    }

    /** A call that its client has left is soon left by the service, too. */
    void nothingWaits() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create(upstream)).build();
        for (long end = System.nanoTime() + 20_000_000_000L; System.nanoTime() < end; Thread.sleep(100)) {
            if (client.send(request, HttpResponse.BodyHandlers.ofString()).body().contains(": 0")) {
                return;
            }
        }
        throw new AssertionError("the upstream's call is still open");
    }
}
