"""Runs cells."""

import ast
import importlib
import linecache
import traceback

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


def run_cell(number, code, started):
    """Runs a cell; returns what became of it: (answer, error, traceback, value, variables), None for what is not.
    `number` is its place in the session, `started` what the clock says, in nanoseconds since 1970."""
    global _final
    _final = None
    set_clock(started)
    before = dict(main)
    value = error = trace = answer = None
    try:
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


def _restore():
    """What a cell did to the interpreter itself must not harm what follows."""
    vars(builtins).update(_builtins)
    restore_output()
    restore_functions()


def _run(code, name):
    lines = code.splitlines(keepends=True)
    linecache.cache[name] = (len(code), None, lines, name)
    tree = compile(code, name, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    _import_common(tree)
    if "asyncio" in code or _awaits(tree):
        install_event_loop()
    if _awaits(tree):
        return _run_async(tree, name)
    last = ast.Expression(tree.body.pop().value) if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec", dont_inherit=True), main)
    return None if last is None else eval(compile(last, name, "eval", dont_inherit=True), main)


def parses(code):
    try:
        ast.parse(code)
        return True
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def _import_common(tree):
    """Models often use a module of the standard library without importing it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in _COMMON and node.id not in main and node.id not in vars(builtins):
            module, attribute = _COMMON[node.id]
            importlib.import_module(_SUBMODULES.get(module, module))
            main[node.id] = sys.modules[module] if attribute is None else getattr(sys.modules[module], attribute)
            _names_at_start[node.id] = main[node.id]


class _TopLevel(ast.NodeVisitor):
    """What stands outside of functions and classes: names that are bound there, and whether something is awaited."""

    def __init__(self, tree):
        self.bound, self.awaits = set(), False
        self.visit(tree)

    def _definition(self, node):
        self.bound.add(node.name)
        for outer in (*node.decorator_list, *getattr(node, "bases", ()), *_defaults(node)):
            self.visit(outer)

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _definition

    def visit_Lambda(self, node):
        for default in _defaults(node):
            self.visit(default)

    def visit_Name(self, node):
        if not isinstance(node.ctx, ast.Load):
            self.bound.add(node.id)

    def visit_alias(self, node):
        self.bound.add((node.asname or node.name).partition(".")[0])

    def generic_visit(self, node):
        self.awaits |= isinstance(node, (ast.Await, ast.AsyncFor, ast.AsyncWith)) or getattr(node, "is_async", 0) == 1
        if isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
            self.bound.add(node.name)
        super().generic_visit(node)


def _defaults(node):
    arguments = getattr(node, "args", None)
    return [] if arguments is None else [each for each in (*arguments.defaults, *arguments.kw_defaults) if each]


def _awaits(tree):
    return _TopLevel(tree).awaits


def _run_async(tree, name):
    """Runs a cell with a top-level `await`: as the body of a coroutine whose names are all global."""
    bound = _TopLevel(tree).bound
    body = [_PlainAssignment().visit(statement) for statement in tree.body]
    if isinstance(body[-1], ast.Expr):
        body[-1] = ast.copy_location(ast.Return(body[-1].value), body[-1])
    if bound:
        body.insert(0, ast.Global(sorted(bound)))
    wrapper = ast.parse("async def __cell__(): pass")
    wrapper.body[0].body = body
    namespace_name = "__cell__"
    exec(compile(ast.fix_missing_locations(wrapper), name, "exec", dont_inherit=True), main)
    return run_coroutine(main.pop(namespace_name)())


class _PlainAssignment(ast.NodeTransformer):
    """A global name cannot be annotated inside a function, so the annotation goes."""

    def visit_AnnAssign(self, node):
        if node.value is None:
            return ast.copy_location(ast.Pass(), node)
        return ast.copy_location(ast.Assign([node.target], node.value), node)

    def visit_FunctionDef(self, node):
        return node

    visit_AsyncFunctionDef = visit_ClassDef = visit_Lambda = visit_FunctionDef


def _describe(raised):
    """The exception's last line, and the traceback with the cells' frames alone."""
    described = traceback.TracebackException.from_exception(raised) if not isinstance(raised, SyntaxError) \
        else traceback.TracebackException(type(raised), raised, raised.__traceback__)
    _keep_cells(described, set())
    error = list(described.format_exception_only())[-1].strip()
    return error, "".join(described.format())


def _keep_cells(described, seen):
    if described is None or id(described) in seen:
        return
    seen.add(id(described))
    kept = [frame for frame in described.stack if frame.filename.startswith("<cell ")]
    for frame in kept:
        frame.name = "<module>" if frame.name == "__cell__" else frame.name
    described.stack = traceback.StackSummary.from_list(kept)
    _keep_cells(described.__cause__, seen)
    _keep_cells(described.__context__, seen)
    for inner in described.exceptions or ():
        _keep_cells(inner, seen)


def _shown(value):
    try:
        return repr(value)
    except Exception as error:
        return f"<{type(value).__name__} whose repr raises {type(error).__name__}: {error}>"


def _changed(before):
    return [
        (name, type(value).__name__, preview(value))
        for name, value in user_variables().items()
        if name not in before or before[name] is not value
    ]


def describe_variables():
    return "\n".join(
        f"{name}: {type(value).__name__} = {preview(value)}"
        for name, value in user_variables().items()
        if _names_at_start.get(name, _names_at_start) is not value
    )
