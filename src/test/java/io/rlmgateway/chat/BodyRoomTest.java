package io.rlmgateway.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class BodyRoomTest extends ChatTest {

    private static final long MEGABYTE = 1024 * 1024;

    private static BodyRoom room(DataSize all, Duration wait) {
        Map<String, String> settings =
                Map.of("rlm.chat.body-room", all.toBytes() + "B", "rlm.chat.body-wait", wait.toMillis() + "ms");
        return new BodyRoom(new Binder(new MapConfigurationPropertySource(settings))
                .bind("rlm.chat", ChatProperties.class)
                .get());
    }

    private static void assertNoRoom(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.Overloaded.class));
    }

    @Test
    void bodiesTakeRoomUntilTheyAreClosed() {
        BodyRoom room = room(DataSize.ofMegabytes(3), Duration.ZERO);
        BodyRoom.Share one = room.open();
        BodyRoom.Share two = room.open();
        one.takeAll(2 * MEGABYTE);
        assertNoRoom(() -> two.takeAll(2 * MEGABYTE));
        two.takeAll(MEGABYTE);
        one.close();
        one.close();
        one.takeAll(2 * MEGABYTE);
        assertNoRoom(() -> one.takeAll(3 * MEGABYTE));
        one.close();
        two.close();
        room.open().takeAll(3 * MEGABYTE);
    }

    @Test
    void whatArrivesWithoutADeclaredLengthIsCounted() {
        BodyRoom room = room(DataSize.ofMegabytes(4), Duration.ZERO);
        try (BodyRoom.Share share = room.open();
                BodyRoom.Share other = room.open()) {
            for (long arrived = 0; arrived <= 2 * MEGABYTE; arrived += 8192) {
                share.takeArrived(arrived);
            }
            assertNoRoom(() -> other.takeAll(2 * MEGABYTE));
            other.takeAll(MEGABYTE);
            assertNoRoom(() -> share.takeArrived(4 * MEGABYTE));
        }
    }

    @Test
    void aBodyLargerThanAllTheRoomIsHeldAlone() {
        BodyRoom room = room(DataSize.ofMegabytes(1), Duration.ZERO);
        try (BodyRoom.Share large = room.open()) {
            large.takeAll(50 * MEGABYTE);
            large.takeArrived(50 * MEGABYTE);
            assertNoRoom(() -> room.open().takeAll(BodyRoom.SMALL + 1));
        }
        room.open().takeAll(MEGABYTE);
    }

    @Test
    void aBodyWaitsForRoomThatBecomesFree() throws Exception {
        BodyRoom room = room(DataSize.ofMegabytes(1), Duration.ofMinutes(1));
        BodyRoom.Share first = room.open();
        first.takeAll(MEGABYTE);
        CompletableFuture<Void> second =
                CompletableFuture.runAsync(() -> room.open().takeAll(MEGABYTE));
        assertThat(second).isNotDone();
        first.close();
        second.get();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLargeRequestIsToldToComeLaterWhileSmallOnesAreAnswered(boolean declared) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        sessions.play((route, listener) -> {
            asked.countDown();
            ChatStreamTest.await(released);
            return ScriptedSessions.answer("Done.");
        });
        String large = "{\"model\":\"rlm;mode=rlm\",\"messages\":[{\"role\":\"user\",\"content\":\""
                + "x".repeat(700_000) + "\"}]}";
        CompletableFuture<HttpResponse<String>> first = CompletableFuture.supplyAsync(() -> post(large));
        asked.await();

        HttpResponse<String> refused = send(request("/v1/chat/completions")
                .header("Content-Type", "application/json")
                .POST(body(large, declared)));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
        assertThat(error(refused).path("message").asString()).contains("rlm.chat.body-room", "/v1/files");
        assertThat(post("{\"model\":\"rlm\"," + QUESTION + "}").statusCode()).isEqualTo(200);

        released.countDown();
        assertThat(first.get().statusCode()).isEqualTo(200);
        assertThat(post(large).statusCode()).isEqualTo(200);
    }

    private static BodyPublisher body(String text, boolean declared) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        BodyPublisher known = BodyPublishers.ofByteArray(bytes);
        return declared ? known : BodyPublishers.fromPublisher(known);
    }
}
