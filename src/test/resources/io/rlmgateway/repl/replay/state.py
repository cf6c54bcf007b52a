def _state(value, seen):
    if value is None or isinstance(value, (bool, int, float, str, bytes)):
        return repr(value)
    if id(value) in seen:
        return f"#{seen[id(value)]}"
    seen[id(value)] = len(seen)
    kind = type(value).__name__
    inner = lambda values: "[" + ", ".join(_state(each, seen) for each in values) + "]"
    if isinstance(value, dict):
        return kind + inner(part for item in value.items() for part in item)
    if isinstance(value, (list, tuple, set, frozenset)):
        return kind + inner(value)
    if isinstance(value, BaseException):
        return kind + inner(value.args)
    if kind == "function":
        cells = [cell.cell_contents for cell in value.__closure__ or ()]
        return f"function {value.__name__} {value.__code__.co_names}" + inner([value.__defaults__, cells])
    if isinstance(value, type) and value.__module__ != "__main__":
        return f"class {value.__name__}"
    if isinstance(value, type):
        shown = {name: each for name, each in vars(value).items() if not name.startswith("__")}
        return f"class {kind} {[base.__name__ for base in value.__mro__]}" + inner(sorted(shown)) + inner(shown.values())
    if kind == "generator":
        return "generator" + inner([value.gi_frame and dict(value.gi_frame.f_locals)])
    if kind == "Thread":
        return f"Thread {value.name} {value.is_alive()}"
    if kind == "Queue":
        return "Queue" + inner(value.queue)
    if kind in ("module", "Task", "ThreadPoolExecutor", "Event", "lock", "builtin_function_or_method"):
        return f"{kind} {getattr(value, '__name__', '')}"
    return kind + (inner([vars(value)]) if hasattr(value, "__dict__") else "")


def _all(left_out):
    seen = {}
    for name in sorted(globals()):
        if not name.startswith(("_",) + left_out) and name not in _known:
            print(name, "=", _state(globals()[name], seen))
    print("answer", answer)
    if "random" in globals():
        print(random.getstate()[1][-1], sum(random.getstate()[1]))


def _rest():
    for name in sorted(globals()):
        if type(globals()[name]).__name__ == "generator":
            print(name, list(globals()[name]))
