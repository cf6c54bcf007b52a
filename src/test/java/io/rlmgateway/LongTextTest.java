package io.rlmgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LongTextTest {

    private static final Pattern ORDER =
            Pattern.compile("Order (\\d+): (\\w+ \\w+) bought (\\d+) (\\w+) for ([0-9.]+) EUR on [0-9-]+\\.\n");
    private static final Pattern SETTING = Pattern.compile(
            "Section \\d+\\. (\\w+)\n.*\n.* The default of \\1 is (\\d+ \\w+)\\. The largest value of \\1 is (\\d+ \\w+)\\. .*\n");
    private static final Pattern LETTER = Pattern.compile("Letter (\\d+)\nFrom: (.+)\nTo: (.+)\nDate: .+\n");
    private static final Pattern SALE = Pattern.compile("I sold (.+?) to (\\w+ \\w+) for (\\d+) crowns\\.");

    static Stream<Arguments> texts() {
        return Stream.of("needle", "orders", "handbook", "letters")
                .flatMap(kind -> Stream.of(1L, 2L, 3L).map(seed -> Arguments.of(kind, seed)));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void sameSeedGivesTheSameTextAndAnotherSeedAnother(String kind, long seed) {
        GeneratedText text = GeneratedText.of(kind, 50_000, seed);

        assertThat(GeneratedText.of(kind, 50_000, seed)).isEqualTo(text);
        assertThat(GeneratedText.of(kind, 50_000, seed + 10).text()).isNotEqualTo(text.text());
    }

    @ParameterizedTest
    @MethodSource("texts")
    void textIsAsLongAsAskedAndAtMostAParagraphLonger(String kind, long seed) {
        assertThat(GeneratedText.of(kind, 200_000, seed).text()).hasSizeBetween(200_000, 202_000);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void everyTypeOfQuestionHasAnAnswerButTheAbsent(String kind, long seed) {
        GeneratedText text = GeneratedText.of(kind, 50_000, seed);

        assertThat(text.questions("look-up")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(text.questions("count")).isNotEmpty();
        assertThat(text.questions("absent"))
                .isNotEmpty()
                .allMatch(question -> question.answer().isEmpty());
        assertThat(text.questions())
                .filteredOn(question -> !question.type().equals("absent"))
                .noneMatch(question -> question.answer().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void answersAboutNeedlesAreThoseOfTheOnlySentenceThatHoldsThem(long seed) {
        GeneratedText needle = GeneratedText.of("needle", 100_000, seed);

        for (GeneratedText.Question question : needle.questions("look-up")) {
            assertThat(sentencesAbout(needle, question)).singleElement().matches(holds(question.answer()));
        }
        for (GeneratedText.Question question : needle.questions("absent")) {
            assertThat(sentencesAbout(needle, question)).isEmpty();
        }
        assertThat(answerTo(needle, "How many lighthouses"))
                .isEqualTo(String.valueOf(found("lighthouse at", needle).count()));
        assertThat(answerTo(needle, "Which cities"))
                .isEqualTo(found("vault in ([^ ]+)", needle)
                        .map(match -> match.group(1))
                        .sorted()
                        .collect(Collectors.joining(", ")));
        int longest = found("(\\d+) metres", needle)
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .max()
                .orElseThrow();
        assertThat(needle.text())
                .contains(
                        "The bridge over the " + answerTo(needle, "Which bridge") + " is " + longest + " metres long.");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void answersAboutOrdersAreWhatTheLinesAddUpTo(long seed) {
        GeneratedText text = GeneratedText.of("orders", 100_000, seed);
        List<MatchResult> orders = found(ORDER.pattern(), text).toList();
        Predicate<MatchResult> byAlice = order -> order.group(2).equals("Alice Moreno");

        assertThat(ORDER.matcher(text.text()).replaceAll("")).isEmpty();
        assertThat(answerTo(text, "How many orders are there")).isEqualTo(String.valueOf(orders.size()));
        assertThat(answerTo(text, "How many orders did Alice Moreno"))
                .isEqualTo(String.valueOf(orders.stream().filter(byAlice).count()));
        assertThat(answerTo(text, "What is the total amount in EUR of all orders of Alice Moreno"))
                .isEqualTo(orders.stream()
                        .filter(byAlice)
                        .map(order -> new BigDecimal(order.group(5)))
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .toPlainString());
        assertThat(answerTo(text, "How many bicycles"))
                .isEqualTo(String.valueOf(orders.stream()
                        .filter(order -> order.group(4).equals("bicycles"))
                        .mapToInt(order -> Integer.parseInt(order.group(3)))
                        .sum()));
        Set<String> customers =
                orders.stream().map(order -> order.group(2)).collect(Collectors.toCollection(TreeSet::new));
        assertThat(answerTo(text, "Who bought something")).isEqualTo(String.join(", ", customers));
        assertThat(text.text())
                .contains(
                        "Order " + numberIn(text, "Who placed order") + ": " + answerTo(text, "Who placed order") + " ")
                .containsPattern("Order " + numberIn(text, "How much did order") + ": .* for "
                        + answerTo(text, "How much did order") + " EUR")
                .doesNotContain("Order " + numberIn(text.questions("absent").getFirst()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void answersAboutTheHandbookStandInTheSectionOfTheSetting(long seed) {
        GeneratedText handbook = GeneratedText.of("handbook", 700_000, seed);
        List<MatchResult> settings = found(SETTING.pattern(), handbook).toList();

        assertThat(settings.stream().map(setting -> setting.group(1))).doesNotHaveDuplicates();
        for (GeneratedText.Question question : handbook.questions("look-up")) {
            int group = question.text().startsWith("What is the default") ? 2 : 3;
            assertThat(settings)
                    .filteredOn(setting -> question.text().endsWith(" " + setting.group(1) + "?"))
                    .singleElement()
                    .extracting(setting -> setting.group(group))
                    .isEqualTo(question.answer());
        }
        assertThat(answerTo(handbook, "How many sections")).isEqualTo(String.valueOf(settings.size()));
        assertThat(answerTo(handbook, "How many settings need a restart"))
                .isEqualTo(String.valueOf(found("needs a restart", handbook).count()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void answersAboutLettersAreWhatTheirHeadsAndSalesSay(long seed) {
        GeneratedText text = GeneratedText.of("letters", 100_000, seed);
        List<MatchResult> letters = found(LETTER.pattern(), text).toList();
        String firstWriter = letters.getFirst().group(2);

        assertThat(answerTo(text, "How many letters are there")).isEqualTo(String.valueOf(letters.size()));
        assertThat(answerTo(text, "Who wrote letter 1")).isEqualTo(firstWriter);
        assertThat(answerTo(text, "How many letters did " + firstWriter))
                .isEqualTo(String.valueOf(letters.stream()
                        .filter(letter -> letter.group(2).equals(firstWriter))
                        .count()));
        List<MatchResult> sales = found(SALE.pattern(), text).toList();
        assertThat(sales).hasSize(6);
        for (GeneratedText.Question question : text.questions("look-up")) {
            if (question.text().startsWith("Who wrote")) {
                continue;
            }
            int group = question.text().startsWith("To whom") ? 2 : 3;
            assertThat(sales)
                    .filteredOn(sale -> question.text().contains(sale.group(1)))
                    .singleElement()
                    .matches(sale -> sale.group(group).equals(question.answer()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"needle", "orders", "handbook", "letters"})
    void fileRunsWithoutABuild(String kind) throws IOException, InterruptedException {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "examples/LongText.java",
                        "--kind",
                        kind,
                        "--length",
                        "20k",
                        "--seed",
                        "5")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(java.waitFor()).isZero();
        assertThat(printed).isEqualTo(GeneratedText.of(kind, 20_000, 5).text());
    }

    private static Predicate<String> holds(String answer) {
        return sentence -> sentence.matches(".*\\b" + Pattern.quote(answer) + "\\b.*");
    }

    /** The sentences that hold the words which the question's last words name. */
    private static List<String> sentencesAbout(GeneratedText text, GeneratedText.Question question) {
        String subject = question.text().replaceFirst(".*(vault in|bridge over|lighthouse at) (.*)\\?", "$1 $2");
        return Pattern.compile("[^.\n]*" + Pattern.quote(subject) + " [^.\n]*\\.")
                .matcher(text.text())
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static Stream<MatchResult> found(String pattern, GeneratedText text) {
        return Pattern.compile(pattern).matcher(text.text()).results();
    }

    private static String answerTo(GeneratedText text, String beginning) {
        return question(text, beginning).answer();
    }

    private static String numberIn(GeneratedText text, String beginning) {
        return numberIn(question(text, beginning));
    }

    private static String numberIn(GeneratedText.Question question) {
        return question.text().replaceAll("\\D", "");
    }

    private static GeneratedText.Question question(GeneratedText text, String beginning) {
        return text.questions().stream()
                .filter(question -> question.text().startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }
}
