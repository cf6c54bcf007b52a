"""Runs cells."""

import _ast

_COMMON = {
    name: (name, None)
    for name in """re json math collections itertools functools datetime time random string textwrap statistics csv io
    hashlib base64 ast difflib unicodedata html heapq bisect operator dataclasses typing enum copy pprint decimal
    fractions uuid zlib asyncio threading sys os urllib concurrent""".split()
}
_COMMON.update(
    {name: ("collections", name) for name in ("Counter", "defaultdict", "OrderedDict", "deque", "namedtuple")}
)
_SUBMODULES = {"urllib": "urllib.parse", "concurrent": "concurrent.futures"}
_builtins = {}
_lines = {}
_set_trace, _set_profile = sys.settrace, sys.setprofile


def run_cell(number, code, started):
    """Runs a cell; returns what became of it: (answer, error, traceback, value, variables), None for what is not.
    `number` is its place in the session, `started` what the clock says, in nanoseconds since 1970."""
    global _final
    _final = None
    set_clock(started)
    before = dict(main)
    value = error = trace = answer = None
    try:
        look_round()
        take_back_answer()
        value = _run(code, f"<cell {number}>")
        answer = ready_answer()
    except Finish:
        pass
    except BaseException as raised:
        _restore()
        if _final is None:
            error, trace = _describe(raised)
    _restore()
    shown = None if value is None or _final is not None else _shown(value)
    return _final if _final is not None else answer, error, trace, shown, _changed(before)


def is_sound():
    """Whether cells can still be run."""
    with _Aside():
        return run_cell(0, "1", 0)[3] == "1"


class _Aside:
    """Something that is no cell: nothing is waited for meanwhile, because it is not done again when a session is."""

    def __enter__(self):
        global _aside
        _aside = True

    def __exit__(self, *exception):
        global _aside
        _aside = False


def _restore():
    """What a cell did to the interpreter itself must not harm what follows."""
    _set_trace(None)
    _set_profile(None)
    vars(builtins).update(_builtins)
    restore_output()
    restore_functions()


def _run(code, name):
    _keep_lines(code, name)
    tree = compile(code, name, "exec", _ast.PyCF_ONLY_AST, dont_inherit=True)
    prepare_loops(tree, code, name)
    awaits = ("await" in code or "async" in code) and awaits_at_top(tree)
    if awaits or "asyncio" in code:
        install_event_loop()
    if awaits:
        return run_awaiting(code, tree, name)
    last = _ast.Expression(tree.body.pop().value) if tree.body and isinstance(tree.body[-1], _ast.Expr) else None
    body = compile(tree, name, "exec", dont_inherit=True)
    import_common(code, global_names(body))
    if last is not None:
        last = compile(last, name, "eval", dont_inherit=True)
        import_common(code, global_names(last))
    exec(body, main)
    return None if last is None else eval(last, main)


def parses(code):
    try:
        compile(code, "<cell>", "exec", _ast.PyCF_ONLY_AST, dont_inherit=True)
        return True
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def _keep_lines(code, name):
    """Has tracebacks show a cell's lines."""
    _lines[name] = len(code), None, code.splitlines(keepends=True), name
    if "linecache" in sys.modules:
        _show_lines(sys.modules["linecache"])


def _show_lines(linecache):
    if type(linecache.cache) is not dict:
        linecache.cache = {}
    linecache.cache.update(_lines)
    _lines.clear()


_when_loaded["linecache"] = _show_lines


def import_common(source, names):
    """Models often use a module of the standard library without importing it."""
    for name in names:
        if name in _COMMON and name not in main and name not in vars(builtins) and _is_more_than_attribute(name, source):
            module, attribute = _COMMON[name]
            __import__(_SUBMODULES.get(module, module))
            main[name] = sys.modules[module] if attribute is None else getattr(sys.modules[module], attribute)
            _names_at_start[name] = main[name]


def _is_more_than_attribute(name, source):
    start = source.find(name)
    while start > 0 and (source[start - 1] == "." or source[start - 1].isalnum()):
        start = source.find(name, start + 1)
    return start >= 0


def global_names(code):
    """Names of globals and attributes in a code object, and in those within it."""
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, type(code)):
            yield from global_names(inner)


def _describe(raised):
    """The exception's last line, and the traceback with the cells' frames alone."""
    try:
        return _described(raised)
    except BaseException:  # the cell broke what is needed for it, or its own exception
        error = f"{type(raised).__name__}: {_text(raised)}"
        return error, error + "\n"


def _text(raised):
    try:
        return str(raised)
    except BaseException:
        return "<exception str() failed>"


def _described(raised):
    import traceback

    _name_unexpected_keyword(raised)
    described = traceback.TracebackException.from_exception(raised) if not isinstance(raised, SyntaxError) \
        else traceback.TracebackException(type(raised), raised, raised.__traceback__)
    _keep_cells(described, set())
    error = list(described.format_exception_only())[-1].strip()
    return error, "".join(described.format())


def _keep_cells(described, seen):
    if described is None or id(described) in seen:
        return
    seen.add(id(described))
    kept = []
    for frame in described.stack:
        if frame.filename.startswith("<cell "):
            if frame.name in _COMPREHENSIONS and kept:
                # since 3.12 CPython runs these in the frame around them
                frame.name = kept.pop().name
            frame.name = "<module>" if frame.name == "__cell__" else frame.name
            kept.append(frame)
    described.stack = type(described.stack).from_list(kept)
    _keep_cells(described.__cause__, seen)
    _keep_cells(described.__context__, seen)
    for inner in described.exceptions or ():
        _keep_cells(inner, seen)


_COMPREHENSIONS = {"<listcomp>", "<setcomp>", "<dictcomp>"}


def _name_unexpected_keyword(raised):
    """Of several unexpected keyword arguments, GraalPy tells the number where the name of the first belongs."""
    import re

    text = str(raised)
    if type(raised) is not TypeError or re.search(r"unexpected keyword argument '\d+'$", text) is None:
        return
    try:
        name = _first_unexpected(_last_of_cells(raised.__traceback__))
    except Exception:  # the call is none of a function that has a name
        return
    if name is not None:
        raised.args = (re.sub(r"'\d+'$", repr(name), text),)


def _last_of_cells(place):
    last = place
    while place is not None:
        if place.tb_frame.f_code.co_filename.startswith("<cell "):
            last = place
        place = place.tb_next
    return last


def _first_unexpected(place):
    import ast
    import inspect
    import linecache
    import traceback

    line = traceback.extract_tb(place, 1)[0]
    lines = "".join(linecache.getlines(line.filename)).splitlines()[line.lineno - 1:line.end_lineno]
    lines[-1] = lines[-1][:line.end_colno]
    lines[0] = lines[0][line.colno:]
    call = ast.parse("\n".join(lines), mode="eval").body
    known = {**place.tb_frame.f_globals, **place.tb_frame.f_locals}
    parameters = inspect.signature(known[call.func.id]).parameters
    return next((each.arg for each in call.keywords if each.arg and each.arg not in parameters), None)


def _shown(value):
    try:
        return str(repr(value))
    except BaseException as error:
        return f"<{type(value).__name__} whose repr raises {type(error).__name__}: {_text(error)}>"


def _changed(before):
    return [
        (name, type(value).__name__, preview(value))
        for name, value in user_variables().items()
        if name not in before or before[name] is not value
    ]


def _size(value):
    return f" of {len(value)}" if type(value) in (str, bytes, list, tuple, dict, set, frozenset) else ""


def describe_variables():
    with _Aside():
        return "\n".join(
            f"{name}: {type(value).__name__}{_size(value)} = {preview(value)}"
            for name, value in user_variables().items()
            if _names_at_start.get(name, _names_at_start) is not value
        )
