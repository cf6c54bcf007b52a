"""What a session's Python sees at its start."""

_HELPERS = (
    SHOW_VARS, grep, chunk, peek, map_chunks, filter_chunks, reduce_answers, LLMError, BudgetExceeded, FailedAnswer, MarkedAnswer,
)


_coming = []
_given = {}


def prepare(documents, variables):
    """Names of a session. `documents` are (id, name, media type, text), `variables` a dict; in a conversation that goes on,
    they are those of its last request, and `__requests__` says which of them each request had."""
    texts = [Document(*document) for document in documents]
    requests = variables.pop("__requests__", None)
    if requests is None:
        _given.update(_names(texts, variables))
    else:
        _coming.extend(_request(texts, variables, request) for request in requests)
        _given.update(_coming.pop(0))
    main.update(_given)
    main["answer"] = {"content": "", "ready": False}
    for helper in _HELPERS:
        main[helper.__name__] = helper
    for final in (FINAL, FINAL_VAR, SUBMIT):
        _restored[final.__name__] = final
    restore_functions()
    for named in (*_restored.values(), *_HELPERS, Document, Match):
        named.__module__ = "__main__"
    _names_at_start.update(main)


def _names(texts, variables):
    names = {"documents": texts}
    if texts:
        names["context"] = texts[0].text if len(texts) == 1 else [document.text for document in texts]
    names.update({f"context_{index}": document.text for index, document in enumerate(texts)})
    names.update(variables)
    return names


def _request(texts, variables, request):
    own = {**variables, "history": [dict(turn) for turn in variables["history"][:request["history"]]]}
    own.pop("context", None)
    if request["context"] is not None:
        own["context"] = request["context"]
    return _names([texts[index] for index in request["documents"]], own)


def next_request():
    """What cells made stays; `context` and `documents` stay too, changed or not, where the next request has the same."""
    if not _coming:
        return
    names = _coming.pop(0)
    if names["documents"] == _given["documents"] and names["context"] == _given["context"]:
        names = {**_given, "history": names["history"]}
    for name in _given.keys() - names.keys():
        if main.get(name) is _given[name]:
            del main[name]
    for name, value in names.items():
        if value is not _given.get(name):
            main[name] = _names_at_start[name] = value
    _given.clear()
    _given.update(names)
    main["answer"] = {"content": "", "ready": False}


builtins.__next_request__ = next_request


def run_first_cell():
    """The first cell of an interpreter takes longer than the others, so it is none of a session's."""
    # a module's dict keeps the place of a name that was taken out: this is the order that sessions see
    given = dict.fromkeys(("documents", "context", "answer"))
    main.update(given)
    run_cell(0, "1", 0)
    forget_clock()
    for name in given:
        del main[name]
