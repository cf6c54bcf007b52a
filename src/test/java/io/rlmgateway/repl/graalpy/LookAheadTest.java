package io.rlmgateway.repl.graalpy;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.repl.Arguments;
import io.rlmgateway.repl.Execution;
import io.rlmgateway.repl.PythonException;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplFunction;
import io.rlmgateway.repl.ReplKit;
import io.rlmgateway.repl.Repls;
import io.rlmgateway.repl.TestFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments.ArgumentSet;
import org.junit.jupiter.params.provider.MethodSource;

class LookAheadTest extends ReplKit {

    private static final int A_SESSION = 100;

    private final List<String> asked = new ArrayList<>();
    private final List<List<String>> ahead = new ArrayList<>();
    private final List<Long> windows = new ArrayList<>();

    @Override
    protected Repls repls() {
        return EmbeddedSandbox.REPLS;
    }

    private ReplFunction llmQuery() {
        return TestFunction.of("llm_query(prompt, context=None, *, model=None)", this::answer);
    }

    private ReplFunction llmAhead() {
        return TestFunction.of("__llm_ahead__(calls, window)", arguments -> {
            ahead.add(arguments.list("calls").stream()
                    .map(call -> prompt((Map<?, ?>) call))
                    .toList());
            windows.add(arguments.number("window"));
            return null;
        });
    }

    private static String prompt(Map<?, ?> call) {
        return call.get("context") == null ? "" + call.get("prompt") : call.get("prompt") + "|" + call.get("context");
    }

    /** An answer that only the question decides; some questions fail. */
    private @Nullable Object answer(Arguments arguments) {
        String prompt = prompt(arguments.values());
        asked.add(prompt);
        int hash = Math.floorMod(prompt.hashCode(), 23);
        if (hash == 7) {
            throw new PythonException(PythonException.Type.LLM_ERROR, "no answer to " + prompt);
        }
        return (hash % 3 == 0 ? "yes " : "no ") + hash;
    }

    private static final String START = """
            chunks = ["alpha", "beta", "gamma", "delta"]
            pairs = {"a": 1, "b": 2}
            out = []
            def question(c, word="Sum"):
                text = c.strip()
                if len(text) > 4:
                    return f"{word} up {text}"
                return word + " " + text
            def ask(c):
                return llm_query(f"about {c}")
            """;

    private static final String[] ALL = {"Q alpha", "Q beta", "Q gamma", "Q delta"};

    private static ArgumentSet loop(String name, String code, String... ahead) {
        return org.junit.jupiter.params.provider.Arguments.argumentSet(name, code, List.of(ahead));
    }

    /** Loops whose questions stand in them. */
    static Stream<ArgumentSet> loopsOfTheCell() {
        return Stream.of(
                loop("list comprehension", "out = [llm_query('Q ' + c) for c in chunks]", ALL),
                loop("loop that appends", "for c in chunks:\n    out.append(llm_query(f'Q {c}'))", ALL),
                loop(
                        "loop with steps",
                        "for c in chunks:\n    p = 'Q ' + c\n    r = llm_query(p)\n    out.append(r)",
                        ALL),
                loop("dict comprehension", "out = {c: llm_query('Q %s' % c) for c in chunks}", ALL),
                loop("dict of items", "for k, v in pairs.items():\n    llm_query(f'{k}={v}')", "a=1", "b=2"),
                loop("enumerate", "for i, c in enumerate(chunks[:2]):\n    llm_query(f'{i} {c}')", "0 alpha", "1 beta"),
                loop("zip", "out = [llm_query(f'{a}{b}') for a, b in zip('xy', chunks)]", "xalpha", "ybeta"),
                loop("range", "out = [llm_query(chunks[i]) for i in range(0, 4, 2)]", "alpha", "gamma"),
                loop(
                        "slices",
                        "t = 'abcdef'\nout = [llm_query(t[i:i+2]) for i in range(0, len(t), 2)]",
                        "ab",
                        "cd",
                        "ef"),
                loop(
                        "nested loops",
                        "for a in 'xy':\n    for b in '12':\n        out.append(llm_query(a + b))",
                        "x1",
                        "x2",
                        "y1",
                        "y2"),
                loop(
                        "nested comprehension",
                        "out = [[llm_query(a + b) for b in '12'] for a in 'xy']",
                        "x1",
                        "x2",
                        "y1",
                        "y2"),
                loop("condition", "out = [llm_query(c) for c in chunks if 'l' in c]", "alpha", "delta"),
                loop(
                        "condition in the body",
                        "for c in chunks:\n    if 'm' in c:\n        continue\n    llm_query(c)",
                        "alpha",
                        "beta",
                        "delta"));
    }

    /** Loops whose questions come from functions, or whose replies fail or are used. */
    static Stream<ArgumentSet> loopsWithFunctions() {
        return Stream.of(
                loop(
                        "a function of the cell's",
                        "out = [llm_query(question(c)) for c in chunks[:2]]",
                        "Sum up alpha",
                        "Sum beta"),
                loop("a function that asks", "out = [ask(c) for c in chunks[:2]]", "about alpha", "about beta"),
                loop(
                        "a loop in a function",
                        "def all_of(cs, q):\n    found = []\n    for c in cs:\n        found.append(llm_query(q + c))\n    return found\nout = all_of(chunks[2:], 'Q ')",
                        "Q gamma",
                        "Q delta"),
                loop("a context", "out = [llm_query('Q', c) for c in chunks[:2]]", "Q|alpha", "Q|beta"),
                loop("a named context", "out = [llm_query('Q', context=c) for c in chunks[:2]]", "Q|alpha", "Q|beta"),
                loop(
                        "errors that are caught",
                        "for c in chunks:\n    try:\n        out.append(llm_query('Q ' + c))\n    except Exception as e:\n        out.append(str(e))",
                        ALL),
                loop("the same question again", "out = [llm_query('Q') for _ in range(3)]", "Q", "Q", "Q"),
                loop(
                        "a counter",
                        "n = 0\nfor c in chunks[:2]:\n    n += 1\n    llm_query(f'{n} {c}')",
                        "1 alpha",
                        "2 beta"),
                loop(
                        "replies that only later code uses",
                        "for c in chunks:\n    r = llm_query('Q ' + c)\n    if 'yes' in r:\n        out.append(r)",
                        ALL),
                loop(
                        "json",
                        "import json\nout = [llm_query(json.dumps({'c': c})) for c in chunks[:2]]",
                        "{\"c\": \"alpha\"}",
                        "{\"c\": \"beta\"}"));
    }

    /** Loops whose questions depend on replies, or on what may have effects. */
    static Stream<ArgumentSet> loopsThatDependOnReplies() {
        return Stream.of(
                loop("a chain", "r = ''\nfor c in chunks:\n    r = llm_query(f'{r} {c}')"),
                loop(
                        "a reply in the next question",
                        "for c in chunks:\n    r = llm_query('Q ' + c)\n    out.append(llm_query(r))",
                        ALL),
                loop("what was found so far", "for c in chunks:\n    out.append(llm_query(f'{out} {c}'))"),
                loop(
                        "an object's str",
                        "class C:\n    def __str__(self):\n        out.append(1)\n        return 'c'\nfor c in [C(), C()]:\n    llm_query(f'{c}')"),
                loop("an iterator", "it = iter(chunks)\nout = [llm_query(c) for c in it]"),
                loop(
                        "a second question only for some",
                        "for c in chunks:\n    r = llm_query('Q ' + c)\n    if 'no' in r:\n        continue\n    llm_query('more ' + c)",
                        ALL),
                loop("one question", "for c in chunks[:1]:\n    llm_query(c)"),
                loop(
                        "another function of that name",
                        "def llm_query(p):\n    return p\nout = [llm_query(c) for c in chunks]"));
    }

    private static String withoutAddresses(Object shown) {
        return shown.toString().replaceAll(" at 0x[0-9a-f]+", "");
    }

    @ParameterizedTest
    @MethodSource({"loopsOfTheCell", "loopsWithFunctions", "loopsThatDependOnReplies"})
    void whatALoopAsksIsKnownBeforeAndItRunsAsEver(String code, List<String> expected) {
        Execution without = open(llmQuery()).execute(START + code);
        List<String> askedWithout = List.copyOf(asked);
        asked.clear();

        Execution with = open(llmQuery(), llmAhead()).execute(START + code);

        assertThat(withoutAddresses(with)).isEqualTo(withoutAddresses(without));
        assertThat(asked).isEqualTo(askedWithout);
        // a loop within a loop looks ahead too, when it is its turn
        assertThat(ahead.stream().findFirst().orElse(List.of())).isEqualTo(expected);
        assertThat(windows.stream().findFirst().orElse(0L)).isEqualTo(expected.size());
    }

    @Test
    void loopsThatMayEndEarlyAreAskedInSmallWindows() {
        Repl repl = open(llmQuery(), llmAhead());

        repl.execute(START + "for c in chunks * 9:\n    if 'yes 9' in llm_query(c):\n        break");
        repl.execute("any('yes 9' in llm_query(c) for c in chunks * 9)");

        assertThat(windows).containsExactly(8L, 8L);
        assertThat(ahead).allSatisfy(calls -> assertThat(calls).hasSize(36));
    }

    @Test
    void loopsInFunctionsOfEarlierCellsLookAheadToo() {
        Repl repl = open(llmQuery(), llmAhead());
        repl.execute("def all_of(cs):\n    return [llm_query(c) for c in cs]");

        repl.execute("all_of(['a', 'b'])\nall_of(['c', 'd'])");

        assertThat(ahead).containsExactly(List.of("a", "b"), List.of("c", "d"));
    }

    @Test
    void manyQuestionsAreFoundOnlyUpToALimit() {
        Repl repl = open(llmQuery(), llmAhead());

        repl.execute("for i in range(3000):\n    try:\n        llm_query(str(i))\n    except Exception:\n        pass");

        assertThat(ahead).singleElement().satisfies(calls -> assertThat(calls).hasSize(2000));
    }

    @Test
    void tracebacksAreTheSame() {
        Repl repl = open(llmQuery(), llmAhead());

        Execution.Failed failed = failed(repl, START + "\nfor c in chunks:\n    llm_query(c)\n    int('x')");

        assertThat(failed.traceback()).isEqualTo("""
                Traceback (most recent call last):
                  File "<cell 1>", line 14, in <module>
                    int('x')
                ValueError: invalid literal for int() with base 10: 'x'
                """);
    }

    @Test
    void namesOfTheSandboxAreNotSeen() {
        Repl repl = open(llmQuery(), llmAhead());

        assertThat(printed(
                        repl,
                        "def f():\n    for c in 'ab':\n        llm_query(c)\n    return sorted(locals())\nprint(f())"))
                .isEqualTo("['c']\n");
        assertThat(repl.variables()).matches("f: function = <function f at 0x[0-9a-f]+>");
    }

    /** With {@code -Dloops=3000} so many; each hundred in sessions of their own. */
    @Test
    void generatedLoopsEndTheSameWithAndWithoutLookingAhead() {
        int seeds = Integer.getInteger("loops", 200);
        for (int first = 0; first < seeds; first += A_SESSION) {
            try (Repl with = open(llmQuery(), llmAhead());
                    Repl without = open(llmQuery())) {
                IntStream.range(first, Math.min(seeds, first + A_SESSION))
                        .forEach(seed -> compare(new RandomLoops(seed).cell(), with, without));
            }
        }
        assertThat(ahead).hasSizeGreaterThan(seeds);
    }

    private void compare(String code, Repl with, Repl without) {
        asked.clear();
        Execution expected = without.execute(code);
        List<String> askedWithout = List.copyOf(asked);
        asked.clear();
        assertThat(withoutAddresses(with.execute(code))).as(code).isEqualTo(withoutAddresses(expected));
        assertThat(asked).as(code).isEqualTo(askedWithout);
        assertThat(withoutAddresses(with.variables())).as(code).isEqualTo(withoutAddresses(without.variables()));
    }
}
