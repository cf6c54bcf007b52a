package io.rlmgateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.api.Failure;
import io.rlmgateway.api.FailureException;
import io.rlmgateway.session.Answer;
import io.rlmgateway.session.ClientDeadline;
import io.rlmgateway.session.Question;
import io.rlmgateway.upstream.ModelReply;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ClientDeadlineHttpTest extends ChatTest {

    private HttpResponse<String> post(String language, String timeout, String more) {
        return send(request("/v1/chat/completions")
                .header("Content-Type", "application/json")
                .header("X-Stainless-Lang", language)
                .header("X-Stainless-Timeout", timeout)
                .POST(BodyPublishers.ofString("{\"model\":\"rlm\"," + more + QUESTION + "}")));
    }

    @ParameterizedTest
    @CsvSource({"java,600,595", "java,60,57", "Java,60.5,58", "java,2,2", "java,999999999,999999995"})
    void openAisJavaLibraryTellsTheTimeOfTheWholeCall(String language, String timeout, long most)
            throws InterruptedException {
        post(language, timeout, "");

        ClientDeadline deadline = Objects.requireNonNull(sessions.asked.take().deadline());
        assertThat(deadline.left()).isLessThanOrEqualTo(Duration.ofSeconds(most));
        assertThat(deadline.left().toSeconds() * 2).isGreaterThan(most - 2);
    }

    @ParameterizedTest
    @CsvSource({
        "python,600",
        "js,600",
        "kotlin,600",
        "java,0",
        "java,0.0000001",
        "java,-1",
        "java,ten",
        "java,1e9",
        "java,''",
        "java,NaN",
        "java,99999999999999999999",
        "java,0x10"
    })
    void othersAndWhatIsNoNumberTellNothing(String language, String timeout) throws InterruptedException {
        assertThat(post(language, timeout, "").statusCode()).isEqualTo(200);

        assertThat(sessions.asked.take().deadline()).isNull();
    }

    @Test
    void aDirectAnswerIsCutShortlyBeforeTheClientHangsUp() {
        writeUntilTheDeadline();

        JsonNode answer =
                json(post("java", "1", "\"rlm\":{\"mode\":\"direct\"},").body());

        assertThat(answer.at("/choices/0/message/content").stringValue()).isEqualTo("As far as I came");
        assertThat(answer.at("/choices/0/finish_reason").stringValue()).isEqualTo("length");
        assertThat(answer.at("/usage/rlm/stopped").stringValue()).isEqualTo("client_deadline");
        assertThat(answer.at("/usage/completion_tokens").intValue()).isPositive();
    }

    @Test
    void aDirectStreamEndsInTheSameWay() {
        writeUntilTheDeadline();

        String stream = post(
                        "java",
                        "1",
                        "\"stream\":true,\"stream_options\":{\"include_usage\":true},\"rlm\":{\"mode\":\"direct\"},")
                .body();

        assertThat(stream)
                .contains("\"content\":\"As far as I came\"", "\"finish_reason\":\"length\"", "client_deadline")
                .doesNotContain("event: error")
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    void aDirectAnswerOfWhichNothingCameIsATimeout() {
        models.play((request, pieces) -> timeOut());

        HttpResponse<String> response = post("java", "1", "\"stream\":true,");

        assertThat(response.body()).contains("event: error", "no whole reply in time");
    }

    @Test
    void aSessionThatWasEndedInTimeSaysSoInAStream() {
        sessions.play((route, listener) -> {
            Answer answer = ScriptedSessions.answer("So far: five.");
            Answer.Usage usage = answer.usage();
            return new Answer(
                    answer.text(),
                    Answer.Finish.LENGTH,
                    answer.citations(),
                    new Answer.Usage(
                            usage.turns(),
                            usage.subCalls(),
                            usage.depth(),
                            usage.models(),
                            usage.costUsd(),
                            usage.elapsed(),
                            ClientDeadline.STOPPED));
        });

        assertThat(post(
                                "java",
                                "1",
                                "\"stream\":true,\"stream_options\":{\"include_usage\":true},\"rlm\":{\"mode\":\"rlm\"},")
                        .body())
                .contains("So far: five.", "\"finish_reason\":\"length\"", "\"stopped\":\"client_deadline\"");
    }

    private void writeUntilTheDeadline() {
        models.play((request, pieces) -> {
            pieces.accept("As far as I came");
            return timeOut();
        });
    }

    private ModelReply timeOut() {
        Question question = sessions.asked.remove();
        ClientDeadline deadline = Objects.requireNonNull(question.deadline());
        while (!deadline.left().isZero()) {
            LockSupport.parkNanos(deadline.left().toNanos());
        }
        throw new FailureException(new Failure.UpstreamTimedOut("no whole reply in time"));
    }
}
