package dev.jacobi.vectorize.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions that inner loops compute alike in each trip of an outer one have tables; those that depend on it, or stand where they may not be reached, have none. */
class InnerTablesTest {
    private static final String LOOP = """
        f(x:f64[p], q:f64[c,d], w:f64[c], n:i32[], k:i32[], m:i32[]) {
          MADE
          s = for(n, 0.0:f64) { i, s0 ->
            y = index x i
            s1 = for(k, s0) { j, s2 ->
              v = index w j
              s3 = for(m, s2) { l, s4 -> BODY; z = sub y g; t = add s4 z; yield t }
              yield s3 }
            yield s1 }
          return s }""";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "2 | u = index q j l; h = neg u; g = exp h", "2 | u = index q j l; h = mul u v; g = log h", "1 | g = sin v", "1 | u = index q j l; a = exp v; g = mul a u",
        "2 | u = index q j l; a = exp u; g = log a", "3 | u = index q j l; a = exp u; b = exp v; g = mul a b",
        "0 | u = index q j l; h = sub u y; g = exp h", "0 | e = convert[f64] l; g = exp e", "0 | u = index q j l; g = mul u u",
        "0 | c = ge j l; g = cond c { yield 0.0:f64 } { u = index q j l; a = exp u; yield a }"})
    void tables(int deepest, String body) {
        check(deepest, LOOP.replace("MADE", "").replace("BODY", body));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0 | u = index q j l; g = exp u; ok = lt l 9:i32; check[index \"x\"] ok", "2 | u = index r j l; g = exp u"})
    void whereTheyMayBeReadEarly(int deepest, String body) {
        check(deepest, LOOP.replace("MADE", "c0 = dim[0] q; d0 = dim[1] q; r:f64[c,d] = full[f64[c,d]] 0.25:f64 c0 d0").replace("BODY", body));
    }

    /** A trip of the outer loop changes the array, or the function one that it was given. */
    @ParameterizedTest
    @CsvSource({"r, r", "q, q", "x, q"})
    void whatIsWritten(String written, String read) {
        String at = written.equals("x") ? "i" : "j l";
        String type = written.equals("x") ? "f64[p]" : "f64[c,d]";
        String text = """
            f(x:f64[p], q:f64[c,d], w:f64[c], n:i32[], k:i32[], m:i32[]) {
              c0 = dim[0] q; d0 = dim[1] q; r:f64[c,d] = full[f64[c,d]] 0.25:f64 c0 d0
              s, o = for(n, 0.0:f64, WRITTEN) { i, s0, a:TYPE ->
                s1, b = for(k, s0, a) { j, s2, e:TYPE ->
                  s3, h = for(m, s2, e) { l, s4, t:TYPE -> u = index READ j l; g = exp u; z = add s4 g; y = update t AT g; yield z, y }
                  yield s3, h }
                yield s1, b }
              return s, o }""".replace("WRITTEN", written).replace("TYPE", type).replace("READ", written.equals("x") ? read : "t").replace("AT", at);
        check(0, text);
    }

    private static void check(int deepest, String text) {
        Func before = Parser.parseFunc(text);
        Func after = Same.run(List.of(new InnerTables(false)), text);
        int[] maps = {0};
        Regions.each(after.body(), e -> maps[0] += e.prim() == Prim.MAP ? 1 : 0);
        assertEquals(deepest, maps[0], after::toString);
        double[] q = new Random(3).doubles(3 * 4, 0.1, 1).toArray();
        for (int[] s : new int[][] {{5, 3, 4}, {0, 3, 4}, {5, 0, 4}, {2, 3, 0}, {1, 1, 1}, {0, 300, 400}, {4, 2, -7}}) {
            Same.computes(before, after, true, List.of(Tensor.of(new Random(1).doubles(5).toArray()), Tensor.of(q, 3, 4), Tensor.of(new double[] {0.5, 2, 3}), Tensor.of(Lit.i32(s[0])), Tensor.of(Lit.i32(s[1])),
                Tensor.of(Lit.i32(s[2]))));
        }
    }

    /** Lanes have arrays of one shape, and may have other numbers. */
    @ParameterizedTest
    @CsvSource({"k, m, 0", "c0, d0, 2", "c0, m, 0", "3:i32, d0, 2"})
    void ofWholeProgramsOnlyWithElements(String k, String m, int deepest) {
        String text = LOOP.replace("MADE", "c0 = dim[0] q; d0 = dim[1] q; p0 = dim[0] x").replace("for(n,", "for(p0,").replace("for(k,", "for(" + k + ",").replace("for(m,", "for(" + m + ",")
            .replace("BODY", "u = index q j l; g = exp u");
        Func after = new InnerTables(true).run(Parser.parseFunc(text));
        int[] maps = {0};
        Regions.each(after.body(), e -> maps[0] += e.prim() == Prim.MAP ? 1 : 0);
        assertEquals(deepest, maps[0], after::toString);
    }
}
