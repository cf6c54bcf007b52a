"""The ways to give the final answer."""


class Finish(BaseException):
    """Ends the cell. Not an `Exception`, so that `except Exception` lets it pass."""


_final = None
_names_at_start = {}


def FINAL(value):
    """Ends the session at once; `value` is the final answer. A dict or list becomes JSON."""
    _record(value)


def FINAL_VAR(name):
    """Ends the session at once; the value of the variable called `name` is the final answer."""
    if not isinstance(name, str):
        _record(name)
    key = name.strip().strip("\"'`")
    if key not in main:
        known = SHOW_VARS() or "none"
        raise NameError(f"there is no variable {key!r}; the variables are: {known}")
    _record(main[key])


def SUBMIT(*values, **fields):
    """Ends the session at once. One value, or a single field called `answer`, is the final answer itself; several
    values become a JSON list, fields a JSON object."""
    if values and fields:
        raise TypeError("SUBMIT() takes values or fields, not both")
    if not values and not fields:
        raise TypeError("SUBMIT() needs the final answer: a value, or fields by name")
    if fields:
        _record(fields["answer"] if list(fields) == ["answer"] else fields)
    _record(values[0] if len(values) == 1 else list(values))


def SHOW_VARS():
    """All variables with their types, as text."""
    return ", ".join(f"{name}: {type(value).__name__}" for name, value in user_variables().items())


def _record(value):
    global _final
    if _final is None:
        _final = to_text(value)
    raise Finish


def to_text(value):
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Attributes):
        value = dict(value.items())
    if isinstance(value, (dict, list)):
        import json

        try:
            return json.dumps(value, ensure_ascii=False, default=_jsonable)
        except (TypeError, ValueError, RecursionError):
            return str(value)
    return str(value)


def _jsonable(value):
    return dict(value.items()) if isinstance(value, Attributes) else str(value)


class AnswerText(str):
    """A string that a cell assigned to `answer`: still a string, and the content of the answer."""

    ready = False

    def __getitem__(self, key):
        if key == "content":
            return str(self)
        return self.ready if key == "ready" else super().__getitem__(key)

    def __setitem__(self, key, value):
        if key == "content":
            main["answer"] = {"content": value, "ready": self.ready}
        elif key == "ready":
            self.ready = value
        else:
            raise TypeError("'str' object does not support item assignment")


def ready_answer():
    """The text of an `answer` that is ready, else None; prepares `answer` for the next cell."""
    answer = main.get("answer")
    if type(answer) is str:
        main["answer"] = AnswerText(answer)
    elif answer is None:
        main["answer"] = {"content": "", "ready": False}
    elif isinstance(answer, AnswerText) and answer.ready:
        return str(answer)
    elif isinstance(answer, dict) and answer.get("ready"):
        return to_text(answer.get("content", ""))
    return None


def take_back_answer():
    """An `answer` that is ready but was not accepted must not end the cells that put it right."""
    answer = main.get("answer")
    if isinstance(answer, AnswerText):
        answer.ready = False
    elif isinstance(answer, dict) and answer.get("ready"):
        answer["ready"] = False


def user_variables():
    """Variables that cells made or rebound, in order; without modules."""
    return {
        name: value
        for name, value in list(main.items())
        if not name.startswith("__")
        and not _is_imported(value)
        and (name not in _names_at_start or name in _LISTED_ALWAYS or _names_at_start[name] is not value)
    }


def _is_imported(value):
    if isinstance(value, type(sys)):
        return True
    return isinstance(value, (type, type(_is_imported))) and getattr(value, "__module__", None) != "__main__"


_LISTED_ALWAYS = {"context", "documents", "history", "answer"}
