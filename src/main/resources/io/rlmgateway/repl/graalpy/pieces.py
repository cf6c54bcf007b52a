"""Ready functions over pieces of the texts, for models that write little code: ask about every piece, choose pieces, put
answers together. What can be asked at the same time is."""

_USUAL_PIECE = 50_000

# characters that stand before an answer in a group
_HEADING = 16


def map_chunks(text, question, size=None, *, model=None):
    """Asks a sub-model `question` about every piece of `text`, all at once, and returns the answers in order.

    `text` is a str, which is cut at line ends into pieces of at most `size` characters, or a list of str, such as the
    pieces that `filter_chunks` returned. Without `size` the pieces are as long as is worth a sub-call. An answer that
    failed is a str that starts with `Error:` and has `.error`."""
    return _about_pieces(_pieces(text, size), question, "", model)


def filter_chunks(text, question, size=None, *, model=None):
    """The pieces of `text` for which a sub-model answers the yes-or-no `question` with yes, in order.

    `text` and `size` are as for `map_chunks`. A piece about which the question failed is kept."""
    pieces = _pieces(text, size)
    replies = _about_pieces(pieces, question, " Answer with yes or no and nothing else.", model)
    return [piece for piece, reply in zip(pieces, replies) if isinstance(reply, FailedAnswer) or _is_yes(reply)]


def reduce_answers(answers, question, size=None, *, model=None):
    """Has many `answers` put together to one by a sub-model, as `question` says, and returns it.

    More of them than `size` characters go in groups, all groups at once, until one answer is left. Answers that are empty
    or failed are left out; it raises LLMError where no others are, or where the sub-model fails."""
    if isinstance(answers, str):
        answers = [answers]
    left = [str(each) for each in answers if not isinstance(each, FailedAnswer) and str(each).strip()]
    if not left:
        raise LLMError("there are no answers to put together")
    size = _piece_size(size)
    while True:
        groups = _groups(left, size)
        left = _ask_pieces([_joining(group, question) for group in groups], model)
        for reply in left:
            if isinstance(reply, FailedAnswer):
                raise LLMError(reply.error)
        if len(left) == 1:
            return left[0]


def _pieces(text, size):
    size = _piece_size(size)
    return [piece for each in _texts(text) for piece in _cut_text(each, size)]


def _cut_text(text, size):
    start = 0
    while len(text) - start > size:
        half, most = start + size // 2, start + size
        end = text.rfind("\n", half, most) + 1 or text.rfind(" ", half, most) + 1 or most
        yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]


def _piece_size(size):
    if size is None:
        recommended = _restored.get("__chunk_size__")
        return _USUAL_PIECE if recommended is None else recommended()
    if not isinstance(size, int):
        raise TypeError(f"size must be int, not {type(size).__name__}")
    if size < 1:
        raise ValueError("size must be positive")
    return size


def _about_pieces(pieces, question, how, model):
    if not isinstance(question, str):
        raise TypeError(f"question must be str, not {type(question).__name__}")
    form = f"Question: {question}\n\nAnswer from the text below alone.{how}\n\nText:\n"
    return _ask_pieces([form + piece for piece in pieces], model)


def _ask_pieces(prompts, model):
    return _restored["llm_query_batched"](prompts, model=model) if prompts else []


def _is_yes(reply):
    word = reply.lstrip(" \t\r\n*_\"'`")[:4].lower()
    return word[:3] == "yes" and not word[3:].isalpha()


def _groups(answers, size):
    """Two answers at least go together, so that there are fewer of them each time."""
    groups, length = [[]], 0
    for answer in answers:
        if len(groups[-1]) > 1 and length + len(answer) + _HEADING > size:
            groups.append([])
            length = 0
        groups[-1].append(answer)
        length += len(answer) + _HEADING
    return groups


def _joining(answers, question):
    listed = "\n\n".join(f"Answer {number}:\n{answer}" for number, answer in enumerate(answers, 1))
    return f"Question: {question}\n\nBelow are answers from parts of a text. Answer from them alone.\n\nText:\n{listed}"
