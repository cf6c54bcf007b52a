"""Run as a cell on both sides: `__state__()` is what a session's variables hold, in a form that can be compared."""


__import__("random").seed(1)


def __state__(start=set(globals())):
    import json
    import re
    import types

    def plain(value, depth):
        kind = type(value)
        if depth == 0:
            return kind.__name__
        if kind in (set, frozenset):
            return [kind.__name__, sorted((plain(each, depth - 1) for each in value), key=str)]
        if kind in (list, tuple):
            return [kind.__name__, [plain(each, depth - 1) for each in value]]
        if isinstance(value, dict):
            return [kind.__name__, [[plain(key, depth - 1), plain(each, depth - 1)] for key, each in value.items()]]
        if kind.__name__ == "AnswerText":
            value, kind = str(value), str
        if kind is str and len(value) > 1000:
            return [kind.__name__, len(value), value[:500], value[-500:]]
        if callable(value) and getattr(value, "__module__", "__main__") != "__main__":
            return ["imported", getattr(value, "__name__", kind.__name__)]
        if isinstance(value, type):
            return ["class", value.__name__, sorted(name for name in vars(value) if not name.startswith("__"))]
        if isinstance(value, types.FunctionType):
            return ["function", value.__name__, value.__doc__, list(value.__code__.co_varnames[:value.__code__.co_argcount])]
        return [kind.__name__, re.sub(r"0x[0-9a-f]+", "0x", repr(value))]

    return json.dumps(sort_keys=True, obj={
        name: plain(value, 6) for name, value in list(globals().items())
        if not isinstance(value, types.ModuleType) and not name.startswith("__")
        and (name not in start or name in ("context", "answer"))
    })
