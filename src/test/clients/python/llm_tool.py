"""The command-line tool llm: llm_tool.py BASE_URL UPSTREAM_URL. It runs in a directory of its own."""

import os
import pathlib
import subprocess
import sys
import tempfile

from checks import MODELS, base, check, done, equal, expect, nothing_waits

home = pathlib.Path(tempfile.mkdtemp())
names = {"direct": MODELS[0], "session": MODELS[1], "absent": "absent"}
(home / "extra-openai-models.yaml").write_text(
    "\n".join(
        f'- {{model_id: {name}, model_name: "{model}", api_base: "{base}/v1", supports_tools: true, supports_schema: true}}'
        for name, model in names.items()
    )
)
tool = str(pathlib.Path(sys.executable).parent / "llm")
environment = {**os.environ, "LLM_USER_PATH": str(home), "OPENAI_API_KEY": "none"}
WEATHER = 'def get_weather(city: str) -> str:\n    """Tells the weather of a city"""\n    return "sunny in " + city\n'


def llm(*arguments, timeout=60, text=None):
    return subprocess.run(
        [tool, *arguments], env=environment, input=text, capture_output=True, text=True, timeout=timeout, check=False
    )


def answer(*arguments):
    ran = llm(*arguments)
    expect(ran.returncode == 0, ran.stderr)
    return ran.stdout.strip()


def plain(model):
    equal(answer("-m", model, "--no-stream", "say Good morning"), "Good morning")


def stream(model):
    equal(answer("-m", model, "say Good morning"), "Good morning")


def tools(model):
    equal(answer("-m", model, "--functions", WEATHER, "weather"), "It is sunny in Paris")


def schema(model):
    expect('"celsius"' in answer("-m", model, "--schema", "city str, celsius int", "report"), model)


def long_text(model):
    ran = llm("-m", model, "-s", "Which is the code word?", text="Blue. " * 5000 + "The code word is tangerine.")
    equal(ran.stdout.strip(), "tangerine")


def error():
    ran = llm("-m", "absent", "say Hello")
    expect(ran.returncode != 0 and "does not exist" in ran.stderr, ran.stderr)


def timeout(model):
    try:
        llm("-m", model, "wait", timeout=4)
        raise AssertionError("it answered")
    except subprocess.TimeoutExpired:
        nothing_waits()


for name in ("direct", "session"):
    for action in (plain, stream, tools, schema):
        check(f"{action.__name__}, {name}", lambda: action(name))
check("a long text and a question", lambda: long_text("session"))
check("errors", error)
check("it is stopped", lambda: timeout("direct"))
done()
