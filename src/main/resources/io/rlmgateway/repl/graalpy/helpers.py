"""Cheap helpers over the texts. They run here, without a call to the host."""


class Match(str):
    """A line that matched: the string is the line itself (a very long one is cut around the match). `.start` and
    `.end` are the match's offsets in the text, `.line` the line's number from 1, `.document` the text's index."""

    def __new__(cls, text, start, end, line, document):
        self = super().__new__(cls, text)
        self.text, self.start, self.end, self.line, self.document = text, start, end, line, document
        return self

    def __getnewargs__(self):
        return self.text, self.start, self.end, self.line, self.document

    def __repr__(self):
        where = f"document={self.document}, " if self.document else ""
        return f"Match({where}line={self.line}, start={self.start}, text={self.text!r})"


_MARGIN = 300


def grep(pattern, context=None, k=50, flags=0):
    """The first `k` lines that match the regular expression `pattern`, one `Match` a line: a str with `.start`,
    `.end`, `.line`, `.document`. Searches `context` (a str or a list of str), by default the session's."""
    import re

    regex = re.compile(pattern, flags | re.MULTILINE)
    texts = _texts(context)
    found = []
    for document, text in enumerate(texts):
        for match in _matching_lines(regex, text, document):
            if len(found) >= k:
                return found
            found.append(match)
    return found


def _matching_lines(regex, text, document):
    position, counted, line = 0, 0, 1
    while position <= len(text):
        match = regex.search(text, position)
        if match is None:
            return
        start, end = match.span()
        first = text.rfind("\n", 0, start) + 1
        last = text.find("\n", max(end - 1, start) if text[start:end].endswith("\n") else end)
        last = len(text) if last < 0 else last
        line += text.count("\n", counted, start)
        counted = start
        yield Match(text[max(first, start - _MARGIN):min(last, end + _MARGIN)], start, end, line, document)
        position = last + 1


def chunk(text, size, overlap=0):
    """Cuts `text` (or a list) into pieces of `size`, each beginning `overlap` before the end of the one before."""
    if size <= 0 or not 0 <= overlap < size:
        raise ValueError("size must be positive and overlap at least 0 and less than size")
    step = size - overlap
    return [text[start:start + size] for start in range(0, max(len(text) - overlap, 1), step)]


def peek(start=0, end=None, context=None):
    """The characters from offset `start` to `end` of `context`, by default the session's; the offsets run on through
    the texts when there are several."""
    texts = _texts(context)
    if len(texts) == 1:
        return texts[0][start:end]
    start, end, _ = slice(start, end).indices(sum(map(len, texts)))
    pieces, base = [], 0
    for text in texts:
        pieces.append(text[max(start - base, 0):max(end - base, 0)])
        base += len(text)
    return "".join(pieces)


def _texts(context):
    if context is None:
        context = main.get("context", "")
    if isinstance(context, Document):
        context = context.text
    if isinstance(context, str):
        return [context]
    texts = [item.text if isinstance(item, Document) else item for item in context]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("context must be a str or a list of str")
    return texts
