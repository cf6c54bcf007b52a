package io.rlmgateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.GoldenFile;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureTableTest {

    private static final List<Failure> ALL = List.of(
            new Failure.InvalidRequest(Failure.Reason.INVALID_TYPE, "m", "messages[0].content"),
            new Failure.RefusedByUpstream("m", "tools[0]", "invalid_function_parameters"),
            new Failure.RequestTooLarge("m"),
            new Failure.UnsupportedMediaType("m"),
            new Failure.Unauthenticated("m"),
            new Failure.Forbidden("m"),
            new Failure.MisdirectedHost("m"),
            new Failure.RunCancelled("m"),
            new Failure.ModelNotFound("m"),
            new Failure.NotFound("m"),
            new Failure.UnknownUrl("m"),
            new Failure.MethodNotAllowed("m", new TreeSet<>(Set.of("GET", "DELETE"))),
            new Failure.Rejected(431, "m"),
            new Failure.Rejected(501, "m"),
            new Failure.RateLimited("m", Duration.ofMillis(1)),
            new Failure.QuotaExhausted("m"),
            new Failure.Overloaded("m", Duration.ofSeconds(7)),
            new Failure.UpstreamFailed("m"),
            new Failure.UpstreamTimedOut("m"),
            new Failure.BudgetExhausted("m"),
            new Failure.SessionFailed("m"),
            new Failure.SchemaMismatch("m"),
            new Failure.SandboxUnavailable("m", Duration.ofHours(1)),
            new Failure.Internal("m"));

    @Test
    void everyFailureBecomesWhatThePageSays() throws IOException {
        String table = ALL.stream().map(FailureTableTest::line).collect(Collectors.joining());

        GoldenFile.of(FailureTableTest.class, "failures.txt").assertHolds(table);
    }

    @Test
    void noAlternativeIsMissingFromThisTest() {
        Stream<Class<?>> alternatives = Arrays.stream(Failure.class.getPermittedSubclasses());

        assertThat(ALL.stream().map(Object::getClass).distinct().toList())
                .hasSameElementsAs(alternatives.collect(Collectors.toList()));
    }

    @ParameterizedTest
    @EnumSource(Failure.Reason.class)
    void everyReasonIsACodeInLowerCase(Failure.Reason reason) {
        FailureTable.Row row = FailureTable.row(new Failure.InvalidRequest(reason, "m", null));

        assertThat(row.code()).isEqualTo(reason.name().toLowerCase(Locale.ROOT));
        assertThat(row.metricTag()).isEqualTo(row.code());
        assertThat(row.param()).isNull();
    }

    @Test
    void bodyHoldsFourFieldsAndNullsAreWritten() {
        assertThat(ErrorBody.json(new Failure.NotFound("No such file: \"a\n\"")))
                .isEqualTo("{\"error\":{\"message\":\"No such file: \\\"a\\n\\\"\",\"type\":\"invalid_request_error\","
                        + "\"param\":null,\"code\":null}}");
    }

    private static String line(Failure failure) {
        FailureTable.Row row = FailureTable.row(failure);
        return String.join(
                        " | ",
                        failure.getClass().getSimpleName(),
                        Integer.toString(row.status()),
                        row.type(),
                        String.valueOf(row.code()),
                        String.valueOf(row.param()),
                        new TreeMap<>(row.headers()).toString(),
                        row.metricTag(),
                        row.level().toString())
                + "\n";
    }
}
