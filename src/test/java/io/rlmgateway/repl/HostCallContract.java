package io.rlmgateway.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.repl.ReplFunction.Attributes;
import io.rlmgateway.repl.ReplFunction.FailedAnswer;
import io.rlmgateway.repl.ReplFunction.MarkedAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How Python calls the host. */
public abstract class HostCallContract extends ReplKit {

    private static final TestFunction ECHO = TestFunction.of("echo(value)", arguments -> arguments.value("value"));

    @Test
    void functionsHaveTheirSignatureDocumentationAndAliases() {
        Repl repl = open(new TestFunction(
                "llm_query(prompt, context=None, *, model='m')",
                List.of("ask"),
                true,
                arguments -> arguments.values().toString()));

        assertThat(printed(repl, "print(llm_query('p', model='x'), ask(prompt='q'))"))
                .isEqualTo("{prompt=p, context=null, model=x} {prompt=q, context=null, model=m}\n");
        assertThat(printed(repl, "import inspect\nprint(inspect.signature(llm_query))\nhelp(llm_query)"))
                .startsWith("(prompt, context=None, *, model='m')\n")
                .contains("Describes llm_query");
        assertThat(failed(repl, "llm_query()").error())
                .isEqualTo("TypeError: llm_query() missing 1 required positional argument: 'prompt'");
        assertThat(failed(repl, "llm_query('a', None, 'b')").error()).startsWith("TypeError: llm_query() takes");
    }

    @Test
    void eachSessionHasItsOwnFunctionsWhateverTheOnesBeforeHad() {
        TestFunction one = TestFunction.of("pick(value)", arguments -> 1);
        TestFunction two = TestFunction.of("pick(value)", arguments -> 2);
        TestFunction other = TestFunction.of("pick(value, more=3)", arguments -> arguments.value("more"));

        for (int round = 0; round < 2; round++) {
            assertThat(printed(open(one, ECHO), "print(pick(0), echo(5))")).isEqualTo("1 5\n");
            assertThat(printed(open(ECHO, two), "print(pick(0), echo(5))")).isEqualTo("2 5\n");
            assertThat(printed(open(two), "print(pick(0), 'echo' in globals())"))
                    .isEqualTo("2 False\n");
            assertThat(printed(open(other), "print(pick(0), pick(0, more=4))")).isEqualTo("3 4\n");
        }
    }

    @Test
    void argumentsArriveAsJsonValues() {
        List<@Nullable Object> seen = new ArrayList<>();
        Repl repl = open(TestFunction.of("keep(value)", arguments -> seen.add(arguments.value("value"))));

        printed(
                repl,
                "class Text(str): pass\nkeep([1, 2.5, True, None, 'ä😀', Text('t'), (1,), {'a': {'b': []}}])\n"
                        + "keep(x for x in 'ab')\nkeep({'k': 1}.keys())");

        Map<String, Object> nested = new LinkedHashMap<>(Map.of("a", Map.of("b", List.of())));
        List<@Nullable Object> first = new ArrayList<>(List.of(1L, 2.5, true));
        first.add(null);
        first.addAll(List.of("ä😀", "t", List.of(1L), nested));
        assertThat(seen).containsExactly(first, List.of("a", "b"), List.of("k"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    object()                                    | TypeError
                    b'bytes'                                    | TypeError
                    lambda: 1                                   | TypeError
                    {1: 2}                                      | TypeError
                    (1 / 0 for _ in 'a')                        | TypeError
                    '\\ud800'                                   | ValueError
                    10 ** 30                                    | ValueError
                    itertools.count()                           | ValueError
                    loop                                        | ValueError
                    functools.reduce(lambda a, _: [a], 'x' * 100) | ValueError
                    ['a' * 1000] * 300000                       | ValueError
                    Lying()                                     | TypeError
                    """)
    void argumentsThatAreNoDataAreRefused(String argument, String error) {
        Repl repl = open(ECHO);
        printed(repl, """
                loop = []
                loop.append(loop)
                class Lying:
                    def __len__(self): raise SystemExit
                    def __getattr__(self, name): raise KeyError(name)
                """);

        Execution execution = repl.execute("import itertools, functools\necho(" + argument + ")");

        assertThat(execution)
                .isInstanceOfSatisfying(
                        Execution.Failed.class,
                        failed -> assertThat(failed.error())
                                .startsWith(error + ": ")
                                .doesNotContain("java"));
    }

    @Test
    void resultsAreRealPythonData() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("text", "words");
        fields.put("start", 7);
        Repl repl = open(TestFunction.of(
                "find()",
                arguments ->
                        List.of(new Attributes("Passage", fields), new FailedAnswer("too long"), Map.of("a", 1L))));

        assertThat(printed(repl, """
                        import copy
                        passage, failed, data = find()
                        print(passage, passage.text, passage['start'], type(passage).__name__)
                        print(failed, failed.error, isinstance(failed, str), '; '.join([failed]))
                        print(json.dumps(data), type(find()) is list, copy.deepcopy(passage) == passage)
                        """)).isEqualTo("""
                        Passage(text='words', start=7) words 7 Passage
                        Error: too long too long True Error: too long
                        {"a": 1} True True
                        """);
    }

    @Test
    void aMarkedAnswerIsTextWithAttributes() {
        Map<String, @Nullable Object> quote = new LinkedHashMap<>();
        quote.put("text", "words");
        quote.put("start", null);
        Map<String, @Nullable Object> marks = new LinkedHashMap<>();
        marks.put("cut", true);
        marks.put("quotes", List.of(new Attributes("Quote", quote)));
        Repl repl = open(ECHO, TestFunction.of("find()", arguments -> new MarkedAnswer("it is 42", marks)));

        assertThat(printed(repl, """
                        import copy
                        found = find()
                        print(found, isinstance(found, str), found.cut, found.quotes)
                        print(echo(found), found.upper(), json.dumps(found), copy.deepcopy(found).quotes == found.quotes)
                        """)).isEqualTo("""
                        it is 42 True True [Quote(text='words', start=None)]
                        it is 42 IT IS 42 "it is 42" True
                        """);
    }

    @Test
    void objectsOfTheHostGoBackAsData() {
        Repl repl = open(ECHO, TestFunction.of("find()", arguments -> new Attributes("Passage", Map.of("start", 7))));

        assertThat(printed(repl, "print(echo(find()), echo([find()]))")).isEqualTo("{'start': 7} [{'start': 7}]\n");
    }

    @ParameterizedTest
    @EnumSource(PythonException.Type.class)
    void exceptionsOfTheHostAreRaised(PythonException.Type type) {
        Repl repl = open(TestFunction.of("fail()", arguments -> {
            throw new PythonException(type, "split it");
        }));

        Execution.Failed failed = failed(repl, "fail()");

        assertThat(failed.error()).isEqualTo(type.pythonName() + ": split it");
        assertThat(printed(repl, "try:\n    fail()\nexcept (RuntimeError, TypeError, ValueError) as e:\n    print(e)"))
                .isEqualTo("split it\n");
    }

    @Test
    void defectsOfTheHostSayNothingOfIt() {
        Repl repl = open(TestFunction.of("fail()", arguments -> {
            throw new IllegalStateException("secret");
        }));

        assertThat(failed(repl, "fail()").traceback())
                .contains("LLMError: the service failed to do this")
                .doesNotContain("secret")
                .doesNotContainIgnoringCase("java");
    }

    @Test
    void threadsCallInParallel() {
        Repl repl = open(meeting(4));

        assertThat(printed(
                        repl,
                        "from concurrent.futures import ThreadPoolExecutor\n"
                                + "with ThreadPoolExecutor(4) as pool:\n    print(list(pool.map(meet, range(4))))"))
                .isEqualTo("[0, 1, 2, 3]\n");
    }

    @Test
    void awaitedCallsRunInParallel() {
        Repl repl = open(meeting(40));

        assertThat(printed(repl, "print(sum(await asyncio.gather(*(ameet(i) for i in range(40)))))"))
                .isEqualTo("780\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                import threading
                results = [None] * 4
                def work(i): results[i] = meet(i)
                threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
                for thread in threads: thread.start()
                for thread in threads: thread.join()
                """, """
                import asyncio
                async def all(): return await asyncio.gather(*[ameet(i) for i in range(4)])
                results = asyncio.run(all())
                """, """
                import asyncio
                results = await asyncio.gather(*[asyncio.to_thread(meet, i) for i in range(4)])
                """, """
                import asyncio
                async with asyncio.TaskGroup() as group:
                    tasks = [group.create_task(ameet(i)) for i in range(4)]
                results = [task.result() for task in tasks]
                """, """
                import asyncio
                results = sorted([await each for each in asyncio.as_completed([ameet(i) for i in range(4)])])
                """, """
                from concurrent.futures import ThreadPoolExecutor, as_completed
                with ThreadPoolExecutor(4) as pool:
                    calls = {pool.submit(meet, i): i for i in range(4)}
                    results = sorted(call.result() for call in as_completed(calls))
                """})
    void everyUsualWayToCallAtOnceIsParallel(String code) {
        assertThat(printed(open(meeting(4)), code + "print(results)")).isEqualTo("[0, 1, 2, 3]\n");
    }

    @Test
    void resultsCanBeCopiedAndPickled() {
        Map<String, Object> nested = Map.of("a", List.of(1L, 2.5, true, "ä😀", Map.of()));
        Repl repl = open(TestFunction.of("find()", arguments -> List.of(nested, new FailedAnswer("too long"))));

        assertThat(printed(repl, """
                        import copy, json, pickle
                        data, failed = found = find()
                        print(type(found) is list, type(data) is dict, type(data['a']) is list, isinstance(found, list))
                        print(copy.deepcopy(found) == found, copy.copy(data) is not data, found + [1] == [data, failed, 1])
                        print(pickle.loads(pickle.dumps(found)) == found, pickle.loads(pickle.dumps(failed)).error)
                        print(json.dumps(data, ensure_ascii=False), json.loads(json.dumps(found)) == found)
                        """)).isEqualTo("""
                        True True True True
                        True True True
                        True too long
                        {"a": [1, 2.5, true, "ä😀", {}]} True
                        """);
    }

    /** A function that returns when so many calls of it are under way. */
    private static TestFunction meeting(int calls) {
        CyclicBarrier barrier = new CyclicBarrier(calls);
        return TestFunction.of("meet(value)", arguments -> {
            try {
                barrier.await(50, TimeUnit.SECONDS);
                return arguments.value("value");
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new PythonException(PythonException.Type.LLM_ERROR, "nobody came");
            }
        });
    }

    @Test
    void cancelInterruptsCallsThatAreUnderWay() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Repl repl = open(TestFunction.of("hang()", arguments -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return null;
        }));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Execution> cell = threads.submit(() -> repl.execute("print('before')\nhang()"));
            started.await();
            repl.cancel();

            Execution execution = cell.get();
            assertThat(execution).isInstanceOf(Execution.Stopped.class);
            assertThat(((Execution.Stopped) execution).reason()).isEqualTo("cancelled");
            assertThat(execution.output().text()).isEqualTo("before\n");
            interrupted.await();
        }
    }
}
