# Step answer: the best reading of each sub-question, and what they make together.
def sentence(text):
    return text if text.endswith((".", "!", "?", "…", ":")) else text + "."

def looked_up(number):
    task = tasks[number]
    if not readings[number]:
        return f"The text does not say: nothing in it answers “{task['question']}”"
    score, rank, reading, i, start, end = readings[number][0]
    value, quote = reading["answer"], reading.get("quote") or ""
    if -score < $ENOUGH:
        return sentence(value) if value.startswith("The text") else f"The text does not say: nothing in it answers “{task['question']}”"
    try:
        cite(start, end, documents[i].id)
    except Exception as problem:
        print("not cited:", problem)
    if not quote or value.strip(". ") == quote.strip(". "):
        return f"{sentence(value)} ({texts[i][0]})"
    return f"{sentence(value)} The text says: “{quote}” ({texts[i][0]})"

def reply_to(number):
    return tallies[number] or looked_up(number)

def compared():
    known = [(readings[n][0][2].get("number"), tasks[n]["about"], readings[n][0][2]["answer"]) for n in range(len(tasks)) if readings[n] and -readings[n][0][0] >= $ENOUGH]
    if len(known) < 2 or len(known) < len(tasks) or any(k[0] is None for k in known):
        return ""
    known.sort(reverse=$LARGEST)
    if known[0][0] == known[-1][0]:
        return "They are equal: " + " and ".join(f"{about} ({value})" for n, about, value in known) + ".\n"
    rest = " and ".join(f"{about} ({value})" for n, about, value in known[1:])
    return f"{known[0][1]} ({known[0][2]}) is the {'larger' if $LARGEST else 'smaller'}, against {rest}.\n"

parts = [reply_to(n) for n in range(len(tasks))]
whole = parts[0] if len(parts) == 1 else "\n".join(f"- {tasks[n]['question'].rstrip(' ?.')}: {part}" for n, part in enumerate(parts))
answer["content"] = (compared() if $COMPARE else "") + whole
answer["ready"] = True
