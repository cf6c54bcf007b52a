# Step look: what the text is, and which passages of it speak of each question.
import re
tasks = $TASKS

texts = [(d.name, d.text) for d in documents] or [("context", context if isinstance(context, str) else "\n\n".join(context))]
print(type(context).__name__, "|", "; ".join(f"{name}: {len(text):,} characters" for name, text in texts))
print(repr(texts[0][1][:200]))

tallies, readings = [None for task in tasks], [[] for task in tasks]
$TALLY

def place(passage):
    # the number of the document that a passage was taken from
    for i, d in enumerate(documents):
        if passage.document in (d, d.id, d.name) or texts[i][1][passage.start:passage.end] == passage.text:
            return i
    return 0

def excerpt(i, start, end, before=500, after=1000):
    # a wider window, cut at line ends
    text = texts[i][1]
    first = text.rfind("\n", 0, max(0, start - before)) + 1
    last = text.find("\n", min(len(text), end + after))
    return i, first, len(text) if last < 0 or last - end > 2 * after else last

def entries(pattern, most=8):
    # places where a name opens a line, as headings and entries of reference texts do
    hits = []
    for i, (name, text) in enumerate(texts):
        for n, hit in enumerate(re.finditer(r"(?i)(?<![\w-])" + pattern + r"(?:(?![\w-])|(?-i:(?=[A-Z][a-z]+ [a-z])))", text)):
            line = text.rfind("\n", 0, hit.start()) + 1
            lead = text[line:hit.start()]
            if len(lead) < 80 and not re.search(r"[a-z]{2,}\s+[a-z]{2,}", lead):
                rest = text[hit.end():hit.end() + 120]
                weight = 4 if re.match(r"[\w, .*-]*\s*\((?:[a-z-]+ ?){1,3}\)\s*\n|\s+-\s+[A-Z]{3}|[^\n]{0,60}\n\s*([=~^-])\1{2}", rest) else 0
                weight += 2 if not lead.strip() else 0
                weight += 1 if re.match(r"\s*[=:—(]|\s+[-—–]|\s*\n\s", rest) else 0
                weight += 3 if re.match(r"[A-Z][a-z]+ [a-z]", rest) else 0
                weight = max(weight, 5) if re.match(r"\s+(?:is|are|means)\s+(?:an?|the)\s", rest) else weight
                hits.append((-weight, n, excerpt(i, hit.start(), hit.end(), 60, 3500)))
            elif re.search(r"[.!?:]\s+(?:The\s+)?$", text[max(0, hit.start() - 12):hit.start()]) and re.match(r"(?:\(\))?\s+(?:\w+ly\s+)?(?:is|[a-z]+s)\b", text[hit.end():hit.end() + 40]):
                definition = re.match(r"(?:\(\))?\s+(?:is|are)\s+(?:an?|the)\s", text[hit.end():hit.end() + 20])
                hits.append((-5 if definition else -3, n, excerpt(i, hit.start(), hit.end(), 300, 600)))
            if n > 4000:
                break
    return [window for weight, n, window in sorted(hits)[:most]]

def lines_with(stems, form):
    # the lines of a form that hold a word of each group: (document, start, end), the shortest first
    groups = [re.compile("(?i)" + "|".join(map(re.escape, group))) for group in sorted(stems, key=lambda group: -len(group[0]))]
    found = []
    for i, (name, text) in enumerate(texts):
        lines = text.split("\n")
        for pattern in groups + [re.compile(form)]:
            lines = list(filter(pattern.search, lines))
        for line in sorted(set(lines), key=len)[:6]:
            start = 0 if text.startswith(line + "\n") else text.find("\n" + line + "\n") + 1
            found.append((len(line), i, start, start + len(line)))
    return [hit[1:] for hit in sorted(found)[:6]]

def described(stems):
    # lines of the form "NAME — what it does" that hold the words of a question
    return [excerpt(i, start, end, 60, 600) for i, start, end in lines_with(stems, "^.{1,59} — ")]

def rows(stems):
    # short lines with a number that hold the words of a question, as rows of tables do; the name of what has the things
    # that are counted may stand elsewhere
    form = r"^(?=.{1,119}$)(?i:.*\d|.*unlimited)"
    most = [stems[:n] + stems[n + 1:] for n in range(len(stems))] if len(stems) == 3 else []
    return [excerpt(i, start, end, 900, 300) for groups in [stems] + most for i, start, end in lines_with(groups, form)[:6 if groups is stems else 3]]

def settings(stems):
    # entries of settings whose names hold most words of a question
    hits = []
    for i, (name, text) in enumerate(texts):
        for hit in re.finditer(r"(?m)^\s*([a-z][\w.-]*_[\w.-]*)(?: \((?:[a-z-]+ ?)+\)| - [A-Z]+)$", text):
            held = sum(any(s in hit.group(1).lower() for s in group) for group in stems)
            if held > 1 or held == len(stems):
                hits.append((-held, hit.start(), excerpt(i, hit.start(1), hit.end(), 60, 1500)))
    return [window for held, start, window in sorted(hits)[:4]]

def mentions(pattern):
    return [excerpt(i, hit.start(), hit.end(), 150, 150) for i, (name, text) in enumerate(texts) for n, hit in zip(range(6), re.finditer(pattern, text))]

def passages(query):
    try:
        return [excerpt(place(p), p.start, p.end) for p in search(query, k=8)]
    except Exception as problem:
        print("search failed:", problem)
        return []

# three fifths of the sub-calls that are left, shared by the questions
unread = sum(tally is None for tally in tallies)
share = min(20, budget()["sub_calls"] * 3 // 5 // max(1, unread))
found = []
for task, tally in zip(tasks, tallies):
    if tally is not None:
        found.append([])
        continue
    sources = [entries(pattern) for pattern in task["names"]] + [mentions(pattern) for pattern in task["places"]]
    if task["stems"]:
        sources.append(settings(task["stems"]) if "default" in task["words"] else [])
        sources.append(rows(task["stems"]) if task["wanted"] == "QUANTITY" else described(task["stems"]))
    sources += [passages(query) for query in task["queries"]]
    # where not all can be read, the best of each source come before the next best
    ranks = [(n, source[n]) for n in range(8) for source in sources if n < len(source)]
    chosen = list(dict.fromkeys(window for n, window in ranks))[:share]
    found.append([window for window in dict.fromkeys(window for source in sources for window in source) if window in chosen])
    print(f"{task['question']!r}: {len(found[-1])} passages")
if not unread:
    print("Nothing is left to ask.")
