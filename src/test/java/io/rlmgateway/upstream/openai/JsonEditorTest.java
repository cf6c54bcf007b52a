package io.rlmgateway.upstream.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class JsonEditorTest {

    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "{\"drop\":1} ¦ {}",
                "{ \"drop\" : 1 , \"a\":2 } ¦ { \"a\":2 }",
                "{\"a\":2, \"drop\":[1,{}]} ¦ {\"a\":2}",
                "{\"a\":1,\"drop\":1,\"drop\":2,\"b\":2} ¦ {\"a\":1,\"b\":2}",
                "{\"drop\":1,\"drop\":{},\"a\":1.0,\"drop\":0} ¦ {\"a\":1.0}",
                "{\"drop\":1,\"swap\":{\"a\":\"\\u0041\"},\"b\":1e2} ¦ {\"swap\":7,\"b\":1e2}",
                "{\"d\\u0072op\":1,\"b\":2} ¦ {\"b\":2}",
            })
    void membersGoWithTheirCommas(String before, String after) {
        assertThat(edited(before, false)).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "{} ¦ {\"new\":0}",
                "{\"drop\":1} ¦ {\"new\":0}",
                "{\"a\":1 } ¦ {\"a\":1,\"new\":0 }",
                "{\"a\":1,\"drop\":1} ¦ {\"a\":1,\"new\":0}",
                "{\"drop\":1,\"swap\":1} ¦ {\"swap\":7,\"new\":0}"
            })
    void aMemberIsAddedAtTheEnd(String before, String after) {
        assertThat(edited(before, true)).isEqualTo(after);
    }

    @Test
    void whatIsNotEditedKeepsItsBytesAndWhatIsEditedMeansTheSameAsInATree() {
        for (int seed = 0; seed < 3_000; seed++) {
            RandomJson json = new RandomJson(seed);
            List<String> kept = new ArrayList<>();
            List<String> members = new ArrayList<>();
            for (int i = json.below(7); i > 0; i--) {
                String name = json.any(List.of("drop", "swap", "a" + i, "b" + i));
                String member = json.member(name, json.value(3));
                members.add(member);
                if (name.length() == 2) {
                    kept.add(member);
                }
            }
            Collections.shuffle(members, new Random(seed));
            String text = json.object(members);
            boolean adds = json.chance(2);

            String edited = edited(text, adds);

            ObjectNode expected = (ObjectNode) JSON.readTree(text);
            expected.remove("drop");
            if (expected.has("swap")) {
                expected.put("swap", 7);
            }
            if (adds) {
                expected.put("new", 0);
            }
            assertThat(JSON.readTree(edited)).as("seed %d: %s", seed, text).isEqualTo(expected);
            kept.forEach(member -> assertThat(edited).contains(member));
        }
    }

    private static String edited(String text, boolean adds) {
        // in the middle of an array, as events are
        byte[] bytes = ("##" + text + "##").getBytes(StandardCharsets.UTF_8);
        try (JsonEditor editor = new JsonEditor(bytes, 2, bytes.length - 4)) {
            assertThat(editor.next()).isEqualTo(JsonToken.START_OBJECT);
            JsonEditor.Ending ending = editor.object(name -> {
                if ("swap".equals(name)) {
                    editor.replace(new byte[] {'7'});
                    return true;
                }
                editor.skip();
                return !"drop".equals(name);
            });
            if (adds) {
                ending.add("\"new\":0");
            }
            return joined(editor.pieces());
        }
    }

    static String joined(List<ByteBuffer> pieces) {
        StringBuilder text = new StringBuilder();
        byte[] all = new byte[pieces.stream().mapToInt(ByteBuffer::remaining).sum()];
        ByteBuffer target = ByteBuffer.wrap(all);
        pieces.forEach(piece -> target.put(piece.duplicate()));
        return text.append(new String(all, StandardCharsets.UTF_8)).toString();
    }
}
