# Step tally: counts, sums and lists over the whole text. What the question's words select is generalized: its fixed words
# hold in every record or sentence, its slots vary.
PROPER = re.compile(r"(?<![\w-])[A-ZÀ-ÖØ-ÞŁŚŠŽČ][\w'’-]*(?:(?: (?:van|von|de|der|di|da|la))* [A-ZÀ-ÖØ-ÞŁŚŠŽČ][\w'’-]*)*")
MARKED = re.compile(r"(?<![\w.-])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?!\w)")
SHAPES = {"ip": r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])", "email": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", "url": r"https?://[^\s)>\"]+",
          "link": r"https?://[^\s)>\"]+", "date": r"\b\d{4}-\d\d-\d\d\b", "year": r"(?<![\d.,:-])(?:1[5-9]|20)\d\d(?![\d.,:])"}
PLACES = re.compile(r"cit|town|village|countr|place|port|island|capital|location|region|street")
PEOPLE = re.compile(r"wh?o|person|people|customer|client|buyer|seller|writer|author|sender|user|employee|character|man|men|wom[ae]n|member|keeper|name|owner|guest|player|student|teacher|worker")
ROLES = {"by": r"from|author|by|sender|writer|signed|customer|client|buyer|user|name|owner", "to": r"to|recipient|receiver|addressee", "when": r"date|when|sent|time|day"}
OPENERS = set("after all although and as at before but by during each every few for from he her his how if in it its last later many most next nobody now on once one our she since so some that the their then there they this though thus to toward towards two under until we what when where which while who with yes yet you your no not monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december".split())
NUMERIC = re.compile(r"code|number|price|amount|length|size|port|id$|total|age|temperature|salar")
WORDED = r"(?i:(?<!\w)(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|dozen|no|several|many)(?:-\w+)?\s+(?:\w+\s+)?)"
NUMBER = r"(?<![\w.])(\d[\d,]*(?:\.\d+)?)"
MONEY = r"(?:[€$£]\s?" + NUMBER + "|" + NUMBER + r"\s?(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds|crowns|francs|[€$£])(?!\w))"

def any_of(pattern, text, start=0, end=None):
    return re.compile(pattern).search(text, start, len(text) if end is None else end)

def is_wrapped(text):
    # whether sentences run over line ends
    lines = text[:200_000].split("\n")
    pairs = [(a, b) for a, b in zip(lines, lines[1:]) if a.strip() and b.strip()]
    return len(pairs) > 3 and sum(a.rstrip()[-1].isalpha() and b[0].islower() for a, b in pairs) > 0.25 * len(pairs)

def unit_at(text, at, lines, wrapped):
    gap = "\n\n" if wrapped and not lines else "\n"
    start, end = text.rfind(gap, 0, at), text.find(gap, at)
    start, end = 0 if start < 0 else start + len(gap), len(text) if end < 0 else end
    if not lines and (wrapped or end - start > 250):
        stops = [m.end() for m in re.finditer(r"(?<!Mr)(?<!Mrs)(?<!Dr)(?<! [A-Z])[.!?][\"”’']?(?:\s+|$)", text[start:end])]
        first, last = max([s for s in stops if s <= at - start], default=0), min([s for s in stops if s > at - start], default=end - start)
        start, end = start + first, start + last
    return start, end

def head_of(kind):
    return re.compile(r"(?m)^[ \t>*#]*" + kind + r"[ \t]+(?i:no\.?|number|nr\.?|#)?[ \t]*(\d[\w-]*|[IVXLCDM]+)(?=[\s.:,;)]|$)")

def numbers_of(kind):
    return {number for name, text in texts for number in head_of(kind).findall(text)}

def heads(kind, only=""):
    # numbered records, as "Order 12: …" or "Letter 3" at a line's beginning: (document, start, end, number)
    found, pattern = [], head_of(kind)
    for i, (name, text) in enumerate(texts):
        hits = [(m.group(1), m.start(), m.end()) for m in pattern.finditer(text)] if not only else []
        for m in re.finditer(r"(?mi)^[^\n]{0,40}\b" + re.escape(only) + r"\b", text) if only else []:
            head = pattern.match(text, m.start())
            following = pattern.search(text, head.end()) if head else None
            if head and head.group(1).lower() == only.lower():
                hits += [(head.group(1), head.start(), head.end())] + ([(following.group(1), following.start(), following.end())] if following else [])
                break
        for n, (number, start, end) in enumerate(hits):
            line = text.find("\n", end)
            line = len(text) if line < 0 else line
            after = hits[n + 1][1] if n + 1 < len(hits) else len(text)
            found.append((i, start, line if line - end > 20 and text[line:line + 2] != "\n\n" else after, number))
    return found if only or len({number for i, start, end, number in found}) > 1 else []

def near(kind, i, start):
    # whether the thing counted is named in the same paragraph
    text = texts[i][1]
    first, last = text.rfind("\n\n", max(0, start - 2000), start), text.find("\n\n", start, start + 2000)
    return any_of(kind, text, max(first, start - 2000, 0), min(start + 2000, len(text)) if last < 0 else last)

def role_of(span, role):
    # the value of a record's field, as in "From: …"
    text = texts[span[0]][1]
    field = re.compile(r"(?im)^[ \t]*(?:" + ROLES[role] + r")[ \t]*[:=][ \t]*(.+)$").search(text, span[1], min(span[2], span[1] + 600))
    return field.group(1).strip() if field else ""

def named_by(task, spans):
    # of the records that mention a name those in which it stands in the role that the question gives it
    fields = [(span, role_of(span, task["role"])) for span in spans]
    if not task["named"] or not any(value for span, value in fields):
        return spans
    return [span for span, value in fields if all(any_of(p, value) for p in task["named"])]

def selected(task):
    # the records or sentences that hold the question's words: (document, start, end, number)
    hard = task["must"] + task["content"]
    records = [] if task["lines"] or not task["kind"] else heads(task["kind"])
    kept = []
    if records:
        rest = [re.compile(p) for p in hard if not all(any_of(p, texts[i][1], s, s + 200) for i, s, e, n in records[:20])]
        kept = named_by(task, [r for r in records if all(p.search(texts[r[0]][1], r[1], r[2]) for p in rest)])
        if kept and (task["named"] or task["over"] or not task["soft"] or any(any_of(p, said(k)) for k in kept for p in task["soft"])):
            return narrowed(task, kept), True
    if not hard + task["soft"]:
        kept = [] if records else kinds_named(task)
        return kept, False
    anchors = [re.compile(p) for p in hard or task["soft"]]
    kept = []
    for i, (name, text) in enumerate(texts):
        wrapped, last = is_wrapped(text), -1
        for hit in anchors[0].finditer(text):
            if hit.start() < last:
                continue
            start, end = unit_at(text, hit.start(), task["lines"], wrapped)
            last = end
            if all(p.search(text, start, end) for p in anchors):
                kept.append((i, start, end, ""))
    if task["want"] == "count" and task["kind"] and not task["firm"]:
        named = [k for k in kept if any_of(task["kind"], texts[k[0]][1], k[1], k[2])]
        kept = named or (kept if PEOPLE.match(task["noun"]) else [k for k in kept if near(task["kind"], k[0], k[1])])
    return narrowed(task, kept), bool(records)

def kinds_named(task):
    # every sentence that names the kind itself
    kept = []
    for i, (name, text) in enumerate(texts):
        wrapped, last = is_wrapped(text), -1
        for hit in re.finditer(task["kind"], text) if task["kind"] else []:
            if hit.start() >= last:
                start, last = unit_at(text, hit.start(), False, wrapped)
                kept.append((i, start, last, ""))
    return kept

def narrowed(task, kept):
    for p in task["soft"]:
        kept = [k for k in kept if any_of(p, texts[k[0]][1], k[1], k[2])] or kept
    if task["over"]:
        sign, bound, unit = task["over"]
        kept = [k for k in kept if any(compare_to(sign, value, float(bound)) for value in amounts(said(k), unit)[:1])]
    return kept

def compare_to(sign, value, bound):
    return {">": value > bound, "<": value < bound, ">=": value >= bound, "<=": value <= bound}[sign]

def said(k):
    text = texts[k[0]][1][k[1]:k[2]].strip()
    return text if k[3] or "\n" not in text else " ".join(text.split())

def amounts(text, unit):
    pattern = NUMBER + r"\s?(?:[\w-]+ )?" + unit if unit else MONEY
    return [float(next(g for g in m.groups() if g).replace(",", "")) for m in re.finditer(pattern, text)]

ordinary = {}
def is_ordinary(word):
    # whether a capital may be owed to the beginning of a sentence only
    if word not in ordinary:
        ordinary[word] = word.lower().rstrip("s") in OPENERS or word.lower() in OPENERS or any(text.find(" " + word.lower() + end) >= 0 for name, text in texts for end in (" ", ",", "."))
    return ordinary[word]

inner = {}
def is_inner(word):
    # whether a word bears its capital inside a sentence as well
    if word not in inner:
        inner[word] = any(re.search(r"[a-z,;] " + re.escape(word) + r"(?!\w)|\n" + re.escape(word) + r" [A-Z]", text) for name, text in texts)
    return inner[word]

def proper_names(text):
    # names in a sentence, each with the words before and after it
    found = []
    for m in PROPER.finditer(text):
        name, start = m.group(), m.start()
        opening = not text[:start].rstrip(" \"“‘'(*_") or text[:start].rstrip(" \"“‘'(")[-1] in ".!?:"
        parts = name.split(" ")
        while opening and parts and parts[0] not in ("Mr", "Mrs", "Dr", "Captain") and is_ordinary(parts[0]):
            start += len(parts[0]) + 1
            parts = parts[1:]
        name = " ".join(parts)
        lone = opening and len(parts) == 1 and start == m.start() and not is_inner(name)
        if name and name not in ("I", "A") and not lone and not (len(parts) == 1 and name.lower().rstrip("s") in OPENERS):
            before = re.findall(r"[\w'’-]+", text[max(0, start - 40):start])
            after = re.findall(r"[\w'’-]+", text[m.end():m.end() + 40])
            found.append((re.sub(r"['’]s$", "", name), before[-1] if before else "", after[0] if after else ""))
    return found

def usual(slots, count):
    # drops what stands in nearly every sentence: the fixed words of the pattern
    seen = {}
    for n, name, before, after in slots:
        seen.setdefault(name, set()).add(n)
    fixed = {name for name, places in seen.items() if count > 2 and len(places) > 0.6 * count}
    return [s for s in slots if s[1] not in fixed] or slots

def fillers(task, kept, distinct=True):
    # the distinct things of the asked kind in the sentences kept
    kind, lines = task["kind"], [said(k) for k in (kept[::len(kept) // 300] if distinct and len(kept) > 900 else kept)]
    whole = [said(k) for k in kept] if len(kept) > len(lines) else lines
    shape = SHAPES.get(task["noun"])
    if shape:
        return list(dict.fromkeys(v for line in whole for v in re.findall(shape, line)))
    if kind and task["want"] != "who":
        numbered = [m for line in (whole if any_of(kind + r"\s+#?\d", lines[0]) else lines) for m in [any_of(kind + r"\s+#?(\d[\w-]*)(?!\w)", line)] if m]
        if len(numbered) > 0.8 * len(whole):
            return list(dict.fromkeys(m.group() for m in numbered))
        fields = [m.group(1).strip() for line in (whole if any_of(kind + r"\s*[:=]", lines[0]) else lines) for m in re.finditer(r"(?<!\w)" + kind + r"\s*[:=]\s*[\"']?([^,;|\s\"']+(?: [A-Z][\w'’-]+)*)", line)]
        if len(fields) > 0.5 * len(lines):
            return list(dict.fromkeys(fields))
    asked = " ".join(task["named"] + [task["about"]]).lower()
    slots = [(n, name, before, after) for n, line in enumerate(lines) for name, before, after in proper_names(line) if name.lower() not in asked and not re.fullmatch(kind or "$^", name)]
    if NUMERIC.match(task["noun"]):
        return list(dict.fromkeys(v for line in lines for v in re.findall(NUMBER, line)))
    person, place = bool(PEOPLE.match(task["noun"])) or task["want"] == "who", bool(PLACES.match(task["noun"]))
    marked = [] if person or place else [(n, name) for n, line in enumerate(lines) for name in MARKED.findall(line)]
    if marked and len({n for n, name in marked}) > 0.5 * len(lines):
        return list(dict.fromkeys(MARKED.findall("\n".join(whole))))
    key, names = best_slot(task, usual(slots, len(lines)), len(lines), person, place)
    if len(kept) > len(lines) and key:
        # what the sample has taught is applied to the rest at once
        deed = "|".join(task["soft"]) or "$^"
        slot = PROPER.pattern + r"(?=\s+(?:" + deed + "))" if key == "acting" else r"(?<!\w)" + re.escape(key) + r"\s+(" + PROPER.pattern + ")"
        found = re.findall(slot, "\n".join(said(k) for k in kept))
        names = names + [name for name in found if name not in ("", "I") and not is_ordinary(name.split(" ")[0]) and name.lower() not in asked]
    return sorted(set(names)) if distinct else names

def best_slot(task, slots, count, person, place):
    deed = "|".join(task["soft"]) or "$^"
    groups = {}
    for n, name, before, after in slots:
        acting = person and (any_of(deed, after) or before.lower() == "by")
        if acting or task["want"] == "who":
            key, worth = ("acting", 4) if acting else ("", 0)
        elif task["kind"] and (any_of(task["kind"], before) or re.match(task["kind"], name)):
            key, worth = "kind", 4
        elif place and before in ("in", "at", "from", "to", "near", "of"):
            key, worth = before, 2
        else:
            key, worth = before if before.islower() else "", 1
        groups.setdefault((key, worth), []).append((n, name))
    if not any(worth for key, worth in groups):
        return "", []
    def score(group):
        return group[1] * len({n for n, name in groups[group]})
    best = max(groups, key=score)
    return best[0], [name for n, name in groups[best]]

def table_of(text):
    # a text whose lines are rows of fields under a head: (columns, rows with their fields)
    lines = [line for line in text.split("\n") if line.strip()]
    for mark in ("\t", ";", "|", ","):
        width = lines[0].count(mark) if lines else 0
        if width and len(lines) > 2 and not re.search(r"\d{3}|[.!?]\s", lines[0]) and sum(line.count(mark) == width for line in lines[:200]) > 0.95 * len(lines[:200]):
            return [[cell.strip().strip('"') for cell in line.split(mark)] for line in lines]
    return fields_of(text)

def fields_of(text):
    # a text whose paragraphs are records of fields, as "Name: …", each beginning with the same one
    blocks = [re.findall(r"(?m)^[ \t]*([\w][\w /-]{0,30}?)[ \t]*[:=][ \t]*(.*)$", block) if len(block) < 2000 else [] for block in re.split(r"\n\s*\n", text.strip())]
    if len(blocks) < 3 or not blocks[0] or sum(bool(b) and b[0][0] == blocks[0][0][0] for b in blocks) < 0.9 * len(blocks):
        return []
    if text[:20000].count("\n") > 1.5 * sum(len(b) + 1 for b in blocks[:text[:20000].count("\n\n") + 1]):
        return []
    columns = list(dict.fromkeys(key for block in blocks for key, value in block))
    return [columns] + [[dict(block).get(key, "").strip() for key in columns] for block in blocks]

def from_table(task, rows):
    head, body = rows[0], rows[1:]
    def column(pattern):
        return next((c for c, name in enumerate(head) if pattern and any_of(pattern, name.replace("_", " "))), None)
    kind = column(task["kind"]) if task["kind"] else None
    rest = [re.compile(p) for p in task["must"]] + [re.compile(p) for p in task["content"] if column(p) is None and (not task["must"] or any(any_of(p, cell) for row in body for cell in row))]
    if kind is None and task["kind"] and any(re.fullmatch(task["kind"], cell) for row in body for cell in row):
        rest.append(re.compile(task["kind"]))
        task = {**task, "noun": "row"}
    if task["want"] == "record":
        rest = [re.compile("(?i)" + re.escape(task["record"]))]
        kept = [row for row in body if any(rest[0].fullmatch(cell) for cell in row)]
        kind = column(r"(?i)(?<!\w)(?:" + ROLES[task["role"]] + r")(?!\w)")
        return f"{kept[0][kind]}. The text says: “{' | '.join(kept[0])}”" if len(kept) == 1 and kind is not None else None
    kept = [row for row in body if all(any(p.search(cell) for cell in row) for p in rest)]
    number = next((c for c in [column(p) for p in task["content"] + task["soft"] + task["measures"]] if c is not None and all(re.fullmatch(r"[€$£]?-?[\d.,]+|", row[c]) for row in body[:50] if len(row) > c)), None)
    if task["over"] and number is not None:
        kept = [row for row in kept if re.search(r"\d", row[number]) and compare_to(task["over"][0], float(re.sub(r"[^\d.-]", "", row[number])), float(task["over"][1]))]
    elif task["over"] or (kind is None and task["want"] in ("count", "list") and not any_of("row|record|entr|line", task["noun"])):
        return None
    shown = [" | ".join(row) for row in kept]
    if task["want"] == "sum":
        return None if number is None or not kept else total([float(re.sub(r"[^\d.-]", "", row[number])) for row in kept if re.search(r"\d", row[number])], shown)
    if task["want"] == "who":
        kind = next((c for c, name in enumerate(head) if re.fullmatch(r"(?i).*(?:" + ROLES["by"] + r")", name)), None)
    if task["want"] == "most":
        doer = next((c for c, name in enumerate(head) if re.fullmatch(r"(?i).*(?:" + ROLES["by"] + r")", name)), None)
        return None if doer is None or (kind is None and not kept) else first_of(task, [row[doer] for row in kept], [1] * len(kept))
    if task["want"] == "field":
        values = list(dict.fromkeys(row[kind] for row in kept if row[kind])) if kind is not None else []
        return listed(values, shown) if 0 < len(values) < 20 else None
    if not kept or task["want"] not in ("count", "list", "who") or (task["want"] == "who" and kind is None):
        return None
    values = shown if kind is None else sorted({row[kind] for row in kept if row[kind]})
    return counted(values, shown) if task["want"] == "count" else listed(values, shown)

def total(values, lines):
    whole = sum(round(v * 100) for v in values)
    value = f"{whole // 100}" if all(v == int(v) for v in values) and whole % 100 == 0 else f"{whole // 100}.{whole % 100:02d}"
    return f"{value} in total, in {len(values)} places of the text" + examples(lines)

def counted(values, lines):
    return f"{len(values)}" + (": " + ", ".join(values) if len(values) <= 20 and max(map(len, values)) < 60 else "") + examples(lines)

def listed(values, lines):
    if len(values) == 1:
        return f"{values[0]}. The text says: “{' '.join(lines[0][:300].split())}”"
    return f"{len(values)} found: " + ", ".join(values[:200]) + (", …" if len(values) > 200 else "") + examples(lines)

def examples(lines):
    return ".\nThe text says, for example:\n" + "\n".join("- " + " ".join(line[:200].split()) for line in lines[:3])

def refusal(task, why):
    return f"The text does not say: {why} “{task['question']}”"

def unknown(task):
    # a name of the question that stands nowhere in the text
    return next((shown for p, shown in zip(task["named"], task["shown"]) if not any(any_of(p, text) for name, text in texts)), "")

def everybody(task):
    # the names of a whole text, the most frequent first; what mostly follows "in" or "from" is no person
    seen, placed = {}, {}
    for name, text in texts:
        text = text.replace("\n", " ") if is_wrapped(text) else text
        for m in PROPER.finditer(text):
            word, before = m.group(), text[max(0, m.start() - 8):m.start()]
            if (" " in word or re.search(r"[a-z,;] $", before)) and not is_ordinary(word.split(" ")[0]) and not word.isupper():
                seen[word] = seen.get(word, 0) + 1
                placed[word] = placed.get(word, 0) + bool(re.search(r"\b(?:in|at|from|near|left|to) $", before))
    people = [word for word in seen if not (PEOPLE.match(task["noun"]) and " " not in word and placed[word] > 0.5 * seen[word])]
    return [word for word in sorted(people, key=lambda word: -seen[word]) if seen[word] > 1 or len(seen) < 50][:60]

def everywhere(task):
    # all values of a form that is known beforehand, as of addresses and dates
    values = dict.fromkeys(v for name, text in texts for v in re.findall(SHAPES[task["noun"]], text))
    return sorted(values)

def in_the_role(task):
    # "Who wrote letters?": the values of the field that names the doer of each record
    for kind in task["content"]:
        spans = heads(kind)
        values = [role_of(span, task["role"]) for span in spans]
        if any(values):
            return sorted(set(filter(None, values))), [said(span) for span in spans]
    return [], []

def level_lines(task):
    # lines of a log that bear a level, as ERROR
    level = re.compile(r"(?<!\w)" + task["level"] + r"[A-Z]{0,3}(?!\w)") if task["level"] else None
    lines = [line for name, text in texts for line in text.split("\n") if level and level.search(line)]
    words = [p for p in task["content"] if any(any_of(p, line) for line in lines)]
    if task["content"] and not words:
        return []
    return [line for line in lines if all(any_of(p, line) for p in task["must"] + words)]

def ranked(task):
    # who has the most or the fewest of the records or amounts that the question selects
    records = [r for r in heads(task["kind"]) if all(any_of(p, said(r)) for p in task["must"] + task["content"])]
    kept = records or [k for k in selected({**task, "want": "list"})[0] if any_of(task["kind"], said(k))]
    values = [sum(amounts(said(k), task["kind"])[:1]) or 1 for k in kept] if not records else [1] * len(kept)
    doers = [role_of(k, task["role"]) for k in kept] if records else []
    if not any(doers):
        slots = fillers({**task, "want": "list", "noun": "name", "kind": ""}, kept, False)
        known = set(slots)
        doers = [next((name for name, before, after in proper_names(said(k)) if name in known), "") for k in kept]
    return first_of(task, doers, values)

def first_of(task, doers, values):
    seen = {}
    for doer, value in zip(doers, values):
        if doer:
            seen[doer] = seen.get(doer, 0) + int(value)
    order = sorted(seen, key=lambda doer: seen[doer], reverse=" fewest " not in task["question"])
    return f"{order[0]} ({seen[order[0]]}), before " + ", ".join(f"{doer} ({seen[doer]})" for doer in order[1:6]) + "." if len(order) > 1 else None

def one_record(task):
    # "Who wrote letter 1?": the record of that number, and in it the person or the day
    span = next((r for r in heads(task["kind"], task["record"]) if r[3].lower() == task["record"].lower()), None)
    if span is None and len(numbers_of(task["kind"])) < 2:
        return None
    if span is None:
        return refusal(task, f"it holds no {task['noun']} {task['record']}, so nothing answers")
    first = said(span).split("\n\n")[0]
    value = role_of(span, task["role"])
    if not value and task["role"] == "when":
        day = any_of(SHAPES["date"], first)
        value = day.group() if day else ""
    if not value and task["role"] == "by":
        names = [n for n in proper_names(first) if not any_of(task["kind"], n[0]) and n[2].islower()]
        value = names[0][0] if names else ""
    return f"{value}. The text says: “{' '.join(first[:300].split())}”" if value else None

def count_of(task, kept, recorded):
    lines = [said(k) for k in kept]
    if task["firm"] or recorded or not task["kind"] or all(k[3] for k in kept):
        values = sorted({k[3] for k in kept}) if kept[0][3] else lines
        return f"{len(values)}: so many {'lines' if task['lines'] else 'places'} of the text match" + examples(lines)
    sums = [amounts(line, task["kind"])[:1] for line in lines] if task["kind"] else []
    numbers = [s[0] for s in sums if s]
    if len(numbers) > 1 and len(numbers) > 0.5 * len(lines) and not task["distinct"]:
        return total(numbers, lines)
    if len(numbers) == 1 and len(lines) == 1:
        return f"{numbers[0]:g} {task['noun']}{'' if task['noun'].endswith('s') else 's'}. The text says: “{lines[0][:300]}”"
    if numbers or any(any_of(WORDED + task["kind"], line) for line in lines[:50]):
        return None
    if sum(bool(re.match(r"[\[<]?\d", line)) for line in lines) > 0.8 * len(lines) and not task["distinct"] and not PEOPLE.match(task["noun"]):
        return f"{len(lines)}: so many lines of the text say it" + examples(lines)
    values = fillers(task, kept)
    if len(values) > 1:
        return counted(values, lines)
    return None

def extent(unit, text):
    if unit == "character":
        return len(text)
    return len(text.split()) if unit == "word" else len([p for p in (re.split(r"\n\s*\n", text) if unit == "paragraph" else text.split("\n")) if p.strip()])

def tallied(task):
    # the answer to a question that counts, sums or lists; None leaves it to the passages
    for name, text in texts:
        rows = table_of(text) if not task["firm"] else []
        found = from_table(task, rows) if rows and task["want"] in ("count", "list", "sum", "who", "record", "field", "most") and not unknown(task) else None
        if found:
            return found
    if task["want"] == "most":
        return ranked(task)
    if task["want"] == "extent":
        return str(sum(extent(task["noun"], text) for name, text in texts)) + f": so many {task['noun']}s the text has."
    if task["want"] in ("record", "field"):
        return one_record(task) if task["want"] == "record" else None
    if task["want"] == "times":
        times = sum(len(re.findall(task["must"][0], text)) for name, text in texts)
        return f"{times}: so often it occurs in the text."
    if unknown(task) and not task["firm"]:
        return refusal(task, f"it does not mention {unknown(task)}, so nothing answers")
    if task["want"] == "everybody":
        names = everybody(task)
        return listed(names, names) if names else None
    if task["noun"] in SHAPES and not task["must"] + task["content"] + task["soft"]:
        values = everywhere(task)
        return None if not values else counted(values, values) if task["want"] == "count" else listed(values, values)
    doers, records = in_the_role(task) if task["want"] == "who" and not task["must"] else ([], [])
    if doers:
        return listed(doers, records)
    logged = level_lines(task)
    if logged:
        return f"{len(logged)}: so many lines of the text match" + examples(logged) if task["want"] == "count" else f"{len(logged)} lines found:\n" + "\n".join("- " + line[:300] for line in logged[:200])
    if task["want"] == "count" and task["kind"] and not (task["firm"] or task["must"] + task["content"] + task["soft"] or task["over"]):
        numbers = numbers_of(task["kind"])
        if len(numbers) > 1:
            first = [m.group() for name, text in texts for m in [head_of(task["kind"]).search(text)] if m]
            return f"{len(numbers)}: so many numbered places of the text, the first of them “{first[0].strip()}”."
    kept, recorded = selected(task)
    print(f"{task['question']!r}: {len(kept)} places, such as {[said(k)[:150] for k in kept[:3]]}")
    if not kept:
        return f"0: no {'line' if task['lines'] else 'place'} of the text matches." if task["firm"] and task["want"] == "count" else None
    if task["want"] == "sum":
        values = [v for k in kept for v in amounts(said(k), task["unit"])[:1]]
        return total(values, [said(k) for k in kept]) if values else None
    if task["want"] == "count":
        return count_of(task, kept, recorded)
    values = [] if task["firm"] or not task["kind"] and task["want"] == "list" else fillers(task, kept)
    lines = [said(k) for k in kept]
    if values:
        return listed(values, lines)
    return None if task["want"] == "who" else f"{len(lines)} found:\n" + "\n".join("- " + " ".join(line[:300].split()) for line in lines[:200])

tallies = [tallied(task) if task["want"] else None for task in tasks]
