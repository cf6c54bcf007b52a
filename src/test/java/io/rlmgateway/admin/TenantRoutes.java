package io.rlmgateway.admin;

import java.util.List;

/** The routes on which a tenant names its own things. A new route with an id belongs here. */
final class TenantRoutes {

    /** Routes with an id, which is {@code {id}} in their paths. */
    static final List<Route> ROUTES = List.of(
            new Route("GET", "/v1/files/{id}", Thing.FILE, false),
            new Route("GET", "/v1/files/{id}/content", Thing.FILE, false),
            new Route("DELETE", "/v1/files/{id}", Thing.FILE, true),
            new Route("GET", "/v1/files?after={id}", Thing.FILE, false),
            new Route("GET", "/v1/rlm/runs/{id}", Thing.RUN, false),
            new Route("GET", "/v1/rlm/runs/{id}/events", Thing.RUN, false),
            new Route("GET", "/v1/rlm/runs/{id}/trajectory.jsonl", Thing.RUN, false),
            new Route("GET", "/v1/rlm/runs?after={id}", Thing.RUN, false),
            new Route("POST", "/v1/rlm/runs/{id}/cancel", Thing.RUN, true),
            new Route("DELETE", "/v1/rlm/runs/{id}", Thing.RUN, true));

    /** Routes that list a tenant's things. */
    static final List<String> LISTS = List.of("/v1/files", "/v1/rlm/runs", "/v1/usage?by=key");

    private TenantRoutes() {}

    /** What ids name. */
    enum Thing {
        FILE,
        RUN
    }

    /**
     * A route with an id.
     *
     * @param method its method
     * @param path its path
     * @param thing what the id names
     * @param changes whether it changes what the id names
     */
    record Route(String method, String path, Thing thing, boolean changes) {

        String with(String id) {
            return path.replace("{id}", id);
        }
    }
}
