// Texts of arrays against those that NumPy and JAX gave (src/test/python/record_files.py).
package dev.jacobi.array.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ArrayTextTest {
    private record Case(String dtype, long[] shape, String bytes, String str, String repr, String jax) {
        ArrayElements elements() {
            if (!bytes.isEmpty() || Arrays.stream(shape).anyMatch(n -> n == 0)) {
                return new RecordedElements(dtype, shape, ByteBuffer.wrap(HexFormat.of().parseHex(bytes)).order(ByteOrder.LITTLE_ENDIAN));
            }
            return counting(dtype, shape);
        }
    }

    /** 0, 1, 2 ...: what the large recorded arrays hold. */
    private static ArrayElements counting(String dtype, long... shape) {
        return new ArrayElements() {
            @Override
            public String dtype() {
                return dtype;
            }

            @Override
            public long[] shape() {
                return shape;
            }

            @Override
            public long integer(long index) {
                return index;
            }

            @Override
            public double real(long index) {
                return index;
            }
        };
    }

    private static List<Case> cases() throws IOException {
        try (var in = new InputStreamReader(ArrayTextTest.class.getResourceAsStream("texts.json"), StandardCharsets.UTF_8)) {
            return new Gson().fromJson(in, new TypeToken<List<Case>>() { }.getType());
        }
    }

    private static void all(Function<Case, String> expected, Function<ArrayElements, String> actual) throws IOException {
        List<Case> cases = cases();
        assertTrue(cases.size() > 300, "only " + cases.size() + " recorded arrays");
        var wrong = new ArrayList<String>();
        for (Case c : cases) {
            String text = actual.apply(c.elements());
            if (!text.equals(expected.apply(c))) {
                wrong.add(c.dtype + Arrays.toString(c.shape) + "\nexpected " + expected.apply(c) + "\nbut was  " + text);
            }
        }
        assertEquals("", String.join("\n", wrong), wrong.size() + " of " + cases.size());
    }

    @Test
    void strIsThatOfNumPy() throws IOException {
        all(Case::str, ArrayText::str);
    }

    @Test
    void reprIsThatOfNumPy() throws IOException {
        all(Case::repr, ArrayText::repr);
    }

    @Test
    void reprIsThatOfJax() throws IOException {
        all(Case::jax, ArrayText::jaxRepr);
    }

    /** As {@code np.array_repr(np.arange(20.) / 3)} under {@code set_printoptions(precision=3, threshold=10, edgeitems=2, linewidth=30)}. */
    @Test
    void optionsAreHeeded() {
        ArrayElements thirds = new RecordedElements("float64", new long[] {20}, doubles(20));
        var options = new TextOptions(3, 10, 2, 30, false);
        assertEquals("[0.    0.333 ... 6.    6.333]", ArrayText.str(thirds, options));
        assertEquals("array([0.   , 0.333, ...,\n       6.   , 6.333],\n      shape=(20,))", ArrayText.repr(thirds, options));
        assertEquals("[1.e-06 1.e+00]", ArrayText.str(pair(1e-6, 1)));
        assertEquals("[0.000001 1.      ]", ArrayText.str(pair(1e-6, 1), new TextOptions(8, 1000, 3, 75, true)));
        assertEquals("[0. 1.]", ArrayText.str(pair(1e-10, 1), new TextOptions(8, 1000, 3, 75, true)));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new TextOptions(-1, 10, 2, 30, false)).getMessage().contains("precision -1"));
    }

    /** Of an array that no memory could hold, only the corners are asked for. */
    @Test
    void largeArraysAreNotRead() {
        assertTrue(ArrayText.str(counting("int64", 1L << 31, 1L << 31)).startsWith("[[                  0                   1                   2 ..."));
    }

    private static ByteBuffer doubles(int n) {
        ByteBuffer b = ByteBuffer.allocate(8 * n).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < n; i++) {
            b.putDouble(8 * i, i / 3.0);
        }
        return b;
    }

    private static ArrayElements pair(double a, double b) {
        return new RecordedElements("float64", new long[] {2}, ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putDouble(0, a).putDouble(8, b));
    }
}
