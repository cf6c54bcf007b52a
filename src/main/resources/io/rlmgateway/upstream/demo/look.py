# Step look: what the text is, and which passages of it speak of each question.
import re
tasks = $TASKS

texts = [(d.name, d.text) for d in documents] or [("context", context if isinstance(context, str) else "\n\n".join(context))]
print(type(context).__name__, "|", "; ".join(f"{name}: {len(text):,} characters" for name, text in texts))
print(repr(texts[0][1][:200]))

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
        for n, hit in enumerate(re.finditer(r"(?i)(?<![\w-])" + pattern + r"(?![\w-])", text)):
            line = text.rfind("\n", 0, hit.start()) + 1
            lead = text[line:hit.start()]
            if len(lead) < 80 and not re.search(r"[a-z]{2,}\s+[a-z]{2,}", lead):
                rest = text[hit.end():hit.end() + 120]
                weight = 4 if re.match(r"[\w, .*-]*\s*\((?:[a-z-]+ ?){1,3}\)\s*\n|\s+-\s+[A-Z]{3}|[^\n]{0,60}\n\s*([=~^-])\1{2}", rest) else 0
                weight += 2 if not lead.strip() else 0
                weight += 1 if re.match(r"\s*[=:—(]|\s+[-—–]|\s*\n\s", rest) else 0
                hits.append((-weight, n, excerpt(i, hit.start(), hit.end(), 60, 3500)))
            elif re.search(r"[.!?:]\s+(?:The\s+)?$", text[max(0, hit.start() - 12):hit.start()]) and re.match(r"(?:\(\))?\s+(?:\w+ly\s+)?(?:is|[a-z]+s)\b", text[hit.end():hit.end() + 40]):
                definition = re.match(r"(?:\(\))?\s+(?:is|are)\s+(?:an?|the)\s", text[hit.end():hit.end() + 20])
                hits.append((-5 if definition else -3, n, excerpt(i, hit.start(), hit.end(), 300, 600)))
            if n > 4000:
                break
    return [window for weight, n, window in sorted(hits)[:most]]

def described(stems, most=6):
    # lines of the form "NAME — what it does" that hold the words of a question
    hits = []
    for i, (name, text) in enumerate(texts):
        at = text.find(" — ")
        while at >= 0:
            first, last = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            line = text[at:last].lower()
            held = sum(any(s in line for s in group) for group in stems)
            if at - first < 60 and held == len(stems):
                hits.append((len(line), excerpt(i, first, last, 60, 600)))
            at = text.find(" — ", at + 3)
    return [window for length, window in sorted(hits)[:most]]

def rows(stems, most=6):
    # short lines with a number that hold the words of a question, as rows of tables do
    hits = []
    first_word = re.compile("(?i)" + "|".join(re.escape(s) for s in max(stems, key=lambda group: len(group[0]))))
    for i, (name, text) in enumerate(texts):
        for hit in first_word.finditer(text):
            first, last = text.rfind("\n", 0, hit.start()) + 1, text.find("\n", hit.end())
            if last - first < 120:
                line = text[first:last].lower()
                if re.search(r"\d|unlimited", line) and all(any(s in line for s in group) for group in stems):
                    hits.append((last - first, excerpt(i, first, last, 900, 300)))
    return [window for length, window in sorted(set(hits))[:most]]

found = []
for task in tasks:
    windows = [w for pattern in task["names"] for w in entries(pattern)]
    if task["stems"]:
        windows += rows(task["stems"]) if task["wanted"] == "QUANTITY" else described(task["stems"])
    for query in task["queries"]:
        try:
            windows += [excerpt(place(p), p.start, p.end) for p in search(query, k=8)]
        except Exception as problem:
            print("search failed:", problem)
    found.append(list(dict.fromkeys(windows))[:20])
    print(f"{task['question']!r}: {len(found[-1])} passages")
