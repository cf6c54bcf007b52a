package io.rlmgateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * The models of sessions with all kinds of sub-calls. A session is told apart by the name in its question; a sub-call
 * says whose it is and which.
 */
final class CrashScript implements CountingUpstream.Script {

    private static final Pattern QUESTION = Pattern.compile("question of (\\S+)\\.");
    private static final String ASK = "ASK ";
    private static final List<String> CELLS = List.of("""
            import random
            first = llm_query("ASK NAME first")
            salt = random.randint(0, 10**9)
            print(first, salt, hash(first))
            """, """
            batch = llm_query_batched([f"ASK NAME batch {i}" for i in range(8)])
            second = llm_query(f"ASK NAME salt {salt}")
            """, """
            from concurrent.futures import ThreadPoolExecutor, as_completed
            order = []
            with ThreadPoolExecutor(4) as pool:
                futures = [pool.submit(llm_query, f"ASK NAME thread {i}") for i in range(6)]
                for future in as_completed(futures):
                    order.append(future.result())
            third = llm_query("ASK NAME order " + " ".join(order))
            print(budget()["turns"], order)
            """, """
            import asyncio
            gathered = await asyncio.gather(*[allm_query(f"ASK NAME async {i}") for i in range(5)])
            """, """
            looped = []
            for i in range(6):
                looped.append(llm_query(f"ASK NAME loop {i}"))
            """, """
            child = rlm_query("question of NAME-child.", context="the child's text")
            """, """
            last = llm_query("ASK NAME before")
            raise ValueError(last)
            """, """
            count = llm_query("ASK NAME count", schema={"type": "object", "required": ["n"]})
            again = llm_query("ASK NAME first")
            for i in range(9):
                found = llm_query(f"ASK NAME try {i}")
                if found.endswith("1>"):
                    break
            """, """
            parts = [first, *batch, *sorted(order), *gathered, *looped, child, last]
            FINAL(" ".join([*parts, str(count["n"]), again, found]))
            """);
    private static final List<String> CHILD_CELLS = List.of("""
            one = llm_query("ASK NAME one")
            print(one, random.random())
            """, """
            FINAL(one + " " + llm_query("ASK NAME two"))
            """);

    /** {@return how many calls a session makes, without the surplus of a loop that breaks} */
    static int calls() {
        return CELLS.size() + CHILD_CELLS.size() + 35;
    }

    static String question(String name) {
        return "Answer the question of " + name + ".";
    }

    static String answer(String name) {
        List<String> parts = new ArrayList<>(List.of("first"));
        Map<String, Integer> kinds = new LinkedHashMap<>();
        kinds.put("batch", 8);
        kinds.put("thread", 6);
        kinds.put("async", 5);
        kinds.put("loop", 6);
        kinds.forEach((kind, number) -> IntStream.range(0, number).forEach(i -> parts.add(kind + " " + i)));
        List<String> replies = new ArrayList<>(
                parts.stream().map(part -> reply(name + " " + part)).toList());
        replies.add(reply(name + "-child one"));
        replies.add(reply(name + "-child two"));
        replies.add(reply(name + " before"));
        replies.add("7");
        replies.add(reply(name + " first"));
        replies.add(reply(name + " try 1"));
        return String.join(" ", replies);
    }

    private static String reply(String asked) {
        return "<" + asked.replace(' ', '/') + ">";
    }

    /** {@return whether a call is one that a loop did not need any more when it broke} */
    static boolean isSurplus(String call) {
        return call.matches("ASK \\S+ try [2-9]");
    }

    /** {@return the name of the call that has a reply put right} */
    static String correction(String call) {
        return "correction of " + call;
    }

    @Override
    public String name(JsonNode messages) {
        String first = content(messages, 0);
        if (first.startsWith(ASK)) {
            return messages.size() == 1 ? first : correction(first);
        }
        return "turn " + turn(messages) + " of " + session(messages);
    }

    @Override
    public String reply(JsonNode messages) {
        String first = content(messages, 0);
        if (first.startsWith(ASK)) {
            return messages.size() == 1 ? reply(first.substring(ASK.length())) : "{\"n\": 7}";
        }
        String name = session(messages);
        List<String> cells = name.endsWith("-child") ? CHILD_CELLS : CELLS;
        return "```repl\n" + cells.get(turn(messages)).replace("NAME", name) + "```\n";
    }

    private static int turn(JsonNode messages) {
        int turn = 0;
        for (JsonNode message : messages) {
            turn += "assistant".equals(message.path("role").asString()) ? 1 : 0;
        }
        return turn;
    }

    private static String session(JsonNode messages) {
        for (int i = 0; i < messages.size(); i++) {
            Matcher matcher = QUESTION.matcher(content(messages, i));
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        throw new IllegalArgumentException("no question in " + messages);
    }

    private static String content(JsonNode messages, int index) {
        return messages.get(index).path("content").asString();
    }
}
