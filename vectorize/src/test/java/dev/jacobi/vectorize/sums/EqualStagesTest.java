package dev.jacobi.vectorize.sums;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.Same;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of two maps that fill arrays with the same, one is left where the arrays are only read. */
class EqualStagesTest {
    private static final String TWO = """
        f(n:i32[], a:f64[m], b:f64[m2]) {
          k = max n 0:i32; l = max n 0:i32
          u0 = full[f64[?]] nan:f64 k
          u = map(n, u0) { i, u1 -> x = index a i; y = mul x 2.0:f64; u2 = update[promised] u1 i y; yield u2 }
          v0 = full[f64[?]] nan:f64 l
          v = map(n, v0) { j, v1 -> p = index A j; q = mul p FACTOR:f64; v2 = update[promised] v1 j q; yield v2 }
          s = for(n, 0.0:f64) { t, s1 -> c = index u t; d = index v t; e = mul c d; s2 = add s1 e; yield s2 }
          REST }""";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1 | a | 2.0 | return s", "2 | b | 2.0 | return s", "2 | a | 3.0 | return s", "2 | a | 2.0 | return s, v",
        "2 | a | 2.0 | o = lt 0:i32 n; check[index \"\"] o; w = update u 0:i32 7.0:f64; g = index w 0:i32; h = index v 0:i32; z = add g h; return s, z"})
    void arrays(int left, String array, String factor, String rest) {
        Func f = Parser.parseFunc(TWO.replace("A j", array + " j").replace("FACTOR", factor).replace("REST", rest));
        Func now = EqualStages.run(f);
        Verifier.verify(now);
        int[] maps = {0};
        Regions.each(now.body(), e -> maps[0] += e.prim() == Prim.MAP ? 1 : 0);
        assertEquals(left, maps[0], now::toString);
        for (int n : new int[] {-1, 0, 1, 4}) {
            Same.computes(f, now, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(new double[] {1, -2, 3, 4}), Tensor.of(new double[] {5, 6, -7, 8})));
        }
    }

    /** Folds of the same terms are one, in branches only with those of the same branch. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1 | a | max", "2 | b | max", "2 | a | min"})
    void folds(int left, String array, String join) {
        Func f = Parser.parseFunc("""
            f(n:i32[], a:f64[m], b:f64[m2]) {
              s, t = reduce[?, add, max](n, 0.0:f64, -9.0:f64) { i:i32[] -> x = index a i; y = mul x 2.0:f64; yield y, x }
              u, v = reduce[?, add, JOIN](n, 0.0:f64, -9.0:f64) { j:i32[] -> p = index A j; q = mul p 2.0:f64; yield q, p }
              z = add s u; w = sub t v
              return z, w }""".replace("A j", array + " j").replace("JOIN", join));
        Func now = EqualStages.run(f);
        Verifier.verify(now);
        assertEquals(left, now.body().stream().filter(e -> e.prim() == Prim.REDUCE).count(), now::toString);
        for (int n : new int[] {0, 1, 3}) {
            Same.computes(f, now, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(new double[] {1, -2, 3, 4}), Tensor.of(new double[] {5, 6, -7, 8})));
        }
    }
}
