package dev.jacobi.llvm.small;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.emit.Oracle;
import dev.jacobi.llvm.lower.Lower;
import dev.jacobi.vectorize.checks.CheckedExtents;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Arrays of few elements are scalars where that is better, and compute what the interpreter does for the arrays. */
class ScalarArraysTest {
    private static final double[] NUMBERS = {1.5, -2, 0.25, 4, -0.0, 7, 3, 9};

    private static Func scalars(String text) {
        return ScalarArrays.run(Lower.run(CheckedExtents.run(Parser.parseFunc(text))));
    }

    private static long count(Func f, Prim p) {
        long[] n = {0};
        Regions.each(f.body(), e -> n[0] += e.prim() == p ? 1 : 0);
        return n[0];
    }

    /** Compares with the interpreter; how many arrays are made in loops. */
    private static long madeInLoops(String text, Object... args) {
        Oracle.check(text, List.of(), args);
        long[] n = {0};
        scalars(text).body().forEach(e -> Regions.of(e).forEach(r -> Regions.each(r.body(), x -> n[0] += x.prim() == Prim.FULL ? 1 : 0)));
        return n[0];
    }

    @Test
    void whatALoopCarriesIsScalars() {
        assertEquals(0, madeInLoops("""
            f(a:f64[n], m:i32[]) { x = full[f64[3]] 1.0:f64 3:i32
              y:f64[3] = for(m, x) { t, c -> d = mul c c; e = add d c; g = rev[0] e; h = reduce_add[0] g; k = broadcast[-> 3] h 3:i32; u = div e k; yield u }
              s = reduce_max[0] y
              return y, s }
            """, NUMBERS, 5));
        assertEquals(0, madeInLoops("""
            f(m:i32[]) { x = full[f64[2]] 1.0:f64 2:i32; z = iota[f64[2]] 2:i32
              y:f64[2], w:f64[2] = for(m, x, z) { t, c, d -> e:f64[2] = add c d; yield d, e }
              return w, y }
            """, 7));
    }

    @Test
    void lanesNeedNoArrays() {
        String text = """
            f(a:f64[n]) { n = dim[0] a
              b = map[n](n) { i -> u = index a i; x = full[f64[5]] u 5:i32; k = iota[f64[5]] 5:i32; y = mul x k; z = exp y; w:f64[5] = for(3:i32, z) { t, c -> d = sqrt c; yield d }
                m:f64[2,2] = full[f64[2,2]] u 2:i32 2:i32; p = dot_general[1; 0; ; ] m m; q = index p 1:i32 0:i32; s = reduce_add[0] w; r = add s q; yield r }
              return b }
            """;
        assertEquals(0, madeInLoops(text, (Object) NUMBERS));
        assertEquals(0, count(scalars(text), Prim.FOR));
    }

    @Test
    void elementsByIndicesOfData() {
        for (int k : new int[] {-5, -1, 0, 1, 2, 3, 4, 100}) {
            madeInLoops("""
                f(a:f64[n], k:i32[]) { n = dim[0] a
                  b = map[n](n) { i -> u = index a i; x = full[f64[3]] u 3:i32; y = update[clamp] x k 9.0:f64; z = index[clamp] y k; w = index[clamp] y 7:i32; v = index[clamp] y -2:i32
                    x2:f64[2,2] = full[f64[2,2]] u 2:i32 2:i32; r:f64[2] = full[f64[2]] z 2:i32; x3 = update[clamp] x2 k r; x4 = update[clamp] x3 k 1:i32 w; q = index[clamp] x4 k; q1 = index q 1:i32
                    q2 = index[clamp] x4 0:i32 k; s = add z w; t = add v q1; o = add s t; p = add o q2; yield p }
                  return b }
                """, NUMBERS, k);
            madeInLoops("""
                f(a:f64[n], k:i32[]) { n = dim[0] a
                  b = map[n](n) { i -> u = index a i; x = full[f64[6]] u 6:i32; y = update[clamp] x k 9.0:f64
                    z:f64[6] = for(6:i32, y) { j, c -> g = index c j; h = add j k; o = index[clamp] y h; l = mul g o; d = update c j l; yield d }
                    s = reduce_add[0] z; yield s }
                  return b }
                """, NUMBERS, k);
        }
    }

    @Test
    void branchesAndLoopsWithoutCount() {
        madeInLoops("""
            f(a:f64[n]) { n = dim[0] a
              b, c = map[n](n) { i -> u = index a i; x = full[f64[3]] u 3:i32; p = gt u 1.0:f64
                y:f64[3] = cond(p) false { z = neg x; yield z } true { yield x }
                e:f64[3], k = while(y, 0:i32) { d, j -> q = lt j 4:i32; v = index d 1:i32; w = lt v 100.0:f64; g = and q w; yield g } do { d, j -> h = add d x; l = add j 1:i32; yield h, l }
                r = index e 0:i32; yield r, k }
              return b, c }
            """, (Object) NUMBERS);
    }

    @Test
    void arraysThatAreNeededAreMadeOnceInFrontOfTheLoop() {
        String text = """
            f(a:f64[n], m:i32[]) { n = dim[0] a; x = iota[f64[8]] 8:i32; y = mul x x
              s = for(m, 0.0:f64) { t, c -> k = and t 7:i32; v = index y k; d = add c v; yield d }
              return s, y }
            """;
        assertEquals(0, madeInLoops(text, NUMBERS, 20));
    }

    @Test
    void binsAndPrefixesStayArrays() {
        madeInLoops("""
            f(a:f64[n]) { n = dim[0] a; z = full[i32[4]] 0:i32 4:i32
              h = hist[n, add](n, z) { i -> k = and i 3:i32; yield k, 1:i32 }
              s, p = scan[4, add](4:i32, 0:i32) { i -> v = index h i; yield v }
              w = reverse[0] p
              return h, s, w }
            """.replace("reverse", "rev"), (Object) NUMBERS);
    }

    @Test
    void emptyOnes() {
        madeInLoops("""
            f(a:f64[n], k:i32[]) { n = dim[0] a
              b = map[n](n) { i -> u = index a i; x = full[f64[0]] u 0:i32; y = index[clamp] x k; z = reduce_add[0] x; w = update[clamp] x k u; d = dim[0] w; e = convert[f64] d; g = add z e; h = add g y; yield h }
              return b }
            """, NUMBERS, 1);
    }

    @Test
    void behindACheckExtentsAreNumbers() {
        String text = """
            f(a:f64[n,m], o:f64[m]) { n = dim[0] a; m = dim[1] a
              q = eq m 2:i32
              z = full[f64[n,m]] 0.0:f64 n m
              b:f64[n,m] = map[n](n, z) { i, d -> r = index a i; p = add r o; check[shape "T.f:1"] q; s = mul p r; g:f64[n,m] = map[m](m, d) { j, e -> v = index s j; w = update e i j v; yield w }; yield g }
              return b }
            """;
        Func f = scalars(text);
        assertEquals(0, madeInLoops(text, new double[][] {{1, 2}, {3, 4}, {5, 6}}, new double[] {7, 8}));
        assertFalse(Regions.any(f.body(), e -> e.prim() == Prim.MAP && e.params() instanceof Params.Loop && Regions.any(Regions.of(e).get(0).body(), x -> x.prim() == Prim.MAP)), f.toString());
        assertTrue(Regions.any(f.body(), e -> e.prim() == Prim.CHECK));
        // what is not so fails, and what is never reached does not
        Oracle.check(text, List.of(), new double[][] {{1, 2, 3}, {3, 4, 5}}, new double[] {7, 8, 9});
        Oracle.check(text, List.of(), new Tensor(DType.F64, new int[] {0, 3}, new double[0]), new double[] {7, 8, 9});
    }

    @Test
    void aCheckPassesNothingThatCanBeSeen() {
        Func f = CheckedExtents.run(Parser.parseFunc("""
            f(a:f64[n], b:f64[k]) { n = dim[0] a; k = dim[0] b; p = eq n 3:i32; q = eq k 4:i32; r = lt n k; c = add a a; check[index "T.f:1"] r; d = add c a; check[shape "T.f:2"] q; e = add d b; check[shape "T.f:3"] p
              return e, d }
            """));
        List<Prim> order = f.body().stream().map(e -> e.prim()).filter(p -> p == Prim.CHECK || p == Prim.ADD).toList();
        assertEquals(List.of(Prim.ADD, Prim.CHECK, Prim.CHECK, Prim.CHECK, Prim.ADD, Prim.ADD), order, f.toString());
    }

    /** A parallel loop of few trips that is not written out, as nothing would become of it, keeps what it writes to, also through a loop inside. */
    @Test
    void whatAParallelLoopWritesToStays() {
        assertEquals(0, madeInLoops("""
            f(a:f64[n], p:bool[]) { n = dim[0] a; q = eq n 8:i32; check[shape "T.f:1"] q; e:f64[4,2] = reshape[f64[4,2]] a 4:i32 2:i32
              b:f64[4,2] = cond p { c:f64[4,2] = copy e
                d:f64[4,2] = map(4:i64, c) { i, r -> s:f64[4,2] = for(1:i64, r) { j, t -> x = index t i j; y = add x 1.0:f64; u = update t i j y; yield u }; yield s }; yield d } { g = mul e e; yield g }
              h = index b 0:i32 1:i32; k = index b 2:i32 0:i32; return h, k }
            """, NUMBERS, false));
    }

    /** What a loop carries has the known extent too, where all trips hand on arrays of it; another array beside it, whose trips make longer ones, has not. */
    @Test
    void whatLoopsCarryIsKnownToo() {
        String text = """
            f(a:f64[n], c:f64[]) { n = dim[0] a; p = eq n 2:i32; check[memory "T.f:1" early] p
              t:f64[], y:f64[?], l:f64[?] = while(0.0:f64, a, a) { u:f64[], v:f64[?], m:f64[?] -> q = lt u c; yield q } do { u:f64[], v:f64[?], m:f64[?] ->
                d = dim[0] v; z:f64[?] = full[f64[?]] 0.0:f64 d; x = index v 0:i32; w = index v 1:i32; xw = mul x w; z0:f64[?] = update z 1:i32 xw; less = lt xw 9.0:f64
                z1:f64[?] = cond less { yield z0 } { g:f64[?] = update z0 0:i32 x; yield g }
                e = dim[0] m; e1 = add e 1:i32; h:f64[?] = full[f64[?]] xw e1; up = add u 1.0:f64; yield up, z1, h }
              k = dim[0] l; r = index y 1:i32; return r, k }
            """;
        Func f = CheckedExtents.run(Parser.parseFunc(text));
        assertEquals(List.of("f64[]", "f64[2]", "f64[?]"), f.body().stream().filter(e -> e.prim() == Prim.WHILE).findFirst().orElseThrow().out().stream().map(v -> v.type().toString()).toList());
        Oracle.check(text, List.of(), new double[] {0.5, 7}, 5.0);
        Oracle.check(text, List.of(), new double[] {0.5, 7, 8}, 5.0);
    }
}
