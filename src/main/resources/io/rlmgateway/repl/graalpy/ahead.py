"""Asks the sub-calls of plain loops ahead, all at once.

Before a loop runs, its prompts are worked out by going through its statements on copies of its names, without running any
of them (see pure.py); what a reply decides is unknown, and so is what depends on it. The host begins to ask the prompts
that are known. The loop itself then runs as it stands: a prompt that was asked ahead finds its reply under way, any other
is asked as ever. So state, output, order and errors are those of the loop, whatever was worked out."""

_ASK, _ASK_AHEAD, _LOOK_AHEAD, _NAMES_HERE = "llm_query", "__llm_ahead__", "__look_ahead__", "__names_here__"
_COMPREHENSION_NODES = (_ast.ListComp, _ast.SetComp, _ast.DictComp, _ast.GeneratorExp)
_MAX_PROMPTS, _MAX_CHARACTERS, _MAX_STEPS, _MAX_DEPTH = 2_000, 16_000_000, 200_000, 10
_ARGUMENT_DEPTH = 40
_UNKNOWN = object()
_prepared, _functions, _asking = [], {}, set()


def prepare_loops(tree, code, name):
    """Has the loops of a cell that ask sub-models look ahead; nothing else about the cell changes. Tells whether there are
    any."""
    before = len(_prepared)
    if _ASK_AHEAD in _restored and (_ASK in code or any(each in code for each in _asking)):
        _note_functions(tree, name)
        _prepare(tree)
    return len(_prepared) > before


def _note_functions(tree, name):
    nodes = [node for node in _walk(tree) if isinstance(node, _ast.FunctionDef) and not node.decorator_list]
    _functions.update({(name, node.lineno, node.name): node for node in nodes})
    before = None
    while before != len(_asking):
        before = len(_asking)
        _asking.update(node.name for node in nodes if _asks(node))


def _walk(node):
    yield node
    for field in node._fields:
        value = getattr(node, field, None)
        for child in value if isinstance(value, list) else (value,):
            if isinstance(child, _ast.AST):
                yield from _walk(child)


def _asks(node):
    return any(isinstance(each, _ast.Name) and (each.id == _ASK or each.id in _asking) for each in _walk(node))


def _prepare(node):
    if isinstance(node, _COMPREHENSION_NODES) and _asks(node):
        first = node.generators[0]
        first.iter = _hook(node, first.iter, first.iter)
        return
    for field in node._fields:
        value = getattr(node, field, None)
        for child in list(value) if isinstance(value, list) else (value,):
            if isinstance(child, _ast.AST):
                _prepare(child)
            if isinstance(child, _ast.For) and any(_asks(each) for each in child.body):
                value.insert(value.index(child), _at(child, _ast.Expr(_hook(child, child))))


def _hook(loop, place, *more):
    _prepared.append(loop)
    names = _at(place, _ast.Call(_at(place, _ast.Name(_NAMES_HERE, _ast.Load())), [], []))
    number = _at(place, _ast.Constant(len(_prepared) - 1))
    return _at(place, _ast.Call(_at(place, _ast.Name(_LOOK_AHEAD, _ast.Load())), [number, names, *more], []))


def _at(place, node):
    node.lineno, node.col_offset = place.lineno, place.col_offset
    node.end_lineno, node.end_col_offset = place.end_lineno, place.end_col_offset
    return node


def _is_hook(node):
    return isinstance(node, _ast.Call) and isinstance(node.func, _ast.Name) and node.func.id == _LOOK_AHEAD


def _look_ahead(number, names, iterable=None):
    """Called where a loop is about to begin; gives back what the loop goes through."""
    try:
        run = _Run()
        loop = _prepared[number]
        _Statements(run, [] if names is main else [dict(names)]).look(loop)
        if len(run.calls) > 1:
            window = _WINDOW if run.may_end or isinstance(loop, _ast.GeneratorExp) else len(run.calls)
            _restored[_ASK_AHEAD](run.calls, window)
    except Exception:  # the loop runs without
        pass
    return iterable


_WINDOW = 8


class _Run:
    """What is found out about one loop."""

    def __init__(self):
        self.calls, self.characters, self.steps = [], 0, 0
        self.globals = {}
        self.may_end = False

    def take(self):
        self.steps += 1
        if self.steps > _MAX_STEPS:
            raise TooMuch

    def ask(self, prompt, context=None, *, model=None, schema=None, quote=False, images=None):
        asked = {"prompt": prompt, "context": context, "model": model, "schema": schema, "quote": quote, "images": images}
        if type(prompt) is not str and type(prompt) is not list or not is_plain(asked, _ARGUMENT_DEPTH):
            raise Unknown
        self.characters += len(prompt) + len(context or "")
        if self.characters > _MAX_CHARACTERS or len(self.calls) == _MAX_PROMPTS:
            raise TooMuch
        self.calls.append({name: value for name, value in asked.items() if value is not None})


class _Leave(Exception):
    """A loop or a function is left, or an iteration; `what` is the statement, or None when that is not known."""

    def __init__(self, what=None, value=_UNKNOWN):
        self.what, self.value = what, value


class _Statements(Expressions):
    """Goes through statements on copies of their names. `layers` are the names of functions and comprehensions, the
    innermost first; none at the top of a cell."""

    def __init__(self, run, layers, depth=0):
        super().__init__(run)
        self.run, self.layers, self.depth = run, layers, depth
        self.changed, self.declared_global = set(), set()

    def look(self, loop):
        try:
            self.do(loop) if isinstance(loop, _ast.For) else self.value(loop)
        except (Unknown, TooMuch, _Leave):
            pass

    # --- names

    def lookup(self, name):
        for names in (*self.layers, self.run.globals, main, vars(builtins)):
            if name in names:
                if names[name] is _UNKNOWN:
                    raise Unknown
                return names[name]
        raise Unknown

    def bind(self, name, value):
        (self.layers[0] if self.layers and name not in self.declared_global else self.run.globals)[name] = value

    def forget(self, name):
        """Something unknown is done to what it stands for."""
        self.changed.add(name)
        next((names for names in self.layers if name in names), self.run.globals)[name] = _UNKNOWN

    def forget_root(self, node):
        while isinstance(node, (_ast.Attribute, _ast.Subscript)):
            node = node.value
        if isinstance(node, _ast.Name) and isinstance(self.tried(node), (list, dict, set)):
            self.forget(node.id)

    def assign(self, target, value):
        if isinstance(target, _ast.Name):
            self.bind(target.id, value)
        elif isinstance(target, (_ast.Tuple, _ast.List)):
            known = type(value) in (tuple, list) and len(value) == len(target.elts)
            for each, part in zip(target.elts, value if known else [_UNKNOWN] * len(target.elts)):
                self.assign(each, part)
        elif isinstance(target, _ast.Starred):
            self.assign(target.value, _UNKNOWN)
        else:
            self.forget_root(target)

    def tried(self, node):
        try:
            return self.value(node)
        except Unknown:
            return _UNKNOWN

    # --- statements

    def run_all(self, statements):
        for statement in statements:
            self.do(statement)

    def do(self, statement):
        self.run.take()
        done = getattr(self, "_do_" + type(statement).__name__, None)
        if done is None:
            self.skip([statement])
        else:
            done(statement)

    def skip(self, statements):
        """They may be run or not: what they change is unknown, and what they may leave is not gone through further."""
        self.forget_all(statements)
        nodes = [node for statement in statements for node in _walk(statement)]
        if any(isinstance(node, (_ast.Break, _ast.Return, _ast.Raise)) for node in nodes):
            self.run.may_end = True
            raise _Leave
        if any(isinstance(node, _ast.Continue) for node in nodes):
            raise _Leave

    def forget_all(self, statements):
        for node in (node for statement in statements for node in _walk(statement)):
            if isinstance(node, _ast.Name) and not isinstance(node.ctx, _ast.Load):
                self.forget(node.id)
            elif isinstance(node, (_ast.Attribute, _ast.Subscript)):
                self.forget_root(node)

    def _do_Expr(self, statement):
        if not _is_hook(statement.value):
            self.tried(statement.value)

    def _do_Assign(self, statement):
        value = self.tried(statement.value)
        for target in statement.targets:
            self.assign(target, value)

    def _do_AnnAssign(self, statement):
        if statement.value is not None:
            self.assign(statement.target, self.tried(statement.value))

    def _do_AugAssign(self, statement):
        value = self.tried(statement.value)
        before = self.tried(statement.target) if isinstance(statement.target, _ast.Name) else _UNKNOWN
        try:
            # a list would be changed in place
            known = value is not _UNKNOWN and type(before) in (str, int, float, tuple)
            self.assign(statement.target, self.combined(statement.op, before, value) if known else _UNKNOWN)
        except Unknown:
            self.assign(statement.target, _UNKNOWN)

    def _do_If(self, statement):
        test = self.tried(statement.test)
        if test is _UNKNOWN or not is_plain(test):
            self.skip([*statement.body, *statement.orelse])
        else:
            self.run_all(statement.body if test else statement.orelse)

    def _do_For(self, statement):
        try:
            items = items_of(self.value(statement.iter))
        except Unknown:
            return self.skip([statement.target, *statement.body, *statement.orelse])
        for item in items:
            self.assign(statement.target, item)
            try:
                self.run_all(statement.body)
            except _Leave as left:
                if isinstance(left.what, _ast.Break):
                    return None
                if left.what is not None and not isinstance(left.what, _ast.Continue):
                    raise
        return self.run_all(statement.orelse)

    def _do_Try(self, statement):
        try:
            self.run_all(statement.body)
            self.run_all(statement.orelse)
        except _Leave as left:
            if not isinstance(left.what, _ast.Raise):
                raise
        finally:
            self.forget_all(node for handler in statement.handlers for node in handler.body)
        self.run_all(statement.finalbody)

    def _do_FunctionDef(self, statement):
        self.bind(statement.name, _UNKNOWN)

    def _do_Global(self, statement):
        self.declared_global.update(statement.names)

    def _do_Nonlocal(self, statement):
        raise Unknown

    def _do_Return(self, statement):
        raise _Leave(statement, None if statement.value is None else self.tried(statement.value))

    def _leave(self, statement):
        raise _Leave(statement)

    _do_Break = _do_Continue = _do_Raise = _leave

    def _do_nothing(self, statement):
        pass

    _do_Pass = _do_Assert = _do_nothing

    # --- expressions

    def elements(self, node, *parts):
        """For each element of a comprehension its parts; all are gone through, even if one is unknown."""
        inner = _Statements(self.run, [{}, *self.layers], self.depth)
        inner.changed = self.changed
        found, all_known = [], True
        for known in inner.each(node.generators):
            all_known &= known
            try:
                found.append(inner.values(parts if known else ()))
            except Unknown:
                all_known = False
        if not all_known:
            raise Unknown
        return found

    def each(self, generators):
        """Binds the names of each element; tells whether it is known to be one."""
        if not generators:
            yield True
            return
        first, *others = generators
        items = self.tried(first.iter)
        if items is _UNKNOWN or type(items) not in ITERABLE:
            yield False
            return
        for item in items_of(items):
            self.assign(first.target, item)
            tests = [self.tried(test) for test in first.ifs]
            if any(not is_plain(test) for test in tests):
                yield False
            elif all(tests):
                yield from self.each(others)

    def _of_Call(self, node):
        if _is_hook(node):
            return self.value(node.args[-1])
        try:
            return super()._of_Call(node)
        except Unknown:
            self.forget_arguments(node)
            raise

    def function(self, function, arguments, named):
        if function is _restored.get(_ASK):
            self._done(lambda: self.run.ask(*arguments, **named))
            raise Unknown
        if type(function) is type(prepare_loops):
            code = function.__code__
            definition = _functions.get((code.co_filename, code.co_firstlineno, code.co_name))
            if definition is not None:
                return self.own_function(function, definition, arguments, named)
        return super().function(function, arguments, named)

    def own_function(self, function, definition, arguments, named):
        """A function of the session's cells, gone through as the loop is."""
        if self.depth == _MAX_DEPTH:
            raise Unknown
        names = self._bound(function, definition.args, arguments, named)
        closure = dict(zip(function.__code__.co_freevars, function.__closure__ or ()))
        outer = self._done(lambda: {name: cell.cell_contents for name, cell in closure.items()})
        inner = _Statements(self.run, [names, outer], self.depth + 1)
        result = None
        try:
            inner.run_all(definition.body)
        except _Leave as left:
            self.run.may_end |= isinstance(left.what, _ast.Raise)
            result = left.value
        if result is _UNKNOWN or not inner.changed.isdisjoint(names):
            raise Unknown
        return result

    def _bound(self, function, parameters, arguments, named):
        if parameters.vararg or parameters.kwarg:
            raise Unknown
        positional = [each.arg for each in (*parameters.posonlyargs, *parameters.args)]
        every = {*positional, *(each.arg for each in parameters.kwonlyargs)}
        defaults = function.__defaults__ or ()
        bound = dict(zip(positional[len(positional) - len(defaults) :], defaults)) | (function.__kwdefaults__ or {})
        bound.update(zip(positional, arguments))
        bound.update(named)
        if len(arguments) > len(positional) or bound.keys() != every:
            raise Unknown  # the call fails
        return bound

    def forget_arguments(self, node):
        """What an unknown function may have changed: all that is handed to it, and what it is a method of."""
        if isinstance(node.func, _ast.Attribute):
            self.forget_root(node.func.value)
        elif isinstance(node.func, _ast.Name) and self.tried(node.func) in (_restored.get(_ASK), print):
            return
        for each in (*node.args, *(each.value for each in node.keywords)):
            if isinstance(each, (_ast.Name, _ast.Attribute, _ast.Subscript)) and not _has_call(each):
                if isinstance(self.tried(each), (list, dict, set)):
                    self.forget_root(each)


def _has_call(node):
    return any(isinstance(each, _ast.Call) for each in _walk(node))


vars(builtins).update({_LOOK_AHEAD: _look_ahead, _NAMES_HERE: locals})
