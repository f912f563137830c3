package dev.jacobi.vectorize.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.raise.LoopForm;
import dev.jacobi.vectorize.raise.Parallelise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A square array of {@code n - p} rows, which may have wrapped around: what is asked before the loops over it is asked of the number itself, not of n and p. */
class ExtentsOfDifferencesTest {
    private static final String SQUARE = """
        f(n:i32[], p:i32[]) {
          g = sub n p; h = add g 1:i32; s = mul h h
          ok = ge s 0:i32
          check[negative_size] ok
          small = lt g 2147483647:i32
          check[memory] small
          o = full[f64[?]] 0.0:f64 s
          x = for(h, o) { y:i32[], x0:f64[?] -> r = mul y h
            x3 = for(h, x0) { j:i32[], x1:f64[?] -> at = add r j
              low = ge at 0:i32; high = lt at s; in = and low high
              check[index] in
              v = convert[f64] at; x2 = update x1 at v; yield x2 }
            yield x3 }
          return x
        }
        """;
    /** Windows of {@code q} by {@code q} numbers, of which there are as many as fit. */
    private static final String WINDOWS = """
        f(a:f64[k], n:i32[], q:i32[]) {
          one = ne q 0:i32
          check[division] one
          m = div n q; l = dim[0] a
          t = for(m, 0.0:f64) { y:i32[], t0:f64[] -> yq = mul y q
            t1 = for(q, t0) { i:i32[], t2:f64[] -> r = add yq i; b = mul r n
              t3 = for(n, t2) { j:i32[], t4:f64[] -> at = add b j
                low = ge at 0:i32; high = lt at l; in = and low high
                check[index] in
                v = index a at; t5 = add t4 v; yield t5 }
              yield t3 }
            yield t1 }
          return t
        }
        """;

    /** A window that slides over an image of rows of {@code n}: of those it fits into there are {@code n - p + 1}. */
    private static final String SLIDING = """
        f(a:f64[k], n:i32[], p:i32[]) {
          g = sub n p; h = add g 1:i32
          small = lt g 2147483647:i32
          check[memory] small
          l = dim[0] a
          t = for(h, 0.0:f64) { y:i32[], t0:f64[] ->
            t1 = for(h, t0) { x:i32[], t2:f64[] ->
              t3 = for(p, t2) { i:i32[], t4:f64[] -> r = add y i; b = mul r n; c = add b x
                t5 = for(p, t4) { j:i32[], t6:f64[] -> at = add c j
                  low = ge at 0:i32; high = lt at l; in = and low high
                  check[index] in
                  v = index a at; t7 = add t6 v; yield t7 }
                yield t5 }
              yield t3 }
            yield t1 }
          return t
        }
        """;

    private static int inLoops(Func f, Prim p) {
        var found = new int[1];
        Regions.each(f.body(), e -> Regions.of(e).forEach(r -> found[0] += Regions.isLoop(e) ? (int) r.body().stream().filter(x -> x.prim() == p).count() : 0));
        return found[0];
    }

    private static int maps(Func f) {
        var maps = new int[1];
        Regions.each(f.body(), e -> maps[0] += e.prim() == Prim.MAP ? 1 : 0);
        return maps[0];
    }

    @Test
    void theSquareIsAskedForOnceAndItsRowsAreApart() {
        Func f = Parser.parseFunc(SQUARE);
        Func g = Same.run(List.of(new Checks(false), new Parallelise(false, LoopForm.PARTS)), SQUARE);
        assertEquals(0, inLoops(g, Prim.CHECK), g.toString());
        assertEquals(2, maps(g), g.toString());
        for (int n = -3; n < 9; n++) {
            for (int p = -3; p < 5; p++) {
                List<Tensor> in = List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(p)));
                Same.computes(f, g, true, in);
            }
        }
    }

    /** 65,537 rows: an array of 131,073 numbers is made, and the third row is beyond it. */
    @Test
    void aSquareThatWrapsAroundIsRefusedBeforeTheLoops() {
        Func g = Same.run(List.of(new Checks(false)), SQUARE);
        assertEquals(0, inLoops(g, Prim.CHECK), g.toString());
        assertThrows(CheckFailed.class, () -> Interpreter.run(g, List.of(Tensor.of(Lit.i32(65_538)), Tensor.of(Lit.i32(2)))));
    }

    @Test
    void windowsOfAnySizeAreAskedForBeforeTheLoops() {
        Func f = Parser.parseFunc(WINDOWS);
        Func g = Same.run(List.of(new Checks(false)), WINDOWS);
        assertEquals(0, inLoops(g, Prim.CHECK), g.toString());
        double[] a = new double[81];
        Arrays.setAll(a, i -> i * .25);
        for (int n = -2; n < 10; n++) {
            for (int q : new int[] {-2, -1, 1, 2, 3, 5}) {
                Same.computes(f, g, true, List.of(Tensor.of(a, a.length), Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(q))));
            }
        }
    }

    /** That its rows are not shorter than no element is asked, and then the place is known not to wrap around: by that, sums to such places get loops of their own. */
    @Test
    void placesOfSlidingWindowsAreKnown() {
        Func f = Parser.parseFunc(SLIDING);
        Func g = Same.run(List.of(new Checks(false)), SLIDING);
        assertEquals(0, inLoops(g, Prim.CHECK), g.toString());
        var values = new IntValues(g);
        var known = new ArrayList<Boolean>();
        values.walk(g.body(), e -> known.addAll(e.prim() == Prim.INDEX ? List.of(values.isExact(e.indices().get(0))) : List.of()));
        assertEquals(List.of(true), known, g.toString());
        double[] a = new double[64];
        Arrays.setAll(a, i -> i * .25);
        for (int n = -2; n < 9; n++) {
            for (int p = -2; p < 5; p++) {
                Same.computes(f, g, n >= 0 || n - p < 0, List.of(Tensor.of(a, a.length), Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(p))));
            }
        }
    }
}
