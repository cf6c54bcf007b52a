"""What every Python client is asked to show, and how it is counted: `ok NAME` or `not ok NAME: why` a line."""

import json
import sys
import time
import urllib.request

base, upstream = sys.argv[1], sys.argv[2]

TOOL = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Tells the weather of a city",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
            "additionalProperties": False,
        },
        "strict": True,
    },
}
SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "celsius": {"type": "integer"}},
    "required": ["city", "celsius"],
    "additionalProperties": False,
}
REPORT = {"city": "Paris", "celsius": 21}
WEATHER = "sunny in Paris"
TOLD = "It is " + WEATHER
# the upstream's model itself, and a session whose root model it is
MODELS = ("direct", "session;mode=rlm")

failures = 0


def check(name, action):
    global failures
    try:
        action()
        print(f"ok {name}", flush=True)
    except Exception as problem:
        failures += 1
        text = " ".join(str(problem).split())[:600]
        print(f"not ok {name}: {type(problem).__name__}: {text}", flush=True)


def done():
    sys.exit(1 if failures else 0)


def expect(condition, seen):
    if not condition:
        raise AssertionError(f"unexpected: {seen!r}")


def equal(seen, wanted):
    expect(seen == wanted, seen)


def raised(kind, action):
    try:
        action()
    except kind as problem:
        return problem
    raise AssertionError(f"{kind.__name__} was not raised")


def nothing_waits():
    """A call that its client has left is soon left by the service, too."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with urllib.request.urlopen(upstream, timeout=5) as answer:
            if json.load(answer)["waiting"] == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the upstream's call is still open")
