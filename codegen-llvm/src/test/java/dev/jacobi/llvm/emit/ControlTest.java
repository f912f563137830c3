package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Params;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.jit.NativeRun;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Structured programs: emitted code does what the interpreter does. */
class ControlTest {
    private static double[] doubles(int n) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = Math.sin(i) * 10;
        }
        return x;
    }

    @Test
    void straightLine() {
        Oracle.check("f(a:f64[], b:f64[], i:i32[]) { c = add a b; d = mul c a; j = shl i 3:i32; k = div j 7:i32; return d, k, c }", List.of(), 1.5, 2.25, 1000);
    }

    @Test
    void condMerges() {
        String f = "f(a:f64[], p:bool[]) { c = cond(p) { d = neg a; yield d } { e = mul a a; yield e }; return c }";
        Oracle.check(f, List.of(), 3.0, true);
        Oracle.check(f, List.of(), 3.0, false);
        String g = "f(i:i32[]) { c = cond(i) { yield 10:i64 } { yield 20:i64 } { yield 30:i64 }; return c }";
        for (int i = -2; i < 5; i++) {
            Oracle.check(g, List.of(), i);
        }
    }

    @Test
    void loopsCarryScalars() {
        Oracle.check("f(n:i32[]) { a, b = for(n, 0:i64, 1:i64) { i, x, y -> z = add x y; yield y, z }; return a, b }", List.of(), 50);
        Oracle.check("f(n:i32[]) { a, b = for(n, 0:i64, 1:i64) { i, x, y -> z = add x y; yield y, z }; return a, b }", List.of(), -3);
        Oracle.check("""
            f(s:i64[]) { n, e = while(0:i32, s) { k, x -> c = ne x 1:i64; yield c } do { k2, y ->
              odd = and y 1:i64; q = ne odd 0:i64; h = shr y 1:i64; t = mul y 3:i64; u = add t 1:i64; z = select q u h
              k3 = add k2 1:i32; yield k3, z }
              return n }
            """, List.of(), 27L);
    }

    @Test
    void updatesInPlace() {
        String f = """
            f(a:f64[n], s:f64[]) { n = dim[0] a
              b = for(n, a) { i, x -> v = index x i; w = mul v s; y = update x i w; yield y }
              return b }
            """;
        Oracle.check(f, List.of(), doubles(10), 3.0);
        Oracle.check(f, List.of(0), doubles(10), 3.0);
        Oracle.check(f, List.of(0), doubles(0), 3.0);
    }

    @Test
    void anOldVersionThatIsUsedLaterSurvives() {
        Oracle.check("f(a:f64[n]) { b = update a 0:i32 1.0:f64; c = update b 1:i32 2.0:f64; d = update b 2:i32 3.0:f64; return a, b, c, d }", List.of(), doubles(4));
        Oracle.check("f(a:f64[n]) { b = update a 0:i32 1.0:f64; x = index a 0:i32; y = index b 0:i32; return b, x, y }", List.of(0), doubles(4));
        Oracle.check("""
            f(a:f64[n]) { n = dim[0] a
              b = for(n, a) { i, x -> j = sub n i; k = sub j 1:i32; v = index a k; y = update x i v; yield y }
              return b }
            """, List.of(0), doubles(7));
        Oracle.check("""
            f(a:f64[n], m:i32[]) {
              s, b = for(m, 0.0:f64, a) { t, q, x ->
                y = for(m, x) { i, z -> v = index z i; w = add v 1.0:f64; u = update z i w; yield u }
                p = index a 0:i32; r = index y 0:i32; e = add p r; g = add q e
                yield g, y }
              return s, b }
            """, List.of(-1, 0), doubles(7), 5);
    }

    @Test
    void buffersSwap() {
        String f = """
            f(a:f64[n], b:f64[n], m:i32[]) { n = dim[0] a; last = sub n 1:i32; inner = sub last 1:i32
              x, y = for(m, a, b) { t, p, q ->
                q2 = for(inner, q) { i, z -> j = add i 1:i32; k = add i 2:i32; l = index p i; r = index p k; s = add l r; h = mul s 0.5:f64
                  w = update z j h; yield w }
                yield q2, p }
              return x, y }
            """;
        for (int m = 0; m < 4; m++) {
            Oracle.check(f, List.of(), doubles(9), new double[9], m);
            Oracle.check(f, List.of(0, 1), doubles(9), new double[9], m);
            Oracle.check(f, List.of(1, 0), doubles(9), new double[9], m);
            Oracle.check(f, List.of(-1, 0), doubles(9), new double[9], m);
        }
    }

    @Test
    void failedChecksLeaveInputsAlone() {
        String f = """
            f(a:f64[n], m:i32[]) { n = dim[0] a
              b = for(m, a) { i, x -> ok = lt i n; check[index "T.f:1"] ok; v = index x i; w = add v 1.0:f64; y = update x i w; yield y }
              return b }
            """;
        Oracle.check(f, List.of(0), doubles(5), 5);
        Oracle.check(f, List.of(0), doubles(5), 6);
        Oracle.check(f, List.of(), doubles(5), 6);
    }

    @Test
    void temporariesOfAnIteration() {
        String f = """
            f(a:f64[n], m:i32[]) { n = dim[0] a
              b, last = for(m, a, a) { t, x, old ->
                tmp = full[f64[n]](0.0:f64, n)
                tmp2 = for(n, tmp) { i, z -> v = index x i; w = mul v 0.5:f64; y = update z i w; yield y }
                yield tmp2, x }
              return b, last }
            """;
        for (int m = 0; m < 5; m++) {
            Oracle.check(f, List.of(), doubles(6), m);
            Oracle.check(f, List.of(0), doubles(6), m);
        }
    }

    @Test
    void smallArraysOnTheStack() {
        Oracle.check("""
            f(n:i32[]) { s = for(n, 0:i32) { i, acc ->
                t = full[i32[4]](0:i32, 4:i32); k = and i 3:i32; t2 = update t k i; u = index t2 0:i32; w = index t2 3:i32
                x = add u w; y = add acc x; yield y }
              return s }
            """, List.of(), 37);
    }

    @Test
    void condOnArrays() {
        String f = """
            f(a:f64[n], b:f64[m], p:bool[]) { c = cond(p) { yield a } { yield b }; d = update c 0:i32 7.0:f64; k = dim[0] d; return d, k }
            """;
        Oracle.check(f, List.of(), doubles(3), doubles(5), true);
        Oracle.check(f, List.of(), doubles(3), doubles(5), false);
        String g = """
            f(a:f64[n], p:bool[]) { c = cond(p) { yield a } { b = update a 1:i32 9.0:f64; yield b }; return c }
            """;
        Oracle.check(g, List.of(0), doubles(3), true);
        Oracle.check(g, List.of(0), doubles(3), false);
        Oracle.check(g, List.of(), doubles(3), false);
    }

    @Test
    void parallelForms() {
        Oracle.check("f(n:i32[], a:f64[n]) { c, d = map[n](n, a) { e, f -> x = index f e; y = mul x x; g = update f e y; yield g, e }; return c, d, a }",
            List.of(), 7, doubles(7));
        Oracle.check("f(n:i32[], a:f64[n]) { c, d = map[n](n, a) { e, f -> x = index f e; y = mul x x; g = update f e y; yield g, e }; return c, d }",
            List.of(1), 7, doubles(7));
        Oracle.check("f(n:i32[], a:f64[m]) { c = map[n](n) { e -> yield a }; return c }", List.of(), 3, doubles(5));
        Oracle.check("f(n:i32[], b:i64[n]) { s, m, q = reduce[n, add, max](n, 100:i64, -5:i64, b) { e, w -> f = index b e; v = update w e 0:i64; yield f, f, v }; return s, m, q }",
            List.of(), 3, new long[] {1, 5, 2});
        Oracle.check("f(n:i32[], b:f64[n]) { s, p = scan[n, add](n, 100.0:f64) { e -> f = index b e; yield f }; return s, p }", List.of(), 9, doubles(9));
        Oracle.check("f(n:i32[], b:i32[n], h:i32[m]) { g = hist[n, add](n, h) { e -> f = index b e; yield f, 1:i32 }; return g }", List.of(2), 6,
            new int[] {1, 2, 1, 9, -1, 0}, new int[4]);
    }

    @Test
    void callsRecurse() {
        String fib = """
            f(n:i32[]) { r:i64[] = call[fib] n; return r }
            fib(n:i32[]) { small = lt n 2:i32; r = cond(small) {
                a = sub n 1:i32; b = sub n 2:i32; x:i64[] = call[fib] a; y:i64[] = call[fib] b; z = add x y; yield z } { w = convert[i64] n; yield w }
              return r }
            """;
        Oracle.check(fib, List.of(), 17);
        String inPlace = """
            f(a:i32[n], k:i32[]) { b:i32[n] = call[g] a k; return b }
            g(a:i32[n], k:i32[]) { stop = le k 0:i32; r = cond(stop) { j = sub k 1:i32; v = index a j; w = mul v 2:i32; b = update a j w
                c:i32[n] = call[g] b j; yield c } { yield a }
              return r }
            """;
        Oracle.check(inPlace, List.of(), new int[] {1, 2, 3, 4}, 3);
        Oracle.check(inPlace, List.of(0), new int[] {1, 2, 3, 4}, 4);
        String fresh = """
            f(a:i32[n], k:i32[]) { b:i32[n] = call[g] a k; return b, a }
            g(a:i32[n], k:i32[]) { n = dim[0] a; stop = le k 0:i32; r = cond(stop) { j = sub k 1:i32; c:i32[n] = call[g] a j; d = copy c; v = update d 0:i32 k; yield v } { e = copy a; yield e }
              return r }
            """;
        Oracle.check(fresh, List.of(), new int[] {1, 2, 3, 4}, 3);
    }

    /** An array that a recursion appends to and that grows on the way: it comes back as the memory that was handed in, or as new. */
    @Test
    void arraysGrowInRecursion() {
        String push = """
            g(a:i32[?], c:i32[], k:i32[]) { stop = le k 0:i32
              r:i32[?], s = cond(stop) { j = sub k 1:i32
                b:i32[?], d:i32[] = call[g] a c j; e:i32[?], h:i32[] = call[g] b d j
                n = dim[0] e; short = ge h n
                t:i32[?] = cond(short) { yield e } { m = add n n; z:i32[?] = full[i32[?]] 0:i32 m; w = update_slice z e 0:i32; yield w }
                u = update t h k; q = add h 1:i32; yield u, q } { yield a, c }
              return r, s }
            """;
        for (int depth : new int[] {0, 1, 2, 6}) {
            Oracle.check("f(a:i32[n], k:i32[]) { b:i32[?], c:i32[] = call[g] a 0:i32 k; return b, c }\n" + push, List.of(), new int[] {9, 9}, depth);
            Oracle.check("f(a:i32[n], k:i32[]) { b:i32[?], c:i32[] = call[g] a 0:i32 k; d = copy a; return b, c, d, a }\n" + push, List.of(), new int[] {9, 9}, depth);
            Oracle.check("""
                f(k:i32[]) { a:i32[?] = full[i32[?]] 7:i32 1:i32
                  b, c = for(3:i32, a, 0:i32) { i, x:i32[?], y:i32[] -> p:i32[?], q:i32[] = call[g] x y k; yield p, q }
                  return b, c }
                """ + push, List.of(), depth);
        }
    }

    /** Backtracking over a shared array, with a check that may fail at any depth: calls of itself are unfolded once. */
    @Test
    void backtracking() {
        String perms = """
            f(a:i32[n], limit:i32[]) { r:i32[], b:i32[n] = call[g] a 0:i32 limit; return r, b }
            g(a:i32[n], k:i32[], limit:i32[]) { n = dim[0] a; ok = lt k limit; check[index "T.g:1"] ok; done = ge k n
              r, b = cond(done) {
                m = sub n k
                s, c = for(m, 0:i32, a) { i, s, x -> j = add i k; u = index x k; v = index x j; y = update x k v; z = update y j u; l = add k 1:i32
                  t:i32[], w:i32[n] = call[g] z l limit
                  q = mul t j; s2 = add s q; u2 = index w k; v2 = index w j; y2 = update w k v2; z2 = update y2 j u2; yield s2, z2 }
                yield s, c
              } { h = index a 0:i32; e = sub n 1:i32; o = index a e; p = mul h 3:i32; d = sub p o; yield d, a }
              return r, b }
            """;
        for (int limit : new int[] {9, 5, 4, 3, 0}) {
            Oracle.check(perms, List.of(), new int[] {3, 1, 4, 1}, limit);
            Oracle.check(perms, List.of(-1, 0), new int[] {2, 7, 1, 8}, limit);
        }
    }

    @Test
    void endlessRecursionFails() {
        var code = new NativeRun(Emitter.emit(new CompileRequest(Parser.parseModule(
            "f(n:i32[]) { m = add n 1:i32; r:i32[] = call[f] m; s = add r 1:i32; return s }"), "f", List.of(-1), false, 1)), false);
        var e = org.junit.jupiter.api.Assertions.assertThrows(CheckFailed.class, () -> code.run(Tensors.all(1)));
        org.junit.jupiter.api.Assertions.assertEquals(Params.Code.DEPTH, e.check().code());
    }

    @Test
    void rowsOfMatrices() {
        Oracle.check("""
            f(a:f64[n,m]) { n = dim[0] a; m = dim[1] a
              b = map[n](n, a) { i, x -> y = map[m](m, x) { j, z -> v = index z i j; w = neg v; u = update z i j w; yield u }; yield y }
              r = index b 1:i32; s = update r 0:i32 5.0:f64
              c = update b 0:i32 s
              return b, s, c }
            """, List.of(), (Object) new double[][] {{1, 2, 3}, {4, 5, 6}});
    }
}
