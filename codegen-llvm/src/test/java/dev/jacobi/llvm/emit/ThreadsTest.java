package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.ir.harness.Comparison;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.jit.NativeRun;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Large loops on the real pool of threads give what one thread gives. */
class ThreadsTest {
    private static NativeRun compile(String text, List<Integer> donated, int threads) {
        return new NativeRun(Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", donated, false, threads), 64), true);
    }

    private static double[] doubles(int n) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = Math.sin(i * 1.7) * 10;
        }
        return x;
    }

    private static void same(String text, List<Integer> donated, Object... args) {
        var in = Tensors.all(args);
        NativeRun.Outcome one = compile(text, donated, 1).run(in);
        NativeRun two = compile(text, donated, 2);
        for (int k = 0; k < 3; k++) {
            NativeRun.Outcome other = two.run(in);
            for (int r = 0; r < one.results().size(); r++) {
                Comparison.EXACT.check("result " + r, one.results().get(r), other.results().get(r));
            }
            for (int j = 0; j < args.length; j++) {
                Comparison.EXACT.check("input " + j, one.inputs().get(j), other.inputs().get(j));
            }
        }
    }

    @Test
    void mapsAndReductions() {
        same("""
            f(a:f64[n], s:f64[]) { n = dim[0] a
              b, c = map[n](n, a) { i, x -> u = index x i; v = mul u s; w = sqrt v; y = update x i v; yield y, w }
              t = reduce[n, add](n, 1.0:f64) { i -> u = index b i; v = div u 3.0:f64; yield v }
              m, k = reduce[n, max, add](n, -inf:f64, 0:i64) { i -> u = index b i; v = convert[i64] u; yield u, v }
              return b, c, t, m, k }
            """, List.of(0, -1, -1, -1, -1), doubles(300_001), 3.0);
    }

    /** A sum that is one block is added up without what several blocks cost, to the same bits. */
    @Test
    void aSingleBlock() {
        String text = "f(a:f64[n], s:f64[]) { n = dim[0] a; t, m = reduce[n, add, max](n, s, s) { i -> u = index a i; v = div u 3.0:f64; yield v, u }; return t, m }";
        var request = new CompileRequest(Parser.parseModule(text), "f", List.of(-1, -1), true, 2);
        String emitted = Emitter.emit(request, 64).text();
        assertEquals(1, emitted.split("define internal void @reduce", -1).length - 1, emitted);
        assertEquals(1, emitted.lines().filter(l -> l.matches(".*icmp sle i64 %\\w+, %\\w+")).count(), "a way for one block in\n" + emitted);
        var quick = new NativeRun(Emitter.emit(request, 64), true);
        var blocks = new NativeRun(Emitter.emit(request, 64, true), true);
        for (int n : new int[] {0, 1, 7, 64, 500, 2047, 2048, 2049, 70_000}) {
            var in = Tensors.all(doubles(n), -0.0);
            for (int r = 0; r < 2; r++) {
                Comparison.EXACT.check("result " + r + " of " + n, blocks.run(in).results().get(r), quick.run(in).results().get(r));
            }
        }
    }

    /** The terms of a sum of a few constant trips that fill the lanes go together, and there is one way to do it. */
    @Test
    void sumsOfFewConstantTrips() {
        String text = "f(a:f64[n,4]) { n = dim[0] a; r = for(n, 0.0:f64) { i, s -> t, m = reduce[?, add, max](4:i32, s, -inf:f64) { j -> u = index a i j; yield u, u }; v = mul t 0.5:f64; w = add v m; yield w }; return r }";
        var request = new CompileRequest(Parser.parseModule(text), "f", List.of(-1), false, 2);
        String emitted = Emitter.emit(request, 64).text();
        assertEquals(0, emitted.split("define internal void @reduce", -1).length - 1, emitted);
        assertEquals(0, emitted.lines().filter(l -> l.contains("asm \"\"")).count(), emitted);
        // whole numbers, which no order of a sum changes
        Oracle.check(text, List.of(), (Object) new double[][] {{1, 2, 3, 4}, {-5, 8, 16, 2}, {64, 0, -32, 9}});
    }

    /** What the way for one block has computed of values that no trip changes is nothing that the way for several may use. */
    @Test
    void aSingleBlockOfOneElement() {
        same("""
            f(a:i32[], c:i16[m], d:bool[]) {
              j = cond(d) false { yield 0:i64 } true {
                n = reduce[?, add](a, 0:i64) { o:i32[] -> p = index c 1:i32; q = convert[i64] p; r = mul q 3:i64; yield r }
                yield n }
              return j }
            """, List.of(-1, -1, -1), 70_000, new short[] {5, -7}, true);
    }

    /** The row that a trip writes back is a view of the destination; the destination itself must not be copied, or the writes are lost. */
    @Test
    void rowsOfADestination() {
        String f = """
            f(a:f64[n,m], b:f64[n,m]) { n = dim[0] a; m = dim[1] a
              r = map(n, b) { i, t ->
                u = index a i; v = index t i
                w = map(m, v) { j, y -> x = index u j; z = update y j x; yield z }
                s = update t i w; yield s }
              return r }
            """;
        same(f, List.of(1), new double[][] {{1, 2, 3}, {4, 5, 6}}, new double[2][3]);
        Oracle.check(f, List.of(1), new double[][] {{1, 2, 3}, {4, 5, 6}}, new double[2][3]);
    }

    @Test
    void sweepsInsideOfALoop() {
        same("""
            f(a:f64[n], b:f64[n], m:i32[]) { n = dim[0] a; l = sub n 2:i32
              x, y = for(m, a, b) { t, p, q ->
                r = map(l, q) { i, z -> j = add i 1:i32; k = add i 2:i32; u = index p i; v = index p k; w = add u v; h = mul w 0.5:f64; o = update z j h; yield o }
                yield r, p }
              return x, y }
            """, List.of(0, 1), doubles(200_000), doubles(200_000), 7);
    }

    /** A short map in a loop is run by a copy of its body that stands in the loop, a long one by threads; a check fails alike in both. */
    @Test
    void shortSweepsRunInPlace() {
        String text = """
            f(a:f64[n], p:i32[n], m:i32[]) { n = dim[0] a
              x = for(m, a) { t, q ->
                r = map(n, q) { i, z -> j = index p i; ok = lt j n; check[index "T.f:1"] ok; u = index z i; v = sqrt u; w = mul u v; o = update z i w; yield o }
                yield r }
              return x }
            """;
        String emitted = Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(0, -1, -1), false, 2), 64).text();
        assertEquals(1, emitted.lines().filter(l -> l.contains("call void @map.0(") && l.endsWith("alwaysinline")).count(), emitted);
        NativeRun f = compile(text, List.of(0, -1, -1), 2);
        for (int n : new int[] {1, 7, 33, 200_000}) {
            int[] p = new int[n];
            same(text, List.of(0, -1, -1), doubles(n), p, 5);
            p[n / 2] = n;
            var e = assertThrows(CheckFailed.class, () -> f.run(Tensors.all(doubles(n), p, 5)));
            assertEquals("T.f:1", e.check().where());
        }
    }

    @Test
    void histograms() {
        int[] x = new int[400_000];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i * 7919 >>> 3) % 300 - 20;
        }
        String f = "f(a:i32[n], h:i32[m]) { n = dim[0] a; g = hist[?, %s](n, h) { i -> u = index a i; v = xor u i; yield u, v }; return g }";
        for (String op : new String[] {"add", "max", "xor"}) {
            same(f.formatted(op), List.of(1), x, new int[256]);
            Oracle.check(f.formatted(op), List.of(1), x, new int[256]);
        }
        String sometimes = """
            f(a:i32[n], h:i32[m]) { n = dim[0] a
              g = hist[?, add](n, h) { i -> u = index a i; c = gt u 100:i32; k, v = cond c { yield -1:i32, 0:i32 } { k = and u 63:i32; yield k, u }; yield k, v }
              return g }
            """;
        same(sometimes, List.of(1), x, new int[64]);
        Oracle.check(sometimes, List.of(1), x, new int[64]);
    }

    @Test
    void aFailureInAnyPartFailsTheCall() {
        NativeRun f = compile("""
            f(a:f64[n], p:i32[n]) { n = dim[0] a
              b = map[n](n, a) { i, x -> j = index p i; ok = lt j n; check[index "T.f:1"] ok; u = index x j; v = sqrt u; y = update x i v; yield y }
              return b }
            """, List.of(0), 2);
        int[] p = new int[500_000];
        for (int i = 0; i < p.length; i++) {
            p[i] = i;
        }
        f.run(Tensors.all(doubles(p.length), p));
        p[400_000] = p.length;
        var e = assertThrows(CheckFailed.class, () -> f.run(Tensors.all(doubles(p.length), p)));
        assertEquals("T.f:1", e.check().where());
    }

    /** Threads begin no part of a loop once another one has failed: each of its first trips, of which the original comes to none, takes a millisecond here, and there are millions of parts. */
    @Test
    @Timeout(120)
    void noPartBeginsBehindAFailure() {
        String text = """
            f(n:i32[], a:f64[m]) {
              j = dim[0] a
              r = map(n, a) { i, b ->
                s = for(1048576:i32, 1.0:f64) { l, s -> d = mul s 0.5:f64; t = add d 0.25:f64; yield t }
                k = mul i 2:i32; h = and k 2147483647:i32; ok = lt h j; check[index "A.b:1"] ok
                c = update b h s; yield c }
              return r }
            """;
        assertThrows(CheckFailed.class, () -> compile(text, List.of(1), 2).run(Tensors.all(Integer.MAX_VALUE, new double[3])));
    }
}
