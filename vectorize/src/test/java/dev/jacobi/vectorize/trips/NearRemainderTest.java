package dev.jacobi.vectorize.trips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.checks.Checks;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Places in a ring, which need no division where they are less than twice its length, and others, which do. */
class NearRemainderTest {
    private static final String RING = """
        f(n:i32[], a:f64[m]) {
          small = lt n 1000:i32
          check[index ""] small
          r = for(n, 0.0:f64) { i, s -> PLACE; y = index[clamp] a k; z = mul s 1.5:f64; t = add y z; yield t }
          return r }""";

    @ParameterizedTest
    @CsvSource({
        "j = add i 1:i32; k = rem j n, 0", "j = add i n; l = sub j 1:i32; k = rem l n, 0", "k = rem i n, 0", "j = sub n i; k = rem j n, 0", "j = add i n; k = rem j n, 0",
        "j = add i n; l = add j 1:i32; k = rem l n, 1", "j = sub i 1:i32; k = rem j n, 1", "j = mul i 2:i32; k = rem j n, 0", "j = mul i 3:i32; k = rem j n, 1"})
    void ring(String place, int divisions) {
        String text = RING.replace("PLACE", place);
        Func f = Parser.parseFunc(text);
        Func now = Same.run(List.of(new NearRemainder(false)), text);
        int[] left = {0};
        Regions.each(now.body(), e -> left[0] += e.prim() == Prim.REM ? 1 : 0);
        assertEquals(divisions, left[0], now::toString);
        for (int n : new int[] {-1, 0, 1, 2, 3, 7}) {
            Same.computes(f, now, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(new double[] {3, -1, 4, 1, -5, 9, 2})));
        }
    }

    /** Where no check may fail in vain, only what nothing can make overflow is a comparison. */
    @Test
    void carefully() {
        String text = RING.replace("PLACE", "j = add i n; l = sub j 1:i32; k = rem l n");
        var careful = new NearRemainder(true);
        assertFalse(Regions.any(Same.run(List.of(careful), text).body(), e -> e.prim() == Prim.REM));
        Func any = Same.run(List.of(careful), text.replace("small = lt n 1000:i32", "").replace("check[index \"\"] small", ""));
        assertTrue(Regions.any(any.body(), e -> e.prim() == Prim.REM) && !Regions.any(any.body(), e -> e.prim() == Prim.CHECK), any::toString);
        assertTrue(careful.keeps().contains(Property.EXACT_CHECKS) && !new NearRemainder(false).keeps().contains(Property.EXACT_CHECKS));
    }

    /** Rings of any length: a check in front of the loop says that twice the length does not overflow, and the places that follow are known to lie in the ring. */
    @ParameterizedTest
    @CsvSource({"j = add i n; l = sub j 1:i32; k = rem l n, 0, 1", "j = sub n i; l = add j n; m = sub l 3:i32; k = rem m n, 1, 0", "p = sub n i; q = sub p 1:i32; j = add q n; l = sub j 1:i32; k = rem l n, 0, 1",
        "j = add i n; l = add j 1:i32; k = rem l n, 1, 0", "j = add i n; y2 = index a i; z2 = convert[i32] y2; l = add j z2; k = rem l n, 1, 0"})
    void anyLength(String place, int divisions, int checks) {
        String text = RING.replace("PLACE", place).replace("small = lt n 1000:i32", "").replace("check[index \"\"] small", "");
        Func f = Parser.parseFunc(text);
        Func now = Same.run(List.of(new NearRemainder(false)), text);
        int[] left = new int[2];
        Regions.each(now.body(), e -> left[0] += e.prim() == Prim.REM ? 1 : 0);
        Regions.each(now.body(), e -> left[1] += e.prim() == Prim.CHECK ? 1 : 0);
        assertEquals(divisions, left[0], now::toString);
        assertEquals(checks, left[1], now::toString);
        for (int n : new int[] {-1, 0, 1, 2, 3, 7}) {
            Same.computes(f, now, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(new double[] {3, -1, 4, 1, -5, 9, 2})));
        }
    }

    /** The check that an index lies within is not needed for a place in a ring of the array's length. */
    @Test
    void placesAreWithin() {
        String text = """
            f(a:f64[m]) {
              n = dim[0] a
              r = for(n, 0.0:f64) { i, s -> j = add i n; l = sub j 1:i32; k = rem l n; z = ge k 0:i32; w = lt k n; o = and z w; check[index ""] o; y = index a k; t = add y s; yield t }
              return r }""";
        Func now = Same.run(List.of(new NearRemainder(false), new Checks(false)), text);
        assertEquals(0, Regions.definitions(now.body()).values().stream().filter(e -> Regions.of(e).stream().anyMatch(r -> Regions.any(r.body(), x -> x.prim() == Prim.CHECK))).count(), now::toString);
    }

    /** A place that trips hand on, in a ring whose array says that it has elements once the checks are in front of the loop. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"j = add p 1:i32; q = rem j n | 0", "j = add p n; l = sub j 1:i32; q = rem l n | 0", "j = add p 2:i32; q = rem j n | 1"})
    void placesHandedOn(String step, int divisions) {
        String text = """
            f(c:i32[], a:f64[m]) {
              n = dim[0] a
              r, s = for(c, 0:i32, 0.0:f64) { i, p, s -> ne0 = ne n 0:i32; check[division ""] ne0; z = ge p 0:i32; w = lt p n; o = and z w; check[index ""] o; y = index a p; h = mul s 0.5:f64; t = add y h; STEP; yield q, t }
              return r, s }""".replace("STEP", step);
        Func f = Parser.parseFunc(text);
        Func now = Same.run(List.of(new Checks(false), Checks.again(false), new NearRemainder(false)), text);
        int[] left = {0};
        Regions.each(now.body(), e -> left[0] += e.prim() == Prim.REM ? 1 : 0);
        assertEquals(divisions, left[0], now::toString);
        for (int n : new int[] {1, 2, 3, 7}) {
            for (int c : new int[] {-1, 0, 1, 20}) {
                Same.computes(f, now, true, List.of(Tensor.of(Lit.i32(c)), Tensor.of(Arrays.copyOf(new double[] {3, -1, 4, 1, -5, 9, 2}, n))));
            }
        }
    }

    /** What data say, or where all trips begin: each trip asks whether the number is less than twice the divisor, and divides where it is not; what only outer loops move is one division for all trips. */
    @ParameterizedTest
    @CsvSource({"y2 = index[clamp] a i; z2 = convert[i32] y2; j = add i z2; l = add j n; k = rem l n, 1", "j = add i first; k = rem j n, 1", "j = mul i first; k = rem j n, 0", "y2 = index[clamp] a i; j = convert[i32] y2; k = rem j n, 0",
        "y2 = index[clamp] a i; z2 = convert[i32] y2; j = add i z2; k = rem j n, 0", "j = add first n; k = rem j n, 0", "j = sub i 1:i32; k = rem j n, 0"})
    void asked(String place, int questions) {
        String text = RING.replace("PLACE", place).replace("small = lt n 1000:i32", "").replace("check[index \"\"] small", "").replace("f(n:i32[],", "f(n:i32[], first:i32[],")
            .replace("y = index[clamp] a k; z = mul s 1.5:f64", "y = convert[f64] k; z = mul s 1.5:f64");
        Func f = Parser.parseFunc(text);
        Func now = Same.run(List.of(NearRemainder.asking()), text);
        int[] found = {0};
        Regions.each(now.body(), e -> found[0] += e.prim() == Prim.COND ? 1 : 0);
        assertEquals(questions, found[0], now::toString);
        for (int n : new int[] {-1, 0, 1, 2, 3, 7}) {
            for (int first : new int[] {0, 1, -1, 2, 5, -9, Integer.MAX_VALUE, Integer.MAX_VALUE - 3, Integer.MIN_VALUE}) {
                Same.computes(f, now, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(first)), Tensor.of(new double[] {3, -1, 4, 1, -5, 9e9, 2})));
            }
        }
    }
}
