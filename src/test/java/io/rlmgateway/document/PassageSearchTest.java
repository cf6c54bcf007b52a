package io.rlmgateway.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PassageSearchTest {

    private static final String FILLER = "The quick brown fox jumps over the lazy dog and runs away.\n".repeat(40);

    @TempDir
    Path data;

    private DocumentHouse house;

    @BeforeEach
    void open() {
        house = new DocumentHouse(data);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @ParameterizedTest
    @CsvSource({
        "checkpoint_timeout, checkpoint_timeout",
        "checkpoint timeouts, checkpoint_timeout",
        "what is vm.swappiness?, vm.swappiness",
        "swappiness, vm.swappiness",
        "date_trunc(), date_trunc",
        "stat, pg_stat_activity",
        "PG_STAT_ACTIVITY, pg_stat_activity",
        "session manager, getSessionManager",
        "indexes, index",
        "cafe, café",
        "東京, 東京",
        "京, 東京",
    })
    void identifiersAndWordsAreFoundWholeAndByPart(String query, String word) {
        StoredDocument document = house.store("x.txt", FILLER + "\nHere stands " + word + " once.\n\n" + FILLER);

        assertThat(house.search(document, query))
                .first()
                .satisfies(best -> assertThat(best.text()).contains(word));
    }

    @Test
    void offsetsAreCodePointsOfTheText() {
        Random random = new Random(7);
        String[] pieces = {"word ", "😀", "日本語の文 ", "größe\r\n", "\n\n", "x_y = 1;\n", "# Title\n", "e\u0301 "};
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        StoredDocument document = house.store("x.md", text.toString());

        List<Passage> found =
                house.documents.search(DocumentHouse.TENANT, List.of(document.id()), "word größe 日本 title", 1_000);

        assertThat(found)
                .hasSizeGreaterThan(50)
                .allSatisfy(passage -> assertThat(slice(text, passage)).isEqualTo(passage.text()));
    }

    private static String slice(CharSequence text, Passage passage) {
        String all = text.toString();
        return all.substring(
                all.offsetByCodePoints(0, (int) passage.start()), all.offsetByCodePoints(0, (int) passage.end()));
    }

    @Test
    void aPassageIsFoundByTheHeadingsAboveIt() {
        String body = "It may be set to any number of megabytes.\n".repeat(60);
        StoredDocument document =
                house.store("x.md", "# Storage\n\n## Penguins\n\n" + body + "\n## Walruses\n\n" + body);

        List<Passage> found = house.search(document, "megabytes of walruses");

        assertThat(found).first().satisfies(best -> assertThat(best.start()).isGreaterThan(body.length()));
    }

    @Test
    void aDefinitionComesBeforeAMention() {
        StoredDocument document = house.store("x.txt", """
                The parameter max_things is related to max_others and max_things.

                """ + FILLER + """

                max_things (integer)

                    How many there may be. The default is seven.

                """ + FILLER);

        assertThat(house.search(document, "default of max_things"))
                .first()
                .satisfies(best -> assertThat(best.text()).contains("seven"));
    }

    @Test
    void severalDocumentsAreOneRanking() {
        StoredDocument weak = house.store("a.txt", FILLER + "zebra\n" + FILLER);
        StoredDocument strong = house.store("b.txt", "zebra stripes\n");
        StoredDocument same = house.store("c.txt", "zebra stripes\n");

        List<Passage> found = house.documents.search(
                DocumentHouse.TENANT, List.of(weak.id(), strong.id(), same.id()), "zebra stripes", 10);

        assertThat(found).extracting(Passage::document).containsExactly(strong.id(), weak.id());
        assertThat(found).extracting(Passage::score).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "???", "unicorn", "the", "\"(+-!{}[]^~*?:\\/ AND OR", "\uD800"})
    void queriesThatMatchNothingFindNothing(String query) {
        assertThat(house.search(house.store("x.txt", "plain words"), query)).isEmpty();
    }

    @Test
    void questionWordsCountWhenThereIsNothingElse() {
        StoredDocument document = house.store("x.txt", "To be or not to be, that is the question.");

        assertThat(house.search(document, "to be or not to be")).hasSize(1);
        assertThat(house.search(document, "what is an unicorn")).isEmpty();
    }

    @Test
    void anEmptyDocumentHasNoPassages() {
        assertThat(house.search(house.store("x.txt", ""), "word")).isEmpty();
        assertThat(house.search(house.store("y.txt", "\n \n"), "word")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "word ", "a line\n", "para\n\n", "😀", "crlf\r\n\r\n", "Sentence one. "})
    void passagesCoverTheWholeTextAndStayShort(String unit) throws IOException {
        String text = unit.repeat(12_000 / unit.length());
        PassageCutter cutter = new PassageCutter(new StringReader(text));
        List<TextPassage> passages = new ArrayList<>();
        for (TextPassage next = cutter.next(); next != null; next = cutter.next()) {
            passages.add(next);
        }

        long covered = 0;
        for (TextPassage passage : passages) {
            assertThat(passage.start()).isLessThanOrEqualTo(covered).isGreaterThanOrEqualTo(covered - 150);
            assertThat(passage.text()).hasSizeLessThanOrEqualTo(1_500);
            assertThat(passage.bytes()).isEqualTo(passage.text().getBytes(StandardCharsets.UTF_8).length);
            assertThat(passage.end() - passage.start())
                    .isEqualTo(passage.text().codePointCount(0, passage.text().length()));
            covered = passage.end();
        }
        assertThat(covered).isEqualTo(text.codePointCount(0, text.length()));
    }
}
