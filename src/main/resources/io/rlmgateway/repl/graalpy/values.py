"""Python's side of the values that cross to the host and back. The files of this folder share one namespace."""

import builtins
import sys

# This is read as the interpreter's main module, because only such code is shared by the contexts of an engine. Cells get
# a main module of their own.
__name__ = "rlm"
sys.modules["__main__"] = type(sys)("__main__")
main = sys.modules["__main__"].__dict__
main["__builtins__"] = builtins

# Cells may overwrite built-ins; what runs here keeps the original ones.
globals().update({name: value for name, value in vars(builtins).items() if not name.startswith("__")})
None_ = None


class LLMError(RuntimeError):
    """A sub-call failed; the message says what to do."""


class BudgetExceeded(RuntimeError):
    """The session's budget does not allow this call."""


class FailedAnswer(str):
    """One failed answer of a batch: text that starts with `Error:`; `.error` is what went wrong."""

    def __new__(cls, error):
        self = super().__new__(cls, error if error.startswith("Error:") else "Error: " + error)
        self.error = error
        return self


class MarkedAnswer(str):
    """A sub-answer with attributes: `.cut` is true when its end is missing, `.quotes` are its quotations."""

    def __new__(cls, text, marks):
        self = super().__new__(cls, text)
        self.__dict__.update(marks)
        return self

    def __getnewargs__(self):
        return str(self), dict(self.__dict__)


class Attributes:
    """A small object: its fields are attributes, and items too."""

    def __init__(self, fields):
        self.__dict__.update(fields)

    def __getitem__(self, name):
        try:
            return self.__dict__[name]
        except KeyError:
            raise KeyError(f"{name!r}; there is: {', '.join(self.__dict__)}") from None

    def __contains__(self, name):
        return name in self.__dict__

    def __iter__(self):
        return iter(self.__dict__)

    def keys(self):
        return self.__dict__.keys()

    def items(self):
        return self.__dict__.items()

    def get(self, name, default=None):
        return self.__dict__.get(name, default)

    def __eq__(self, other):
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(repr(self))

    def __repr__(self):
        fields = ", ".join(f"{name}={preview(value)}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({fields})"

    def to_host(self):
        return {name: to_host(value) for name, value in self.__dict__.items()}


class Document:
    """One of the texts: `.id`, `.name`, `.text`, `.length` (characters), `.media_type`."""

    def __init__(self, id, name, media_type, text):
        self.id, self.name, self.media_type, self.text = id, name, media_type, text
        self.length = len(text)

    def __len__(self):
        return self.length

    def __repr__(self):
        return f"Document(id={self.id!r}, name={self.name!r}, length={self.length}, media_type={self.media_type!r})"

    def to_host(self):
        return self.id


class Raised:
    """What the host gives back instead of a value when it wants an exception raised."""

    def __init__(self, type, message):
        self.exception = {
            "TypeError": TypeError,
            "ValueError": ValueError,
            "LLMError": LLMError,
            "BudgetExceeded": BudgetExceeded,
        }[type](message)


_attribute_types = {}


def make_attributes(type_name, *names_and_values):
    cls = _attribute_types.get(type_name)
    if cls is None:
        cls = _attribute_types[type_name] = type(type_name, (Attributes,), {"__module__": "__main__"})
    return cls(make_dict(*names_and_values))


def make_marked_answer(text, *names_and_values):
    return MarkedAnswer(text, make_dict(*names_and_values))


def make_list(*items):
    return list(items)


def make_dict(*keys_and_values):
    return dict(zip(keys_and_values[::2], keys_and_values[1::2]))


def to_host(value):
    """Objects of ours as the data they stand for; everything else as it is, to be checked by the host."""
    if isinstance(value, (Attributes, Document)):
        return value.to_host()
    if type(value) in (list, tuple) and any(isinstance(item, (Attributes, Document)) for item in value):
        return [to_host(item) for item in value]
    return value


def preview(value, limit=200):
    """`repr`, without ever building much more than `limit` characters for the built-in types."""
    text = _cut(value, limit, 3)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _cut(value, limit, depth):
    kind = type(value)
    if kind in (str, bytes) or isinstance(value, (str, bytes)) and kind.__repr__ is str.__repr__:
        return repr(value if len(value) <= limit else value[:limit])
    if kind in _BRACKETS:
        opening, closing = _BRACKETS[kind]
        return opening + (_cut_items(value, limit, depth - 1) if depth else "…" if value else "") + closing
    if kind is dict:
        return "{" + (_cut_entries(value, limit, depth - 1) if depth else "…" if value else "") + "}"
    if kind is int and value.bit_length() > 4 * limit:
        return f"<int of {value.bit_length()} bits>"
    try:
        return repr(value)
    except BaseException as error:
        return f"<{kind.__name__} whose repr raises {type(error).__name__}>"


_BRACKETS = {list: ("[", "]"), tuple: ("(", ")"), set: ("{", "}"), frozenset: ("frozenset({", "})")}


def _cut_items(items, limit, depth):
    parts, length = [], 0
    for item in items:
        parts.append(_cut(item, limit, depth))
        length += len(parts[-1]) + 2
        if length > limit:
            break
    return ", ".join(parts)


def _cut_entries(entries, limit, depth):
    parts, length = [], 0
    for key, value in entries.items():
        parts.append(_cut(key, limit, depth) + ": " + _cut(value, limit, depth))
        length += len(parts[-1]) + 2
        if length > limit:
            break
    return ", ".join(parts)
