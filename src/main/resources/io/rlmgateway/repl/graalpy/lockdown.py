"""Takes away what would tell cells about the machine they run on, and says what is there instead."""

import _imp
import os

_MISSING = "this Python has the standard library only: re, json, math, collections, itertools, statistics, csv, datetime …"
_BLOCKED = {"java", "polyglot", "_polyglot", "__graalpython__", "ctypes", "_ctypes"}
_SYSTEM = os.uname_result(("Linux", "sandbox", "0", "0", "x86_64")) if hasattr(os, "uname_result") else None


class _NoModule:
    """The last finder: nothing has found the module."""

    def __init__(self, names=None):
        self._names = names

    def find_spec(self, name, path=None, target=None):
        if self._names is None and "." in name or self._names is not None and name not in self._names:
            return None
        raise ModuleNotFoundError(f"No module named {name!r}; {_MISSING}", name=name)


def _constant(value):
    return lambda *args, **kwargs: value


def lock_down():
    for name in _BLOCKED:
        sys.modules.pop(name, None)
    sys.meta_path[:0] = [_NoModule(_BLOCKED), Loading()]
    sys.meta_path.append(_NoModule())
    _guard_builtin_modules()
    replaced = {
        "getpid": _constant(1), "getppid": _constant(0), "getuid": _constant(1000), "geteuid": _constant(1000),
        "getgid": _constant(1000), "getegid": _constant(1000), "getlogin": _constant("sandbox"),
        "uname": _constant(_SYSTEM), "cpu_count": _constant(1), "getcwd": _constant("/"), "getcwdb": _constant(b"/"),
        "getloadavg": _constant((0.0, 0.0, 0.0)), "_exit": _exit, "abort": _exit, "kill": _exit, "killpg": _exit,
    }
    for module in (os, sys.modules.get("posix"), sys.modules.get("nt")):
        for name in replaced:
            if hasattr(module, name):
                setattr(module, name, replaced[name])
    os.environ.clear()
    _builtins.update(vars(builtins))
    sys.argv = [""]


def _guard_builtin_modules():
    create = _imp.create_builtin

    def create_builtin(spec):
        if spec.name in _BLOCKED:
            raise ModuleNotFoundError(f"No module named {spec.name!r}; {_MISSING}", name=spec.name)
        return create(spec)

    _imp.create_builtin = create_builtin


def limit_recursion(set_limit):
    """The host counts the calls, see CallDepth."""
    current = 1000

    def setrecursionlimit(limit, /):
        nonlocal current
        if not isinstance(limit, int):
            raise TypeError(f"'{type(limit).__name__}' object cannot be interpreted as an integer")
        if limit < 1:
            raise ValueError("recursion limit must be greater or equal than 1")
        if limit < _LEAST_DEPTH:
            raise RecursionError(f"cannot set the recursion limit to {limit}: the limit is too low")
        set_limit(min(limit, 1 << 30))
        current = limit

    sys.setrecursionlimit, sys.getrecursionlimit = setrecursionlimit, lambda: current


# what runs cells, and describes what became of them, has to get along with
_LEAST_DEPTH = 100
