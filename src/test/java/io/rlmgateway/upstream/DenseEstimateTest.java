package io.rlmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The weights, against tokenizers that are known. */
class DenseEstimateTest {

    private static final EncodingRegistry REGISTRY = Encodings.newLazyEncodingRegistry();

    @ParameterizedTest
    @EnumSource(names = {"CL100K_BASE", "O200K_BASE"})
    void noTextHasMoreTokensThanEstimated(EncodingType type) throws IOException {
        Encoding encoding = REGISTRY.getEncoding(type);

        Map<String, Double> ratios = new TreeMap<>();
        samples()
                .forEach((name, text) -> ratios.put(
                        name,
                        (double) Math.max(DenseEstimate.of(text), TokenEstimate.of(text))
                                / encoding.countTokensOrdinary(text)));

        assertThat(ratios)
                .allSatisfy((name, ratio) -> assertThat(ratio).as(name).isBetween(1.0, 6.0));
        assertThat(ratios.get("prose")).isLessThan(1.6);
    }

    private static Map<String, String> samples() throws IOException {
        Random random = new Random(1);
        byte[] bytes = new byte[6_000];
        random.nextBytes(bytes);
        Map<String, String> samples = new TreeMap<>();
        samples.put("prose", Files.readString(Path.of("docs/how-it-works.md")));
        samples.put("table", Files.readString(Path.of("docs/configuration.md")));
        samples.put("code", Files.readString(Path.of("src/main/java/io/rlmgateway/upstream/TokenCounts.java")));
        samples.put("python", Files.readString(Path.of("src/main/resources/io/rlmgateway/upstream/demo/tally.py")));
        samples.put("json", Files.readString(Path.of("src/main/resources/io/rlmgateway/upstream/models.json")));
        samples.put("base64", Base64.getEncoder().encodeToString(bytes));
        samples.put("hex", HexFormat.of().formatHex(bytes));
        samples.put("HEX", HexFormat.of().withUpperCase().formatHex(bytes));
        samples.put(
                "numbers",
                random.ints(3_000, 0, 100_000).mapToObj(Integer::toString).collect(Collectors.joining(",")));
        samples.put(
                "letters",
                random.ints(5_000, 'A', 'Z').mapToObj(Character::toString).collect(Collectors.joining()));
        samples.put("signs", "});{[]}!=;&&||->".repeat(200));
        samples.put("brackets", "[".repeat(3_000));
        samples.put("Chinese", "桥梁于一九三二年开放，并于一九五一年被漆成灰色。它什么时候开放的？".repeat(50));
        samples.put("Japanese", "その橋は1932年に開通し、1951年に灰色に塗られた。いつ開通したのか。".repeat(50));
        samples.put("Russian", "Мост был открыт в 1932 году и покрашен в серый цвет в 1951 году. ".repeat(50));
        samples.put("Hindi", "पुल 1932 में खोला गया था और 1951 में इसे धूसर रंग से रंगा गया था। ".repeat(50));
        samples.put("emoji", "🌉🎉👩‍💻🇫🇷".repeat(100));
        return samples;
    }
}
