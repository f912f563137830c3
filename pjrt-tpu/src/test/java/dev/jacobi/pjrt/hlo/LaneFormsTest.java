// Loops as operations on whole arrays: no while that goes one number at a time, and as few passes over arrays as there may be.
package dev.jacobi.pjrt.hlo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.text.Parser;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneFormsTest {
    private static String text(String program, Type... shapes) {
        return StableHlo.emit(Parser.parseModule(program), "f", List.of(shapes), HloOptions.DEFAULT.withFast(true)).text();
    }

    private static Type f32(long... dims) {
        return new Type(DType.F32, Arrays.stream(dims).mapToObj(Dim::of).toList());
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }

    /** As compilers know it, and without computing again what each trip hands on. */
    @Test
    void runningSumsAreWindows() {
        String t = text("""
            f(x:f32[n]) { n = dim[0] x
              y, s = for(n, x, 0.0:f32) { i:i32[], x0:f32[n], s0:f32[] -> v = index x0 i; s1 = add s0 v; x1 = update x0 i s1; yield x1, s1 }
              return y }
            """, f32(100));
        assertTrue(t.contains("window_dimensions = array<i64: 100>") && count(t, "reduce_window") == 1 && !t.contains("while"), t);
    }

    @Test
    void onlyTheLastNumberIsAFold() {
        String t = text("""
            f(x:f32[n]) { n = dim[0] x
              m, s = for(n, 0.0:f32, 0.0:f32) { i:i32[], m0:f32[], s0:f32[] -> v = index x i; s1 = add s0 v; m1 = max m0 s1; yield m1, s1 }
              return m }
            """, f32(100));
        assertTrue(count(t, "reduce_window") == 1 && count(t, "stablehlo.reduce(") == 1 && !t.contains("while"), t);
    }

    /** 31^(n-1-i) by the bits of n-1-i, and a generator of random numbers by those of i+1. */
    @Test
    void repeatedStepsGoByBits() {
        String hash = text("""
            f(x:i32[n]) { n = dim[0] x
              h = for(n, 1:i32) { i:i32[], h0:i32[] -> v = index x i; h1 = mul h0 31:i32; h2 = add h1 v; yield h2 }
              return h }
            """, Type.of(DType.I32, Dim.of(100)));
        assertTrue(!hash.contains("while") && !hash.contains("stablehlo.pad") && count(hash, "stablehlo.reduce(") == 1, hash);
        String seeds = text("""
            f(x:i32[n], seed:i32[]) { n = dim[0] x
              y, s = for(n, x, seed) { i:i32[], x0:i32[n], s0:i32[] -> s1 = mul s0 1103515245:i32; s2 = add s1 12345:i32; x1 = update x0 i s2; yield x1, s2 }
              return y }
            """, Type.of(DType.I32, Dim.of(100)), Type.I32);
        assertTrue(!seeds.contains("while") && !seeds.contains("stablehlo.pad"), seeds);
    }

    /** The outer loop goes in steps, the inner one of so many trips as that says does not, nor its sum. */
    @Test
    void boundedLoopsWithSumsAreLanes() {
        String t = text("""
            f(x:f32[n], a:f32[n,m]) { n = dim[0] x
              y = for(n, x) { i:i32[], x0:f32[n] ->
                s, z = for(i, 0.0:f32, x0) { k:i32[], s0:f32[], z0:f32[n] ->
                  c = index a i k; v = index z0 k; p = mul c v; q = sub s0 p; w = mul v 0.5:f32; z1 = update z0 k w
                  yield q, z1 }
                b = index z i; r = add b s; u = update z i r
                yield u }
              return y }
            """, f32(100), f32(100, 100));
        assertEquals(1, count(t, "stablehlo.while("), t);
    }

    /** A trip adds to the row in front and reads and clears its own element behind. */
    @Test
    void arraysMayBeCombinedIntoAndKeptApart() {
        String t = text("""
            f(g:f32[n,m], w:f32[m,l]) { n = dim[0] g; m = dim[1] g; last = sub n 1:i32
              r = for(last, g) { t:i32[], g0:f32[n,m] ->
                row = sub last t; before = sub row 1:i32
                h = for(m, g0) { j:i32[], g1:f32[n,m] ->
                  v = index g1 row j; g2 = update g1 row j 0.0:f32
                  q = map(m, g2) { k:i32[], g3:f32[n,m] -> c = index w j k; p = mul v c; o = index g3 before k; s = add o p; g4 = update g3 before k s; yield g4 }
                  yield q }
                yield h }
              return r }
            """, f32(60, 50), f32(50, 50));
        assertEquals(1, count(t, "stablehlo.while("), t);
    }

    /** Outer products that lanes add to one matrix are a product of matrices. */
    @Test
    void productsThatLanesAddUpAreContractions() {
        String t = text("""
            f(x:f32[s,n], y:f32[s,m]) { s = dim[0] x; n = dim[1] x; m = dim[1] y
              g = full[f32[n,m]] 0.0:f32 n m
              r = for(s, g) { t:i32[], g0:f32[n,m] ->
                h = map(m, x) { b:i32[], x0:f32[s,n] -> yield x0 }
                q = map(n, g0) { i:i32[], g1:f32[n,m] ->
                  u = map(m, g1) { j:i32[], g2:f32[n,m] -> a = index x t i; b = index y t j; e = exp b; p = mul a e; o = index g2 i j; z = add o p; g3 = update g2 i j z; yield g3 }
                  yield u }
                yield q }
              return r }
            """, f32(40, 20), f32(40, 30));
        assertTrue(t.contains("dot_general") && !t.contains("while"), t);
        assertFalse(t.contains("stablehlo.reduce("), t);
    }

    /** What a few trips write one by one is put together once. */
    @Test
    void partsAreJoined() {
        String t = text("""
            f(x:f32[n]) { n = dim[0] x
              y = for(n, x) { i:i32[], x0:f32[n] -> v = index x0 i; c = gt i 0:i32; q = sub i 1:i32; p = index[clamp] x0 q; w = mul v p; z = sqrt w; x1 = update x0 i z; yield x1 }
              return y }
            """, f32(6));
        assertTrue(!t.contains("while"), t);
        assertTrue(t.contains("stablehlo.concatenate"), t);
    }

    /** Neighbours that clamp at both ends are slices of one array with wider ends. */
    @Test
    void clampedNeighboursShareTheirEdges() {
        String t = text("""
            f(x:f32[n]) { n = dim[0] x; last = sub n 1:i32; y = full[f32[n]] 0.0:f32 n
              r = map(n, y) { i:i32[], y0:f32[n] ->
                a = sub i 2:i32; b = max a 0:i32; c = add i 3:i32; d = min c last
                u = index x b; v = index x d; s = add u v; y1 = update y0 i s
                yield y1 }
              return r }
            """, f32(100));
        assertTrue(t.contains("tensor<116xf32>") && !t.contains("gather"), t);
    }

    @Test
    void anExtremeAndItsPlaceAreOneReduction() {
        String t = text("""
            f(x:f32[n]) { n = dim[0] x
              at, m = for(n, -1:i32, 1.0:f32) { i:i32[], at0:i32[], m0:f32[] -> v = index x i; c = lt v m0; a = select c i at0; b = select c v m0; yield a, b }
              return at, m }
            """, f32(100));
        assertEquals(1, count(t, "stablehlo.reduce("), t);
    }

    /** How often a triangle of loops runs is known where the array's extents are. */
    @Test
    void sumsOfKnownNumbersAreExtents() {
        String t = text("""
            f(x:f32[n]) { n = dim[0] x
              s = reduce[?, add](n, 0:i64) { i:i32[] -> a = add i 1:i32; b = sub n a; c = convert[i64] b; yield c }
              m = convert[i32] s; y = full[f32[?]] 1.5:f32 m
              return y }
            """, f32(40));
        assertTrue(t.contains("tensor<780xf32>") && !t.contains("stablehlo.reduce"), t);
    }
}
