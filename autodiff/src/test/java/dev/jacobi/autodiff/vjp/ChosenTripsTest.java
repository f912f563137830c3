package dev.jacobi.autodiff.vjp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.autodiff.Gradients;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Folds by min and max of terms that take some work: the backward part finds the chosen terms and goes through their trips only. */
class ChosenTripsTest {
    /** The greatest distance of a point from the nearest of others. */
    private static final String FARTHEST = """
        f(a:f64[n], b:f64[m]) {
          n = dim[0] a
          m = dim[0] b
          far = reduce[?, max](n, 0.0:f64) { i:i32[] ->
            x = index a i
            near = reduce[?, min](m, 9.0:f64) { j:i32[] ->
              y = index b j
              d = sub x y
              e = mul d d
              r = sqrt e
              yield r
            }
            yield near
          }
          o = mul far far
          return o
        }""";

    /** The greatest value of a filter over a row, whose terms are loops: by steps whose number is not known before, and a floor that has a derivative, too. */
    private static final String FILTERS = """
        f(a:f64[n], w:f64[k], end:f64[]) {
          k = dim[0] w
          h = dim[0] a
          many = sub h 5:i32
          sum, t = while(1.0:f64, 0:i32) { s:f64[], t:i32[] ->
            p = lt t 3:i32
            q = lt s end
            r = and p q
            yield r
          } do { s:f64[], t:i32[] ->
            low = mul s 0.4:f64
            best, least = reduce[?, max, min](many, low, low) { i:i32[] ->
              z = add i t
              f = for(k, 0.0:f64) { j:i32[], c:f64[] ->
                at = add z j
                x = index a at
                y = index w j
                u = mul x y
                v = sin u
                o = add c v
                yield o
              }
              yield f, f
            }
            d = sub best least
            g = mul d d
            s1 = add s g
            t1 = add t 1:i32
            yield s1, t1
          }
          return sum
        }""";

    /** The greatest of so many terms, which may be less than none, and have no elements then. */
    private static final String COUNTED = """
        f(n:i32[], a:f64[4]) {
          best = reduce[?, max](n, 0.0:f64) { i:i32[] ->
            at = rem i 4:i32
            x = index[clamp] a at
            s = sin x
            e = exp x
            t = mul s e
            yield t
          }
          return best
        }""";

    /** The best path through a table of states, whose terms are sums of two elements: folds of that are many. */
    private static final String BEST_PATH = """
        f(t:f64[n, n], x:f64[k, n]) {
          n = dim[0] t
          k = dim[0] x
          many = sub n 1:i32
          steps = sub k 1:i32
          first = index x 0:i32
          best, sum = for(steps, first, 0.0:f64) { a:i32[], best0:f64[n], s0:f64[] ->
            a1 = add a 1:i32
            empty = full[f64[n]] 0.0:f64 n
            next = map(n, empty) { i:i32[], next0:f64[n] ->
              b0 = index best0 0:i32
              t0 = index t 0:i32 i
              start = add b0 t0
              m = reduce[?, max](many, start) { r:i32[] ->
                r1 = add r 1:i32
                b = index best0 r1
                u = index t r1 i
                term = add b u
                yield term
              }
              y = index x a1 i
              z = add m y
              next1 = update next0 i z
              yield next1
            }
            v = index next 0:i32
            w = mul v v
            s1 = add s0 w
            yield next, s1
          }
          most = reduce[?, max](n, sum) { i:i32[] ->
            q = index best i
            yield q
          }
          o = add most sum
          return o
        }""";

    /** A term that is no more than a load. */
    private static final String ELEMENTS = """
        f(a:f64[n]) {
          n = dim[0] a
          m = reduce[?, max](n, -9.0:f64) { i:i32[] ->
            x = index a i
            yield x
          }
          return m
        }""";

    private static Func gradient(String text) {
        Module m = Gradients.module(text);
        return Gradients.simplified(Vjp.of(m, "f", Gradients.floats(m.get("f")))).get("vjp(f)");
    }

    private static int count(Func f, Prim p) {
        int[] n = {0};
        Regions.each(f.body(), e -> n[0] += e.prim() == p ? 1 : 0);
        return n[0];
    }

    /** Folds that find out which terms were chosen. */
    private static int searches(Func f) {
        int[] n = {0};
        Regions.each(f.body(), e -> n[0] += e.prim() == Prim.REDUCE && ((Params.Fold) e.params()).ops().equals(List.of(Prim.ADD, Prim.MIN, Prim.MAX)) ? 1 : 0);
        return n[0];
    }

    private static void check(String text, Tensor... args) {
        Gradients.check(Gradients.module(text), "f", List.of(args), 1e-6);
    }

    @Test
    void theFarthestOfTheNearest() {
        for (int[] size : new int[][] {{0, 3}, {3, 0}, {1, 1}, {7, 5}}) {
            check(FARTHEST, Gradients.random(3, -1, 1, size[0]), Gradients.random(4, -1, 1, size[1]));
        }
        assertEquals(2, searches(gradient(FARTHEST)));
    }

    @Test
    void termsThatAreLoopsAreComputedOnce() {
        for (int seed = 0; seed < 6; seed++) {
            check(FILTERS, Gradients.random(seed, -1, 1, 9), Gradients.random(seed + 9, -1, 1, 3), Gradients.scalar(seed < 3 ? 50.0 : 2.0));
        }
        assertEquals(2, searches(gradient(FILTERS)));
        assertEquals(1, count(gradient(FILTERS), Prim.SIN));
    }

    @Test
    void termsThatAreEqualShare() {
        Module m = Gradients.module(FARTHEST);
        Module v = Vjp.of(m, "f", List.of(true, true));
        // points 0, 2 and 4 are a unit away from the nearest other, points 1 and 3 half of that
        var a = Tensor.of(new double[] {0, 0.5, 0, 1.5, 2}, 5);
        List<Tensor> out = Interpreter.run(v, "vjp(f)", List.of(a, Tensor.of(new double[] {1, 7}, 2), Gradients.scalar(3.0)));
        double third = 2.0 * 3 / 3;
        assertArrayEquals(new double[] {-third, 0, -third, 0, third}, values(out.get(1)), 1e-12);
        assertArrayEquals(new double[] {third, 0}, values(out.get(2)), 1e-12);
    }

    private static double[] values(Tensor t) {
        return IntStream.range(0, t.size()).mapToDouble(i -> t.get(i).asDouble()).toArray();
    }

    @Test
    void noTripsWhereTheCountIsNegative() {
        Module v = Vjp.of(Gradients.module(COUNTED), "f", List.of(false, true));
        for (int n : new int[] {Integer.MIN_VALUE, -100, -4, -1, 0}) {
            List<Tensor> out = Interpreter.run(v, "vjp(f)", List.of(Tensor.of(Lit.i32(n)), Tensor.of(new double[4], 4), Gradients.scalar(1.0)));
            assertArrayEquals(new double[4], values(out.get(1)), "count " + n);
        }
        Gradients.check(Gradients.module(COUNTED), "f", List.of(Tensor.of(Lit.i32(7)), Gradients.random(3, 0.1, 1, 4)), 1e-6);
    }

    /** A result that is no number has a gradient that is none. */
    @Test
    void noNumber() {
        Module v = Vjp.of(Gradients.module(COUNTED), "f", List.of(false, true));
        List<Tensor> out = Interpreter.run(v, "vjp(f)", List.of(Tensor.of(Lit.i32(4)), Tensor.of(new double[] {1, Double.NaN, 2, 3}, 4), Gradients.scalar(1.0)));
        assertTrue(Double.isNaN(values(out.get(1))[1]));
    }

    /** These go along lanes with the trips around. */
    @Test
    void fewTripsNeedNoSearch() {
        assertEquals(1, searches(gradient(COUNTED)));
        String few = COUNTED.replace("(n, 0.0:f64)", "(4:i32, 0.0:f64)");
        check(few, Tensor.of(Lit.i32(7)), Gradients.random(3, 0.1, 1, 4));
        assertEquals(0, searches(gradient(few)));
    }

    /** A loop in the term is slow to go through for terms that were not chosen, however few these are. */
    @Test
    void fewTripsOfTermsThatAreLoopsAreSearched() {
        String few = FILTERS.replace("(many, low, low)", "(4:i32, low, low)");
        check(few, Gradients.random(3, -1, 1, 9), Gradients.random(12, -1, 1, 3), Gradients.scalar(50.0));
        assertEquals(2, searches(gradient(few)));
    }

    private static int places(Func f) {
        int[] n = {0};
        Regions.each(f.body(), e -> n[0] += e.prim() == Prim.REDUCE && ((Params.Fold) e.params()).ops().equals(List.of(Prim.ADD, Prim.ADD)) ? 1 : 0);
        return n[0];
    }

    @Test
    void placesOfCheapTermsAreKept() {
        for (int[] size : new int[][] {{1, 1}, {1, 4}, {3, 2}, {5, 6}}) {
            check(BEST_PATH, Gradients.random(3, -1, 1, size[0], size[0]), Gradients.random(4, -1, 1, size[1], size[0]));
        }
        assertEquals(1, places(gradient(BEST_PATH)));
        Module m = Vjp.of(Gradients.module(BEST_PATH), "f", List.of(true, true));
        Gradients.check(m, "vjp(f)", List.of(Gradients.random(1, -1, 1, 3, 3), Gradients.random(2, -1, 1, 3, 3), Gradients.scalar(0.7)), 1e-5);
    }

    /** All paths are equally good: each term of each fold has an equal share of its cotangent. */
    @Test
    void cheapTermsThatAreEqualShare() {
        Module v = Vjp.of(Gradients.module(BEST_PATH), "f", List.of(true, true));
        var t = Tensor.of(new double[] {1, 1, 1, 1}, 2, 2);
        List<Tensor> out = Interpreter.run(v, "vjp(f)", List.of(t, Tensor.of(new double[] {2, 2, 0, 0}, 2, 2), Gradients.scalar(1.0)));
        // sum = 3 * 3 is the most, and counts twice: the slope by each of the two elements that lead to state 0 is 2 * 3 * 2 / 2
        assertArrayEquals(new double[] {6, 0, 6, 0}, values(out.get(1)), 1e-12);
        assertArrayEquals(new double[] {6, 6, 12, 0}, values(out.get(2)), 1e-12);
    }

    @Test
    void elementsNeedNoSearch() {
        check(ELEMENTS, Gradients.random(3, -1, 1, 6));
        assertEquals(0, searches(gradient(ELEMENTS)));
    }

    @Test
    void secondDerivatives() {
        Module m = Vjp.of(Gradients.module(FARTHEST), "f", List.of(true, true));
        Gradients.check(m, "vjp(f)", List.of(Gradients.random(1, -1, 1, 5), Gradients.random(2, -1, 1, 4), Gradients.scalar(0.7)), 1e-5);
        Module filters = Vjp.of(Gradients.module(FILTERS), "f", List.of(true, true, false));
        Gradients.check(filters, "vjp(f)", List.of(Gradients.random(1, -1, 1, 9), Gradients.random(2, -1, 1, 3), Gradients.scalar(50.0), Gradients.scalar(0.7)), 1e-4);
    }
}
