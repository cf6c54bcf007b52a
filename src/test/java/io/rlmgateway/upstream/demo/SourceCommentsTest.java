package io.rlmgateway.upstream.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceCommentsTest {

    @Test
    void framesAndTagsGoAndCodeStays() {
        assertThat(SourceComments.asProse("""
                    /**
                     * Makes an empty {@code Basket} with the default number
                     * of places (12).
                     *
                     * @param {@link Size} size
                     */
                    int places = 3 * 4;
                """)).isEqualToIgnoringWhitespace("""
                Makes an empty Basket with the default number
                of places (12).
                @param Size size
                int places = 3 * 4;
                """);
    }

    @Test
    void listsOfOtherTextsStay() {
        String list = "* one\n* two {@code x}\n* three\n";

        assertThat(SourceComments.asProse(list)).isSameAs(list);
    }

    @Test
    void sentencesGoOnOverTheLinesOfAComment() {
        assertThat(Prose.sentences("/**\n * The basket holds\n * twelve apples. It is red.\n */\nclass Basket {}"))
                .extracting(Sentence::text)
                .contains("The basket holds twelve apples.", "It is red.");
    }
}
