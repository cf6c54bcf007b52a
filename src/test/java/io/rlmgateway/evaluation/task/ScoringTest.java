package io.rlmgateway.evaluation.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoringTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    4711                                     | 1
                    The code is **4711**.                    | 1
                    14711                                    | 0
                    It is 4711 or 8080.                      | 0
                    8080                                     | 0
                    """)
    void phraseMustStandAloneAndWithoutItsRivals(String answer, double score) {
        assertScore(new ExactPhrase("4711", List.of("8080")), answer, score);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    AB-1234, CD-5678                         | 1
                    CD-5678 and AB-1234, AB-1234 again       | 1
                    AB-1234                                  | 0.6667
                    AB-1234 EF-0000                          | 0.5
                    none                                     | 0
                    """)
    void itemsScoreTheirF1(String answer, double score) {
        assertScore(ItemSet.of(List.of("AB-1234", "CD-5678"), Pattern.compile("\\b[A-Z]{2}-\\d{4}\\b")), answer, score);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    (10001, 10002)                           | 1
                    10002, 10001                             | 1
                    - 10001 and 10002                        | 1
                    (10001, 10003)                           | 0
                    """)
    void pairsCountInEitherOrder(String answer, double score) {
        ItemSet pairs =
                ItemSet.of(List.of("(10001, 10002)"), Pattern.compile("\\b(\\d{5})\\s*(?:,|and)\\s*(\\d{5})\\b"));
        assertScore(pairs, answer, score);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1200                                     | 1
                    There are 1,200 messages.                | 1
                    1200: of 40 users                        | 1
                    Of 5000 lines, the answer is 1200, not 3 | 1
                    1202                                     | 0.5625
                    none                                     | 0
                    """)
    void countsComeNear(String answer, double score) {
        assertScore(new Count(1200), answer, score);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1;a;2/2;b;3/3;c;4                        | 1
                    ```/1; a; 2/2;b;3/3;c;4/```              | 1
                    1;a;2/3;c;4                              | 0.8
                    2;b;3/1;a;2/3;c;4                        | 0.6667
                    Here it is:/1;a;2/2;b;3/3;c;4            | 0.8571
                    """)
    void linesScoreTheLongestRunInOrder(String answer, double score) {
        assertScore(new TableLines(List.of("1;a;2", "2;b;3", "3;c;4")), answer.replace('/', '\n'), score);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    The correct answer is (B).               | 1
                    **The correct answer is: (B)**           | 1
                    b                                        | 1
                    (A) is wrong, so it is (B)               | 1
                    The correct answer is (C), not (B)       | 0
                    Because.                                 | 0
                    """)
    void choiceIsReadFromItsForm(String answer, double score) {
        assertScore(new Choice("B"), answer, score);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    ['spam']                      | ANSWER_TYPE.LABEL      | Label: spam               | 1
                    ['spam']                      | ANSWER_TYPE.LABEL      | Label: **spam**           | 1
                    ['spam']                      | ANSWER_TYPE.LABEL      | ham                       | 0
                    [12]                          | ANSWER_TYPE.NUMERIC    | Answer: 14                | 0.5625
                    [12]                          | ANSWER_TYPE.NUMERIC    | It can only be the number 12 | 1
                    [40211]                       | ANSWER_TYPE.USER       | User: 40211               | 1
                    [datetime.date(2023, 5, 8)]   | ANSWER_TYPE.DATE       | Date: May 08, 2023        | 1
                    [datetime.date(2023, 5, 8)]   | ANSWER_TYPE.DATE       | Date: 2023-05-09          | 0
                    ['more common than']          | ANSWER_TYPE.COMPARISON | Answer: more common than that one | 1
                    ['more common than']          | ANSWER_TYPE.COMPARISON | Answer: less common than  | 0
                    """)
    void oolongSynthIsJudgedByItsRules(String raw, String type, String answer, double score) {
        assertScore(OolongSynth.of(raw, type), answer, score);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    84            | \\boxed{84}                       | 1
                    84            | So it is \\boxed{\\text{85}}.     | 0.75
                    84            | 84                                | 1
                    Vex           | \\boxed{vex}                      | 1
                    Vex, Vax, Keyleth, Grog | \\boxed{Grog, Vex, Pike} | 0.5
                    84            | many                              | 0
                    """)
    void oolongRealIsJudgedByItsRules(String value, String answer, double score) {
        assertScore(new OolongReal(value), answer, score);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    It was the Café Müller, in 1931.         | 1
                    cafe muller                              | 1
                    Muller                                   | 0.6667
                    nobody knows                             | 0
                    """)
    void shortTextIsRightInWhateverSentence(String answer, double score) {
        assertScore(new BenchmarkText("Café Müller"), answer, score);
    }

    private static void assertScore(Expected expected, String answer, double score) {
        Score given = expected.score(answer);
        assertThat(given.value()).isCloseTo(score, within(0.0001));
        assertThat(given.exact()).isEqualTo(score == 1);
    }
}
