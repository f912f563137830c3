package dev.jacobi.vectorize.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nests that pass over zeros: the copy that does not is taken only where that makes no difference. */
class DenseCopiesTest {
    private static final int N = 20;
    private static final String PRODUCT = """
        f(n:i32[], a:f64[400], b:f64[400], c:f64[400]) {
          x = for(n, c) { i:i32[], x0:f64[400] -> r = mul i 20:i32
            x1 = for(n, x0) { k:i32[], x2:f64[400] -> s = mul k 20:i32; at = add r k; y = index a at; p = eq y 0.0:f64
              x3 = cond(p) false {
                x4 = for(n, x2) { j:i32[], x5:f64[400] -> to = add r j; of = add s j; u = index x5 to; v = index b of; t = mul FACTOR v; w = add u t; x6 = update x5 to w; yield x6 }
                yield x4
              } true { yield x2 }
              yield x3 }
            yield x1 }
          return x
        }
        """;

    private static double[] numbers(int seed, double special) {
        double[] x = new double[N * N];
        Arrays.setAll(x, i -> Math.sin(i + seed));
        x[57] = special;
        return x;
    }

    /** For all pairs of special values in the first factor, the second one and the sums. */
    private static void check(String text, int nests) {
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new DenseCopies()), text);
        var outer = new int[1];
        Regions.each(g.body(), e -> outer[0] += e.prim() == Prim.FOR && Regions.any(Regions.of(e).get(0).body(), x -> x.prim() == Prim.FOR && Regions.any(List.of(x), y -> y.prim() == Prim.UPDATE) && Regions.of(x).get(0).body().stream().anyMatch(y -> Regions.of(y).size() > 0)) ? 1 : 0);
        assertEquals(nests, outer[0], g.toString());
        double[] special = {1, 0, -0.0, Double.NaN, Double.POSITIVE_INFINITY};
        for (double x : special) {
            for (double y : special) {
                for (double z : special) {
                    for (int n : new int[] {7, N}) {
                        Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(numbers(1, x), N * N), Tensor.of(numbers(2, y), N * N), Tensor.of(numbers(3, z), N * N)));
                    }
                }
            }
        }
    }

    @Test
    void aProductHasADenseCopy() {
        check(PRODUCT.replace("FACTOR", "y"), 2);
    }

    @Test
    void termsThatAreNoZerosAreCountedOnly() {
        check(PRODUCT.replace("t = mul FACTOR v", "z = add y 1.0:f64; t = mul z v"), 2);
    }

    /** What is asked depends on what the nest has written. */
    @Test
    void questionsAboutTheSumsStay() {
        String text = PRODUCT.replace("y = index a at", "y = index x2 at").replace("FACTOR", "y");
        Func f = Parser.parseFunc(text);
        assertEquals(f, new DenseCopies().run(f));
    }

    /** What the condition says of a factor, and of what is computed of that, says nothing of the trips that are passed over: their elements are not there. */
    @ParameterizedTest
    @ValueSource(strings = {
        "o = sub y 1:i32; o1 = mul o 1000000000:i32; at = min o1 7:i32", "o = sub y 1:i32; o1 = ushr o 1:i32; at = add o1 0:i32", "o = sub y 1:i32; o1 = rem o 4:i32; at = mul o1 16:i32",
        "o = sub y 1:i32; o1 = max o 0:i32; o2 = sub o o1; at = mul o2 -1000:i32", "o = sub y 1:i32; o1 = and o 7:i32; at = mul o1 8:i32", "o = lt y 1:i32; o1 = sub y 1:i32; at = select o -9:i32 o1"})
    void elementsOfTripsThatArePassedOver(String place) {
        String text = """
            f(n:i32[], b:f64[64], c:f64[16]) {
              x = for(n, c) { k:i32[], x2:f64[16] -> y = and k 3:i32; p = eq y 0:i32
                x3 = cond(p) false { PLACE
                  x4 = for(16:i32, x2) { j:i32[], x5:f64[16] -> of = add at j; u = index x5 j; v = index b of; z = convert[f64] y; t = mul z v; w = add u t; x6 = update x5 j w; yield x6 }
                  yield x4
                } true { yield x2 }
                yield x3 }
              return x
            }
            """.replace("PLACE", place);
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new DenseCopies()), text);
        double[] b = new double[64];
        Arrays.setAll(b, i -> i + 1);
        Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(400)), Tensor.of(b, 64), Tensor.of(new double[16], 16)));
    }

    /** A number that the branch hands on beside the array counts the trips in which it does something: zeros among them are no reason for the copy. */
    @ParameterizedTest
    @ValueSource(strings = {"m = add z2 1.0:f64", "m = add z2 y", "h = abs y; m = min z2 h", "m = mul y 1.0:f64"})
    void numbersBesideTheSums(String number) {
        String text = PRODUCT.replace("FACTOR", "y").replace("x = for(n, c) { i:i32[], x0:f64[400] ->", "x, z = for(n, c, 0.5:f64) { i:i32[], x0:f64[400], z0:f64[] ->")
            .replace("x1 = for(n, x0) { k:i32[], x2:f64[400] ->", "x1, z1 = for(n, x0, z0) { k:i32[], x2:f64[400], z2:f64[] ->").replace("x3 = cond(p) false {", "x3, z3 = cond(p) false { " + number)
            .replace("yield x4", "yield x4, m").replace("yield x2 }", "yield x2, z2 }").replace("yield x3 }", "yield x3, z3 }").replace("yield x1 }", "yield x1, z1 }").replace("return x", "return x, z");
        check(text, 2);
    }
}
