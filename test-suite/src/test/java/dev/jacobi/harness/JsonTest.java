// The JSON reader on what RFC 8259 allows and forbids.
package dev.jacobi.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void readsEveryKindOfValue() {
        assertEquals(Map.of("a", List.of(1.0, -2.5e3, true, false), "b", "x\"\\\n\u00e9"),
                Json.parse(" {\"a\": [1, -2.5e3, true, false], \"b\" : \"x\\\"\\\\\\n\\u00e9\"} "));
        assertEquals(List.of(), Json.parse("[]"));
        assertEquals(Map.of(), Json.parse("{ }"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[1", "{\"a\" 1}", "[1 2]", "nul", "\"x", "1 1"})
    void refusesWhatIsNoJson(String text) {
        assertThrows(IllegalArgumentException.class, () -> Json.parse(text));
    }
}
