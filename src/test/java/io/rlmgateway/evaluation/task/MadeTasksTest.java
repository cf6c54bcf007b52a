package io.rlmgateway.evaluation.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that are made, with answers that are found again by other means: by reading the text. */
class MadeTasksTest {

    private static final Pattern MESSAGE = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d) user (\\d{5}): (.+)");

    /** What a reader would go by, in other words than the generator's. */
    private static final Map<String, Pattern> SIGNS = Map.of(
            "late parcel", Pattern.compile("still waiting|days ago|put off|over by now"),
            "wrong bill", Pattern.compile("charged|invoice|statement|rebate"),
            "praise", Pattern.compile("delight|better|admires|wonderful"),
            "damaged goods", Pattern.compile("crack|pieces|dented|stopped working"),
            "sign-in trouble", Pattern.compile("password|account|second step"),
            "end of contract", Pattern.compile("end my contract|no longer want|my notice|terminate"));

    private record Made(String text, Exercise exercise) {}

    static Stream<Arguments> kindsAndSizes() {
        return Suite.names().stream()
                .filter(name -> Suite.of(name).tasks(1024, 1, 1).size() == 1)
                .flatMap(kind -> Stream.of(8192L, 65_536L).map(size -> Arguments.of(kind, size)));
    }

    @ParameterizedTest
    @MethodSource("kindsAndSizes")
    void textHasItsSizeWithinTwoPercent(String kind, long tokens) throws IOException {
        for (long seed = 1; seed <= 3; seed++) {
            assertThat((double) make(kind, tokens, seed).text().length())
                    .isCloseTo(4.0 * tokens, within(0.02 * 4 * tokens));
        }
    }

    @ParameterizedTest
    @MethodSource("kindsAndSizes")
    void sameSeedGivesTheSameTextAndQuestionAndAnotherSeedAnother(String kind, long tokens) throws IOException {
        Made made = make(kind, tokens, 5);
        Made again = make(kind, tokens, 5);

        assertThat(again.text()).isEqualTo(made.text());
        assertThat(again.exercise().question()).isEqualTo(made.exercise().question());
        assertThat(again.exercise().expected().text())
                .isEqualTo(made.exercise().expected().text());
        assertThat(make(kind, tokens, 6).text()).isNotEqualTo(made.text());
    }

    @ParameterizedTest
    @MethodSource("kindsAndSizes")
    void trueAnswerScoresOneAndNoAnswerNothing(String kind, long tokens) throws IOException {
        Expected expected = make(kind, tokens, 2).exercise().expected();

        assertThat(expected.score(expected.text())).isEqualTo(Score.RIGHT);
        assertThat(expected.score("I do not know.").exact()).isFalse();
        assertThat(expected.score("I do not know.").value()).isLessThan(0.01);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void needleStandsOnceInTheText(long seed) throws IOException {
        Made made = make("needle-single", 16_384, seed);
        String town = found(made.exercise().question(), "vault in (\\w+)\\?");

        assertThat(all(made.text(), "vault in " + town + " is (\\d{4})\\."))
                .containsExactly(made.exercise().expected().text());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void allNeedlesOfTheTownAreExpected(long seed) throws IOException {
        Made made = make("needle-multi", 16_384, seed);
        String town = found(made.exercise().question(), "harbour of (\\w+)\\?");

        assertThat(all(made.text(), "marked (\\S+) was unloaded in the harbour of " + town + "\\."))
                .hasSize(8)
                .containsExactlyInAnyOrder(made.exercise().expected().text().split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void messagesOfTheUserInTheMonthAreCounted(long seed) throws IOException {
        Made made = make("aggregate-count", 32_768, seed);
        String user = found(made.exercise().question(), "user (\\d+) write");
        Month month = Month.valueOf(
                found(made.exercise().question(), " in (\\w+) 2025").toUpperCase(Locale.ROOT));

        long count = messages(made.text()).stream()
                .filter(message -> message.group(2).equals(user)
                        && LocalDate.parse(message.group(1)).getMonth() == month)
                .count();

        assertThat(made.exercise().expected().text()).isEqualTo(String.valueOf(count));
        assertThat(count).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void messagesAreClassifiedAsAReaderWould(long seed) throws IOException {
        Made made = make("aggregate-classify", 16_384, seed);
        Map<String, Long> tally = messages(made.text()).stream()
                .collect(
                        Collectors.groupingBy(message -> topic(message.group(3)), TreeMap::new, Collectors.counting()));
        String question = made.exercise().question();
        String expected = made.exercise().expected().text();

        if (question.contains("How many")) {
            assertThat(tally.get(found(question, "the topic \"([^\"]+)\""))).isEqualTo(Long.valueOf(expected));
        } else {
            long most = tally.values().stream().mapToLong(Long::longValue).max().orElseThrow();
            assertThat(tally).containsEntry(expected, most);
            assertThat(tally.values().stream().filter(count -> count == most)).hasSize(1);
        }
    }

    @Test
    void bothQuestionsAboutTopicsAreAsked() throws IOException {
        List<String> questions = new ArrayList<>();
        for (long seed = 1; seed <= 8; seed++) {
            questions.add(make("aggregate-classify", 2048, seed).exercise().question());
        }

        assertThat(questions)
                .anyMatch(question -> question.contains("How many"))
                .anyMatch(question -> question.contains("Which topic"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void pairsAreUsersWhoLeaveInTheSameMonth(long seed) throws IOException {
        Made made = make("pairs", 16_384, seed);
        List<MatchResult> leaving = messages(made.text()).stream()
                .filter(message -> topic(message.group(3)).equals("end of contract"))
                .toList();
        TreeSet<String> pairs = new TreeSet<>();
        for (MatchResult one : leaving) {
            for (MatchResult other : leaving) {
                if (one.group(2).compareTo(other.group(2)) < 0
                        && one.group(1).substring(0, 7).equals(other.group(1).substring(0, 7))) {
                    pairs.add("(" + one.group(2) + ", " + other.group(2) + ")");
                }
            }
        }

        assertThat(made.exercise().expected().text()).isEqualTo(String.join(" ", pairs));
        assertThat(pairs).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void threeFactsLeadToTheMayor(long seed) throws IOException {
        Made made = make("multi-hop", 16_384, seed);
        String archive = found(made.exercise().question(), "archive in (\\w+)\\.");
        String keeper = found(made.text(), "archive in " + archive + " is kept by ([^.]+)\\.");
        String home = found(made.text(), "house of " + keeper + " stands in (\\w+)\\.");

        assertThat(all(made.text(), "mayor of " + home + " is ([^.]+)\\."))
                .containsExactly(made.exercise().expected().text());
    }

    @ParameterizedTest
    @ValueSource(longs = {8192, 65_536})
    void tableHoldsEachDeliveryToTheDepotInOrder(long tokens) throws IOException {
        Made made = make("output-table", tokens, 3);
        String depot = found(made.exercise().question(), "depot in (\\w+),");
        Function<MatchResult, String> line =
                delivery -> delivery.group(1) + ";" + delivery.group(3) + ";" + delivery.group(2);

        String table = Pattern.compile(
                        "Delivery (\\d+) brought (\\d+) sacks of (\\w+) to the depot in " + depot + "\\.")
                .matcher(made.text())
                .results()
                .sorted(Comparator.comparing(delivery -> Integer.valueOf(delivery.group(1))))
                .map(line)
                .collect(Collectors.joining("\n"));

        assertThat(made.exercise().expected().text()).isEqualTo(table);
        assertThat(table.lines()).hasSize(tokens == 8192 ? 40 : 320);
    }

    @Test
    void suiteHoldsAllKindsThatBeginWithItsName() {
        assertThat(Suite.of("needle").tasks(8192, 2, 1))
                .extracting(Task::kind)
                .containsExactly("needle-single", "needle-single", "needle-multi", "needle-multi");
        assertThat(Suite.of("all").tasks(8192, 1, 1)).hasSize(7);
        assertThat(Suite.of("all").tasks(8192, 3, 1)).extracting(Task::id).doesNotHaveDuplicates();
    }

    @Test
    void unknownSuiteIsRefusedWithTheNamesOfAll() {
        assertThatThrownBy(() -> Suite.of("haystack"))
                .hasMessageContaining("no suite 'haystack'")
                .hasMessageContaining("multi-hop");
    }

    private static Made make(String kind, long tokens, long seed) throws IOException {
        StringBuilder text = new StringBuilder();
        Exercise exercise =
                Suite.of(kind).tasks(tokens, 1, seed).getFirst().author().write(text);
        return new Made(text.toString(), exercise);
    }

    private static List<MatchResult> messages(String text) {
        List<MatchResult> messages = text.lines()
                .map(MESSAGE::matcher)
                .filter(Matcher::matches)
                .map(Matcher::toMatchResult)
                .toList();
        assertThat(messages).hasSize((int) text.lines().count());
        return messages;
    }

    private static String topic(String message) {
        List<String> topics = SIGNS.entrySet().stream()
                .filter(sign -> sign.getValue().matcher(message).find())
                .map(Map.Entry::getKey)
                .toList();
        assertThat(topics).as(message).hasSize(1);
        return topics.getFirst();
    }

    private static String found(String text, String pattern) {
        return all(text, pattern).getFirst();
    }

    private static List<String> all(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .toList();
    }
}
