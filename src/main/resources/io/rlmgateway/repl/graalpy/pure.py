"""Works out expressions of a cell without running any of the cell's own code: only operations on values of built-in
types that are known to be free of effects. Whatever else there is makes the result unknown."""

import _ast


class Unknown(Exception):
    """Cannot be known without running the cell."""


class TooMuch(Exception):
    """It would take too long to know."""


_SCALARS = {str, int, float, bool, bytes, type(None)}
_COLLECTIONS = {list, tuple, range, dict, set, frozenset}
ITERABLE = {*_COLLECTIONS, str}
_FUNCTIONS = [
    len, str, int, float, bool, repr, min, max, sum, abs, round, range, enumerate, zip, sorted, reversed, list, tuple,
    dict, set, frozenset, any, all, divmod, ord, chr, chunk, peek,
]
_SHALLOW = (enumerate, zip, list, tuple, reversed, len, range)
_METHODS = {
    str: set("""capitalize casefold center count endswith find format index isalnum isalpha isdigit islower isnumeric
        isspace isupper join ljust lower lstrip partition removeprefix removesuffix replace rfind rindex rjust
        rpartition rsplit rstrip split splitlines startswith strip swapcase title upper zfill""".split()),
    list: {"copy", "count", "index"},
    tuple: {"count", "index"},
    dict: {"copy", "get", "items", "keys", "values"},
}
_LARGEST = 10_000_000


def is_plain(value, depth=6):
    """Whether a value is made of built-in types only, so that comparing or showing it runs no code of a cell."""
    kind = type(value)
    if kind in _SCALARS or kind is range:
        return True
    if depth == 0 or kind not in _COLLECTIONS:
        return False
    items = (*value.keys(), *value.values()) if kind is dict else value
    return all(is_plain(item, depth - 1) for item in items)


def plain(value):
    if not is_plain(value):
        raise Unknown
    return value


def items_of(value):
    """What a loop over a value goes through; the value itself is left as it is."""
    if type(value) not in ITERABLE:
        raise Unknown
    return list(value)


class Expressions:
    """Evaluates syntax trees of expressions. What names mean (`lookup`) and the elements of comprehensions (`elements`)
    are for the subclass to say."""

    def __init__(self, steps):
        self.steps = steps

    def value(self, node):
        self.steps.take()
        evaluate = getattr(self, "_of_" + type(node).__name__, None)
        if evaluate is None:
            raise Unknown
        return evaluate(node)

    def values(self, nodes):
        """All of them are evaluated, even if one is unknown, because each may ask."""
        unknown, found = False, []
        for node in nodes:
            try:
                found.append(self.value(node))
            except Unknown:
                unknown = True
        if unknown:
            raise Unknown
        return found

    def _of_Constant(self, node):
        return node.value

    def _of_Name(self, node):
        return self.lookup(node.id)

    def _of_JoinedStr(self, node):
        return "".join(self.values(node.values))

    def _of_FormattedValue(self, node):
        value = plain(self.value(node.value))
        if node.conversion in _CONVERSIONS:
            value = _CONVERSIONS[node.conversion](value)
        return format(value, "" if node.format_spec is None else self.value(node.format_spec))

    def _of_Tuple(self, node):
        return tuple(self.values(node.elts))

    def _of_List(self, node):
        return self.values(node.elts)

    def _of_Set(self, node):
        return {plain(value) for value in self.values(node.elts)}

    def _of_Dict(self, node):
        if None in node.keys:
            raise Unknown
        return dict(zip([plain(key) for key in self.values(node.keys)], self.values(node.values)))

    def _of_BinOp(self, node):
        left, right = self.values((node.left, node.right))
        return self.combined(node.op, left, right)

    def combined(self, operator, left, right):
        plain(left), plain(right)
        operation = type(operator).__name__
        if operation == "Mult" and self._size(left) * self._size(right) > _LARGEST:
            raise TooMuch
        if operation not in _OPERATIONS:
            raise Unknown
        return self._done(_OPERATIONS[operation], left, right)

    def _size(self, value):
        return len(value) if type(value) in (str, bytes, list, tuple) else abs(value) if type(value) is int else 1

    def _of_UnaryOp(self, node):
        return self._done(_SIGNS[type(node.op).__name__], plain(self.value(node.operand)))

    def _of_BoolOp(self, node):
        for each in node.values:
            value = self.value(each)
            if bool(plain(value)) is isinstance(node.op, _ast.Or):
                return value
        return value

    def _of_Compare(self, node):
        left = plain(self.value(node.left))
        for operator, each in zip(node.ops, node.comparators):
            right = plain(self.value(each))
            if not self._done(_COMPARISONS[type(operator).__name__], left, right):
                return False
            left = right
        return True

    def _of_IfExp(self, node):
        return self.value(node.body if plain(self.value(node.test)) else node.orelse)

    def _of_Subscript(self, node):
        whole = self.value(node.value)
        index = plain(self.value(node.slice))
        if type(whole) is list or type(whole) is tuple or type(whole) in (str, bytes, range, dict):
            return self._done(lambda: whole[slice(*index.parts) if type(index) is _Slice else index])
        if isinstance(whole, Attributes) and type(index) is str:
            return self._done(lambda: vars(whole)[index])
        raise Unknown

    def _of_Slice(self, node):
        return _Slice([None if part is None else self.value(part) for part in (node.lower, node.upper, node.step)])

    def _of_Attribute(self, node):
        whole = self.value(node.value)
        if isinstance(whole, (Attributes, Document)) and node.attr in vars(whole):
            return vars(whole)[node.attr]
        raise Unknown

    def _of_ListComp(self, node):
        return [value for (value,) in self.elements(node, node.elt)]

    _of_GeneratorExp = _of_ListComp

    def _of_SetComp(self, node):
        return {plain(value) for (value,) in self.elements(node, node.elt)}

    def _of_DictComp(self, node):
        return {plain(key): value for key, value in self.elements(node, node.key, node.value)}

    def _of_Call(self, node):
        method = isinstance(node.func, _ast.Attribute)
        try:
            callee = self.value(node.func.value if method else node.func)
        except Unknown:
            self.arguments(node)
            raise
        arguments, named = self.arguments(node)
        if method:
            return self.method(callee, node.func.attr, arguments, named)
        return self.function(callee, arguments, named)

    def arguments(self, node):
        values = [*node.args, *(each.value for each in node.keywords)]
        found = self.values([each.value if isinstance(each, _ast.Starred) else each for each in values])
        if any(isinstance(each, _ast.Starred) for each in node.args) or any(each.arg is None for each in node.keywords):
            raise Unknown
        return found[: len(node.args)], dict(zip([each.arg for each in node.keywords], found[len(node.args) :]))

    def function(self, function, arguments, named):
        if not any(function is known for known in _FUNCTIONS) or "key" in named or "default" in named:
            raise Unknown
        if function not in _SHALLOW:
            plain([*arguments, *named.values()])
        if any(type(argument) not in ITERABLE and type(argument) not in _SCALARS for argument in arguments):
            raise Unknown
        if function is range and any(type(argument) is not int or abs(argument) > _LARGEST for argument in arguments):
            raise Unknown
        result = self._done(lambda: function(*arguments, **named))
        return list(result) if function in (enumerate, zip, reversed) else result

    def method(self, whole, name, arguments, named):
        plain([*arguments, *named.values()])
        if type(whole) is type(sys):
            return self.function(vars(whole).get(name), arguments, named)
        if name not in _METHODS.get(type(whole), ()):
            raise Unknown
        if type(whole) in (list, tuple):
            plain(whole)
        result = self._done(lambda: getattr(whole, name)(*arguments, **named))
        return list(result) if type(whole) is dict and name in ("items", "keys", "values") else result

    def _done(self, action, *values):
        """The cell will raise the same error where it gets there."""
        try:
            return action(*values)
        except (ArithmeticError, LookupError, TypeError, ValueError):
            raise Unknown from None


class _Slice:
    def __init__(self, parts):
        if any(type(part) not in (int, type(None)) for part in parts):
            raise Unknown
        self.parts = parts


_SCALARS.add(_Slice)
_CONVERSIONS = {ord("s"): str, ord("r"): repr, ord("a"): ascii}
_OPERATIONS = {
    "Add": lambda a, b: a + b, "Sub": lambda a, b: a - b, "Mult": lambda a, b: a * b, "Div": lambda a, b: a / b,
    "FloorDiv": lambda a, b: a // b, "Mod": lambda a, b: a % b, "BitOr": lambda a, b: a | b,
    "BitAnd": lambda a, b: a & b,
}
_SIGNS = {"Not": lambda a: not a, "USub": lambda a: -a, "UAdd": lambda a: +a, "Invert": lambda a: ~a}
_when_loaded["json"] = lambda module: _FUNCTIONS.append(module.dumps)
_when_loaded["textwrap"] = lambda module: _FUNCTIONS.extend((module.dedent, module.shorten))
_COMPARISONS = {
    "Eq": lambda a, b: a == b, "NotEq": lambda a, b: a != b, "Lt": lambda a, b: a < b, "LtE": lambda a, b: a <= b,
    "Gt": lambda a, b: a > b, "GtE": lambda a, b: a >= b, "In": lambda a, b: a in b, "NotIn": lambda a, b: a not in b,
    "Is": lambda a, b: a is b, "IsNot": lambda a, b: a is not b,
}
