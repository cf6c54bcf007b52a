package io.rlmgateway.evaluation.task;

import java.io.IOException;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** How many lines have two given fields: all lines must be read, and code can do it. */
final class CountMessages implements Kind {

    private static final List<Topic> TOPICS =
            List.of(Topic.LATE_PARCEL, Topic.WRONG_BILL, Topic.PRAISE, Topic.DAMAGE, Topic.SIGN_IN);

    @Override
    public String name() {
        return "aggregate-count";
    }

    @Override
    public Exercise write(long characters, Random random, Page page) throws IOException {
        MessageLog log = new MessageLog(TOPICS, random);
        int user = log.users().get(random.nextInt(3));
        Month month = Month.of(1 + random.nextInt(12));
        AtomicLong count = new AtomicLong(1);
        MessageLog.Message once = new MessageLog.Message(log.date(month), user, Topic.PRAISE);
        log.write(List.of(once), characters, page, message -> {
            if (message.user() == user && message.date().getMonth() == month) {
                count.incrementAndGet();
            }
        });
        return new Exercise(
                "How many messages did user " + user + " write in "
                        + month.getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                        + " 2025? Each line is one message. Answer with the number alone.",
                new Count(count.get()));
    }
}
