package io.rlmgateway.evaluation.task;

import java.io.IOException;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Lines of messages that customers wrote, one a line, in no order: date, user, message. */
final class MessageLog {

    private static final int YEAR = 2025;
    private static final int USERS = 60;

    /** A message's facts. */
    record Message(LocalDate date, int user, Topic topic) {

        private String line(Random random) {
            return date + " user " + user + ": " + topic.message(random) + "\n";
        }
    }

    private final Random random;
    private final List<Topic> topics;
    private final List<Integer> users;

    /**
     * A log.
     *
     * @param topics what most messages are about; one that stands there twice is twice as frequent
     */
    MessageLog(List<Topic> topics, Random random) {
        this.topics = List.copyOf(topics);
        this.random = random;
        this.users = Pick.numbers(10_000, 100_000, USERS, random);
    }

    /** {@return the users, those who write most first} */
    List<Integer> users() {
        return users;
    }

    LocalDate date(Month month) {
        return LocalDate.of(YEAR, month, 1 + random.nextInt(month.minLength()));
    }

    /** {@return a message as any other of the log} */
    Message any() {
        // the square draws users of low places more often
        double draw = random.nextDouble();
        int user = users.get((int) (draw * draw * users.size()));
        return new Message(date(Month.of(1 + random.nextInt(12))), user, topics.get(random.nextInt(topics.size())));
    }

    String line(Message message) {
        return message.line(random);
    }

    /** Sees each message that is written. */
    @FunctionalInterface
    interface Reader {
        void read(Message message);
    }

    /**
     * Writes the log.
     *
     * @param further messages that must be in it
     * @param characters how long it is to be
     * @param reader sees all messages but the further ones
     */
    void write(List<Message> further, long characters, Page page, Reader reader) throws IOException {
        List<String> lines = new ArrayList<>();
        further.forEach(message -> lines.add(line(message)));
        Planted planted = new Planted(lines, characters, random);
        long own = lines.stream().mapToLong(String::length).sum();
        while (page.written() + (planted.isEmpty() ? 0 : own) < characters) {
            if (planted.isDue(page.written())) {
                String line = planted.take();
                own -= line.length();
                page.write(line);
            } else {
                Message message = any();
                page.write(line(message));
                reader.read(message);
            }
        }
        while (!planted.isEmpty()) {
            page.write(planted.take());
        }
    }
}
