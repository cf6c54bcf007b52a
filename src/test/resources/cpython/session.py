"""A session's cells on CPython, to compare with: reads {"code": …} a line, writes what became of it as a line.

Written against the contract and not after the sandbox's own driver. What models find there and CPython has not, answers
here as it does in the comparison's setup; files, processes and the network are refused.
"""

import ast
import asyncio
import builtins
import io
import json
import linecache
import signal
import sys
import traceback
import types

COMMON = """re json math collections itertools functools datetime time random string textwrap statistics csv io hashlib
    base64 ast difflib unicodedata html heapq bisect operator dataclasses typing enum copy pprint decimal fractions uuid
    zlib asyncio threading sys os urllib concurrent""".split()
FROM_COLLECTIONS = ["Counter", "defaultdict", "OrderedDict", "deque", "namedtuple"]
SUBMODULES = {"urllib": "urllib.parse", "concurrent": "concurrent.futures"}
REFUSED = ("subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.remove", "os.rename",
           "os.mkdir", "os.rmdir", "os.kill", "os.putenv", "shutil.", "socket.connect", "socket.bind",
           "socket.getaddrinfo", "socket.gethostby", "socket.sendto", "urllib.Request", "ctypes.")
SECONDS = 30

replies = sys.stdout
cells = 0
final = None
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
main = sys.modules["__main__"] = types.ModuleType("__main__")
names = main.__dict__
names["__builtins__"] = builtins


class Finish(BaseException):
    """The final answer was given."""


class TimeIsUp(BaseException):
    """The cell takes too long."""


def time_is_up(*_):
    raise TimeIsUp


def refuse(event, arguments):
    written = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    if written or event.startswith(REFUSED):
        raise PermissionError(f"{event} is refused")


def FINAL(value):
    global final
    if final is None:
        final = text_of(value)
    raise Finish


def text_of(value):
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, (dict, list)) else str(value)


def FINAL_VAR(name):
    if name not in names:
        raise NameError(f"there is no variable {name!r}; the variables are: {SHOW_VARS() or 'none'}")
    FINAL(names[name])


def SUBMIT(*values, **fields):
    if bool(values) == bool(fields):
        raise TypeError("SUBMIT() takes values or fields")
    if fields:
        FINAL(fields["answer"] if list(fields) == ["answer"] else fields)
    FINAL(values[0] if len(values) == 1 else list(values))


def SHOW_VARS():
    return ", ".join(
        f"{name}: {type(value).__name__}" for name, value in names.items()
        if name in ("context", "documents", "history", "answer") or name not in at_start and not name.startswith("__")
        and not isinstance(value, types.ModuleType))


def llm_query(prompt, context=None, *, model=None):
    return "a reply"


def llm_query_batched(prompts, *, model=None):
    return ["a reply" for _ in prompts]


async def allm_query(prompt, context=None, *, model=None):
    return "a reply"


async def allm_query_batched(prompts, *, model=None):
    return ["a reply" for _ in prompts]


def no_input(prompt=""):
    raise RuntimeError("input() cannot be used: nobody is there to answer. The text to work on is in `context`.")


def no_files(file, *args, **kwargs):
    raise PermissionError(f"open({file!r}) cannot be used: there are no files here. "
                          "The texts to work on are in `context` and `documents`.")


FUNCTIONS = [FINAL, FINAL_VAR, SUBMIT, SHOW_VARS, llm_query, llm_query_batched, allm_query, allm_query_batched]


def open_session(context):
    names.update({function.__name__: function for function in FUNCTIONS})
    names.update(documents=[], context=context, answer={"content": "", "ready": False})
    for function in FUNCTIONS:
        function.__module__ = "__main__"
    builtins.input, builtins.open = no_input, no_files
    signal.signal(signal.SIGALRM, time_is_up)
    sys.addaudithook(refuse)


def run(code):
    """The cell's output, value, error, traceback and answer, None for what is not there."""
    global cells, final
    cells, final = cells + 1, None
    names.update({function.__name__: function for function in FUNCTIONS})
    printed, value, error, trace = io.StringIO(), None, None, None
    sys.stdout = sys.stderr = printed
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    if answer() is not None:
        names["answer"]["ready"] = False
    try:
        value = run_cell(code, f"<cell {cells}>")
    except Finish:
        pass
    except BaseException as raised:
        error, trace = describe(raised)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.stdout, sys.stderr = replies, sys.__stderr__
    shown = None if value is None else repr(value)
    return {"printed": printed.getvalue(), "value": shown, "error": error, "traceback": trace, "answer": answer()}


def run_cell(code, name):
    linecache.cache[name] = len(code), None, code.splitlines(keepends=True), name
    tree = ast.parse(code, name)
    import_common(tree)
    last = tree.body.pop().value if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    evaluate(compile(tree, name, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, True))
    if last is not None:
        return evaluate(compile(ast.Expression(last), name, "eval", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, True))


def evaluate(code):
    result = eval(code, names)
    return loop.run_until_complete(result) if code.co_flags & 0x80 else result


def import_common(tree):
    for node in ast.walk(tree):
        name = getattr(node, "id", None)
        if name in names:
            continue
        if name in COMMON:
            __import__(SUBMODULES.get(name, name))
            names[name] = sys.modules[name]
        elif name in FROM_COLLECTIONS:
            names[name] = getattr(__import__("collections"), name)
            at_start.add(name)


def describe(raised):
    described = traceback.TracebackException(
        type(raised), raised, raised.__traceback__)
    keep_cells(described)
    return list(described.format_exception_only())[-1].strip(), "".join(described.format())


def keep_cells(described):
    if described is not None:
        kept = [frame for frame in described.stack if frame.filename.startswith("<cell ")]
        described.stack = traceback.StackSummary.from_list(kept)
        for other in (described.__cause__, described.__context__, *(described.exceptions or ())):
            keep_cells(other)


def answer():
    given = names.get("answer")
    if final is None and isinstance(given, dict) and given.get("ready"):
        return text_of(given.get("content", ""))
    return final


open_session(json.loads(sys.stdin.readline())["context"])
at_start = set(names)
for line in sys.stdin:
    print(json.dumps(run(json.loads(line)["code"])), file=replies, flush=True)
