package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Elements at indices that lanes have just read: each index is read once more where it lies, unless something may have changed it. */
class GathersTest {
    private static final int PLACES = 40;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // as they are, and scaled
        "false | i = index[promised] p t; u = index[promised] a i; w = update[promised] b t u; yield p, w",
        "false | i = index[promised] p t; v = index[promised] b t; u = index[promised] a i; q = mul u u; s = add v q; w = update[promised] b t s; yield p, w",
        // further on in the indices, backwards in them, and two elements by one index
        "false | t2 = add t 3:i32; i = index[promised] p t2; u = index[promised] a i; w = update[promised] b t u; yield p, w",
        "true | t2 = sub m t; i = index[promised] p t2; u = index[promised] a i; w = update[promised] b t u; yield p, w",
        "false | i = index[promised] p t; u = index[promised] a i; x = index[promised] b t; y = index[promised] a i; s = add u y; r = mul s x; w = update[promised] b t r; yield p, w",
        // the index is changed before it is used, and a condition in which lanes are off
        "true | i = index[promised] p t; p2 = update[promised] p t 0:IX; u = index[promised] a i; w = update[promised] b t u; yield p2, w",
        "false | i = index[promised] p t; x = index[promised] b t; c = gt x 0.0:TYPE; w = cond(c) false { yield b } true { u = index[promised] a i; w1 = update[promised] b t u; yield w1 }; yield p, w"})
    void indicesThatWereReadBefore(boolean oneInstruction, String body) {
        for (String type : List.of("f32", "f64")) {
            for (String ix : List.of("i32", "i64")) {
                check(oneInstruction, ("f(n:i32[], a:TYPE[k], p0:IX[l], b0:TYPE[n2]) { m = add n 2:i32\n p1, b1 = map(n, p0, b0) { t, p, b -> " + body + " }\n return p1, b1 }")
                    .replace("TYPE", type).replace("IX", ix), type, ix);
            }
        }
    }

    /** The row is the same for all lanes. */
    @ParameterizedTest
    @CsvSource({"i32", "i64"})
    void elementsOfARow(String ix) {
        String text = """
            f(n:i32[], j:i32[], a:f64[r,k], p:IX[l], b0:f64[n2]) {
              b1 = map(n, b0) { t, b -> i = index[promised] p t; u = index[promised] a j i; v = index[promised] b t; s = add u v; w = update[promised] b t s; yield w }
              return b1 }""".replace("IX", ix);
        var calls = new ArrayList<Object[]>();
        for (int n : new int[] {0, 1, 15, 40, 100}) {
            double[][] rows = {Tables.doubles(PLACES, 1), Tables.doubles(PLACES, 2), Tables.doubles(PLACES, 3)};
            calls.add(new Object[] {n, 1, rows, Tables.indices(n + 3, ix), Tables.doubles(n, 4)});
        }
        compare(text, calls);
    }

    /** Neighbours that are at the other edge, or at the edge itself, for few lanes only are read by a register where they lie one behind the other; what data choose is not. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "true | t2 = add t 1:i32; e = lt t2 n; i = select e t2 0:i32",
        "true | e = ne t 0:i32; t2 = add t -1:i32; i = select e t2 0:i32",
        "true | t2 = add t 3:i32; i = rem t2 n",
        "true | t2 = add t 1:i32; l = ge t 2:i32; h = lt t2 n; e = and l h; i = select e t2 1:i32",
        "true | e = eq t 0:i32; i = cond(e) false { t2 = add t -1:i32; yield t2 } true { m = sub n 1:i32; yield m }",
        "false | t2 = add t 3:i32; i = rem t2 5:i32",
        "false | x = index[promised] b t; e = gt x 0.0:f64; i = select e t 0:i32",
        "false | t2 = mul t 2:i32; e = lt t2 n; i = select e t2 0:i32"})
    void neighboursAtAnEdge(boolean together, String place) {
        String text = "f(n:i32[], a:f64[k], b0:f64[n2]) { b1 = map(n, b0) { t, b -> " + place + "; u = index a i; v = index[promised] b t; s = add u v; w = update[promised] b t s; yield w }; return b1 }";
        String ir = Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(-1), false, 1), 64, true).text();
        assertEquals(together, ir.lines().anyMatch(l -> l.matches("run\\d*:.*")), ir);
        var calls = new ArrayList<Object[]>();
        for (int n : new int[] {0, 1, 2, 7, 16, 33, 100}) {
            calls.add(new Object[] {n, Tables.doubles(n + 8, 1), Tables.doubles(n, 2)});
        }
        compare(text, calls);
    }

    private static void check(boolean oneInstruction, String text, String type, String ix) {
        var m = Parser.parseModule(text);
        String ir = Emitter.emit(new CompileRequest(m, "f", List.of(-1, -1), false, 1), 64, true).text();
        assertEquals(oneInstruction, ir.lines().anyMatch(l -> l.contains("masked.gather") && l.contains("splat (i1 true)")), ir);
        var calls = new ArrayList<Object[]>();
        for (int n : new int[] {0, 1, 2, 7, 16, 33, 100}) {
            calls.add(new Object[] {n, Tables.values(PLACES, 1, type), Tables.indices(n + 3, ix), Tables.values(n, 2, type)});
        }
        compare(text, calls);
    }

    private static void compare(String text, List<Object[]> calls) {
        Oracle.checkAll(text, List.of(), calls);
        for (int bytes : new int[] {16, 32, 64}) {
            Oracle.compare(Parser.parseModule(text), "f", List.of(), bytes, 1, calls.stream().map(Tensors::all).toList());
        }
    }

    /** Arguments. */
    private static final class Tables {
        static double[] doubles(int n, int seed) {
            return IntStream.range(0, n).mapToDouble(i -> i % 11 == 3 ? -0.0 : i % 13 == 5 ? Double.NaN : Math.sin(i * 1.7 + seed) * 10).toArray();
        }

        static Object values(int n, int seed, String type) {
            double[] x = doubles(n, seed);
            if (type.equals("f64")) {
                return x;
            }
            float[] f = new float[n];
            for (int i = 0; i < n; i++) {
                f[i] = (float) x[i];
            }
            return f;
        }

        static Object indices(int n, String ix) {
            int[] all = IntStream.range(0, n).map(i -> (i * 7 + 3) % PLACES).toArray();
            return ix.equals("i32") ? all : IntStream.of(all).mapToLong(i -> i).toArray();
        }
    }
}
