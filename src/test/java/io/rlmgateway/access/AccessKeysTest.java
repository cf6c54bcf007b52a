package io.rlmgateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessKeysTest {

    private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");
    private final AccessKeys keys = new AccessKeys(clock);
    private final Caller ann = new Caller("lab", "ann");

    @Test
    void madeKeysAreAllDifferentAndTellThemselvesFromChance() {
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            KeyText key = KeyText.next();
            assertThat(key.isWellFormed()).isTrue();
            assertThat(key.toString()).isEqualTo("KeyText[]");
            texts.add(key.text());
        }
        assertThat(texts).hasSize(1000);
        String text = KeyText.next().text();
        char last = text.charAt(20);
        String wrong = text.substring(0, 20) + (last == 'a' ? 'b' : 'a') + text.substring(21);
        assertThat(new KeyText(wrong).isWellFormed()).isFalse();
        assertThat(new KeyText("rlm-short").isWellFormed()).isFalse();
    }

    @Test
    void keyOpensUntilItExpires() {
        KeyText text = KeyText.next();
        keys.put(new IssuedKey(
                ann, List.of(new IssuedKey.Secret(text.hash(), clock.instant().plusSeconds(60)))));

        assertThat(keys.find(text.text())).isEqualTo(ann);
        clock.pass(Duration.ofSeconds(59));
        assertThat(keys.find(text.text())).isEqualTo(ann);
        clock.pass(Duration.ofSeconds(1));
        assertThat(keys.find(text.text())).isNull();
        assertThat(keys.find("")).isNull();
    }

    @Test
    void keyThatIsPutAgainOpensByItsNewTextsOnly() {
        KeyText first = KeyText.next();
        KeyText second = KeyText.next();
        keys.put(new IssuedKey(ann, List.of(new IssuedKey.Secret(first.hash(), null))));
        keys.put(new IssuedKey(ann, List.of(new IssuedKey.Secret(second.hash(), null))));
        assertThat(keys.find(first.text())).isNull();
        assertThat(keys.find(second.text())).isEqualTo(ann);

        keys.remove("ann");
        assertThat(keys.find(second.text())).isNull();
    }

    @Test
    void whoeverRemovesTheLastKeyLetsNobodyIn() {
        assertThat(keys.areNotNeeded()).isTrue();
        keys.close();
        keys.remove("ann");
        assertThat(keys.areNotNeeded()).isFalse();
    }

    @Test
    void usesAreToldOnce() {
        KeyText text = KeyText.next();
        keys.put(new IssuedKey(ann, List.of(new IssuedKey.Secret(text.hash(), null))));
        assertThat(keys.find(text.text())).isNotNull();

        assertThat(keys.takeUses()).containsOnlyKeys("ann").containsValue(clock.instant());
        assertThat(keys.takeUses()).isEmpty();
    }

    @Test
    void rightsKnowStars() {
        KeyRights rights = new KeyRights(Set.of(Right.API), List.of("gpt-*", "a.b"), List.of());
        assertThat(rights.mayAsk("gpt-5")).isTrue();
        assertThat(rights.mayAsk("my-gpt-5")).isFalse();
        assertThat(rights.mayAsk("a.b")).isTrue();
        assertThat(rights.mayAsk("axb")).isFalse();
        assertThat(rights.mayName("anything/else")).isTrue();
    }
}
