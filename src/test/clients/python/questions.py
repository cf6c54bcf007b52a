"""Drives the service with OpenAI's Python client: client.py BASE_URL DIRECTORY.

The directory holds needle.txt, handbook.txt and their questions (needle.tsv, handbook.tsv) as examples/LongText.java
writes them. Prints `ok NAME` or `not ok NAME: why` for each check.
"""

import base64
import csv
import pathlib
import re
import sys

import openai

base, directory = sys.argv[1], pathlib.Path(sys.argv[2])
client = openai.OpenAI(base_url=base + "/v1", api_key="none", timeout=120, max_retries=0)
failures = 0


def questions(kind):
    with open(directory / f"{kind}.tsv", encoding="utf-8") as lines:
        return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def check(name, action):
    global failures
    try:
        action()
        print(f"ok {name}", flush=True)
    except Exception as problem:
        failures += 1
        text = " ".join(str(problem).split())[:600]
        print(f"not ok {name}: {type(problem).__name__}: {text}", flush=True)


def expect(condition, seen):
    if not condition:
        raise AssertionError(f"unexpected: {seen!r}")


def expect_answer(text, answer):
    for part in answer.split(", "):
        expect(re.search(rf"\b{re.escape(part)}\b", text), text)


def about(part, question):
    return [{"role": "user", "content": [part, {"type": "text", "text": question}]}]


def upload(kind):
    with open(directory / f"{kind}.txt", "rb") as content:
        return client.files.create(file=content, purpose="user_data")


def file_part(file):
    return {"type": "file", "file": {"file_id": file.id}}


def models_are_listed():
    expect("rlm" in [model.id for model in client.models.list()], client.models.list())
    expect(client.models.retrieve("rlm").object == "model", client.models.retrieve("rlm"))


def file_is_kept(file):
    expect(client.files.retrieve(file.id).bytes == (directory / "handbook.txt").stat().st_size, file)
    expect(file.id in [listed.id for listed in client.files.list()], file)
    expect(client.files.content(file.id).read() == (directory / "handbook.txt").read_bytes(), file)


def question_is_answered(file, question, answer):
    completion = client.chat.completions.create(model="rlm", messages=about(file_part(file), question))
    expect(completion.choices[0].finish_reason == "stop", completion)
    expect_answer(completion.choices[0].message.content, answer)
    expect(completion.usage.total_tokens == completion.usage.prompt_tokens + completion.usage.completion_tokens, completion)
    expect(completion.usage.total_tokens > 0, completion)


def absent_answer_is_not_made_up(file, question):
    completion = client.chat.completions.create(model="rlm", messages=about(file_part(file), question))
    text = completion.choices[0].message.content
    expect(any(word in text.lower() for word in ("not ", "no ", "n't")), text)


def answer_is_streamed(file, question, answer):
    stream = client.chat.completions.create(
        model="rlm",
        messages=about(file_part(file), question),
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = list(stream)
    expect(len({chunk.id for chunk in chunks}) == 1, chunks)
    expect(chunks[-1].usage.total_tokens > 0 and not chunks[-1].choices, chunks[-1])
    choices = [chunk.choices[0] for chunk in chunks if chunk.choices]
    expect(choices[0].delta.role == "assistant", choices[0])
    expect(choices[-1].finish_reason == "stop", choices[-1])
    expect_answer("".join(choice.delta.content or "" for choice in choices), answer)


def inline_text_is_read(question, answer):
    text = (directory / "handbook.txt").read_text(encoding="utf-8")
    completion = client.chat.completions.create(
        model="rlm", messages=about({"type": "text", "text": text}, question), extra_body={"rlm": {"mode": "rlm"}}
    )
    expect_answer(completion.choices[0].message.content, answer)


def inline_file_is_read(question, answer):
    data = base64.b64encode((directory / "handbook.txt").read_bytes()).decode()
    part = {"type": "file", "file": {"filename": "handbook.txt", "file_data": "data:text/plain;base64," + data}}
    completion = client.chat.completions.create(model="rlm", messages=about(part, question))
    expect_answer(completion.choices[0].message.content, answer)


def run_can_be_followed(file, question):
    raw = client.chat.completions.with_raw_response.create(model="rlm", messages=about(file_part(file), question))
    run = raw.headers["x-rlm-run-id"]
    expect(raw.headers["x-request-id"], raw.headers)
    expect(client.get(f"/rlm/runs/{run}", cast_to=object)["id"] == run, run)


def is_raised(kind, code, action):
    try:
        action()
    except kind as problem:
        expect(problem.code == code, problem.body)
        expect(problem.request_id, problem.response.headers)
        return
    raise AssertionError(f"{kind.__name__} was not raised")


def file_is_deleted(file):
    expect(client.files.delete(file.id).deleted, file)
    is_raised(openai.NotFoundError, None, lambda: client.files.retrieve(file.id))


def hello(model, **more):
    return client.chat.completions.create(model=model, messages=[{"role": "user", "content": "Hello"}], **more)


def main():
    asked = questions("handbook")
    known = [question for question in asked if question[0] in ("look-up", "compare")]
    _, question, answer = known[0]
    check("models are listed", models_are_listed)
    file = upload("handbook")
    check("a file is kept", lambda: file_is_kept(file))
    for _, each, expected in known:
        check(each, lambda: question_is_answered(file, each, expected))
    for kind, each, _ in asked:
        if kind == "absent":
            check(each, lambda: absent_answer_is_not_made_up(file, each))
    check("an answer is streamed", lambda: answer_is_streamed(file, question, answer))
    check("a text in the message is read", lambda: inline_text_is_read(question, answer))
    check("a file in the message is read", lambda: inline_file_is_read(question, answer))
    check("a run can be followed", lambda: run_can_be_followed(file, question))
    check("an unknown model is NotFoundError", lambda: is_raised(openai.NotFoundError, "model_not_found", lambda: hello("no")))
    check(
        "a bad temperature is BadRequestError",
        lambda: is_raised(openai.BadRequestError, "decimal_above_max_value", lambda: hello("rlm", temperature=3)),
    )
    check("a file is deleted", lambda: file_is_deleted(file))
    sys.exit(1 if failures else 0)


main()
