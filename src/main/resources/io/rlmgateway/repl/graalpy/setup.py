"""What a session's Python sees at its start."""

_HELPERS = (
    SHOW_VARS, grep, chunk, peek, map_chunks, filter_chunks, reduce_answers, LLMError, BudgetExceeded, FailedAnswer, MarkedAnswer,
)


def prepare(documents, variables):
    """Names of a session. `documents` are (id, name, media type, text), `variables` a dict."""
    texts = [Document(*document) for document in documents]
    main["documents"] = texts
    if texts:
        main["context"] = texts[0].text if len(texts) == 1 else [document.text for document in texts]
    main.update({f"context_{index}": document.text for index, document in enumerate(texts)})
    main.update(variables)
    main["answer"] = {"content": "", "ready": False}
    for helper in _HELPERS:
        main[helper.__name__] = helper
    for final in (FINAL, FINAL_VAR, SUBMIT):
        _restored[final.__name__] = final
    restore_functions()
    for named in (*_restored.values(), *_HELPERS, Document, Match):
        named.__module__ = "__main__"
    _names_at_start.update(main)


def run_first_cell():
    """The first cell of an interpreter takes longer than the others, so it is none of a session's."""
    # a module's dict keeps the place of a name that was taken out: this is the order that sessions see
    given = dict.fromkeys(("documents", "context", "answer"))
    main.update(given)
    run_cell(0, "1", 0)
    forget_clock()
    for name in given:
        del main[name]
