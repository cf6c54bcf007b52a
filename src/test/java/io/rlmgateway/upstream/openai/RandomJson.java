package io.rlmgateway.upstream.openai;

import java.util.List;
import java.util.Random;

/** JSON texts of every form, as no program writes them: odd blanks, escapes, numbers, orders. */
final class RandomJson {

    private static final List<String> SCALARS = List.of(
            "0", "-0", "1.50", "1E+5", "-0.0e-7", "123456789012345678901234567890.10", "true", "false", "null", "\"\"");
    private static final List<String> PIECES = List.of(
            "a",
            "\\u00e9",
            "é",
            "\\n",
            "\\\"",
            "\\\\",
            "\\/",
            "/",
            "中",
            "😀",
            "\\ud83d\\ude00",
            "\\ud800",
            "{",
            "]",
            ",",
            ":");
    private static final List<String> BLANKS = List.of("", "", "", " ", "\n", "\t ", "\r\n  ");

    private final Random random;

    RandomJson(long seed) {
        this.random = new Random(seed);
    }

    boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    String blank() {
        return any(BLANKS);
    }

    String string() {
        StringBuilder text = new StringBuilder("\"");
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(any(PIECES));
        }
        return text.append('"').toString();
    }

    String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 5 : 3)) {
            case 0, 1 -> any(SCALARS);
            case 2 -> string();
            case 3 -> array(depth - 1);
            default -> object(depth - 1);
        };
    }

    private String array(int depth) {
        StringBuilder text = new StringBuilder("[").append(blank());
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(value(depth)).append(blank()).append(i > 1 ? "," + blank() : "");
        }
        return text.append(']').toString();
    }

    private String object(int depth) {
        StringBuilder text = new StringBuilder("{").append(blank());
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            text.append("\"x").append(i).append('"').append(blank()).append(':').append(blank());
            text.append(value(depth)).append(blank()).append(i < size - 1 ? "," + blank() : "");
        }
        return text.append('}').toString();
    }

    /** {@return an object of these members in their order, each as {@code "name":value} or in another spelling of that} */
    String object(List<String> members) {
        StringBuilder text = new StringBuilder(blank()).append('{').append(blank());
        for (int i = 0; i < members.size(); i++) {
            text.append(members.get(i)).append(blank()).append(i < members.size() - 1 ? "," + blank() : "");
        }
        return text.append('}').append(blank()).toString();
    }

    /** {@return a member, its name now and then in escapes} */
    String member(String name, String value) {
        String spelled = chance(5) ? String.format("\\u%04x", (int) name.charAt(0)) + name.substring(1) : name;
        return '"' + spelled + '"' + blank() + ':' + blank() + value;
    }
}
