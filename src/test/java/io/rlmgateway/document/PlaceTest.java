package io.rlmgateway.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.document.Section.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceTest {

    private static final List<Section> ARCHIVE = List.of(
            new Section(Kind.ENTRY, 1, "a.pdf", 0, 0, 100),
            new Section(Kind.PAGE, 1, "", 1, 10, 50),
            new Section(Kind.PAGE, 2, "", 1, 50, 100),
            new Section(Kind.ENTRY, 2, "b.xlsx", 0, 100, 200),
            new Section(Kind.SHEET, 1, "Prices", 1, 110, 150),
            new Section(Kind.SHEET, 2, "Stock", 1, 150, 200));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "20; 30; a.pdf, page 1; 1",
                "20; 60; a.pdf, pages 1-2; 1",
                "5; 20; a.pdf; ",
                "60; 120; a.pdf to b.xlsx; 2",
                "120; 130; b.xlsx, sheet Prices; ",
                "120; 160; b.xlsx, sheet Prices to sheet Stock; ",
                "150; 151; b.xlsx, sheet Stock; ",
                "300; 310; ; "
            })
    void aPassageStandsWherePeopleSayIt(long start, long end, @Nullable String label, @Nullable Integer page) {
        assertThat(Place.of(ARCHIVE, start, end)).isEqualTo(new Place(label, page));
    }

    @Test
    void aTextWithoutSectionsHasNoPlaces() {
        assertThat(Place.of(List.of(), 0, 10)).isEqualTo(new Place(null, null));
    }
}
