package io.rlmgateway.usage;

import io.rlmgateway.access.BegunRequest;
import io.rlmgateway.access.Caller;
import io.rlmgateway.access.KeyLimits;
import io.rlmgateway.access.KeyRights;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * A question that a session had begun to answer, one of them where there are several.
 *
 * @param run the session's run
 * @param caller who asked; its rights and limits are not kept
 * @param model the served model, as the client named it
 * @param at when it was admitted
 */
record UnfinishedRequest(String run, Caller caller, String model, Instant at) {

    static Stream<UnfinishedRequest> of(BegunRequest request) {
        return request.runs().stream()
                .map(run -> new UnfinishedRequest(run, request.caller(), request.model(), request.at()));
    }

    static UnfinishedRequest read(ResultSet row, int number) throws SQLException {
        return new UnfinishedRequest(
                row.getString("run"),
                new Caller(
                        row.getString("tenant"),
                        row.getString("key_name"),
                        row.getString("key_id"),
                        KeyRights.CALLER,
                        KeyLimits.NONE),
                row.getString("model"),
                Instant.ofEpochMilli(row.getLong("at")));
    }

    void fill(PreparedStatement row) throws SQLException {
        row.setString(1, run);
        row.setLong(2, at.toEpochMilli());
        row.setString(3, caller.tenant());
        row.setString(4, caller.keyId());
        row.setString(5, caller.keyName());
        row.setString(6, model);
    }
}
