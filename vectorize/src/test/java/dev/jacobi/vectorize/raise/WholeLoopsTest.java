package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.checks.KnownPlaces;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What lets loops run together that are not cut into parts: places that are known to be inside, elements promoted without a question, matrices filled from both sides. */
class WholeLoopsTest {
    private static final String TRIANGLE = """
        f(x:f64[n], a:f64[m,l]) { n = dim[0] x
          y = for(n, x) { i:i32[], y0:f64[n] ->
            s = index y0 i
            t = for(i, s) { k:i32[], s0:f64[] -> c = index[clamp] a i k; v = index y0 k; p = mul c v; q = sub s0 p; yield q }
            z = update y0 i t
            yield z }
          return y }
        """;

    private static Func raised(LoopForm form, String text) {
        return Same.run(Raise.passes(true, false, form), text);
    }

    /** Blocks of trips are for processors: whole arrays would only be cut by them. */
    @Test
    void blocksAreForProcessors() {
        String solve = TRIANGLE.replace("[clamp]", "");
        assertEquals("for(reduce)", Same.skeleton(raised(LoopForm.TOGETHER, solve)));
    }

    /** Sums of neighbours are one row that asks, not a row in three parts. */
    @Test
    void rowsOfNeighboursStayWhole() {
        String stencil = """
            f(y:f64[n], x:f64[m]) { n = dim[0] y; m = dim[0] x; m2 = sub m 2:i32
              r = for(m2, x) { i:i32[], x0:f64[m] ->
                v = index y i; i2 = add i 2:i32
                x1 = acc_add x0 i v; x2 = acc_add x1 i2 v
                yield x2 }
              return r }
            """;
        assertEquals("cond(map(cond cond) map)", Same.skeleton(raised(LoopForm.PARTS, stencil)));
        assertEquals(2, Same.skeleton(raised(LoopForm.TOGETHER, stencil)).split("map").length);
    }

    /** c[j][k] and c[k][j] are written in the trip of the smaller number only. */
    @Test
    void symmetricMatricesAreFilledInAnyOrder() {
        String program = """
            f(x:f64[n]) { n = dim[0] x
              c = full[f64[n,n]] 0.0:f64 n n
              r = for(n, c) { j:i32[], c0:f64[n,n] ->
                l = sub n j
                q = for(l, c0) { z:i32[], c1:f64[n,n] ->
                  k = add j z; a = index x j; b = index x k; p = mul a b
                  c2 = update c1 j k p; c3 = update c2 k j p
                  yield c3 }
                yield q }
              return r }
            """;
        Func raised = raised(LoopForm.TOGETHER, program);
        assertEquals("map(map)", Same.skeleton(raised));
        Same.computes(Parser.parseFunc(program), raised, true, List.of(Tensor.of(new double[] {1.0, 2, 3, 5, 7})));
    }

    @Test
    void placesThatAreInsideNeedNoClamp() {
        String program = """
            f(x:f64[n], k:i32[]) { n = dim[0] x; last = sub n 1:i32
              y = map(n, x) { i:i32[], x0:f64[n] ->
                j = min i last; v = index[clamp] x0 j; w = index[clamp] x k; s = add v w; x1 = update[clamp] x0 i s
                yield x1 }
              return y }
            """;
        String known = new KnownPlaces().run(Parser.parseFunc(program)).toString();
        assertFalse(known.contains(" min ") || known.contains("update[clamp]"), known);
        // Of a number that may be anything nothing is known.
        assertEquals(2, known.split("index\\[clamp\\]").length, known);
    }

    /** The index of the element is valid in front of the loop, whether that has a trip or not. */
    @Test
    void elementsWithValidIndicesAreNotAskedFor() {
        String inside = """
            f(x:f64[n], a:f64[m]) { n = dim[0] x; m = dim[0] a
              y = for(n, x) { i:i32[], x0:f64[n] ->
                r = for(m, x0) { k:i32[], x1:f64[n] -> v = index x1 i; w = index a k; p = div w v; s = sub v p; x2 = update x1 i s; yield x2 }
                yield r }
              return y }
            """;
        Func promoted = new ScalarPromotion().run(Parser.parseFunc(inside));
        assertEquals("for(for)", Same.skeleton(promoted));
        Same.computes(Parser.parseFunc(inside), promoted, true, List.of(Tensor.of(new double[] {1.0, 2, 3}), Tensor.of(new double[] {0.5, 4})));
        String anywhere = """
            f(x:f64[n], a:f64[m], i:i32[]) { m = dim[0] a
              r = for(m, x) { k:i32[], x1:f64[n] -> v = index x1 i; w = index a k; p = div w v; s = sub v p; x2 = update x1 i s; yield x2 }
              return r }
            """;
        assertEquals("cond(for)", Same.skeleton(new ScalarPromotion().run(Parser.parseFunc(anywhere))));
    }

    /** Beyond the last element all trips go to that one, each with what the one before has left there. */
    @Test
    void clampedPlacesMayMeet() {
        String text = "f(a:f64[n], m:i32[]) { r = for(m, a) { i, a -> x = index[clamp] a i; y = mul x x; z = add y 1.0:f64; b = update[clamp] a i z; yield b }; return r }";
        for (int m : new int[] {0, 3, 6}) {
            RaisedProgram.of("for", text).computes(true, List.of(Tensor.of(new double[] {0.5, -1, 0.25}, 3), Tensor.of(Lit.i32(m))));
        }
        String known = text.replace("{ r =", "{ d = dim[0] a; fits = le m d; check[index \"f:1\" early] fits; r =");
        RaisedProgram.of("map", known).computes(true, List.of(Tensor.of(new double[] {0.5, -1, 0.25}, 3), Tensor.of(Lit.i32(3))));
    }

    /** Forces of pairs: derivatives find each sum with the read that it is of right in front, though another element has been written before; machine code wants all reads first. */
    @Test
    void sumsInPlaceStayWhole() {
        String pairs = """
            f(f:f64[n,2], x:f64[n]) { n = dim[0] f
              r = for(n, f) { i:i32[], f0:f64[n,2] ->
                v = index x i
                a = index f0 i 0:i32; b = add a v; f1 = update f0 i 0:i32 b
                c = index f1 i 1:i32; d = sub c v; f2 = update f1 i 1:i32 d
                yield f2 }
              return r }
            """;
        Func f = Parser.parseFunc(pairs);
        for (boolean sums : new boolean[] {true, false}) {
            Func moved = new ForwardReads(sums).run(f);
            assertEquals(sums ? "iiiuu" : "iiuiu", accesses(moved));
            Same.computes(f, moved, true, List.of(Tensor.of(new double[] {1, 2, 3, 4}, 2, 2), Tensor.of(new double[] {5, 7})));
        }
        // what is no sum of the element itself is read in front in any case
        Func other = Parser.parseFunc(pairs.replace("d = sub c v", "d = sub v c"));
        assertEquals("iiiuu", accesses(new ForwardReads(false).run(other)));
    }

    private static String accesses(Func f) {
        var out = new StringBuilder();
        Regions.each(f.body(), e -> out.append(e.prim() == Prim.INDEX ? "i" : e.prim() == Prim.UPDATE ? "u" : ""));
        return out.toString();
    }
}
