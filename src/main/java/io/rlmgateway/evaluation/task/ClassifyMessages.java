package io.rlmgateway.evaluation.task;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What most lines are about, or how many are about one thing: each line must be understood, because none names its
 * topic. After the idea of OOLONG (arXiv 2511.02817).
 */
final class ClassifyMessages implements Kind {

    private static final List<Topic> TOPICS =
            List.of(Topic.LATE_PARCEL, Topic.WRONG_BILL, Topic.PRAISE, Topic.DAMAGE, Topic.SIGN_IN);

    @Override
    public String name() {
        return "aggregate-classify";
    }

    @Override
    public Exercise write(long characters, Random random, Page page) throws IOException {
        List<Topic> order = new ArrayList<>(TOPICS);
        Collections.shuffle(order, random);
        boolean counts = random.nextBoolean();
        List<Topic> drawn = new ArrayList<>(order);
        drawn.addAll(order);
        drawn.add(order.getFirst());
        Map<Topic, Long> tally = new EnumMap<>(Topic.class);
        MessageLog log = new MessageLog(drawn, random);
        log.write(List.of(), characters, page, message -> tally.merge(message.topic(), 1L, Long::sum));
        return counts ? count(order.get(1), tally) : mostFrequent(log, tally, page);
    }

    private static Exercise count(Topic topic, Map<Topic, Long> tally) {
        return new Exercise(
                "Each line is one message of a customer, and each message belongs to one of these topics: " + labels()
                        + ". How many messages belong to the topic \"" + topic.label()
                        + "\"? Answer with the number alone.",
                new Count(tally.getOrDefault(topic, 0L)));
    }

    private static Exercise mostFrequent(MessageLog log, Map<Topic, Long> tally, Page page) throws IOException {
        Topic most =
                Collections.max(tally.entrySet(), Map.Entry.comparingByValue()).getKey();
        long top = tally.getOrDefault(most, 0L);
        if (tally.values().stream().filter(count -> count == top).count() > 1) {
            page.write(
                    log.line(new MessageLog.Message(log.any().date(), log.any().user(), most)));
        }
        List<String> others =
                TOPICS.stream().filter(topic -> topic != most).map(Topic::label).toList();
        return new Exercise(
                "Each line is one message of a customer, and each message belongs to one of these topics: " + labels()
                        + ". Which topic has the most messages? Answer with the topic alone, as it stands here.",
                new ExactPhrase(most.label(), others));
    }

    private static String labels() {
        return TOPICS.stream().map(Topic::label).collect(Collectors.joining("; "));
    }
}
