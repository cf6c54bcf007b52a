package io.rlmgateway.evaluation.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Questions that are made, not read: a kind or several kinds of task. */
public final class Suite {

    private static final List<Kind> KINDS = List.of(
            new NeedleSingle(),
            new NeedleMulti(),
            new CountMessages(),
            new ClassifyMessages(),
            new UserPairs(),
            new MultiHop(),
            new DeliveryTable());
    private static final String ALL = "all";

    private final List<Kind> kinds;

    private Suite(List<Kind> kinds) {
        this.kinds = kinds;
    }

    /**
     * Finds a suite.
     *
     * @param name {@code all}, a kind, or what the names of several kinds begin with, as {@code needle}
     * @return its kinds
     * @throws IllegalArgumentException when there is none of that name
     */
    public static Suite of(String name) {
        List<Kind> kinds = KINDS.stream()
                .filter(kind -> name.equals(ALL)
                        || kind.name().equals(name)
                        || kind.name().startsWith(name + "-"))
                .toList();
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is no suite '" + name + "'. There are: " + String.join(", ", names()) + ".");
        }
        return new Suite(kinds);
    }

    /** {@return the names that {@link #of} knows} */
    public static List<String> names() {
        List<String> names = new ArrayList<>(List.of(ALL, "needle", "aggregate"));
        KINDS.forEach(kind -> names.add(kind.name()));
        return names;
    }

    /**
     * The tasks of a size.
     *
     * @param tokens of each text
     * @param repeats tasks of each kind
     * @param seed what they are made from; the same seed gives the same tasks
     * @return for each kind so many as repeats say
     */
    public List<Task> tasks(long tokens, int repeats, long seed) {
        List<Task> tasks = new ArrayList<>();
        for (Kind kind : kinds) {
            for (int repeat = 1; repeat <= repeats; repeat++) {
                String id = kind.name() + "-" + tokens + "-" + seed + "-" + repeat;
                tasks.add(new Task(
                        id,
                        kind.name(),
                        tokens,
                        text -> kind.write(tokens * Task.CHARACTERS_PER_TOKEN, new Random(mixed(id)), new Page(text))));
            }
        }
        return tasks;
    }

    /** A number from all of an identifier, by the FNV-1a hash of 64 bits. */
    private static long mixed(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
