package io.rlmgateway.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {

    @Test
    void rangeDoublesFromItsFirstSizeToItsLast() {
        assertThat(Sizes.of("8k..64k,1m,2000").tokens())
                .containsExactly(2000L, 8192L, 16_384L, 32_768L, 65_536L, 1L << 20);
        assertThat(Sizes.of("8k..16m").tokens()).hasSize(12).endsWith(1L << 24);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8q", "8k..", "64k..8k", "8k..16k..32k", "10", "128m"})
    void whatIsNoSizeIsRefused(String text) {
        assertThatThrownBy(() -> Sizes.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sizeIsWrittenAsItIsRead() {
        assertThat(Sizes.text(8192)).isEqualTo("8k");
        assertThat(Sizes.text(1 << 24)).isEqualTo("16m");
        assertThat(Sizes.text(2001)).isEqualTo("2001");
    }
}
