package io.rlmgateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.access.Caller;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.trajectory.RecordedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** Runs over HTTP. */
class RunsControllerTest {

    private final RunScript runs = new RunScript();
    private final MockMvcTester http =
            MockMvcTester.create(MockMvcBuilders.standaloneSetup(new RunsController(runs, runs.sessions()))
                    .setCustomArgumentResolvers(new CallerOfTheTest())
                    .setHandlerExceptionResolvers(failures())
                    .build());

    @Test
    void runsAreListedByPages() {
        IntStream.rangeClosed(1, 5).forEach(i -> runs.add("acme", "run_" + i));
        runs.add("other", "run_x");

        assertThat(http.get().uri("/v1/rlm/runs?limit=2&after=run_4"))
                .hasStatusOk()
                .hasContentType(MediaType.APPLICATION_JSON)
                .bodyJson()
                .isLenientlyEqualTo("""
                        {"object": "list", "first_id": "run_3", "last_id": "run_2", "has_more": true,
                         "data": [{"id": "run_3", "object": "rlm.run", "model": "rlm", "status": "running",
                                   "created_at": 1795251600, "ended_at": null, "seconds": null}, {"id": "run_2"}]}
                        """);
        assertThat(http.get().uri("/v1/rlm/runs"))
                .bodyJson()
                .isLenientlyEqualTo("{\"first_id\": \"run_5\", \"last_id\": \"run_1\", \"has_more\": false}");
    }

    @Test
    void emptyListHasNoIds() {
        assertThat(http.get().uri("/v1/rlm/runs"))
                .bodyText()
                .isEqualTo("{\"object\":\"list\",\"data\":[],\"first_id\":null,\"last_id\":null,\"has_more\":false}");
    }

    @ParameterizedTest
    @CsvSource({
        "0, Invalid 'limit': integer below minimum value. Expected a value >= 1",
        "101, Invalid 'limit': integer above maximum value. Expected a value <= 100",
        "many, Invalid 'limit': expected an integer."
    })
    void limitOutOfRangeIsRefused(String limit, String message) {
        assertThat(http.get().uri("/v1/rlm/runs?limit=" + limit))
                .hasStatus(400)
                .bodyText()
                .contains(message);
    }

    @Test
    void treeHoldsTheWholeRun() {
        runs.add(RunSample.RUN, RunSample.events());

        assertThat(http.get().uri("/v1/rlm/runs/run_1"))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("""
                        {"id": "run_1", "object": "rlm.run", "status": "answered", "seconds": 25.0,
                         "usage": {"turns": 2, "cells": 3, "sub_calls": 3},
                         "session": {"question": "When was the treaty signed?",
                                     "outcome": {"status": "answered", "text": "The treaty was signed in 1648."}}}
                        """);
    }

    @Test
    void logIsJsonLines() {
        runs.add(RunSample.RUN, RunSample.events());

        assertThat(http.get().uri("/v1/rlm/runs/run_1/trajectory.jsonl"))
                .hasStatusOk()
                .hasContentType("application/jsonl;charset=utf-8")
                .bodyText()
                .satisfies(lines -> assertThat(lines.lines()).hasSize(3));
    }

    @Test
    void logOfARunWithoutEventsIsEmpty() {
        runs.add("acme", "run_1");

        assertThat(http.get().uri("/v1/rlm/runs/run_1/trajectory.jsonl"))
                .hasStatusOk()
                .bodyText()
                .isEmpty();
    }

    @Test
    void eventsAreStreamedToTheEnd() {
        runs.add(RunSample.RUN, RunSample.events());

        assertThat(http.get().uri("/v1/rlm/runs/run_1/events").header("Last-Event-ID", "20"))
                .hasStatusOk()
                .hasContentType("text/event-stream;charset=utf-8")
                .hasHeader("X-Accel-Buffering", "no")
                .bodyText()
                .isEqualTo("""
                        : keep-alive

                        event: answered
                        id: 21
                        data: {"sequence":21,"at":"2026-11-21T09:00:21.250Z","session":0,"type":"answered",\
                        "text":"The treaty was signed in 1648.","stopped":null}

                        data: [DONE]

                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/events", "/trajectory.jsonl"})
    void halfASurrogatePairStaysInValidUtf8(String route) throws CharacterCodingException {
        List<RecordedEvent> events = new ArrayList<>(RunSample.events());
        events.set(
                3,
                new RecordedEvent(4, RunSample.START, 0, new Event.CellStarted(1, 1, "'\uDE00\uD83D' '\uD83D\uDE00'")));
        runs.add(RunSample.RUN, events);

        byte[] body = http.get()
                .uri("/v1/rlm/runs/run_1" + route)
                .exchange()
                .getResponse()
                .getContentAsByteArray();

        assertThat(UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString())
                .contains("'\\ude00\\ud83d' '\uD83D\uDE00'");
    }

    @Test
    void streamThatEndsBeforeItsRunHasNoDone() {
        runs.add("acme", "run_1");

        assertThat(http.get().uri("/v1/rlm/runs/run_1/events"))
                .hasStatusOk()
                .bodyText()
                .isEqualTo(": keep-alive\n\n");
    }

    @Test
    void lastEventIdMustBeANumber() {
        runs.add(RunSample.RUN, RunSample.events());

        assertThat(http.get().uri("/v1/rlm/runs/run_1/events").header("Last-Event-ID", "last"))
                .hasStatus(400);
    }

    @Test
    void cancelledRunIsGivenBack() {
        runs.add("acme", "run_1");

        assertThat(http.post().uri("/v1/rlm/runs/run_1/cancel"))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("{\"id\": \"run_1\", \"status\": \"cancelled\"}");
    }

    @Test
    void cancellingAnEndedRunChangesNothing() {
        runs.add(RunSample.RUN, RunSample.events());

        assertThat(http.post().uri("/v1/rlm/runs/run_1/cancel"))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("{\"status\": \"answered\"}");
        assertThat(runs.cancelled()).isEmpty();
    }

    @Test
    void runThatIsGoingOnIsCancelledAndDeleted() {
        runs.add("acme", "run_1");

        assertThat(http.delete().uri("/v1/rlm/runs/run_1"))
                .hasStatusOk()
                .bodyText()
                .isEqualTo("{\"id\":\"run_1\",\"object\":\"rlm.run\",\"deleted\":true}");
        assertThat(runs.cancelled()).containsExactly("run_1");
        assertThat(http.get().uri("/v1/rlm/runs/run_1")).hasStatus(404);
    }

    @Test
    void runThatDoesNotStopIsNotDeleted() {
        runs.add("acme", "run_1");
        runs.ignoreCancelling();

        assertThat(http.delete().uri("/v1/rlm/runs/run_1")).hasStatus(503);
        assertThat(http.get().uri("/v1/rlm/runs/run_1")).hasStatusOk();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/rlm/runs/run_x",
        "GET, /v1/rlm/runs/run_x/trajectory.jsonl",
        "GET, /v1/rlm/runs/run_x/events",
        "POST, /v1/rlm/runs/run_x/cancel",
        "DELETE, /v1/rlm/runs/run_x"
    })
    void anotherTenantsRunIsLikeNone(String method, String path) {
        String absent = body(method, path);
        runs.add("other", "run_x");

        assertThat(body(method, path)).isEqualTo(absent).startsWith("404 ");
        assertThat(runs.cancelled()).isEmpty();
    }

    private String body(String method, String path) {
        var exchange = http.method(HttpMethod.valueOf(method)).uri(path).exchange();
        try {
            return exchange.getResponse().getStatus() + " "
                    + exchange.getResponse().getContentAsString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HandlerExceptionResolver failures() {
        return (request, response, handler, exception) -> {
            try {
                response.setStatus(RunScript.status(exception));
                response.getWriter().write(String.valueOf(exception.getMessage()));
                return new ModelAndView();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /** The caller is always of tenant acme. */
    private static final class CallerOfTheTest implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Caller.class;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binder) {
            return new Caller("acme", "test");
        }
    }
}
