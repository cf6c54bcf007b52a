# Step look: again without the search, by plain Python over the whole text.
import re
tasks = $TASKS

texts = [("context", part) for part in ([context] if isinstance(context, str) else context)]
print("; ".join(f"{name}: {len(text):,} characters" for name, text in texts))

tallies, readings = [None for task in tasks], [[] for task in tasks]
found = []
for task in tasks:
    scored = []
    for i, (name, text) in enumerate(texts):
        for start in range(0, max(1, len(text)), 2000):
            part = text[start:start + 2400].lower()
            score = sum(word in part for word in task["words"])
            if score:
                scored.append((-score, i, start, min(len(text), start + 2400)))
    found.append([(i, start, end) for score, i, start, end in sorted(scored)[:12]])
    print(f"{task['question']!r}: {len(found[-1])} passages")
