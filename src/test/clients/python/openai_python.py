"""OpenAI's Python client: openai_python.py BASE_URL UPSTREAM_URL."""

import io
import json

import openai
from checks import MODELS, REPORT, SCHEMA, TOLD, TOOL, WEATHER, base, check, done, equal, expect, nothing_waits, raised

client = openai.OpenAI(base_url=base + "/v1", api_key="none", timeout=60, max_retries=0)


def ask(model, text, **more):
    return client.chat.completions.create(model=model, messages=[{"role": "user", "content": text}], **more)


def plain(model):
    completion = ask(model, "say Good morning")
    equal(completion.choices[0].message.content, "Good morning")
    expect(completion.usage.total_tokens > 0, completion.usage)


def stream(model):
    with client.chat.completions.stream(
        model=model, messages=[{"role": "user", "content": "say Good morning"}], stream_options={"include_usage": True}
    ) as events:
        completion = events.get_final_completion()
    equal(completion.choices[0].message.content, "Good morning")
    expect(completion.usage.total_tokens > 0, completion.usage)


def tools(model):
    messages = [{"role": "user", "content": "weather"}]
    first = client.chat.completions.create(model=model, messages=messages, tools=[TOOL])
    equal(first.choices[0].finish_reason, "tool_calls")
    call = first.choices[0].message.tool_calls[0]
    equal((call.function.name, json.loads(call.function.arguments)), ("get_weather", {"city": "Paris"}))
    messages += [first.choices[0].message, {"role": "tool", "tool_call_id": call.id, "content": WEATHER}]
    second = client.chat.completions.create(model=model, messages=messages, tools=[TOOL])
    equal(second.choices[0].message.content, TOLD)


def streamed_tools(model):
    messages = [{"role": "user", "content": "weather"}]
    with client.chat.completions.stream(model=model, messages=messages, tools=[TOOL]) as events:
        first = events.get_final_completion().choices[0]
    equal(first.finish_reason, "tool_calls")
    call = first.message.tool_calls[0]
    equal(json.loads(call.function.arguments), {"city": "Paris"})
    reply = first.message.model_dump(include={"role", "content", "tool_calls"}, exclude_none=True)
    messages += [reply, {"role": "tool", "tool_call_id": call.id, "content": WEATHER}]
    with client.chat.completions.stream(model=model, messages=messages, tools=[TOOL]) as events:
        equal(events.get_final_completion().choices[0].message.content, TOLD)


def schema(model):
    form = {"type": "json_schema", "json_schema": {"name": "report", "strict": True, "schema": SCHEMA}}
    equal(json.loads(ask(model, "report", response_format=form).choices[0].message.content), REPORT)


def file(model):
    stored = client.files.create(file=("note.txt", io.BytesIO(b"The code word is tangerine. " * 3)), purpose="user_data")
    content = [{"type": "file", "file": {"file_id": stored.id}}, {"type": "text", "text": "Which is the code word?"}]
    completion = client.chat.completions.create(model=model, messages=[{"role": "user", "content": content}])
    equal(completion.choices[0].message.content, "tangerine")
    expect(client.files.delete(stored.id).deleted, stored)


def error():
    equal(raised(openai.NotFoundError, lambda: ask("absent", "say Hello")).code, "model_not_found")
    equal(raised(openai.BadRequestError, lambda: ask("direct", "say Hello", temperature=3)).param, "temperature")
    expect(raised(openai.APIStatusError, lambda: ask("direct", "fail")).status_code >= 500, "fail")


def cancel(model):
    with ask(model, "wait", stream=True) as chunks:
        next(iter(chunks))
    nothing_waits()


def timeout(model):
    raised(openai.APITimeoutError, lambda: client.with_options(timeout=2).chat.completions.create(
        model=model, messages=[{"role": "user", "content": "wait"}]))
    nothing_waits()


for model in MODELS:
    for action in (plain, stream, tools, streamed_tools, schema):
        check(f"{action.__name__}, {model}", lambda: action(model))
check("a file and a question", lambda: file(MODELS[1]))
check("errors", error)
check("a stream that is left", lambda: cancel("direct"))
check("a time limit", lambda: timeout("direct"))
done()
