package io.rlmgateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.Question;
import io.rlmgateway.upstream.ModelReply;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Requests for several answers. */
class ChoicesTest extends ChatTest {

    private static final String RLM = "{\"model\":\"rlm\",\"rlm\":{\"mode\":\"rlm\"},";
    private static final String DIRECT = "{\"model\":\"rlm\",";

    private static List<JsonNode> chunks(HttpResponse<String> response) {
        return response.body()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> json(line.substring(6)))
                .toList();
    }

    private List<Question> asked() {
        List<Question> asked = new ArrayList<>();
        sessions.asked.drainTo(asked);
        return asked;
    }

    @Test
    void eachAnswerIsASessionOfItsOwn() {
        AtomicInteger number = new AtomicInteger();
        sessions.play((route, listener) -> ScriptedSessions.answer("answer " + number.incrementAndGet()));
        JsonNode completion = json(post(RLM + "\"n\":3," + QUESTION + "}").body());
        List<String> texts = new ArrayList<>();
        completion.path("choices").forEach(choice -> {
            assertThat(choice.path("index").intValue()).isEqualTo(texts.size());
            assertThat(choice.path("finish_reason").stringValue()).isEqualTo("stop");
            texts.add(choice.at("/message/content").stringValue());
        });
        assertThat(texts).containsExactlyInAnyOrder("answer 1", "answer 2", "answer 3");
        assertThat(asked()).extracting(Question::run).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void usageIsTheSum() {
        JsonNode one = json(post(RLM + QUESTION + "}").body()).path("usage");
        JsonNode three = json(post(RLM + "\"n\":3," + QUESTION + "}").body()).path("usage");
        for (String name :
                List.of("/prompt_tokens", "/completion_tokens", "/total_tokens", "/rlm/turns", "/rlm/sub_calls")) {
            assertThat(three.at(name).longValue()).isEqualTo(3 * one.at(name).longValue());
        }
        assertThat(three.at("/rlm/cost_usd").doubleValue()).isEqualTo(0.75);
        assertThat(three.at("/rlm/depth")).isEqualTo(one.at("/rlm/depth"));
    }

    @Test
    void theAnswersAreGivenAtTheSameTime() {
        CyclicBarrier all = new CyclicBarrier(4);
        models.play((request, pieces) -> {
            await(all);
            return new ModelReply("x", ModelReply.StopReason.STOP, ScriptedModels.USAGE, null);
        });
        HttpResponse<String> response = post(DIRECT + "\"n\":4," + QUESTION + "}");
        assertThat(json(response.body()).path("choices").size()).isEqualTo(4);
    }

    private static void await(CyclicBarrier all) {
        try {
            all.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aStreamHasAllOfThemByTheirIndex() {
        HttpResponse<String> response =
                post(DIRECT + "\"n\":2,\"stream\":true,\"stream_options\":{\"include_usage\":true}," + QUESTION + "}");
        List<StringBuilder> texts = List.of(new StringBuilder(), new StringBuilder());
        List<List<String>> ends = List.of(new ArrayList<>(), new ArrayList<>());
        List<JsonNode> chunks = chunks(response);
        for (JsonNode chunk : chunks) {
            for (JsonNode choice : chunk.path("choices")) {
                int index = choice.path("index").intValue();
                texts.get(index).append(choice.at("/delta/content").asString(""));
                choice.path("finish_reason").asStringOpt().ifPresent(ends.get(index)::add);
            }
        }
        assertThat(texts).map(StringBuilder::toString).containsExactly("Hello world", "Hello world");
        assertThat(ends).containsExactly(List.of("stop"), List.of("stop"));
        JsonNode usage = chunks.getLast();
        assertThat(usage.path("choices").isEmpty()).isTrue();
        assertThat(usage.at("/usage/prompt_tokens").intValue()).isEqualTo(24);
        assertThat(response.body()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void progressSaysOfWhichAnswerItIs() {
        HttpResponse<String> response = post(RLM + "\"n\":2,\"stream\":true," + QUESTION + "}");
        assertThat(response.body())
                .contains("answer 1: Turn 1: the root model")
                .contains("answer 2: Turn 1: the root model");
    }

    @Test
    void oneThatFailsFailsTheRequestAndEndsTheOthers() {
        AtomicInteger number = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(1);
        models.play((request, pieces) -> {
            if (number.incrementAndGet() == 1) {
                throw new FailureException(new Failure.UpstreamFailed("The upstream closed the connection."));
            }
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                ended.countDown();
                Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("it was not ended");
        });
        HttpResponse<String> response = post(DIRECT + "\"n\":2," + QUESTION + "}");
        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(error(response).path("code").stringValue()).isEqualTo("upstream_error");
        await(ended);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void moreThanTheCapIsRefused() {
        HttpResponse<String> response = post(DIRECT + "\"n\":5," + QUESTION + "}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response).path("code").stringValue()).isEqualTo("unsupported_value");
        assertThat(error(response).path("param").stringValue()).isEqualTo("n");
        assertThat(error(response).path("message").stringValue()).contains("4 at most (rlm.choices.most)");
    }
}
