package io.rlmgateway.session;

import static io.rlmgateway.session.SessionFixture.cell;
import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.repl.graalpy.EmbeddedSandbox;
import io.rlmgateway.trajectory.Event;
import io.rlmgateway.upstream.ModelReply;
import io.rlmgateway.upstream.ModelReply.StopReason;
import io.rlmgateway.upstream.ModelRequest;
import io.rlmgateway.upstream.ModelRequest.Purpose;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sub-answers as cells of real Python see them. */
class SubAnswersInPythonTest {

    private SessionFixture session;

    @BeforeEach
    void open(@TempDir Path directory) {
        session = new SessionFixture(directory);
        session.sandbox = EmbeddedSandbox.REPLS;
        session.models.leaf(SubAnswersInPythonTest::reply);
    }

    private static ModelReply reply(ModelRequest request) {
        String prompt = request.messages().getFirst().text();
        if (prompt.startsWith("count")) {
            boolean corrected = request.messages().size() > 1;
            return ScriptedModels.reply(
                    request, corrected ? "```json\n{\"count\": 3, \"of\": [\"a\", null]}\n```" : "{\"count\": \"?\"}");
        }
        if (prompt.startsWith("quote")) {
            return ScriptedModels.reply(request, "<quote>is red</quote> or <quote>is big</quote>");
        }
        return prompt.startsWith("long")
                ? ScriptedModels.reply(request, "lo", StopReason.LENGTH)
                : ScriptedModels.reply(request, "re " + prompt);
    }

    /** Runs cells, one a turn; tells what the last of them showed. */
    private String shown(String... cells) {
        for (String code : cells) {
            session.models.turn(cell(code));
        }
        session.models.turn("FINAL(done)");
        assertThat(session.ask("How many?").text()).isEqualTo("done");
        List<ModelRequest> turns = session.models.requests(Purpose.ROOT);
        return turns.getLast().messages().getLast().text();
    }

    @Test
    void dataQuotationsCutAnswersAndPythonsOwnErrors() {
        assertThat(shown("""
                        schema = {"type": "object", "properties": {"count": {"type": "integer"}}, "required": ["count"]}
                        data = llm_query("count it", schema=schema)
                        print(data, type(data).__name__, data["count"] + 1, type(data["of"]).__name__)
                        print(llm_query_batched(["count a", "plain"], schema=schema)[0] == data)
                        print([llm_query(f"count {i}", schema=schema)["count"] for i in range(3)])
                        quoted = llm_query("quote it", "the apple\\nis   red", quote=True)
                        print(quoted, isinstance(quoted, str))
                        print([(q.text, q.found, q.start, q.end) for q in quoted.quotes])
                        long = llm_query("long")
                        print(long, long.cut, getattr(llm_query("x"), "cut", False))
                        print((await allm_query("count it", schema=schema))["count"])
                        for call in ("llm_query()", "llm_query('a', 'b', 'c')", "llm_query('a', schem={})",
                                     "llm_query('a', prompt='b')", "llm_query('a', schema='x')",
                                     "llm_query('a', schema={'type': 'objekt'})", "llm_query('a', quote=1)",
                                     "llm_query('count', quote=True, schema=schema)"):
                            try:
                                eval(call)
                            except Exception as e:
                                print(type(e).__name__, str(e)[:75])
                        """)).startsWith("""
                        Output:
                        {'count': 3, 'of': ['a', None]} dict 4 list
                        True
                        [3, 3, 3]
                        "is red" or "is big" [not found in the text] True
                        [('is red', True, 10, 18), ('is big', False, None, None)]
                        lo
                        [the sub-answer was cut at its output limit] True False
                        3
                        TypeError llm_query() missing 1 required positional argument: 'prompt'
                        TypeError llm_query() takes from 1 to 2 positional arguments but 3 were given
                        TypeError llm_query() got an unexpected keyword argument 'schem'
                        TypeError llm_query() got multiple values for argument 'prompt'
                        TypeError schema must be dict, not str
                        ValueError schema is not a JSON Schema that can be used: /type does not have a value i
                        TypeError quote must be bool, not int
                        ValueError schema and quote cannot go together: give the schema a field for the quotat
                        """);
    }

    @Test
    void aLaterTurnTakesWhatWasAnsweredAndALoopVotes() {
        String loop = "votes = [llm_query('vote') for i in range(3)]\nprint(votes)";
        assertThat(shown(loop, "print(llm_query('vote'), llm_query('other'))", loop))
                .startsWith("Output:\n['re vote', 're vote', 're vote']\n")
                .contains("[3 sub-calls were asked in an earlier turn already");
        assertThat(session.models.requests(Purpose.LEAF)).hasSize(4);
        assertThat(session.trajectories.events(Event.SubCallReused.class)).hasSize(4);
    }
}
