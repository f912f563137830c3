package dev.jacobi.llvm.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.emit.Oracle;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of one array beside columns of another one: which nests exchange them in registers, and that each element ends where it belongs. */
class ColumnAccessesTest {
    private static final String NEST = """
        f(a:f64[l], n:i32[], m:i32[]) { k = mul n m; last = sub n 1:i32; z = full[f64[k]] 0.0:f64 k
          c = map(m, z) { i, z -> r = mul i n
            y = map(n, z) { j, z -> s = mul j m; p = add s i; to = add r j; back = sub last j; tp = add r back
              x = index[promised] a p; w = OF; v = update[promised] z AT w; yield v }
            yield y }
          return c }
        """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"add x 0.5:f64 | to | 1", "add x 0.5:f64 | tp | 1", "add x 0.5:f64 | p | 0"})
    void rowsThatAreReadByColumns(String of, String at, int reads) {
        Func f = Parser.parseModule(NEST.replace("OF", of).replace("AT", at)).get("f");
        ColumnAccesses found = ColumnAccesses.choose(f.body(), Map.of(), 32);
        assertEquals(reads, found.results().size());
        assertEquals(reads == 0 ? Map.of() : Map.of(4, 1), found.rows().values().stream().collect(Collectors.toMap(n -> n, n -> 1)));
        assertEquals(0, ColumnAccesses.choose(f.body(), Map.of(), 0).results().size());
    }

    /** With rows and columns in either order, in either direction, of all sizes of elements. */
    @ParameterizedTest
    @CsvSource({"f64, to, p", "f64, tp, p", "f64, p, to", "f64, p, tp", "i64, p, tp", "f32, to, p", "f32, p, to", "f32, tp, p", "i32, p, tp", "i32, to, p", "i16, to, p", "i16, p, tp", "u16, to, p", "i8, to, p", "i8, p, tp", "i8, tp, p", "bool, to, p"})
    void eachElementGoesToItsPlace(String type, String to, String from) {
        String number = type.startsWith("f") ? "0.5:" + type : "3:" + type;
        String of = type.equals("bool") ? "not x" : type.equals("i64") || type.equals("i32") || type.startsWith("f") ? "mul x " + number : "xor x " + number;
        String text = NEST.replace("index[promised] a p", "index[promised] a " + from).replace("AT", to).replace("OF", of.startsWith("xor") ? "or x x" : of).replace("f64", type)
            .replace("0.0:" + type, type.equals("bool") ? "false" : type.startsWith("f") ? "0.0:" + type : "0:" + type).replace("x 0.5:", "x 0.5:");
        for (int[] size : new int[][] {{0, 3}, {1, 1}, {3, 8}, {4, 4}, {8, 16}, {7, 33}, {16, 8}, {17, 19}, {40, 70}}) {
            Oracle.check(text, List.of(), elements(type, size[0] * size[1]), size[0], size[1]);
        }
    }

    private static Object elements(String type, int n) {
        var bools = new boolean[n];
        var bytes = new byte[n];
        var shorts = new short[n];
        var chars = new char[n];
        var ints = new int[n];
        var longs = new long[n];
        var floats = new float[n];
        var doubles = new double[n];
        for (int k = 0; k < n; k++) {
            int x = k * 0x9e3779b9;
            bools[k] = x < 0;
            bytes[k] = (byte) x;
            shorts[k] = (short) x;
            chars[k] = (char) x;
            ints[k] = x;
            longs[k] = x * 0x100000001L;
            floats[k] = x;
            doubles[k] = x;
        }
        return switch (type) {
            case "bool" -> bools;
            case "i8" -> bytes;
            case "i16" -> shorts;
            case "u16" -> chars;
            case "i32" -> ints;
            case "i64" -> longs;
            case "f32" -> floats;
            default -> doubles;
        };
    }
}
