package io.rlmgateway.repl.graalpy;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Cells with loops over sub-calls, made up from a seed: with effects, aliases, breaks and failures. */
final class RandomLoops {

    private static final String START = """
            log, out, seen, n, note = [], [], {}, 0, ""
            alias = out
            chunks = ["one", "two", "three", "four", "five"][:LENGTH]
            class Box:
                def __init__(self, value):
                    self.value = value
                def __str__(self):
                    log.append(self.value)
                    return str(self.value)
                def __getitem__(self, key):
                    log.append(key)
                    return self.value[key]
            def label(c):
                log.append(c)
                return c.upper()
            def plain(c, times=1):
                word = c * times
                return "plain " + word if len(word) > 3 else word
            def ask(c):
                global n
                n += 1
                return llm_query("asked " + c)
            def ask_of(items, end=None):
                found = []
                for item in items:
                    r = llm_query(f"of {item}")
                    if end and end in r:
                        return found
                    found.append(r)
                return found
            """;

    private static final List<String> PROMPTS = List.of(
            "f'Q {c}'",
            "f'{note} {c}'",
            "c + str(n)",
            "label(c)",
            "plain(c, 2)",
            "f'{Box(c)}'",
            "Box(c)[0]",
            "chunks[n % len(chunks)]",
            "f'{seen.get(c, c)}'",
            "f'{len(out)} {c}'",
            "f'{len(alias)} {c!r:>8}'",
            "' '.join([note, c])",
            "c[1:] or 'x'",
            "c if n else note",
            "'%s %d' % (c, n)",
            "str(out[-1:]) + c");

    private static final List<String> STATEMENTS = List.of(
            "r = llm_query(PROMPT)",
            "r = llm_query(PROMPT)",
            "r = llm_query(PROMPT)",
            "out.append(llm_query(PROMPT))",
            "alias.append(llm_query(PROMPT, note))",
            "seen[c] = llm_query(PROMPT)",
            "r = ask(c)",
            "out += ask_of(c[:2], 'yes')",
            "n += 1",
            "n, note = n + 2, c",
            "note = r[:3]",
            "note += c[0]",
            "print(r, c)",
            "if len(chunks) < 7: chunks.append(c + '!')",
            "if 'yes' in r: break",
            "if 'no 1' in r: continue",
            "if n > 3: break",
            "if c == 'two': continue",
            "if 'yes 9' in r: raise ValueError(c)",
            "if 'yes' in r: out.append(c)\n    else: n += 1",
            "try: r = llm_query(PROMPT)\n    except LLMError as e: r = str(e)",
            "try: int(r)\n    except ValueError: note = 'v'\n    finally: n -= 1",
            "for d in c[:2]: out.append(llm_query(d + PROMPT))",
            "while n < 2: n += 1",
            "del out[:1]",
            "seen.pop(c, None)",
            "assert r != 'yes 3', r");

    private static final List<String> LOOPS = List.of(
            "for c in chunks:",
            "for c in chunks[1:]:",
            "for n, c in enumerate(chunks):",
            "for c, note in zip(chunks, 'abcdef'):",
            "for c in sorted(set(chunks)):",
            "for c in (x for x in chunks):",
            "for c in list(map(str, chunks)):",
            "for c in [label(x) for x in chunks]:",
            "for c in [plain(x) for x in chunks if x != 'two']:");

    private static final List<String> COMPREHENSIONS = List.of(
            "out = [llm_query(PROMPT) for c in chunks]",
            "out = [llm_query(PROMPT) for c in chunks if 'o' in c]",
            "out = {c: llm_query(PROMPT) for c in chunks}",
            "out = sorted({llm_query(PROMPT) for c in chunks})",
            "out = [[llm_query(PROMPT + d) for d in c[:2]] for c in chunks]",
            "out = [llm_query(PROMPT) for c in chunks if 'yes' in llm_query(c)]",
            "out = any('yes' in llm_query(PROMPT) for c in chunks)",
            "out = ', '.join(llm_query(PROMPT) for c in chunks)",
            "out = [ask(c) for c in chunks]",
            "out = ask_of(chunks, 'yes')",
            "out = [(c, r) for c in chunks if (r := llm_query(PROMPT)) != 'x']",
            "out = [log.append(c) or llm_query(PROMPT) for c in chunks]");

    private final Random random;

    RandomLoops(long seed) {
        random = new Random(seed);
    }

    /** {@return a cell} */
    String cell() {
        String loops = Stream.generate(() -> random.nextInt(3) == 0 ? any(COMPREHENSIONS) : loop())
                .limit(1 + random.nextInt(2))
                .collect(Collectors.joining("\n"));
        String cell = random.nextInt(4) == 0 ? inAFunction(loops) : loops;
        return START.replace("LENGTH", "" + (2 + random.nextInt(4))) + "r = ''\n" + cell
                + "\n(log, out, seen, n, note, chunks)";
    }

    private static String inAFunction(String code) {
        return "def work(chunks, n=0, note='', r='', out=[]):\n    global seen\n    " + code.replace("\n", "\n    ")
                + "\n    return n, note, r\nprint(work(chunks, note='start'))";
    }

    private String loop() {
        String body = Stream.generate(() -> any(STATEMENTS))
                .limit(2 + random.nextInt(4))
                .map(statement -> "\n    " + statement)
                .collect(Collectors.joining());
        return any(LOOPS) + body;
    }

    private String any(List<String> pieces) {
        String piece = pieces.get(random.nextInt(pieces.size()));
        return piece.contains("PROMPT") ? piece.replace("PROMPT", any(PROMPTS)) : piece;
    }
}
