package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Accesses that together fill the steps between lanes are one: pairs of real and imaginary parts, points of three or four numbers. */
class StepsBesideTest {
    private static final int[] SIZES = {0, 1, 2, 7, 8, 15, 16, 17, 33, 64, 100};

    private static void check(String text, int step, DType t, boolean joined) {
        String ir = Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(0), false, 1), 64, true).text();
        String register = "store <" + 64 / t.bytes() + " x ";
        assertEquals(joined, ir.contains(register), ir);
        for (int n : SIZES) {
            Oracle.check(text, List.of(0), array(t, step * n, 3), array(t, step * n, 5), n);
        }
    }

    private static Object array(DType t, int n, int seed) {
        double[] d = new double[n];
        float[] f = new float[n];
        int[] i = new int[n];
        for (int k = 0; k < n; k++) {
            d[k] = Math.sin(k * seed) * 9;
            f[k] = (float) d[k];
            i[k] = k * 7919 * seed;
        }
        return t == DType.F64 ? d : t == DType.F32 ? f : i;
    }

    static Stream<Arguments> groups() {
        return Stream.of(DType.F64, DType.F32, DType.I32).flatMap(t -> Stream.of(2, 3, 4).map(s -> Arguments.of(t, s)));
    }

    /** Each trip's elements in another order, from another array or the same one. */
    @ParameterizedTest
    @MethodSource("groups")
    void groupsInAnyOrder(DType t, int s) {
        for (String from : List.of("b", "x0")) {
            for (int turn = 0; turn < s; turn++) {
                var text = new StringBuilder("f(a:T[m], b:T[m], n:i32[]) { c = map(n, a) { i, x0 -> j = mul i " + s + ":i32; ");
                for (int k = 0; k < s; k++) {
                    text.append("j" + k + " = add j " + k + ":i32; ");
                }
                for (int k = 0; k < s; k++) {
                    text.append("u" + k + " = index " + from + " j" + k + "; v" + k + " = index b j" + (s - 1 - k) + "; ");
                }
                for (int k = 0; k < s; k++) {
                    int to = (k + turn) % s;
                    text.append("w" + k + " = sub u" + k + " v" + (k + 1) % s + "; x" + (k + 1) + " = update x" + k + " j" + to + " w" + k + "; ");
                }
                check(text.append("yield x" + s + " }; return c }").toString().replace("T", t.text()), s, t, true);
            }
        }
    }

    /** In branches, one of the elements twice, one read back, one that is missing. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "false | u = index b j; v = index b k; p = gt u v; x = cond p { y = update x0 j v; z = update y k u; yield z } { y = update x0 k v; z = update y j 1.0:f64; yield z }",
        "true | u = index b j; v = index b k; x1 = update x0 j u; x2 = update x1 j v; x = update x2 k u",
        "true | u = index b j; x1 = update x0 j u; x2 = update x1 k u; v = index x2 j; w = mul v 3.0:f64; x3 = update x2 j w; x = update x3 k w",
        "false | u = index b j; x1 = update x0 j u; v = index x1 k; w = mul v 3.0:f64; x = update x1 k w",
        "false | u = index b j; v = index b k; w = mul u v; x = update x0 k w",
        "false | u = index b j; x1 = update x0 j u; p = gt u 0.0:f64; y = cond p { yield 1.0:f64 } { r = index b k; yield r }; x = update x1 k y",
        "true | x1 = update x0 j 2.0:f64; x = update x1 k 3.0:f64",
        // what is stored in between, perhaps to the same elements, is not overtaken
        "false | u = index b j; o = and i 1:i32; l = add j o; v = mul u 3.0:f64; w = add u 1.0:f64; x1 = update x0 j u; x2 = update x1 l v; x = update x2 k w",
        "true | u = index b j; o = and i 1:i32; l = add j o; v = mul u 3.0:f64; w = add u 1.0:f64; x1 = update x0 l v; x2 = update x1 j u; x = update x2 k w",
        // neighbours of what is stored
        "false | u = index x0 k; v = index b j; w = mul u v; x = update x0 j w",
        "false | u = index x0 j; v = index b j; w = mul u v; x = update x0 k w"})
    void pairs(boolean joined, String body) {
        check("f(a:f64[m], b:f64[m], n:i32[]) { c = map(n, a) { i, x0 -> j = mul i 2:i32; k = add j 1:i32; " + body + "; yield x }; return c }", 2, DType.F64, joined);
    }

    /** Where lanes are taken in parts, three elements of each are a register and a half: what is behind the last trip's elements stays. */
    @Test
    void nothingIsStoredBehindTheLastTrip() {
        String text = """
            f(p:f32[m], d:i32[k], n:i32[]) {
              a, b = map(n, p, d) { i, x0, y0 ->
                j = mul i 3:i32; k = add j 1:i32; l = add j 2:i32
                v = index y0 i; u = convert[f32] v; s = add u 1.0:f32; t = add u 2.0:f32
                x1 = update x0 j u; x2 = update x1 k s; x3 = update x2 l t
                w = add v 1:i32; y1 = update y0 i w
                yield x3, y1 }
              return a, b }
            """;
        for (int n : new int[] {0, 1, 5, 8, 15, 16, 23, 24, 25, 40}) {
            Oracle.check(text, List.of(0, 1), array(DType.F32, 3 * n + 40, 3), array(DType.I32, n, 5), n);
        }
    }
}
