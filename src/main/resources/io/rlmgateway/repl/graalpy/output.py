"""stdout and stderr, which go to the host piece by piece, and the built-ins that would need a terminal or files."""

import io


class Output(io.TextIOBase):
    """A text stream to the host."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, name, write):
        self.name = name
        self._write = write

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text:
            self._write(text)
            glance()
        return len(text)

    def writable(self):
        return True

    @property
    def buffer(self):
        return _Bytes(self)


class _Bytes(io.RawIOBase):
    """The stream for bytes below a text stream."""

    def __init__(self, output):
        self._output = output

    def write(self, data):
        self._output.write(bytes(data).decode("utf-8", "replace"))
        return len(data)

    def writable(self):
        return True


def redirect_output(write_out, write_error):
    global _streams
    _streams = Output("<stdout>", write_out), Output("<stderr>", write_error)
    restore_output()


def restore_output():
    """A cell that redirected its output and failed must not silence the next one."""
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__ = _streams


def _no_input(prompt=""):
    raise RuntimeError("input() cannot be used: nobody is there to answer. The text to work on is in `context`.")


_open = open


def _no_files(file, *args, **kwargs):
    raise PermissionError(f"open({file!r}) cannot be used: there are no files here. "
                          "The texts to work on are in `context` and `documents`.")


def _help(thing=None):
    import inspect

    thing = SHOW_VARS if thing is None else thing
    try:
        signature = str(inspect.signature(thing))
    except (TypeError, ValueError):
        signature = ""
    print(f"{getattr(thing, '__name__', type(thing).__name__)}{signature}\n\n{inspect.getdoc(thing) or ''}")


def _exit(status=None):
    raise SystemExit(status)


builtins.input = _no_input
builtins.help = _help
builtins.exit = builtins.quit = _exit
builtins.open = _no_files
