# Step ask: one sub-question over each passage, all at once.
import json
form = $FORM

prompts, origin = [], []
for number, task in enumerate(tasks):
    for i, start, end in found[number]:
        prompts.append(form.replace("<question>", task["question"]).replace("<text>", texts[i][1][start:end]))
        origin.append((number, i, start, end))
replies = llm_query_batched(prompts) if prompts else []

readings = [[] for task in tasks]
failed = 0
for (number, i, start, end), reply in zip(origin, replies):
    try:
        reading = json.loads(reply[reply.index("{"):reply.rindex("}") + 1])
        if reading["answer"] and reading["score"] > 0:
            readings[number].append((-int(reading["score"]), len(readings[number]), reading, i, start, end))
    except (ValueError, KeyError, TypeError):
        failed += 1

print(len(replies), "replies,", failed, "of them unusable")
for number, task in enumerate(tasks):
    readings[number].sort(key=lambda entry: entry[:2])
    print(f"{task['question']!r}:")
    for score, rank, reading, i, start, end in readings[number][:3]:
        print(f"  {-score}: {reading['answer'][:200]!r} in {texts[i][0]} {start}-{end}")
