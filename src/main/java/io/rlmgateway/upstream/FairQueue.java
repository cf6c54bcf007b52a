package io.rlmgateway.upstream;

import io.rlmgateway.upstream.ModelRequest.Share;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Map.Entry;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What waits, in the order in which it goes: shares take turns by their weight, the members of a share one after the
 * other, and what one member put in as it came. So the wait of a share with one entry does not depend on how many
 * another one has (start-time fair queueing: Goyal, Vin, Cheng, SIGCOMM 1996). A share that has nothing left is
 * remembered until its next turn is due, so that coming one by one gains nothing over waiting. Guarded by its owner.
 *
 * @param <E> what waits
 */
final class FairQueue<E> {

    private static final int MOST_REMEMBERED = 10_000;

    private final Map<String, Group<E>> groups = new HashMap<>();
    private final TreeSet<Group<E>> order = new TreeSet<>(byStart());

    /** Shares that have nothing waiting and had their turn before its time. */
    private final TreeSet<Group<E>> ahead = new TreeSet<>(byStart());

    private double clock;
    private long numbers;
    private int size;

    /**
     * Puts something in behind what its member has waiting.
     *
     * @param share whose it is
     * @param entry what waits
     */
    void addLast(Share share, E entry) {
        entries(share).addLast(entry);
        size++;
    }

    /**
     * Puts something in before all that its member has waiting.
     *
     * @param share whose it is
     * @param entry what waits
     */
    void addFirst(Share share, E entry) {
        entries(share).addFirst(entry);
        size++;
    }

    /** {@return what goes next, left where it is, or null} */
    @Nullable
    E peek() {
        return order.isEmpty() ? null : order.first().next();
    }

    /** {@return what goes next, taken out, or null} */
    @Nullable
    E poll() {
        Group<E> group = order.pollFirst();
        if (group == null) {
            return null;
        }
        clock = group.start;
        group.start += 1.0 / group.weight;
        E entry = group.take();
        keep(group);
        forget();
        size--;
        return entry;
    }

    /**
     * Takes something out that does not wait any more.
     *
     * @param share whose it is
     * @param entry what waits
     * @return whether it was there
     */
    boolean remove(Share share, E entry) {
        Group<E> group = groups.get(share.key());
        if (group == null || !group.drop(share.member(), entry)) {
            return false;
        }
        order.remove(group);
        keep(group);
        size--;
        return true;
    }

    /** {@return how many wait} */
    int size() {
        return size;
    }

    /**
     * Where a member stands.
     *
     * @param share the member
     * @return how many it has waiting, and how many others go before the first of them if nothing else comes
     */
    QueuePlace place(Share share) {
        Group<E> own = groups.get(share.key());
        int waiting = own == null ? 0 : own.waiting(share.member());
        if (own == null || waiting == 0) {
            return QueuePlace.NONE;
        }
        int turn = own.turn(share.member());
        double ahead = turn;
        for (Group<E> other : order) {
            if (other != own) {
                double turns = (own.start + (double) turn / own.weight - other.start) * other.weight;
                ahead += Math.clamp(Math.ceil(turns), 0, other.size);
            }
        }
        return new QueuePlace(waiting, (int) ahead);
    }

    /** {@return how many shares it knows, those without anything waiting included} */
    int shares() {
        return groups.size();
    }

    private static <E> Comparator<Group<E>> byStart() {
        return Comparator.comparingDouble((Group<E> group) -> group.start).thenComparingLong(Group::number);
    }

    private SequencedSet<E> entries(Share share) {
        Group<E> group = groups.computeIfAbsent(share.key(), key -> new Group<>(share, clock, numbers++));
        if (group.size == 0) {
            ahead.remove(group);
            group.weight = share.weight();
            group.start = Math.max(group.start, clock);
        }
        // a group stands in the order only while it has something
        order.add(group);
        group.size++;
        return group.members.computeIfAbsent(share.member(), member -> new LinkedHashSet<>());
    }

    private void keep(Group<E> group) {
        if (group.size > 0) {
            order.add(group);
        } else if (group.start > clock) {
            ahead.add(group);
        } else {
            groups.remove(group.key);
        }
    }

    /** Where nothing waits, or its turn is due, a share is like one that never came. */
    private void forget() {
        if (order.isEmpty() && !ahead.isEmpty()) {
            clock = Math.max(clock, ahead.last().start);
        }
        while (!ahead.isEmpty() && (ahead.first().start <= clock || ahead.size() > MOST_REMEMBERED)) {
            groups.remove(ahead.removeFirst().key);
        }
    }

    /** What one share has waiting; ordered by the moment, counted in turns, at which its next turn starts. */
    private static final class Group<E> {

        private final String key;
        private int weight;
        private final long number;
        private final SequencedMap<String, SequencedSet<E>> members = new LinkedHashMap<>();
        private double start;
        private int size;

        Group(Share share, double start, long number) {
            this.key = share.key();
            this.weight = share.weight();
            this.start = start;
            this.number = number;
        }

        long number() {
            return number;
        }

        E next() {
            return members.firstEntry().getValue().getFirst();
        }

        E take() {
            Entry<String, SequencedSet<E>> member = members.pollFirstEntry();
            E entry = member.getValue().removeFirst();
            if (!member.getValue().isEmpty()) {
                members.putLast(member.getKey(), member.getValue());
            }
            size--;
            return entry;
        }

        boolean drop(String member, E entry) {
            SequencedSet<E> entries = members.get(member);
            if (entries == null || !entries.remove(entry)) {
                return false;
            }
            if (entries.isEmpty()) {
                members.remove(member);
            }
            size--;
            return true;
        }

        int waiting(String member) {
            SequencedSet<E> entries = members.get(member);
            return entries == null ? 0 : entries.size();
        }

        int turn(String member) {
            int turn = 0;
            for (String other : members.keySet()) {
                if (other.equals(member)) {
                    return turn;
                }
                turn++;
            }
            return turn;
        }
    }
}
