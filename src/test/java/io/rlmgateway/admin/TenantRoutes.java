package io.rlmgateway.admin;

import java.util.List;

/** The routes on which a tenant names its own things. A new route with an id belongs here. */
final class TenantRoutes {

    private static final String CHAT = "/v1/chat/completions";
    private static final String ASKED = "{\"model\":\"rlm\",\"messages\":[{\"role\":\"user\",\"content\":";

    /** Routes with an id, which is {@code {id}} in their paths or bodies. */
    static final List<Route> ROUTES = List.of(
            new Route("GET", "/v1/files/{id}", Thing.FILE),
            new Route("GET", "/v1/files/{id}/content", Thing.FILE),
            new Route("DELETE", "/v1/files/{id}", Thing.FILE),
            new Route("GET", "/v1/files?after={id}", Thing.FILE),
            new Route("GET", "/v1/rlm/documents/{id}", Thing.FILE),
            new Route("GET", "/v1/rlm/documents/{id}/text", Thing.FILE),
            new Route("GET", "/v1/rlm/documents/{id}/search?query=bytes", Thing.FILE),
            new Route("GET", "/v1/rlm/documents/{id}/outline", Thing.FILE),
            new Route("GET", "/v1/rlm/documents?after={id}", Thing.FILE),
            new Route("POST", "/v1/uploads/{id}/parts", Thing.UPLOAD, Content.FORM),
            new Route("POST", "/v1/uploads/{id}/complete", Thing.UPLOAD, new Content("{\"part_ids\":[]}")),
            new Route("POST", "/v1/uploads/{id}/cancel", Thing.UPLOAD),
            new Route("GET", "/v1/chat/completions/{id}", Thing.COMPLETION),
            new Route("GET", "/v1/chat/completions/{id}/messages", Thing.COMPLETION),
            new Route("POST", "/v1/chat/completions/{id}", Thing.COMPLETION, new Content("{\"metadata\":{}}")),
            new Route("DELETE", "/v1/chat/completions/{id}", Thing.COMPLETION),
            new Route("GET", "/v1/chat/completions?after={id}", Thing.COMPLETION),
            new Route("POST", CHAT, Thing.FILE, asked("[{\"type\":\"file\",\"file\":{\"file_id\":\"{id}\"}}]", "")),
            new Route("POST", CHAT, Thing.FILE, asked("\"Who?\"", ",\"rlm\":{\"documents\":[\"{id}\"]}")),
            new Route("POST", CHAT, Thing.FILE, asked("\"Who?\"", ",\"metadata\":{\"rlm_documents\":\"{id}\"}")),
            new Route(
                    "POST",
                    CHAT,
                    Thing.FILE,
                    asked("\"Who?\"", ",\"rlm\":{\"mode\":\"rlm\",\"documents\":[\"{id}\"]}")),
            new Route("GET", "/v1/rlm/runs/{id}", Thing.RUN),
            new Route("GET", "/v1/rlm/runs/{id}/events", Thing.RUN),
            new Route("GET", "/v1/rlm/runs/{id}/trajectory.jsonl", Thing.RUN),
            new Route("GET", "/v1/rlm/runs?after={id}", Thing.RUN),
            new Route("POST", "/v1/rlm/runs/{id}/cancel", Thing.RUN),
            new Route("DELETE", "/v1/rlm/runs/{id}", Thing.RUN));

    /** Routes that list a tenant's things. */
    static final List<String> LISTS =
            List.of("/v1/files", "/v1/rlm/documents", "/v1/chat/completions", "/v1/rlm/runs", "/v1/usage?by=key");

    private TenantRoutes() {}

    /** A question that names a file. */
    private static Content asked(String content, String more) {
        return new Content(ASKED + content + "}]" + more + "}");
    }

    /** What ids name. */
    enum Thing {
        FILE,
        UPLOAD,
        COMPLETION,
        RUN
    }

    /**
     * A request's body.
     *
     * @param type its media type
     * @param text all of it
     */
    record Content(String type, String text) {

        static final Content NONE = new Content("");
        static final Content FORM = new Content(
                "multipart/form-data; boundary=b",
                "--b\r\nContent-Disposition: form-data; name=\"data\"; filename=\"p\"\r\n\r\nx\r\n--b--\r\n");

        Content(String json) {
            this("application/json", json);
        }
    }

    /**
     * A route with an id.
     *
     * @param method its method
     * @param path its path
     * @param thing what the id names
     * @param content what is sent
     */
    record Route(String method, String path, Thing thing, Content content) {

        Route(String method, String path, Thing thing) {
            this(method, path, thing, Content.NONE);
        }

        boolean changes() {
            return !method.equals("GET");
        }

        String with(String id) {
            return path.replace("{id}", id);
        }

        String body(String id) {
            return content.text().replace("{id}", id);
        }
    }
}
