package io.rlmgateway.upstream.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReaderTest {

    private static final String MANUAL = """
            Brewery manual

            Settings

            kettle_timeout (integer)

                Longest time that the kettle may boil.
                The valid range is between 10 seconds and one hour.
                The default is five minutes (5min), but might be less at
                high places.

            kettle_mode (enum)

                How the kettle heats. Valid modes are slow, fast
                (the default), and off. This parameter can only be set
                at start.

            yeast_level
            ===========

            How much yeast is put in, in grams.

            The default value is 60.

            malt_max, malt_min, and malt_step
            =================================

            ``malt_max`` is the largest amount of malt. 8192 by default.

            ``malt_min`` is the smallest amount of malt. 16 by default.

            hop_delay - INTEGER
            	How long hops are kept waiting.
            	Default: 2 hours

            quiet=	[TASTE] Turns the bell off.

            foam_height: the height of the foam. It defaults to 12.

            spare_keg

                A keg that is kept aside for guests who come late.

            Commands

            BREW — make a new batch of beer

            SPILL CASK — pour a cask away

                 mash_time ( barley text )
                 → interval

                 Returns the time that a mash of the given barley takes.

            STIR FAST actively turns the mash with great force.

            Limits

            ItemUpper Limit
            casks per cellar1,600further limited by room
            label length63 bytes

            The brewery was founded by Anna Berg in 1871. The cellar lies under the old bridge.
            The code of the north door is 4711.
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            What is the default of kettle_timeout?                   | five minutes (5min)
            What is kettle_timeout by default?                       | five minutes (5min)
            What is the default kettle timeout?                      | five minutes (5min)
            How long is kettle_timeout by default?                   | five minutes (5min)
            What's the default for kettle_mode?                      | fast
            What is the default value of brewery.yeast_level?        | 60
            What is the default of malt_min?                         | 16
            What is the default of malt_max?                         | 8192
            What is the default of hop_delay?                        | 2 hours
            What is the default of foam_height?                      | 12
            What is the maximum of kettle_timeout?                   | one hour
            What is the minimum of kettle_timeout?                   | 10 seconds
            What is the maximum number of casks in a cellar?         | 1,600
            How long can a label be?                                 | 63 bytes
            Which command makes a new batch of beer?                 | BREW
            Which command pours a cask away?                         | SPILL CASK
            Which function returns the time that a mash takes?       | mash_time
            What is the code of the north door?                      | 4711
            """)
    void valueStandsFirst(String question, String value) {
        assertThat(read(question).answer()).isEqualTo(value);
        assertThat(read(question).score()).isGreaterThanOrEqualTo(LeafReply.ENOUGH);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            What does kettle_timeout do?                 | Longest time that the kettle may boil
            What does the command BREW do?               | make a new batch of beer
            What does STIR FAST do?                      | actively turns the mash
            What does quiet do?                          | Turns the bell off
            What does the function mash_time return?     | Returns the time that a mash
            What is spare_keg?                           | kept aside for guests
            What is the valid range of kettle_timeout?   | between 10 seconds and one hour
            Who founded the brewery?                     | Anna Berg
            When was the brewery founded?                | 1871
            Where does the cellar lie?                   | under the old bridge
            """)
    void sentenceAnswers(String question, String part) {
        Reading reading = read(question);
        assertThat(reading.answer()).contains(part);
        assertThat(reading.score()).isGreaterThanOrEqualTo(LeafReply.ENOUGH);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            What is the default of flux_capacitor_timeout?
            Who won the 1998 World Cup?
            What is the capital of France?
            How many moons does Jupiter have?
            Which command launches a rocket?
            What is the code of the south gate in Lisbon?
            What does frobnicate_rows do?
            When did the Titanic sink?
            Where was Napoleon born?
            """)
    void nothingIsMadeUp(String question) {
        assertThat(read(question).score()).isLessThan(LeafReply.ENOUGH);
    }

    @Test
    void describedSettingWithoutDefaultIsSaidToHaveNone() {
        Reading reading = read("What is the default of spare_keg?");
        assertThat(reading.answer()).isEqualTo("The text describes spare_keg but does not state its default");
        assertThat(reading.score()).isBetween(1, LeafReply.ENOUGH - 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            How long is the wait for a_b by default?  | The wait for a_b is 20 seconds by default.           | 20 seconds
            How many pumps run by default?            | By default 3 pumps run in the house.                 | 3 pumps
            What is the maximum speed of the pump?    | The maximum speed of the pump is 0x3f turns.         | 0x3f
            What is the minimum speed of the pump?    | The speed of the pump is at least between 2 and 9.   | 2
            What is the highest load of the lift?     | See section 7. The highest load of the lift is 9 kg. | 9 kg
            """)
    void numberNearestToTheWordsIsTaken(String question, String text, String value) {
        assertThat(Reader.read(QuestionReader.read(question), text).answer()).startsWith(value.split(" ", 2)[0]);
    }

    @Test
    void defaultOfAnotherThingIsNotTaken() {
        String text = "That is why by default objects are made in the public part of a_b and c_d.";
        assertThat(Reader.read(QuestionReader.read("What is the default of a_b?"), text)
                        .score())
                .isLessThan(LeafReply.ENOUGH);
    }

    @Test
    void namesSuitTheKindOfThingAskedFor() {
        assertThat(NameFit.of("BREW", "BREW — makes beer").to("command")).isEqualTo(1);
        assertThat(NameFit.of("brew", "brew( )").to("function")).isEqualTo(1);
        assertThat(NameFit.of("--brew", "--brew: makes beer").to("option")).isEqualTo(1);
        assertThat(NameFit.of("brew", "brew makes beer").to("")).isLessThan(0.7);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            What does BRIN stand for?   | BRIN stands for Block Range Index. It is small.          | Block Range Index
            What does TOAST stand for?  | This is TOAST (The Oversized-Attribute Storage Technique). | The Oversized-Attribute Storage Technique
            What does FDW stand for?    | Use the foreign data wrapper (FDW) for all of them.      | foreign data wrapper
            What does HBA stand for?    | The HBA file is read by the server.                      | ''
            """)
    void lettersStandForTheWordsWhoseInitialsTheyAre(String question, String text, String value) {
        assertThat(Reader.read(QuestionReader.read(question), text).answer()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            How many stirring workers can run by default?           | three
            How long does a cooling keg stay in the ICE_2 state by default? | 60 seconds
            """)
    void defaultIsThatOfTheSettingWithSuchADescription(String question, String value) {
        String text = """
                stirring_max_workers (integer)

                    Largest number of processes that may be running at once.
                    The default is three.

                stirring_timeout (integer)

                    How long stirring may last. The default is 5 minutes.

                keg_time - INTEGER
                	The time that a cooling keg remains in the ICE_2 state before it is closed.

                	Default: 60 seconds
                """;
        Reading reading = Reader.read(QuestionReader.read(question), text);
        assertThat(reading.score() < LeafReply.ENOUGH ? "" : reading.answer()).isEqualTo(value);
    }

    @Test
    void rowsThatLostTheirBordersAreRead() {
        String text = "kettle_logSubdirectory that holds the records of boiling\npartition keys32can be increased\n";
        assertThat(Reader.read(QuestionReader.read("What does the directory kettle_log contain?"), text)
                        .answer())
                .contains("holds the records of boiling");
        assertThat(Reader.read(QuestionReader.read("Which directory holds the records of boiling?"), text)
                        .answer())
                .contains("kettle_log");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            What does malt_min do?             | smallest amount of malt
            What does the function malt_mix do? | Brews the malt with the given hops
            """)
    void sentenceOfAnotherNameInTheHeadingIsNotTaken(String question, String part) {
        String text = MANUAL + """

                     malt_mix ( malt text, hops integer )
                     → text

                     Brews the malt with the given hops and returns the beer.

                The function malt_mix is conceptually similar to the mash function for barley.
                """;
        assertThat(Reader.read(QuestionReader.read(question), text).answer()).contains(part);
    }

    @Test
    void sentencesOfOtherLanguagesDoNotDescribe() {
        assertThat(Words.isEnglish("The kettle is heated by the cook before it is filled with water."))
                .isTrue();
        assertThat(Words.isEnglish("Queste procedure sono utilizzate per chiedere un puntatore ad un pezzo di memoria"))
                .isFalse();
    }

    @Test
    void emptyTextAnswersNothing() {
        assertThat(Reader.read(QuestionReader.read("What is the default of a_b?"), ""))
                .isEqualTo(Reading.NOTHING);
    }

    private static Reading read(String question) {
        return Reader.read(QuestionReader.read(question), MANUAL);
    }
}
