"""A model API whose replies are known: upstream.py PORT. It speaks OpenAI's chat completions, in one piece and streamed.

What it does depends on the last message of a user:

    say TEXT            replies TEXT
    wait                replies nothing, streamed its role only, for a minute; `GET /` tells how many such calls are open
    weather             calls the first tool it is given with {"city": "Paris"}, and tells what came of it
    report              replies JSON as response_format wants it: a city and its temperature
    fail                answers 500

Asked as the root model of a session, it writes Python that does the same.
"""

import json
import re
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

REPORT = {"city": "Paris", "celsius": 21}
waiting = 0
lock = threading.Lock()


def text_of(message):
    content = message.get("content") or ""
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


def asked(messages):
    texts = [text_of(message) for message in messages if message["role"] == "user"]
    wishes = re.findall(r"\b(say [\w ]+|wait|weather|report|fail|code word)\b", "\n".join(texts))
    return wishes[0] if wishes else "say Hello"


def is_session(messages):
    return any("llm_query" in text_of(message) for message in messages[:1])


def cell(wish):
    """What a root model writes."""
    code = {
        "weather": 'FINAL("It is " + str(get_weather(city="Paris")))',
        "report": f"FINAL({REPORT!r})",
        "wait": "import time\ntime.sleep(60)",
        "fail": "FINAL(llm_query('fail'))",
        "code word": "import re\nFINAL(re.search(r'code word is (\\w+)', str(context)).group(1))",
    }.get(wish) or f"FINAL({wish[4:]!r})"
    return f"```repl\n{code}\n```"


def reply(request):
    """The reply's message and its finish reason."""
    messages, wish = request["messages"], asked(request["messages"])
    if is_session(messages):
        return {"content": cell(wish)}, "stop"
    results = [text_of(message) for message in messages if message["role"] == "tool"]
    if wish == "weather" and results:
        return {"content": "It is " + results[-1]}, "stop"
    if wish == "weather":
        function = {"name": request["tools"][0]["function"]["name"], "arguments": '{"city": "Paris"}'}
        return {"content": None, "tool_calls": [{"id": "call_1", "type": "function", "function": function}]}, "tool_calls"
    if wish == "report":
        return {"content": json.dumps(REPORT)}, "stop"
    return {"content": wish[4:]}, "stop"


def logprobs(request, message):
    """Of each word, where they are asked for."""
    if not request.get("logprobs"):
        return None
    tokens = [
        {"token": word, "logprob": -0.5, "bytes": list(word.encode()), "top_logprobs": []}
        for word in re.findall(r"\S+\s*", message["content"] or "")
    ]
    return {"content": tokens, "refusal": None}


def pieces(message):
    """A message as deltas."""
    yield {"role": "assistant", "content": ""}
    for call in message.get("tool_calls", []):
        function = call["function"]
        yield {"tool_calls": [{"index": 0, **call, "function": {"name": function["name"], "arguments": ""}}]}
        for part in re.findall(r".{1,7}", function["arguments"]):
            yield {"tool_calls": [{"index": 0, "function": {"arguments": part}}]}
    for part in re.findall(r"(?s).{1,7}", message["content"] or ""):
        yield {"content": part}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    head = {"id": "chatcmpl-1", "created": 1, "model": "scripted"}
    usage = {
        "prompt_tokens": 10,
        "completion_tokens": 5,
        "total_tokens": 15,
        "prompt_tokens_details": {"audio_tokens": 0, "cached_tokens": 0},
        "completion_tokens_details": {
            "accepted_prediction_tokens": 0,
            "audio_tokens": 0,
            "reasoning_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }
    tail = {"service_tier": "default", "system_fingerprint": "fp_1"}

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.answer(200, {"waiting": waiting})

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        wish = asked(request["messages"])
        if wish == "fail":
            self.answer(500, {"error": {"message": "It failed as it was asked to.", "type": "server_error"}})
        elif wish == "wait" and not is_session(request["messages"]):
            self.wait(request.get("stream"))
        elif request.get("stream"):
            self.stream(request, *reply(request))
        else:
            message, finish = reply(request)
            message = {"role": "assistant", "refusal": None, "annotations": [], **message}
            choice = {"index": 0, "message": message, "logprobs": logprobs(request, message), "finish_reason": finish}
            body = {**self.head, "object": "chat.completion", "choices": [choice], "usage": self.usage, **self.tail}
            self.answer(200, body)

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def begin_stream(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()

    def stream(self, request, message, finish):
        self.begin_stream()
        for delta in pieces(message):
            self.chunk([{"index": 0, "delta": delta, "finish_reason": None}])
        self.chunk([{"index": 0, "delta": {}, "finish_reason": finish}])
        if (request.get("stream_options") or {}).get("include_usage"):
            self.chunk([], usage=self.usage)
        self.wfile.write(b"data: [DONE]\n\n")
        self.close_connection = True

    def chunk(self, choices, **more):
        body = {**self.head, "object": "chat.completion.chunk", "choices": choices, **more}
        self.wfile.write(f"data: {json.dumps(body)}\n\n".encode())
        self.wfile.flush()

    def wait(self, streamed):
        """Says no more than its role until the caller has gone, for a minute at most."""
        if streamed:
            self.begin_stream()
            self.chunk([{"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": None}])
        global waiting
        with lock:
            waiting += 1
        try:
            self.connection.settimeout(0.2)
            end = time.monotonic() + 60
            while time.monotonic() < end:
                try:
                    if not self.connection.recv(1):
                        break
                except TimeoutError:
                    continue
                except OSError:
                    break
        finally:
            with lock:
                waiting -= 1
            self.close_connection = True


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
