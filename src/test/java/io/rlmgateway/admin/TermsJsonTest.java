package io.rlmgateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.access.KeyLimits;
import io.rlmgateway.access.KeyRights;
import io.rlmgateway.access.Right;
import io.rlmgateway.admin.StoredKey.Terms;
import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class TermsJsonTest {

    private static final Terms TERMS = new Terms(
            new KeyRights(Set.of(Right.API, Right.ADMIN), List.of("rlm"), List.of("demo/*")),
            new KeyLimits(60, 100_000L, 1.5, 20.0, 4, Map.of("turns", 10L, "wall_time", 60.5)));

    @Test
    void whatIsWrittenIsRead() {
        assertThat(TermsJson.read(TermsJson.write(TERMS))).isEqualTo(TERMS);
        Terms none = new Terms(KeyRights.CALLER, KeyLimits.NONE);
        assertThat(TermsJson.read(TermsJson.write(none))).isEqualTo(none);
    }

    @Test
    void aChangeTouchesWhatItNames() {
        Terms changed = TermsJson.changed(
                TERMS, fields("{\"limits\":{\"concurrency\":8,\"usd_per_day\":null},\"models\":null}"));

        assertThat(changed.limits())
                .isEqualTo(new KeyLimits(
                        60, 100_000L, null, 20.0, 8, TERMS.limits().session()));
        assertThat(changed.rights().models()).isEmpty();
        assertThat(changed.rights().subModels()).containsExactly("demo/*");
        assertThat(TermsJson.changed(TERMS, fields("{}"))).isEqualTo(TERMS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'rights':['root']} | rights | Supported values are: 'api', 'admin'.",
                "{'rights':'api'} | rights | expected an array of strings",
                "{'models':['a\\tb']} | models | Control characters are not allowed.",
                "{'models':['']} | models | expected an array of strings",
                "{'limits':[]} | limits | expected an object",
                "{'limits':{'requests_per_minute':0}} | limits.requests_per_minute | Expected an integer from 1 to 2147483647.",
                "{'limits':{'tokens_per_minute':1.5}} | limits.tokens_per_minute | expected an integer",
                "{'limits':{'tokens_per_minute':99999999999999999999}} | limits.tokens_per_minute | Expected an integer",
                "{'limits':{'usd_per_day':-1}} | limits.usd_per_day | Expected a number from 0.0 to 1.0E9.",
                "{'limits':{'usd_per_day':'1'}} | limits.usd_per_day | expected a number",
                "{'limits':{'colour':1}} | limits.colour | Unknown parameter: 'limits.colour'.",
                "{'session_limits':{'wall_time':0}} | session_limits.wall_time | Expected a number from 1.0 to 1.0E9.",
                "{'session_limits':{'depth':-1}} | session_limits.depth | Expected an integer from 0",
                "{'session_limits':{'speed':1}} | session_limits.speed | Unknown parameter",
            })
    void whatIsWrongIsNamed(String json, String param, String message) {
        assertThatThrownBy(() -> TermsJson.changed(TERMS, fields(json.replace('\'', '"'))))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOfSatisfying(Failure.InvalidRequest.class, failure -> {
                            assertThat(failure.param()).isEqualTo(param);
                            assertThat(failure.message()).contains(message.replace('"', '\''));
                        }));
    }

    private static Fields fields(String json) {
        return new Fields((ObjectNode) JsonMapper.shared().readTree(json), "");
    }
}
