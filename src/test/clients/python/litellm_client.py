"""LiteLLM as a client: litellm_client.py BASE_URL UPSTREAM_URL."""

import io
import json
import os

# its prices come from the network otherwise
os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

import litellm
from checks import MODELS, REPORT, SCHEMA, TOLD, TOOL, WEATHER, base, check, done, equal, expect, nothing_waits, raised

litellm.suppress_debug_info = True
service = {"api_base": base + "/v1", "api_key": "none", "timeout": 60, "num_retries": 0, "max_retries": 0}


def ask(model, messages, **more):
    if isinstance(messages, str):
        messages = [{"role": "user", "content": messages}]
    return litellm.completion(model="openai/" + model, messages=messages, **{**service, **more})


def plain(model):
    completion = ask(model, "say Good morning")
    equal(completion.choices[0].message.content, "Good morning")
    expect(completion.usage.total_tokens > 0, completion.usage)


def stream(model):
    chunks = list(ask(model, "say Good morning", stream=True))
    equal("".join(chunk.choices[0].delta.content or "" for chunk in chunks), "Good morning")


def tools(model):
    messages = [{"role": "user", "content": "weather"}]
    first = ask(model, messages, tools=[TOOL])
    equal(first.choices[0].finish_reason, "tool_calls")
    call = first.choices[0].message.tool_calls[0]
    equal(json.loads(call.function.arguments), {"city": "Paris"})
    messages += [first.choices[0].message.model_dump(), {"role": "tool", "tool_call_id": call.id, "content": WEATHER}]
    equal(ask(model, messages, tools=[TOOL]).choices[0].message.content, TOLD)


def schema(model):
    form = {"type": "json_schema", "json_schema": {"name": "report", "strict": True, "schema": SCHEMA}}
    equal(json.loads(ask(model, "report", response_format=form).choices[0].message.content), REPORT)


def file(model):
    stored = litellm.create_file(
        file=("note.txt", io.BytesIO(b"The code word is tangerine.")),
        purpose="user_data",
        custom_llm_provider="openai",
        api_base=service["api_base"],
        api_key="none",
    )
    content = [{"type": "file", "file": {"file_id": stored.id}}, {"type": "text", "text": "Which is the code word?"}]
    equal(ask(model, [{"role": "user", "content": content}]).choices[0].message.content, "tangerine")


def error():
    raised(litellm.NotFoundError, lambda: ask("absent", "say Hello"))
    raised(litellm.BadRequestError, lambda: ask("direct", "say Hello", temperature=3))


def cancel(model):
    chunks = ask(model, "wait", stream=True)
    next(iter(chunks))
    chunks.completion_stream.close()
    nothing_waits()


def timeout(model):
    raised(litellm.Timeout, lambda: ask(model, "wait", timeout=2))
    nothing_waits()


for model in MODELS:
    for action in (plain, stream, tools, schema):
        check(f"{action.__name__}, {model}", lambda: action(model))
check("a file and a question", lambda: file(MODELS[1]))
check("errors", error)
check("a stream that is left", lambda: cancel("direct"))
check("a time limit", lambda: timeout("direct"))
done()
