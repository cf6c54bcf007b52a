package io.rlmgateway.evaluation.task;

import java.io.IOException;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which lines belong together, two by two; as OOLONG-Pairs (arXiv 2512.24601) asks. */
final class UserPairs implements Kind {

    private static final int USERS = 8;
    private static final int MONTHS = 3;
    private static final List<Topic> TOPICS =
            List.of(Topic.LATE_PARCEL, Topic.WRONG_BILL, Topic.PRAISE, Topic.DAMAGE, Topic.SIGN_IN);
    private static final Pattern PAIR = Pattern.compile("\\b(\\d{5})\\s*(?:,|and|-|–|;)\\s*(\\d{5})\\b");

    @Override
    public String name() {
        return "pairs";
    }

    @Override
    public Exercise write(long characters, Random random, Page page) throws IOException {
        MessageLog log = new MessageLog(TOPICS, random);
        List<Integer> users = new ArrayList<>(log.users());
        Collections.shuffle(users, random);
        List<Month> months = new ArrayList<>(List.of(Month.values()));
        Collections.shuffle(months, random);
        List<MessageLog.Message> notices = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            LocalDate date = log.date(months.get(i < 2 ? 0 : random.nextInt(MONTHS)));
            notices.add(new MessageLog.Message(date, users.get(i), Topic.CANCELLATION));
        }
        log.write(notices, characters, page, message -> {});
        return new Exercise(
                "Each line is one message of a customer. Some customers ask to end their contract, in different words."
                        + " Two of them are a pair if they ask for it in the same month. List all pairs of user numbers,"
                        + " one pair a line, as (smaller number, larger number).",
                new ItemSet(pairs(notices), PAIR));
    }

    private static Set<String> pairs(List<MessageLog.Message> notices) {
        Set<String> pairs = new TreeSet<>();
        for (MessageLog.Message one : notices) {
            for (MessageLog.Message other : notices) {
                if (one.user() < other.user()
                        && one.date().getMonth() == other.date().getMonth()) {
                    pairs.add(ItemSet.pair(String.valueOf(one.user()), String.valueOf(other.user())));
                }
            }
        }
        return pairs;
    }
}
