package io.rlmgateway.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.repl.CellOutput.Piece;
import io.rlmgateway.repl.CellOutput.Stream;
import org.junit.jupiter.api.Test;

/** How cells run: state, output, errors, {@code await}. */
public abstract class CellContract extends ReplKit {

    @Test
    void statePersistsFromCellToCell() {
        Repl repl = open();
        printed(
                repl,
                "x = 40\n_hidden = 2\ndef add(n): return x + n\nclass Point:\n    def __init__(self, x): self.x = x");
        printed(repl, "x = 41");

        assertThat(printed(repl, "print(add(1), _hidden, Point(7).x)")).isEqualTo("42 2 7\n");
    }

    @Test
    void failingCellKeepsItsOutputAndWhatItAssignedBefore() {
        Repl repl = open();

        Execution.Failed failed = failed(repl, "print('before')\nx = 5\n1 / 0\nx = 6");

        assertThat(failed.output().text()).isEqualTo("before\n");
        assertThat(failed.error()).isEqualTo("ZeroDivisionError: division by zero");
        assertThat(printed(repl, "print(x)")).isEqualTo("5\n");
    }

    @Test
    void tracebackHasTheCellsFramesWithTheirSourceOnly() {
        Repl repl = open();
        printed(repl, "import json\ndef parse(text):\n    return json.loads(text)");

        Execution.Failed failed = failed(repl, "x = 1\nparse('{')");

        assertThat(failed.traceback())
                .startsWith(
                        "Traceback (most recent call last):\n  File \"<cell 2>\", line 2, in <module>\n    parse('{')\n")
                .contains("  File \"<cell 1>\", line 3, in parse\n    return json.loads(text)\n")
                .contains("JSONDecodeError: ")
                .doesNotContain("decoder.py")
                .doesNotContain("rlm")
                .doesNotContain("java");
    }

    @Test
    void tracebackThatACellPrintsItselfHasTheSourceToo() {
        Repl repl = open();
        printed(repl, "def half(number):\n    return number / 0");

        assertThat(printed(
                        repl,
                        "import sys, traceback\ntry:\n    half(1)\nexcept ZeroDivisionError:\n"
                                + "    traceback.print_exc(file=sys.stdout)"))
                .contains("line 3, in <module>\n    half(1)\n")
                .contains("line 2, in half\n    return number / 0\n");
    }

    @Test
    void errorIsToldEvenWhereTheCellBrokeTheImportOfModules() {
        Execution.Failed failed = failed(open(), "import sys\nsys.meta_path.clear()\n1 / 0");

        assertThat(failed.error()).isEqualTo("ZeroDivisionError: division by zero");
    }

    @Test
    void attributeCalledLikeAModuleImportsNothing() {
        Repl repl = open();
        printed(repl, "value = [1].copy()");

        assertThat(printed(repl, "print('copy' in globals())")).isEqualTo("False\n");
    }

    @Test
    void comprehensionsHaveNoFrameOfTheirOwnInTracebacks() {
        assertThat(failed(open(), "values = [1, 0]\nprint([\n    1 / value\n    for value in values\n])")
                        .traceback())
                .isEqualTo("""
                        Traceback (most recent call last):
                          File "<cell 1>", line 3, in <module>
                            1 / value
                            ~~^~~~~~~
                        ZeroDivisionError: division by zero
                        """);
    }

    @Test
    void unexpectedKeywordArgumentsAreNamed() {
        Repl repl = open(TestFunction.of("llm_query(prompt)", arguments -> "reply"));
        printed(repl, "def f(a, *, b=1): pass");

        assertThat(failed(repl, "f(1, b=2, c=3)").error())
                .isEqualTo("TypeError: f() got an unexpected keyword argument 'c'");
        assertThat(failed(repl, "f(1, b=2,\n  cc='ä', dd=4)").error())
                .isEqualTo("TypeError: f() got an unexpected keyword argument 'cc'");
        assertThat(failed(repl, "x = llm_query('p', temperature=0, max_tokens=5)")
                        .error())
                .isEqualTo("TypeError: llm_query() got an unexpected keyword argument 'temperature'");
    }

    @Test
    void chainedExceptionsAreShown() {
        Execution.Failed failed =
                failed(open(), "try:\n    {}['a']\nexcept KeyError as e:\n    raise ValueError('no a') from e");

        assertThat(failed.error()).isEqualTo("ValueError: no a");
        assertThat(failed.traceback())
                .contains("KeyError: 'a'")
                .contains("The above exception was the direct cause of the following exception:");
    }

    @Test
    void syntaxErrorCostsNothingButTheCell() {
        Repl repl = open();
        printed(repl, "x = 1");

        Execution.Failed failed = failed(repl, "x = 2\ny = = 3");

        assertThat(failed.error()).isEqualTo("SyntaxError: invalid syntax");
        assertThat(failed.traceback()).contains("File \"<cell 2>\", line 2").contains("y = = 3");
        assertThat(printed(repl, "print(x)")).isEqualTo("1\n");
    }

    @Test
    void lastBareExpressionIsShownByItsRepr() {
        Repl repl = open();

        assertThat(repl.execute("x = 'a'\nx * 3").output().value()).isEqualTo("'aaa'");
        assertThat(repl.execute("print('only printed')").output().value()).isNull();
        assertThat(repl.execute("x = 1").output().value()).isNull();
    }

    @Test
    void outputKeepsItsOrderAndItsStreams() {
        Repl repl = open();

        Execution execution = repl.execute("import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c', end='')");

        assertThat(execution.output().printed())
                .containsExactly(
                        new Piece(Stream.OUT, "a\n"), new Piece(Stream.ERR, "b\n"), new Piece(Stream.OUT, "c"));
    }

    @Test
    void charactersOfEveryPlaneAreKeptAndLoneSurrogatesReplaced() {
        assertThat(printed(open(), "print('ä€😀', '\\ud800', len('😀'))")).isEqualTo("ä€😀 \uFFFD 1\n");
    }

    @Test
    void newAndReboundVariablesAreReported() {
        Repl repl = open();

        assertThat(repl.execute("a = [1, 2]\nb = 'x' * 1000\nimport re")
                        .output()
                        .variables())
                .satisfiesExactly(
                        a -> assertThat(a).isEqualTo(new CellOutput.Variable("a", "list", "[1, 2]")),
                        b -> assertThat(b.preview()).startsWith("'xxx").hasSizeLessThanOrEqualTo(200));
        assertThat(repl.execute("a = 3").output().variables())
                .containsExactly(new CellOutput.Variable("a", "int", "3"));
        assertThat(repl.execute("print(a)").output().variables()).isEmpty();
        assertThat(repl.variables())
                .contains("a: int = 3")
                .contains("b: str of 1000 = 'xxx")
                .doesNotContain("context");
    }

    @Test
    void topLevelAwaitWorksAndItsNamesAreGlobal() {
        Repl repl = open();

        Execution execution = repl.execute("""
                import asyncio
                async def double(n):
                    await asyncio.sleep(0.001)
                    return 2 * n
                count: int = 3
                results = await asyncio.gather(*[double(n) for n in range(count)])
                for last in results: pass
                results
                """);

        assertThat(execution.output().value()).isEqualTo("[0, 2, 4]");
        assertThat(printed(repl, "print(results, last, count, asyncio.run(double(21)))"))
                .isEqualTo("[0, 2, 4] 4 3 42\n");
        assertThat(failed(repl, "await double('a' - 1)").traceback())
                .contains("File \"<cell 3>\", line 1, in <module>\n    await double('a' - 1)");
    }

    @Test
    void commonModulesNeedNoImport() {
        assertThat(printed(
                        open(),
                        "print(re.findall('a', 'banana'), json.dumps({}), math.floor(2.5), Counter('aab')['a'],"
                                + " collections.OrderedDict(), itertools.__name__, datetime.date(2026, 1, 2))"))
                .isEqualTo("['a', 'a', 'a'] {} 2 2 OrderedDict() itertools 2026-01-02\n");
    }

    @Test
    void everyModuleOfTheContractCanBeImported() {
        assertThat(printed(open(), """
                        import re, json, math, collections, itertools, functools, datetime, time, random, string, textwrap
                        import statistics, csv, io, hashlib, base64, ast, difflib, unicodedata, html, urllib.parse, heapq
                        import bisect, operator, dataclasses, typing, enum, copy, pprint, decimal, fractions, uuid, zlib
                        import asyncio, concurrent.futures, threading
                        @dataclasses.dataclass
                        class Page:
                            number: int
                        print(hashlib.sha256(b'').hexdigest()[:4], zlib.crc32(b'a'), copy.deepcopy(Page(1)), uuid.uuid4().version,
                              unicodedata.name('a'), statistics.mean([1, 3]), decimal.Decimal('0.1') + 1)
                        """)).isEqualTo("e3b0 3904355907 Page(number=1) 4 LATIN SMALL LETTER A 2 1.1\n");
    }

    @Test
    void everyModuleOfTheContractDoesItsWork() {
        assertThat(printed(open(), """
                        print(re.sub(r'(\\w+) (\\w+)', r'\\2 \\1', 'a b'), json.loads('[1, null]'), math.isqrt(17), 2 ** 100)
                        print(collections.Counter('aab').most_common(1), list(itertools.pairwise('abc')), functools.reduce(operator.add, [1, 2]))
                        print(datetime.date(2026, 11, 21).isoformat(), time.strftime('%Y', time.gmtime(0)), string.ascii_lowercase[:3])
                        print(textwrap.shorten('several words here', 13), statistics.median([1, 2, 9]), list(csv.reader(['a,"b,c"'])))
                        print(io.StringIO('x').read(), hashlib.md5(b'a').hexdigest()[:6], base64.b64encode(b'abc').decode(), ast.literal_eval('(1,)'))
                        print(difflib.get_close_matches('appel', ['ape', 'apple']), unicodedata.normalize('NFC', 'a\u0308'), html.escape('<'))
                        print(urllib.parse.quote('a b'), heapq.nsmallest(2, [3, 1, 2]), bisect.bisect([1, 3], 2), typing.get_args(list[int]))
                        print(enum.Enum('E', 'A B').B.value, copy.copy([1]), pprint.pformat({'b': 1, 'a': 2}), decimal.Decimal('1.10') * 2)
                        print(fractions.Fraction(1, 3) + 1, uuid.UUID(int=5).hex[-2:], zlib.decompress(zlib.compress(b'z')), random.Random(1).random() < 1)
                        print(concurrent.futures.Future().done(), threading.current_thread().name, asyncio.run(asyncio.sleep(0, 'slept')))
                        """)).isEqualTo("""
                        b a [1, None] 4 1267650600228229401496703205376
                        [('a', 2)] [('a', 'b'), ('b', 'c')] 3
                        2026-11-21 1970 abc
                        several [...] 2 [['a', 'b,c']]
                        x 0cc175 YWJj (1,)
                        ['apple', 'ape'] ä &lt;
                        a%20b [1, 2] 1 (<class 'int'>,)
                        2 [1] {'a': 2, 'b': 1} 2.20
                        4/3 05 b'z' True
                        False MainThread slept
                        """);
    }

    @Test
    void whatCellsDefineCanBePickledAsInAScript() {
        Repl repl = open();
        printed(repl, """
                import dataclasses, enum, pickle
                @dataclasses.dataclass
                class Page:
                    number: int
                    words: list
                class Kind(enum.Enum):
                    A = 1
                def add(a, b): return a + b
                """);

        assertThat(printed(repl, """
                        page, kind, function = pickle.loads(pickle.dumps((Page(1, ['a']), Kind.A, add)))
                        print(page, kind is Kind.A, function is add, Page.__module__, Page)
                        """))
                .isEqualTo("Page(number=1, words=['a']) True True __main__ <class '__main__.Page'>\n");
        assertThat(failed(repl, "pickle.dumps(lambda: 1)").error()).startsWith("_pickle.PicklingError: Can't pickle");
    }

    @Test
    void modulesThatAreNotThereSayWhatIs() {
        Repl repl = open();

        assertThat(failed(repl, "import numpy as np").error())
                .startsWith("ModuleNotFoundError: No module named 'numpy'; this Python has the standard library only");
        assertThat(printed(repl, "try:\n    import pandas\nexcept ImportError:\n    print('without')"))
                .isEqualTo("without\n");
    }

    @Test
    void inputAndFilesSayWhyTheyCannot() {
        Repl repl = open();

        assertThat(failed(repl, "input('name? ')").error()).contains("input() cannot be used");
        assertThat(failed(repl, "open('/etc/passwd')").error()).startsWith("PermissionError: open('/etc/passwd')");
    }

    @Test
    void outputThatACellRedirectedIsBackInTheNext() {
        Repl repl = open();
        printed(repl, "import sys, io\nsys.stdout = io.StringIO()\nprint('lost')");

        assertThat(printed(repl, "print('seen')")).isEqualTo("seen\n");
    }

    @Test
    void builtInsThatACellOverwroteDoNotHarmTheNext() {
        Repl repl = open();
        printed(repl, "import builtins\nbuiltins.len = builtins.isinstance = builtins.repr = None\nprint = None");

        assertThat(repl.execute("1 + 1").output().value()).isEqualTo("2");
    }

    @Test
    void emptyCellPrintsNothing() {
        assertThat(open().execute("# nothing").output()).isEqualTo(CellOutput.NONE);
    }

    @Test
    void timeAndDatesAreThoseOfOneClock() {
        assertThat(printed(open(), """
                        import time, datetime
                        from datetime import date, datetime as moment
                        now = moment.now()
                        print(isinstance(now, date), isinstance(now.date(), date), type(now) is moment, repr(date(2026, 1, 2)))
                        print(abs(now.timestamp() - time.time()) < 5, time.monotonic() < 60, date.today() == now.date())
                        print(time.strftime('%Y') == str(now.year), moment.strptime('2026-01-02', '%Y-%m-%d').date())
                        """)).isEqualTo("""
                        True True True datetime.date(2026, 1, 2)
                        True True True
                        True 2026-01-02
                        """);
    }

    @Test
    void chanceGoesOnFromCellToCell() {
        Repl repl = open();

        assertThat(printed(repl, "import random, uuid, os\nprint(random.random(), uuid.uuid4(), os.urandom(4))"))
                .isNotEqualTo(printed(repl, "print(random.random(), uuid.uuid4(), os.urandom(4))"))
                .isNotEqualTo(printed(
                        open(), "import random, uuid, os\nprint(random.random(), uuid.uuid4(), os.urandom(4))"));
    }
}
