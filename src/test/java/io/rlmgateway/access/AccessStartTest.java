package io.rlmgateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.rlmgateway.api.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.mock.web.MockHttpServletRequest;

@ExtendWith(OutputCaptureExtension.class)
class AccessStartTest {

    @TempDir
    Path data;

    private ApplicationContextRunner runner = new ApplicationContextRunner();

    @BeforeEach
    void keepDataApart() {
        runner = runner.withUserConfiguration(AccessConfiguration.class, RequestCallers.class, Settings.class)
                .withPropertyValues("rlm.data-directory=" + data);
    }

    @Test
    void defaultsAreClosedToOtherMachines() {
        runner.withPropertyValues("server.address=127.0.0.1").run(context -> {
            AccessProperties properties = context.getBean(AccessProperties.class);
            assertThat(properties.keys()).isEmpty();
            assertThat(properties.open()).isFalse();
            assertThat(properties.makeKey()).isFalse();
            assertThat(properties.hosts()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"server.port=1", "server.address=0.0.0.0", "server.address=192.0.2.1"})
    void addressThatOthersReachWantsAKey(String property) {
        runner.withPropertyValues(property.startsWith("server.port") ? "rlm.access.open=false" : property)
                .run(context -> {
                    Throwable failure = Objects.requireNonNull(context.getStartupFailure());
                    FailureAnalysis analysis =
                            Objects.requireNonNull(new OpenAddressFailureAnalyzer().analyze(failure));
                    assertThat(analysis.getDescription()).contains("without any key");
                    assertThat(analysis.getAction())
                            .contains("RLM_ACCESS_KEYS_0_KEY", "RLM_ACCESS_MAKE_KEY=true", "RLM_ACCESS_OPEN=true");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.address=127.0.0.1",
                "server.address=::1",
                "rlm.access.open=true",
                "rlm.access.make-key=true"
            })
    void serviceStartsWhereItIsSafeOrTold(String property) {
        runner.withPropertyValues(property).run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @CsvSource({
        "a, secret, one, b, secret, one, same key",
        "a, key-a, one, a, key-b, two, different tenants",
        "admin, key-a, one, b, key-b, one, reserved",
        "anonymous, key-a, one, b, key-b, one, reserved",
        "a, admins-own, one, b, key-b, one, is the admin key too"
    })
    void keysThatCannotBeToldApartEndTheStart(
            String name, String key, String tenant, String other, String otherKey, String otherTenant, String why) {
        runner.withPropertyValues(
                        "server.address=127.0.0.1",
                        "rlm.access.admin-key=admins-own",
                        "rlm.access.keys[0].name=" + name,
                        "rlm.access.keys[0].key=" + key,
                        "rlm.access.keys[0].tenant=" + tenant,
                        "rlm.access.keys[1].name=" + other,
                        "rlm.access.keys[1].key=" + otherKey,
                        "rlm.access.keys[1].tenant=" + otherTenant)
                .run(context -> {
                    Throwable failure = Objects.requireNonNull(context.getStartupFailure());
                    FailureAnalysis analysis =
                            Objects.requireNonNull(new UnusableKeysFailureAnalyzer().analyze(failure));
                    assertThat(analysis.getDescription()).contains(why).doesNotContain(key, otherKey);
                    assertThat(analysis.getAction()).contains("rlm.access.keys");
                });
    }

    @Test
    void madeKeyIsShownOnceAndKeptForTheOwnerAlone(CapturedOutput output) throws IOException {
        runner.withPropertyValues("rlm.access.make-key=true").run(context -> {
            String key = Files.readString(data.resolve("admin.key")).strip();
            assertThat(new KeyText(key).isWellFormed()).isTrue();
            assertThat(output).contains(key);
            assertThat(context.getBean(AccessKeys.class).find(key))
                    .extracting(
                            Caller::tenant,
                            Caller::keyName,
                            caller -> caller.rights().rights())
                    .containsExactly("default", "admin", Set.of(Right.API, Right.ADMIN));
        });
        String key = Files.readString(data.resolve("admin.key")).strip();
        int shown = output.getAll().lastIndexOf(key);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("admin.key"))))
                .isEqualTo("rw-------");

        runner.withPropertyValues("rlm.access.make-key=true").run(context -> {
            assertThat(context.getBean(AccessKeys.class).find(key)).isNotNull();
            assertThat(output.getAll().lastIndexOf(key)).isEqualTo(shown);
        });
    }

    @Test
    void keyThatNobodyNeedsForAskingIsNotShown(CapturedOutput output) {
        runner.withPropertyValues(
                        "rlm.access.make-key=true", "rlm.access.keys[0].name=ann", "rlm.access.keys[0].key=a-secret")
                .run(context -> {
                    String key = Files.readString(data.resolve("admin.key")).strip();
                    assertThat(new KeyText(key).isWellFormed()).isTrue();
                    assertThat(output).doesNotContain(key);
                    assertThat(context.getBean(AccessProperties.class).toString())
                            .doesNotContain("a-secret");
                });
    }

    @Test
    void configuredAdminKeyMakesMakingOneNeedless() {
        runner.withPropertyValues(
                        "server.address=127.0.0.1", "rlm.access.admin-key=a-secret", "rlm.access.admin-rights=admin")
                .run(context -> {
                    assertThat(data.resolve("admin.key")).doesNotExist();
                    AccessKeys keys = context.getBean(AccessKeys.class);
                    assertThat(keys.areNotNeeded()).isTrue();
                    assertThat(Objects.requireNonNull(keys.find("a-secret"))
                                    .rights()
                                    .rights())
                            .containsExactly(Right.ADMIN);
                    assertThat(context.getBean(AccessProperties.class).toString())
                            .doesNotContain("a-secret");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "", "é"})
    void keyThatNoHeaderCanCarryIsRefused(String key) {
        runner.withPropertyValues("rlm.access.keys[0].name=ann", "rlm.access.keys[0].key=" + key)
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void callerOfARequestThatWentAroundTheFiltersIsADefect() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new RequestCallers().caller(new MockHttpServletRequest("GET", "/v1/models")))
                .withMessageContaining("/v1/models");
    }

    @Test
    void configuredHostsAreCheckedOnEveryAddress() {
        KnownHosts hosts = new KnownHosts(List.of("Gateway.example"), false);

        assertThat(hosts.answersFor("gateway.example:443")).isTrue();
        assertThat(hosts.answersFor("localhost")).isTrue();
        assertThat(hosts.answersFor("evil.example")).isFalse();
        assertThat(hosts.answersFor(null)).isFalse();
        assertThat(new KnownHosts(List.of(), false).answersFor("anything")).isTrue();
    }

    @EnableConfigurationProperties({AccessProperties.class, DataDirectory.class, ServerProperties.class})
    static class Settings {}
}
