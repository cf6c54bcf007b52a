"""Has the API tests of OpenAI's own clients ask the service: openai_tests.py BASE_URL SUITE MODEL COMMAND...

COMMAND is pytest or Vitest with the tests; it is told where the service is and to write JUnit's XML. The cases become lines
`ok NAME` and `not ok NAME: why`; NAME begins with SUITE.

The tests were made for a mock server: they name things that are nowhere, as the file `file_id`, and values that OpenAI's API
would refuse, as a limit of 0. Between them and the service stands a proxy that first makes what such an id names, and puts
the smallest valid value in place of an invalid one. Everything it changes is in the tables below; answers pass as they are.
"""

import hashlib
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import xml.etree.ElementTree
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

base, suite, model = sys.argv[1], sys.argv[2], sys.argv[3]
DATA = b"Example data"

# ids in paths, by what stands before them; each names a new thing
THINGS = {"files": r"string|file_id|file-abc123", "uploads": r"upload_abc123", "completions": r"completion_id"}
# parameters of queries whose values name nothing; None leaves them out
QUERY = {"after": None, "limit": "1", "purpose": "user_data", "model": None, "metadata[foo]": None}
# members of bodies below the smallest valid value
LEAST = {"max_tokens": 1, "max_completion_tokens": 1, "bytes": len(DATA)}


def call(method, path, body=None, headers=None):
    """Status, headers and body of an answer of the service."""
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=120)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.getheaders(), answer.read()
    finally:
        connection.close()


def made(path, body, headers):
    status, _, answer = call("POST", path, body, headers)
    if status != 200:
        raise RuntimeError(f"{path} answered {status}: {answer[:300]!r}")
    return json.loads(answer)["id"]


def posted(path, **body):
    return made(path, json.dumps(body), {"Content-Type": "application/json"})


def form(path, **fields):
    parts = ""
    for name, value in fields.items():
        file = "" if name == "purpose" else '; filename="a.txt"'
        parts += f'--b\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n{value}\r\n'
    return made(path, parts + "--b--\r\n", {"Content-Type": "multipart/form-data; boundary=b"})


def thing(kind):
    if kind == "files":
        return form("/v1/files", purpose="user_data", file=DATA.decode())
    if kind == "uploads":
        return posted("/v1/uploads", purpose="user_data", filename="a.txt", bytes=len(DATA), mime_type="text/plain")
    # the clients' types know stored messages of assistants only
    messages = [{"role": "assistant", "content": [{"type": "text", "text": "Hello"}]}]
    return posted("/v1/chat/completions", model=model, store=True, messages=messages)


def with_things(path):
    for kind, ids in THINGS.items():
        found = re.search(rf"/{kind}/({ids})(?=/|$)", path)
        if found:
            path = path[: found.start(1)] + thing(kind) + path[found.end(1) :]
    # a fine-tuned model and one of OpenAI's
    return re.sub(r"/models/[^/]+$", "/models/" + quote(model.split(";")[0]), path)


def with_valid_query(query):
    pairs = [(name, QUERY.get(name, value)) for name, value in parse_qsl(query)]
    return urlencode([(name, value) for name, value in pairs if value is not None])


def with_valid_values(path, body):
    for name, least in LEAST.items():
        if body.get(name) == 0:
            body[name] = least
    if "messages" in body:
        body["model"] = model
    if body.get("part_ids"):
        body["part_ids"] = [form(path.replace("/complete", "/parts"), data=DATA.decode())]
    if body.get("md5"):
        body["md5"] = hashlib.md5(DATA).hexdigest()
    return body


class Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def passed(self):
        try:
            status, headers, answer = self.answered()
        except RuntimeError as problem:
            status, headers, answer = 599, [], str(problem).encode()
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in ("transfer-encoding", "connection", "content-length", "date"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def answered(self):
        body = self.body()
        url = urlsplit(self.path)
        path, query = with_things(url.path), with_valid_query(url.query)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in NOT_PASSED}
        if self.headers.get("Content-Type", "").startswith("application/json") and body:
            body = json.dumps(with_valid_values(path, json.loads(body)))
        return call(self.command, path + ("?" + query if query else ""), body, headers)

    def body(self):
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    do_GET = do_POST = do_DELETE = passed


NOT_PASSED = ("host", "content-length", "transfer-encoding", "connection", "accept-encoding")


def report(results):
    """Prints a line for each case; tells whether there was one, and none failed."""
    cases = list(xml.etree.ElementTree.parse(results).getroot().iter("testcase"))
    good = bool(cases)
    for case in cases:
        name = f"{suite} {case.get('classname', '').split('.')[-1]} {case.get('name')}"
        if case.find("skipped") is not None:
            continue
        problem = next((found for kind in ("failure", "error") if (found := case.find(kind)) is not None), None)
        if problem is None:
            print(f"ok {name}")
        else:
            text = " ".join(((problem.get("message") or "") + " " + (problem.text or "")).split())
            print(f"not ok {name}: {text[:400]} … {text[-300:]}")
            good = False
    return good


def written(results):
    """What has the tests' runner write its results."""
    if "vitest" in sys.argv[4:]:
        return ["--reporter=junit", "--outputFile=" + results]
    return ["--junitxml=" + results]


def main():
    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as own:
        results = os.path.join(own, "results.xml")
        address = f"http://127.0.0.1:{proxy.server_address[1]}/v1"
        run = subprocess.run(
            sys.argv[4:] + written(results),
            env={**os.environ, "TEST_API_BASE_URL": address},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        good = os.path.exists(results) and report(results)
        if not good:
            print(run.stdout[-3000:])
        sys.exit(0 if good else 1)


main()
