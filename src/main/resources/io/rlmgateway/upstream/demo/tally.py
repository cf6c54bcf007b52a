# Counts, sums and lists over the whole text. What the question's words select is generalized: its fixed words hold in every
# record or sentence, its slots vary. Texts may hold hundreds of thousands of records, so that patterns go over whole texts
# and lists, and little is done for each record.
import csv
import math
from collections import Counter
PROPER = re.compile(r"(?<![\w-])[A-ZÀ-ÖØ-ÞŁŚŠŽČ][\w'’-]*(?:(?: (?:van|von|de|der|di|da|la))* [A-ZÀ-ÖØ-ÞŁŚŠŽČ][\w'’-]*)*")
INSIDE = re.compile(r"(?<=[a-z,;] )(" + PROPER.pattern + ")|(" + PROPER.pattern + ")")
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

def any_of(pattern, text):
    return re.compile(pattern).search(text)

def holding(patterns, places):
    # the places that hold all of the patterns
    for p in patterns:
        places = list(filter(re.compile(p).search, places))
    return places

kept_for_all = {}
def once(make, *key):
    # what several questions need is read once
    if (make, key) not in kept_for_all:
        kept_for_all[make, key] = make(*key)
    return kept_for_all[make, key]

def is_wrapped(i):
    # whether sentences run over line ends
    lines = texts[i][1][:200_000].split("\n")
    pairs = [(a, b) for a, b in zip(lines, lines[1:]) if a.strip() and b.strip()]
    return len(pairs) > 3 and sum(a.rstrip()[-1].isalpha() and b[0].islower() for a, b in pairs) > 0.25 * len(pairs)

def pieces(i, gap):
    return texts[i][1].split(gap)

def sentences(text):
    # marks every end and takes the mark back behind abbreviations, which is much faster than to look for them at once
    marked = re.sub(r"[.!?][\"”’']?\s+", "\\g<0>\0", text)
    return re.sub(r"((?<!\w)(?:Mrs?|Dr|[A-Z])\.\s+)\0", "\\1", marked).split("\0")

def flat(text):
    return " ".join(text.split()) if "\n" in text else text.strip()

def places_with(patterns, lines):
    # the lines or sentences that hold all of the patterns
    found = []
    for i in range(len(texts)):
        wrapped = once(is_wrapped, i)
        held = holding(patterns, once(pieces, i, "\n\n" if wrapped and not lines else "\n"))
        if not lines and (wrapped or held and max(map(len, held)) > 250):
            whole = [] if wrapped else [h for h in held if len(h) <= 250]
            held = [s for h in held for s in ([h] if len(h) <= 250 else sentences(h))] if whole else sentences("\0".join(held))
            held = holding(patterns, held)
        found += map(flat, held)
    return found

def head_of(kind):
    return re.compile(r"(?m)^[ \t>*#]*" + kind + r"[ \t]+(?i:no\.?|number|nr\.?|#)?[ \t]*(\d[\w-]*|[IVXLCDM]+)(?=[\s.:,;)]|$)")

def numbers_of(kind):
    return {number for name, text in texts for number in head_of(kind).findall(text)}

def are_numbered(kind):
    numbers = (m.group(1) for name, text in texts for m in head_of(kind).finditer(text))
    first = next(numbers, None)
    return any(number != first for number in numbers)

def record_at(head, block):
    # a record is its first line if that says something, else all up to the next head
    line, start = block.find("\n"), head.match(block)
    return block[:line] if line - start.end() > 20 and block[line:line + 2] != "\n\n" else block

def records(kind):
    # numbered records, as "Order 12: …" or "Letter 3" at a line's beginning
    found, head = [], head_of(kind)
    for i, (name, text) in enumerate(texts if are_numbered(kind) else []):
        starts = [m.start() for m in head.finditer(text)]
        blocks = [text[start:end] for start, end in zip(starts, starts[1:] + [len(text)])]
        found += [b if b.find("\n") in (-1, len(b) - 1) else record_at(head, b) for b in blocks]
    return [record.strip() for record in found]

def record_of(kind, number):
    # the record of that number; empty if there is none
    head = head_of(kind)
    for name, text in texts:
        for m in re.finditer(r"(?i)(?<!\w)" + re.escape(number) + r"(?!\w)", text):
            start = text.rfind("\n", 0, m.start()) + 1
            found = head.match(text, start) if m.start() - start < 40 else None
            if found and found.group(1).lower() == number.lower():
                following = head.search(text, found.end())
                return record_at(head, text[start:following.start() if following else len(text)]).strip()
    return ""

def role_of(record, role):
    # the value of a record's field, as in "From: …"
    field = once(field_of, role).search(record, 0, 600)
    return field.group(1).strip() if field else ""

def field_of(role):
    return re.compile(r"(?im)^[ \t]*(?:" + ROLES[role] + r")[ \t]*[:=][ \t]*(.+)$")

def sample_of(places, most=300):
    return places[::len(places) // most] if len(places) > 3 * most else places

def named_by(task, kept):
    # of the records that mention a name those in which it stands in the role that the question gives it
    if not task["named"] or not any(role_of(k, task["role"]) for k in sample_of(kept, 50)):
        return kept
    named = [re.compile(p) for p in task["named"]]
    return [k for k, value in [(k, role_of(k, task["role"])) for k in kept] if all(p.search(value) for p in named)]

def selected(task):
    # the records or sentences that hold the question's words, whether they are records, and whether there are any records
    hard = task["must"] + task["content"]
    held = once(records, task["kind"]) if task["kind"] and not task["lines"] else []
    if held:
        rest = [p for p in hard if not all(any_of(p, r[:200]) for r in held[:20])]
        kept = named_by(task, holding(rest, held))
        if kept and (task["named"] or task["over"] or not task["soft"] or any(any(map(re.compile(p).search, kept)) for p in task["soft"])):
            return narrowed(task, kept), True, True
    if not hard + task["soft"]:
        return places_with([task["kind"]], False) if task["kind"] and not held else [], False, False
    kept = places_with(hard or task["soft"], task["lines"])
    if task["want"] == "count" and task["kind"] and not task["firm"]:
        kept = holding([task["kind"]], kept) or (kept if PEOPLE.match(task["noun"]) else near(task["kind"], kept))
    return narrowed(task, kept), False, bool(held)

def near(kind, kept):
    # the places in whose paragraph the thing counted is named
    found, pattern = [], re.compile(kind)
    for name, text in texts if any(pattern.search(text) for name, text in texts) else []:
        at = 0
        for k in kept:
            start = text.find(k[:40].split("  ")[0], at)
            if start < 0:
                continue
            at = start + 1
            first, last = text.rfind("\n\n", max(0, start - 2000), start), text.find("\n\n", start, start + 2000)
            if pattern.search(text, max(first, start - 2000, 0), min(start + 2000, len(text)) if last < 0 else last):
                found.append(k)
    return found

def narrowed(task, kept):
    for p in task["soft"]:
        kept = holding([p], kept) or kept
    if task["over"]:
        sign, bound, unit = task["over"]
        kept = [k for k, value in zip(kept, amounts(kept, unit)) if value and compare_to(sign, float(value), float(bound))]
    return kept

def compare_to(sign, value, bound):
    return {">": value > bound, "<": value < bound, ">=": value >= bound, "<=": value <= bound}[sign]

def amounts(places, unit):
    # the digits of the first amount of each place, empty where there is none
    pattern = NUMBER + r"\s?(?:[\w-]+ )?" + unit if unit else MONEY
    if not any("\n" in place for place in places):
        found = re.findall("(?m)^[^\n]*?(?:" + pattern + ")", "\n".join(places))
        if len(found) == len(places):
            return [(value if isinstance(value, str) else value[0] or value[1]).replace(",", "") for value in found]
    return [m.group(m.lastindex).replace(",", "") if m else "" for m in map(re.compile(pattern).search, places)]

def lower_words():
    return {word for name, text in texts for word in re.findall(r"(?<= )[^\W\d_A-Z]+(?=[ ,.])", text[:4_000_000])}

def is_ordinary(word):
    # whether a capital may be owed to the beginning of a sentence only
    word = word.lower()
    return word.rstrip("s") in OPENERS or word in OPENERS or word in once(lower_words)

def inner_words():
    return {word for name, text in texts for word, opening in INSIDE.findall(text)}

inner = {}
def is_inner(word):
    # whether a word bears its capital inside a sentence as well; of many words all are looked up at once
    if word not in inner:
        pattern = re.compile(r"[a-z,;] " + re.escape(word) + r"(?!\w)|\n" + re.escape(word) + r" [A-Z]")
        inner[word] = any(pattern.search(text) for name, text in texts) if len(inner) < 10 else word in once(inner_words)
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

def fillers(task, kept):
    # the distinct things of the asked kind in the places kept; of very many, a sample teaches where they stand
    kind, lines, whole = task["kind"], sample_of(kept), "\n".join(kept)
    if task["noun"] in SHAPES:
        return list(dict.fromkeys(re.findall(SHAPES[task["noun"]], whole)))
    if kind and task["want"] != "who":
        numbered = re.compile(kind + r"\s+#?\d[\w-]*(?!\w)")
        if sum(map(bool, map(numbered.search, lines))) > 0.8 * len(lines):
            return list(dict.fromkeys(m.group() for m in map(numbered.search, kept) if m))
        fields = re.compile(r"(?<!\w)" + kind + r"\s*[:=]\s*[\"']?([^,;|\s\"']+(?: [A-Z][\w'’-]+)*)")
        if len(fields.findall("\n".join(lines))) > 0.5 * len(lines):
            return list(dict.fromkeys(fields.findall(whole)))
    if NUMERIC.match(task["noun"]):
        return list(dict.fromkeys(re.findall(NUMBER, whole)))
    asked = " ".join(task["named"] + [task["about"]]).lower()
    person, place = bool(PEOPLE.match(task["noun"])) or task["want"] == "who", bool(PLACES.match(task["noun"]))
    if not person and not place and sum(map(bool, map(MARKED.search, lines))) > 0.5 * len(lines):
        return list(dict.fromkeys(MARKED.findall(whole)))
    slots = [(n, name, before, after) for n, line in enumerate(lines) for name, before, after in proper_names(line) if name.lower() not in asked and not re.fullmatch(kind or "$^", name)]
    key, names = best_slot(task, usual(slots, len(lines)), len(lines), person, place)
    found = {name for slot in slots_of(task, key) for name in re.findall(slot, whole)} - {"I", "A"} if len(kept) > len(lines) and key else set()
    return sorted(set(names) | {name for name in found if not is_ordinary(name.split(" ")[0]) and name.lower() not in asked and name.split(" ")[0].lower() not in OPENERS})

def slots_of(task, key):
    # where the names stand that the sample has shown
    if key == "acting":
        return [PROPER.pattern + r"(?=\s+(?:" + ("|".join(task["soft"]) or "$^") + "))", r"(?<!\w)[Bb]y (" + PROPER.pattern + ")"]
    return [(task["kind"] if key == "kind" else r"(?<!\w)" + re.escape(key)) + r"\s+(" + PROPER.pattern + ")"]

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

def table_of(i):
    # a text whose lines are rows of fields under a head: the head's fields, the mark between fields, and the rows
    sample = [line for line in texts[i][1][:100_000].split("\n") if line.strip()][:200]
    for mark in ("\t", ";", "|", ","):
        width = len(cells_of(sample[0], mark)) if sample and mark in sample[0] else 0
        if width and len(sample) > 2 and not re.search(r"\d{3}|[.!?]\s", sample[0]) and sum(len(cells_of(line, mark)) == width for line in sample[:-1]) > 0.95 * (len(sample) - 1):
            lines = [line for line in texts[i][1].split("\n") if line.strip()]
            return cells_of(lines[0], mark), mark, lines[1:]
    return table_of_fields(texts[i][1])

def cells_of(row, mark):
    # a quotation mark that is never closed is one like any other letter
    cells = next(csv.reader([row], delimiter=mark, quoting=csv.QUOTE_MINIMAL if row.count('"') % 2 == 0 else csv.QUOTE_NONE))
    return [cell.strip().strip('"') for cell in cells]

FIELD = r"(?m)^[ \t]*([\w][\w /-]{0,30}?)[ \t]*[:=][ \t]*(.*)$"
def table_of_fields(text):
    # a text whose paragraphs are records of fields, as "Name: …", each beginning with the same one
    blocks = re.split(r"\n\s*\n", text[:20_000].strip())
    blocks = [re.findall(FIELD, block) if len(block) < 2000 else [] for block in (blocks[:-1] if len(text) > 20_000 else blocks)]
    if len(blocks) < 3 or not blocks[0] or sum(bool(b) and b[0][0] == blocks[0][0][0] for b in blocks) < 0.9 * len(blocks):
        return None
    if text[:20_000].count("\n") > 1.5 * sum(len(b) + 1 for b in blocks) + 20:
        return None
    blocks = [dict(re.findall(FIELD, block)) for block in re.split(r"\n\s*\n", text.strip())]
    columns = list(dict.fromkeys(key for block in blocks for key in block))
    return columns, "\t", ["\t".join([block.get(key, "").replace("\t", " ").strip() for key in columns]) for block in blocks]

def values_of(rows, mark, number):
    # one column of the rows; a row that is too short has an empty field there
    cell = r"(?:\"[^\"]*\"(?=" + re.escape(mark) + r"|\s*$)|[^" + re.escape(mark) + "]*)"
    pattern = re.compile("(?:" + cell + re.escape(mark) + "){" + str(number) + "}(" + cell + ")")
    return [m.group(1).strip().strip('"') if m else "" for m in map(pattern.match, rows)]

def from_table(task, table):
    head, mark, body = table
    def column(pattern):
        return next((c for c, name in enumerate(head) if pattern and any_of(pattern, name.replace("_", " "))), None)
    def whole(pattern):
        # a row with a field that is nothing but this
        return "(?:^|" + re.escape(mark) + r")\s*\"?" + pattern + r"\"?\s*(?:$|" + re.escape(mark) + ")"
    def doer():
        return next((c for c, name in enumerate(head) if re.fullmatch(r"(?i).*(?:" + ROLES["by"] + r")", name)), None)
    kind = column(task["kind"]) if task["kind"] else None
    rest = task["must"] + [p for p in task["content"] if column(p) is None and (not task["must"] or any(map(re.compile(p).search, body)))]
    if kind is None and task["kind"] and any(map(re.compile(whole(task["kind"])).search, body)):
        rest.append(task["kind"])
        task = {**task, "noun": "row"}
    if task["want"] == "record":
        kept = holding([whole("(?i:" + re.escape(task["record"]) + ")")], body)
        kind = column(r"(?i)(?<!\w)(?:" + ROLES[task["role"]] + r")(?!\w)")
        return f"{cells_of(kept[0], mark)[kind]}. The text says: “{' | '.join(cells_of(kept[0], mark))}”" if len(kept) == 1 and kind is not None else None
    kept = holding(rest, body)
    number = next((c for c in [column(p) for p in task["content"] + task["soft"] + task["measures"]] if c is not None and all(re.fullmatch(r"[€$£]?-?[\d.,]+|", value) for value in values_of(body[:50], mark, c))), None)
    digits = [re.sub(r"[^\d.-]", "", value) for value in values_of(kept, mark, number)] if number is not None and (task["over"] or task["want"] == "sum") else []
    if task["over"] and number is not None:
        kept = [row for row, value in zip(kept, digits) if re.search(r"\d", value) and compare_to(task["over"][0], float(value), float(task["over"][1]))]
    elif task["over"] or (kind is None and task["want"] in ("count", "list") and not any_of("row|record|entr|line", task["noun"])):
        return None
    shown = [" | ".join(cells_of(row, mark)) for row in kept[:200]] + kept[200:]
    if task["want"] == "sum":
        digits = [value for value in (digits if not task["over"] else [re.sub(r"[^\d.-]", "", value) for value in values_of(kept, mark, number)]) if re.search(r"\d", value)]
        return None if number is None or not digits else total(digits, shown)
    if task["want"] == "most":
        return None if doer() is None or (kind is None and not kept) else first_of(task, values_of(kept, mark, doer()), [1] * len(kept))
    kind = doer() if task["want"] == "who" else kind
    if task["want"] == "field":
        values = list(dict.fromkeys(filter(None, values_of(kept, mark, kind)))) if kind is not None else []
        return listed(values, shown) if 0 < len(values) < 20 else None
    if not kept or task["want"] not in ("count", "list", "who") or (task["want"] == "who" and kind is None):
        return None
    values = shown if kind is None else sorted(set(filter(None, values_of(kept, mark, kind))))
    return counted(values, shown) if task["want"] == "count" else listed(values, shown)

def total(values, lines):
    # the sum of numbers in digits, with as many places as they have
    places = 0 if not any("." in v for v in values) else max(len(v) - v.find(".") - 1 for v in values if "." in v)
    if places and all(float(v).is_integer() for v in values):
        values, places = [v.split(".")[0] for v in values], 0
    whole = f"{math.fsum(map(float, values)):.{places}f}" if places else str(sum(map(int, values)))
    return f"{whole} in total, in {len(values)} places of the text" + examples(lines)

def counted(values, lines):
    return f"{len(values)}" + (": " + ", ".join(values) if len(values) <= 20 and max(map(len, values), default=0) < 60 else "") + examples(lines)

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
    seen, placed, persons = Counter(), Counter(), PEOPLE.match(task["noun"])
    for i, (name, text) in enumerate(texts):
        text = text.replace("\n", " ") if once(is_wrapped, i) else text
        seen.update(Counter([word or opening for word, opening in INSIDE.findall(text) if word or " " in opening]))
        placed.update(Counter(re.findall(r"(?<!\w)(?:in|at|from|near|left|to) (" + PROPER.pattern + ")", text)) if persons else {})
    common = [word for word, times in seen.most_common() if times > 1 or len(seen) < 50]
    people = (word for word in common if not is_ordinary(word.split(" ")[0]) and not word.isupper() and not (persons and " " not in word and placed[word] > 0.5 * seen[word]))
    return [word for n, word in zip(range(60), people)]

def everywhere(task):
    # all values of a form that is known beforehand, as of addresses and dates
    return sorted({v for name, text in texts for v in re.findall(SHAPES[task["noun"]], text)})

def in_the_role(task):
    # "Who wrote letters?": the values of the field that names the doer of each record
    for kind in task["content"]:
        held = once(records, kind)
        if any(role_of(record, task["role"]) for record in sample_of(held, 50)):
            return sorted({role_of(record, task["role"]) for record in held} - {""}), held
    return [], []

def level_lines(task):
    # lines of a log that bear a level, as ERROR
    lines = places_with([r"(?<!\w)" + task["level"] + r"[A-Z]{0,3}(?!\w)"], True) if task["level"] else []
    words = [p for p in task["content"] if any(map(re.compile(p).search, lines))]
    return holding(task["must"] + words, lines) if words or not task["content"] else []

def ranked(task):
    # who has the most or the fewest of the records or amounts that the question selects
    held = holding(task["must"] + task["content"], once(records, task["kind"]))
    kept = held or holding([task["kind"]], selected({**task, "want": "list"})[0])
    values = [1] * len(kept) if held else [float(value or 1) for value in amounts(kept, task["kind"])]
    doers = [role_of(k, task["role"]) for k in kept] if any(role_of(k, task["role"]) for k in sample_of(held, 50)) else []
    if not doers and kept:
        known = sorted(fillers({**task, "want": "list", "noun": "name", "kind": ""}, kept), key=len, reverse=True)
        pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, known)) + r")(?!\w)" if known else "$^")
        doers = [m.group() if m else "" for m in map(pattern.search, kept)]
    return first_of(task, doers, values)

def first_of(task, doers, values):
    seen = Counter(doers) if all(value == 1 for value in values) else Counter()
    for doer, value in zip(doers, values if not seen else []):
        seen[doer] += value
    seen.pop("", None)
    order = sorted(seen, key=lambda doer: seen[doer], reverse=" fewest " not in task["question"])
    return f"{order[0]} ({seen[order[0]]:g}), before " + ", ".join(f"{doer} ({seen[doer]:g})" for doer in order[1:6]) + "." if len(order) > 1 else None

def one_record(task):
    # "Who wrote letter 1?": the record of that number, and in it the person or the day
    found = record_of(task["kind"], task["record"])
    if not are_numbered(task["kind"]):
        return None
    if not found:
        return refusal(task, f"it holds no {task['noun']} {task['record']}, so nothing answers")
    first = found.split("\n\n")[0]
    value = role_of(found, task["role"])
    if not value and task["role"] == "when":
        day = any_of(SHAPES["date"], first)
        value = day.group() if day else ""
    if not value and task["role"] == "by":
        names = [n for n in proper_names(first) if not any_of(task["kind"], n[0]) and n[2].islower()]
        value = names[0][0] if names else ""
    return f"{value}. The text says: “{' '.join(first[:300].split())}”" if value else None

def count_of(task, kept, numbered, recorded):
    if numbered:
        head = head_of(task["kind"])
        numbers = [m.group(1) for m in map(head.match, kept) if m]
        return f"{len(set(numbers))}: so many places of the text match" + examples(kept)
    if task["firm"] or recorded or not task["kind"]:
        return f"{len(kept)}: so many {'lines' if task['lines'] else 'places'} of the text match" + examples(kept)
    numbers = [value for value in amounts(kept, task["kind"]) if value]
    if len(numbers) > 1 and len(numbers) > 0.5 * len(kept) and not task["distinct"]:
        return total(numbers, kept)
    if len(numbers) == 1 and len(kept) == 1:
        return f"{float(numbers[0]):g} {task['noun']}{'' if task['noun'].endswith('s') else 's'}. The text says: “{kept[0][:300]}”"
    if numbers or any(any_of(WORDED + task["kind"], line) for line in kept[:50]):
        return None
    if sum(bool(re.match(r"[\[<]?\d", line)) for line in sample_of(kept)) > 0.8 * len(sample_of(kept)) and not task["distinct"] and not PEOPLE.match(task["noun"]):
        return f"{len(kept)}: so many lines of the text say it" + examples(kept)
    values = fillers(task, kept)
    return counted(values, kept) if len(values) > 1 else None

def extent(unit, text):
    if unit == "character":
        return len(text)
    return len(text.split()) if unit == "word" else len([p for p in (re.split(r"\n\s*\n", text) if unit == "paragraph" else text.split("\n")) if p.strip()])

def tallied(task):
    # the answer to a question that counts, sums or lists; None leaves it to the passages
    for i in range(len(texts)):
        table = once(table_of, i) if not task["firm"] and task["want"] in ("count", "list", "sum", "who", "record", "field", "most") else None
        found = from_table(task, table) if table and not unknown(task) else None
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
    doers, places = in_the_role(task) if task["want"] == "who" and not task["must"] else ([], [])
    if doers:
        return listed(doers, places)
    logged = level_lines(task)
    if logged:
        return f"{len(logged)}: so many lines of the text match" + examples(logged) if task["want"] == "count" else f"{len(logged)} lines found:\n" + "\n".join("- " + line[:300] for line in logged[:200])
    if task["want"] == "count" and task["kind"] and not (task["firm"] or task["must"] + task["content"] + task["soft"] or task["over"]):
        numbers = numbers_of(task["kind"])
        if len(numbers) > 1:
            first = [m.group() for name, text in texts for m in [head_of(task["kind"]).search(text)] if m]
            return f"{len(numbers)}: so many numbered places of the text, the first of them “{first[0].strip()}”."
    kept, numbered, recorded = selected(task)
    print(f"{task['question']!r}: {len(kept)} places, such as {[k[:150] for k in kept[:3]]}")
    if not kept:
        return f"0: no {'line' if task['lines'] else 'place'} of the text matches." if task["firm"] and task["want"] == "count" else None
    if task["want"] == "sum":
        values = [value for value in amounts(kept, task["unit"]) if value]
        return total(values, kept) if values else None
    if task["want"] == "count":
        return count_of(task, kept, numbered, recorded)
    values = [] if task["firm"] or not task["kind"] and task["want"] == "list" else fillers(task, kept)
    if values:
        return listed(values, kept)
    return None if task["want"] == "who" else f"{len(kept)} found:\n" + "\n".join("- " + " ".join(line[:300].split()) for line in kept[:200])

def tally_of(task):
    # what cannot be counted is left to the passages
    try:
        return tallied(task)
    except Exception as problem:
        print("not counted:", repr(problem))
        return None

tallies = [tally_of(task) if task["want"] else None for task in tasks]
