package io.rlmgateway.upstream.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.upstream.demo.Tally.Want;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TallyTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            How many lines mention Bob?                    | COUNT     | true
            How many orders were placed by Alice?          | COUNT     | false
            How many settings need a restart?              | COUNT     | false
            How many sections does the handbook have?      | COUNT     | false
            Count the letters that Bob wrote.              | COUNT     | false
            How many times does "rain" occur?              | TIMES     | true
            How often does the word rain occur?            | TIMES     | true
            How often does it occur?                       | NOTHING   | true
            List all lines that contain ERROR.             | LIST      | true
            Which customers ordered lamps?                 | LIST      | false
            Which cities have a vault?                     | LIST      | false
            Which view shows held locks?                   | NOTHING   | false
            List all the names.                            | EVERYBODY | false
            List it.                                       | NOTHING   | false
            Who bought a lamp?                             | WHO       | false
            Who keeps the key?                             | WHO       | false
            Who is the captain?                            | NOTHING   | false
            Who wrote letter 7?                            | RECORD    | false
            Who placed the most orders?                    | MOST      | false
            Which customer placed the fewest orders?       | MOST      | false
            What is the total amount of all orders of Bob? | SUM       | false
            How much did Bob spend?                        | SUM       | false
            What is the city of Ann Lee?                   | FIELD     | false
            How many lines does the text have?             | EXTENT    | true
            How many words does the text have?             | EXTENT    | false
            How many columns can a table have?             | NOTHING   | false
            How many moons does Jupiter have?              | NOTHING   | false
            How many metres long is the bridge?            | NOTHING   | false
            For how many crowns was the boat sold?         | NOTHING   | false
            What was sold to Bob?                          | NOTHING   | false
            What is the code?                              | NOTHING   | false
            """)
    void questionsAboutTheWholeTextAreUnderstood(String text, Want want, boolean firm) {
        Tally tally = Tally.of(text);
        assertThat(tally.want()).isEqualTo(want);
        assertThat(tally.firm()).isEqualTo(firm);
    }

    @Test
    void conditionsAreTakenApart() {
        Tally tally = Tally.of("How many red lamps did Alice Moreno buy in \"Old Town\" in 1902?");

        assertThat(tally.counted().noun()).isEqualTo("lamp");
        assertThat(tally.conditions().names()).containsExactly("Alice Moreno", "1902");
        assertThat(tally.conditions().quoted()).containsExactly("Old Town");
        assertThat(tally.conditions().content()).containsExactly("red");
        assertThat(tally.conditions().deeds()).containsExactly("buy");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Which orders cost more than 100 EUR?    | >  | 100  | EUR
            Which orders cost less than 1,000 EUR?  | <  | 1000 | EUR
            Which orders hold at least 3 lamps?     | >= | 3    | lamps
            Which orders have at most 3?            | '' | ''   | ''
            Which orders have an amount over 5 EUR? | >  | 5    | EUR
            How many orders cost under 5 dollars?   | <  | 5    | dollars
            """)
    void boundsAreUnderstood(String text, String sign, String bound, String unit) {
        Tally.Amount amount = Tally.of(text).amount();
        if (!sign.isEmpty()) {
            assertThat(amount.sign()).isEqualTo(sign);
            assertThat(amount.bound()).isEqualTo(bound);
            assertThat(amount.unit()).isEqualTo(unit);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            How many letters did Bob receive?        | letter   | to
            How many letters were written to Bob?    | letter   | to
            To whom was letter 5 addressed?          | letter   | to
            When was letter 5 written?               | letter   | when
            How many letters did Bob write?          | letter   | by
            List all IP addresses.                   | ip       | by
            How many e-mail addresses does Bob have? | ''       | by
            List all email addresses.                | email    | by
            How many fishing boats were sold?        | boat     | by
            Which customer placed the most orders?   | order    | by
            List all customers.                      | customer | by
            """)
    void thingsCountedAndTheirRoleAreUnderstood(String text, String noun, String role) {
        Tally.Counted counted = Tally.of(text).counted();
        assertThat(counted.noun()).isEqualTo(noun);
        assertThat(counted.role()).isEqualTo(role);
    }

    @Test
    void customersAreThoseWhoBought() {
        assertThat(Tally.of("List all customers.").conditions().deeds()).containsExactly("bought");
        assertThat(Tally.of("List all customers from Rome.").conditions().deeds())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lamp    | two Lamps here      | clamps
            city    | all cities          | citizen
            write   | he wrote it         | the rewrite
            set     | settings            | asset
            payment | Payment [payment]   | paid
            sold    | to sell             | unsold
            keeps   | is kept by          | upkeep
            cost    | what it costs       | Irene Costa
            bought  | purchased           | boughs
            lady    | two ladies          | ladder
            """)
    void wordsMeetTheirForms(String word, String held, String other) {
        Pattern pattern = Pattern.compile(Patterns.word(word));
        assertThat(pattern.matcher(held).find()).isTrue();
        assertThat(pattern.matcher(other).find()).isFalse();
    }

    @Test
    void namesStandForThemselves() {
        assertThat(Pattern.compile(Patterns.name("Ann Lee"))
                        .matcher("ann  lee's")
                        .find())
                .isTrue();
        assertThat(Pattern.compile(Patterns.name("Ann Lee"))
                        .matcher("Joann Lee")
                        .find())
                .isFalse();
        assertThat(Pattern.compile(Patterns.exact("a.b")).matcher("xA.By").find())
                .isTrue();
        assertThat(Pattern.compile(Patterns.exact("a.b")).matcher("axb").find()).isFalse();
        assertThat(Patterns.word("")).isEmpty();
        assertThat(Patterns.isDeed("painted")).isTrue();
        assertThat(Patterns.isDeed("lamp")).isFalse();
    }

    @Test
    void literalIsAPythonDict() {
        assertThat(Tally.of("How many errors did Bob see?").literal())
                .contains("\"want\": \"count\"")
                .contains("\"level\": \"ERRO\"")
                .contains("\"shown\": [\"Bob\"]")
                .contains("\"over\": None");
        assertThat(Tally.of("Which orders cost more than 9 EUR?").literal()).contains("\"over\": [\">\", \"9\", ");
        assertThat(Tally.of("What is the code?").literal()).contains("\"want\": \"\"");
    }
}
