"""LangChain's Python client: langchain_python.py BASE_URL UPSTREAM_URL."""

import base64

import openai
from checks import MODELS, REPORT, SCHEMA, TOLD, TOOL, WEATHER, base, check, done, equal, nothing_waits, raised
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_openai import ChatOpenAI


def chat(model, **more):
    return ChatOpenAI(model=model, base_url=base + "/v1", api_key="none", max_retries=0, **{"timeout": 60, **more})


def plain(model):
    answer = chat(model).invoke("say Good morning")
    equal(answer.content, "Good morning")
    equal(answer.usage_metadata["total_tokens"] > 0, True)


def stream(model):
    equal("".join(chunk.text for chunk in chat(model).stream("say Good morning")), "Good morning")


def tools(model):
    bound = chat(model).bind_tools([TOOL])
    messages = [HumanMessage("weather")]
    first = bound.invoke(messages)
    equal([(call["name"], call["args"]) for call in first.tool_calls], [("get_weather", {"city": "Paris"})])
    messages += [first, ToolMessage(WEATHER, tool_call_id=first.tool_calls[0]["id"])]
    equal(bound.invoke(messages).content, TOLD)


def schema(model):
    structured = chat(model).with_structured_output({**SCHEMA, "title": "report"}, method="json_schema", strict=True)
    equal(structured.invoke("report"), REPORT)


def file(model):
    data = base64.b64encode(b"The code word is tangerine.").decode()
    content = [
        {"type": "file", "file": {"filename": "note.txt", "file_data": "data:text/plain;base64," + data}},
        {"type": "text", "text": "Which is the code word?"},
    ]
    equal(chat(model).invoke([HumanMessage(content)]).content, "tangerine")


def error():
    raised(openai.NotFoundError, lambda: chat("absent").invoke("say Hello"))
    raised(openai.BadRequestError, lambda: chat("direct", temperature=3).invoke("say Hello"))


def cancel(model):
    chunks = chat(model).stream("wait")
    next(chunks)
    chunks.close()
    nothing_waits()


def timeout(model):
    raised(openai.APITimeoutError, lambda: chat(model, timeout=2).invoke("wait"))
    nothing_waits()


for model in MODELS:
    for action in (plain, stream, tools, schema):
        check(f"{action.__name__}, {model}", lambda: action(model))
check("a file and a question", lambda: file(MODELS[1]))
check("errors", error)
check("a stream that is left", lambda: cancel("direct"))
check("a time limit", lambda: timeout("direct"))
done()
