# Step tally: the whole text, line by line where the words of the question stand.
def rows(task):
    must = [re.compile(p, re.I) for p in task["must"]]
    kept = []
    for i, (name, text) in enumerate(texts):
        last = -1
        for hit in must[0].finditer(text):
            start = text.rfind("\n", 0, hit.start()) + 1
            end = text.find("\n", hit.end())
            end = len(text) if end < 0 else end
            if end - start > 250 and not task["lines"]:
                stops = [m.end() for m in re.finditer(r"[.!?](?:\s+|$)", text[start:end])]
                at = hit.start() - start
                start, end = start + max([s for s in stops if s <= at], default=0), start + min([s for s in stops if s > at], default=end - start)
            if start > last and all(p.search(text, start, end) for p in must):
                kept.append((i, start, end))
                last = start
    for p in (re.compile(p, re.I) for p in task["may"]):
        kept = [r for r in kept if p.search(texts[r[0]][1], r[1], r[2])] or kept
    return kept

tallies = []
for task in tasks:
    if not task["must"]:
        tallies.append(None)
        continue
    kept = rows(task)
    lines = [texts[i][1][start:end].strip() for i, start, end in kept]
    amounts = [re.search(r"(?i)(\d[\d,]*)\s+(?:\w+\s+)?" + task["noun"], line) for line in lines] if task["noun"] else []
    times = sum(len(re.findall(task["must"][0], text, re.I)) for name, text in texts)
    total = sum(int(a.group(1).replace(",", "")) for a in amounts if a) if any(amounts) else None
    tallies.append({"lines": lines, "times": times, "total": total})
    print(f"{task['question']!r}: {len(lines)} lines, {times} occurrences of the first word, total {total}")
    print("\n".join(line[:200] for line in lines[:5]))
