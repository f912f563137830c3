package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Loops that run in lanes: every trip count around a vector, divergent control flow, gathers, private arrays, reductions. */
class LanesTest {
    /** Checks that lanes are used at all, then the results for small and odd sizes. */
    private static void lanes(String text, List<Integer> donated, IntFunction<Object[]> args) {
        var m = Parser.parseModule(text);
        var gift = new ArrayList<>(donated);
        while (gift.size() < m.get("f").out().size()) {
            gift.add(-1);
        }
        String ir = Emitter.emit(new CompileRequest(m, "f", gift, false, 1), 64, true).text();
        assertTrue(ir.contains("wide"), "no lanes in\n" + ir);
        for (int n : new int[] {0, 1, 15, 16, 33, 129}) {
            Oracle.check(text, donated, args.apply(n));
        }
    }

    private static double[] doubles(int n) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = Math.sin(i * 1.7) * 10;
        }
        return x;
    }

    private static int[] ints(int n, int mod) {
        int[] x = new int[n];
        for (int i = 0; i < n; i++) {
            x[i] = Math.floorMod(i * 7919 + 13, mod);
        }
        return x;
    }

    @Test
    void streams() {
        lanes("f(a:f64[n], b:f64[n], s:f64[]) { n = dim[0] a; c = map[n](n, a) { i, x -> u = index x i; v = index b i; w = mul v s; z = add u w; y = update x i z; yield y }; return c }",
            List.of(0), n -> new Object[] {doubles(n), doubles(n), 3.5});
        lanes("f(a:u16[n]) { n = dim[0] a; c = map[n](n) { i -> u = index a i; v = convert[i32] u; w = mul v 3:i32; x = convert[i8] w; y = lt w 9999:i32; yield x, y }; return c }"
            .replace("return c", "return c").replace("c = map", "c, d = map"), List.of(), n -> {
                char[] c = new char[n];
                for (int i = 0; i < n; i++) {
                    c[i] = (char) (i * 991);
                }
                return new Object[] {c};
            });
    }

    /** Eight trips of a loop of 64 lanes go under a mask where a loop is inside, in a branch or not: one by one are three at most. */
    @Test
    void fewTripsAroundLoopsInBranches() {
        String text = """
            f(a:f32[n], c:f32[m], s:f32[p]) { n = dim[0] a; m = dim[0] c; q = ge n 1:i32
              w = map(m, s) { k, s0 ->
                t = cond(q) false { yield s0 } true {
                  x = index s0 k; y = for(n, x) { i, u -> v = index a i; d = index c k; e = mul d u; g = add e v; yield g }; z = update s0 k y; yield z }
                yield t }
              return w }
            """;
        String ir = Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(2), false, 1), 64, true).text();
        assertTrue(ir.matches("(?s).*icmp sle i32 %\\w+, 3\n.*"), ir);
        for (int n : new int[] {0, 1, 5, 40}) {
            for (int m : new int[] {0, 1, 3, 4, 8, 20, 70}) {
                Oracle.check(text, List.of(2), floats(n), floats(m), floats(m));
            }
        }
    }

    private static float[] floats(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) Math.sin(i * 1.7);
        }
        return x;
    }

    /** A loop of few trips leaves the lanes to those inside of it: sums along rows, and rows that are written. */
    @Test
    void fewTripsAroundLoopsInLanes() {
        String text = """
            f(a:f64[n,m], b:f64[m,n], q:i32[]) { n = dim[0] a; m = dim[1] a; p = min q n
              c, d = map(p, a) { i, x ->
                s = reduce[?, add](m, 0.0:f64) { k -> u = index b k i; v = mul u 4.0:f64; yield v }
                w = reduce[?, max](m, 0.0:f64) { k -> u = index b k i; yield u }
                y = map(m, x) { k, y0 -> u = index y0 i k; v = add u w; z = update y0 i k v; yield z }
                yield y, s }
              return c, d }
            """;
        lanes(text, List.of(0), n -> {
            int[] whole = ints(40 * Math.max(n, 1), 9);
            double[] x = Arrays.stream(whole).asDoubleStream().toArray();
            int m = whole.length / 40;
            return new Object[] {new Tensor(DType.F64, new int[] {40, m}, x), new Tensor(DType.F64, new int[] {m, 40}, x.clone()), 3};
        });
        for (int q : new int[] {0, 1, 2, 4, 5, 40}) {
            double[] x = Arrays.stream(ints(40 * 37, 9)).asDoubleStream().toArray();
            Oracle.check(text, List.of(0), new Tensor(DType.F64, new int[] {40, 37}, x), new Tensor(DType.F64, new int[] {37, 40}, x.clone()), q);
        }
    }

    @Test
    void backwardsAndStrided() {
        lanes("""
            f(a:f64[m]) { m = dim[0] a; n = shr m 1:i32; l = sub m 1:i32
              c = map[n](n) { i -> j = sub l i; u = index a j; k = mul i 2:i32; v = index a k; x = div u v; y = sqrt x; z = div y u; q = sqrt z; r = div q v; yield r }
              return c }
            """, List.of(), n -> new Object[] {doubles(2 * n + 1)});
    }

    @Test
    void unusualConstants() {
        lanes("""
            f(a:f32[n], b:f64[n]) { n = dim[0] a
              c, d, e = map[n](n) { i -> u = index a i; p = lt u 0.0:f32; x = select p nan:f32 u; v = index b i; q = lt v 0.0:f64; y = select q -inf:f64 nan:f64
                w = convert[f16] u; z = max w 0.5:f16; yield x, y, z }
              return c, d, e }
            """, List.of(), n -> {
                float[] x = new float[n];
                for (int i = 0; i < n; i++) {
                    x[i] = (float) Math.sin(i);
                }
                return new Object[] {x, doubles(n)};
            });
    }

    @Test
    void gathersAndScatters() {
        lanes("""
            f(a:f64[m], p:i32[n], o:f64[k]) { n = dim[0] p
              c = map[n](n, o) { i, x -> j = index p i; u = index a j; v = sqrt u; w = div v 3.0:f64; q = sqrt w; r = div q u; l = mul i 3:i32; y = update x l r; yield y }
              return c }
            """, List.of(2), n -> new Object[] {doubles(50), ints(n, 50), new double[3 * n + 1]});
    }

    @Test
    void clampedIndicesAreMostlyConsecutive() {
        lanes("""
            f(a:f64[n], b:f64[n]) { n = dim[0] a; l = sub n 1:i32
              c = map[n](n, b) { i, x -> j = add i -2:i32; k = max j 0:i32; p = add i 3:i32; q = min p l; u = index a k; v = index a q; w = add u v; y = update x i w; yield y }
              return c }
            """, List.of(1), n -> new Object[] {doubles(n), new double[n]});
    }

    @Test
    void divergentCond() {
        lanes("""
            f(a:f64[n], k:i32[n]) { n = dim[0] a
              b = map[n](n, a) { i, x -> u = index x i; p = gt u 0.0:f64
                r, y = cond(p) { v = neg u; j = index k i; w = convert[f64] j; q = div w v; yield q, x } { s = sqrt u; t = index k i; z = convert[f64] t; h = mul s z
                  y2 = update x i h; yield h, y2 }
                e = index y i; f = add e r; y3 = update y i f; yield y3 }
              return b }
            """, List.of(0), n -> new Object[] {doubles(n), ints(n, 5)});
        lanes("""
            f(k:i32[n], a:f64[n]) { n = dim[0] k
              b = map[n](n) { i -> j = index k i; u = index a i; c = cond(j) { x = div u 3.0:f64; y = sqrt x; yield y } { z = add u 1.0:f64; yield z } { w = mul u 2.0:f64; yield w }; yield c }
              return b }
            """, List.of(), n -> new Object[] {ints(n, 5), doubles(n)});
    }

    @Test
    void divergentLoops() {
        lanes("""
            f(a:f64[n], m:i32[]) { n = dim[0] a
              b = map[n](n) { i -> c = index a i
                k, z = while(0:i32, 0.0:f64) { k, z -> p = lt k m; q = lt z 40.0:f64; r = and p q; yield r } do { k, z -> s = mul z z; t = add s c; l = add k 1:i32; yield l, t }
                yield k }
              return b }
            """, List.of(), n -> new Object[] {doubles(n), 25});
        lanes("""
            f(p:i32[m], v:f64[q], o:f64[n]) { n = dim[0] o
              b = map[n](n, o) { i, x -> j = add i 1:i32; lo = index p i; hi = index p j; d = sub hi lo
                s = for(d, 0.0:f64) { t, acc -> at = add lo t; u = index v at; r = sqrt u; e = div r 3.0:f64; w = add acc e; yield w }
                y = update x i s; yield y }
              return b }
            """, List.of(2), n -> {
                int[] p = new int[n + 1];
                for (int i = 0; i < n; i++) {
                    p[i + 1] = p[i] + i % 4;
                }
                double[] v = new double[Math.max(1, p[n])];
                for (int i = 0; i < v.length; i++) {
                    v[i] = i;
                }
                return new Object[] {p, v, new double[n]};
            });
    }

    @Test
    void uniformLoopsInside() {
        lanes("""
            f(a:f64[n,k], b:f64[k,m], c:f64[n,m]) { n = dim[0] a; m = dim[1] b; q = dim[0] b
              r = map[n](n, c) { i, x -> y = map[m](m, x) { j, z ->
                  s = for(q, 0.0:f64) { t, acc -> u = index a i t; v = index b t j; w = mul u v; e = add acc w; yield e }
                  h = update z i j s; yield h }
                yield y }
              return r }
            """, List.of(2), n -> new Object[] {grid(5, 3), grid(3, n + 1), grid(5, n + 1)});
    }

    private static double[][] grid(int n, int m) {
        double[][] g = new double[n][m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                g[i][j] = Math.cos(i * 3 + j);
            }
        }
        return g;
    }

    @Test
    void privateArrays() {
        lanes("""
            f(a:i32[n]) { n = dim[0] a
              b = map[n](n) { i -> u = index a i; t = full[i32[8]](1:i32, 8:i32); k = and u 7:i32; t2 = update t k u
                t3 = for(8:i32, t2) { j, x -> p = index x j; q = mul p 3:i32; l = and q 7:i32; r = index x l; w = add q r; y = update x j w; yield y }
                s = for(8:i32, 0:i32) { j, acc -> p = index t3 j; w = mul acc 31:i32; v = add w p; yield v }
                yield s }
              return b }
            """, List.of(), n -> new Object[] {ints(n, 1000)});
    }

    /** There is nothing to clamp to: the read gives zero in all lanes. */
    @Test
    void clampedReadsOfEmptyArrays() {
        lanes("""
            f(k:i32[n], a:f64[n], s:f64[q], h:i32[], w:i32[]) { n = dim[0] k
              b, c, d = map[n](n) { i -> m = index k i; u = index a i; p = full[f64[?]] u w; x = index[clamp] p m; y = add x 1.0:f64; v = index[clamp] s m
                r = full[f64[?,?]] u h w; t = index[clamp] r m i; z = full[f64[?,?]] u w h; zz = index[clamp] z i m; tt = add t zz
                yield y, v, tt }
              return b, c, d }
            """, List.of(), n -> {
                int[] k = new int[n];
                Arrays.setAll(k, i -> i * 7 % 5 - 1);
                return new Object[] {k, doubles(n), new double[0], 3000, 0};
            });
    }

    /** A clamped read of an array of the lane's own finds the lane's element, not the first lane's. */
    @Test
    void clampedReadsOfPrivateArrays() {
        lanes("""
            f(a:f64[n], k:i32[]) { n = dim[0] a
              b, c = map[n](n) { i -> x = index a i
                p = full[f64[?]] 0.0:f64 k
                q = map(k, p) { j, d -> y = convert[f64] j; z = mul x y; u = update d j z; yield u }
                v = index[clamp] q 2:i32; w = index[clamp] q i; yield v, w }
              return b, c }
            """, List.of(), n -> new Object[] {doubles(n), 5});
    }

    @Test
    void reductions() {
        for (String t : new String[] {"i32", "i64", "f64"}) {
            for (String op : t.equals("f64") ? new String[] {"min", "max", "add"} : new String[] {"add", "mul", "min", "max", "and", "or", "xor"}) {
                lanes("f(a:" + t + "[n], s:" + t + "[]) { n = dim[0] a; r = reduce[n, " + op + "](n, s) { i -> u = index a i; v = neg u; yield v }; return r }",
                    List.of(), n -> {
                        int[] x = ints(n, 1000);
                        return new Object[] {t.equals("i32") ? x : t.equals("i64") ? Arrays.stream(x).asLongStream().toArray()
                            : Arrays.stream(x).asDoubleStream().toArray(), t.equals("i32") ? (Object) 7 : t.equals("i64") ? (Object) 7L : (Object) 7.0};
                    });
            }
        }
        lanes("f(a:f32[n], b:bool[n]) { n = dim[0] a; r, q = reduce[n, max, or](n, -inf:f32, false) { i -> u = index a i; v = abs u; w = index b i; yield v, w }; return r, q }",
            List.of(), n -> {
                float[] x = new float[n];
                boolean[] b = new boolean[n];
                for (int i = 0; i < n; i++) {
                    x[i] = (float) Math.sin(i);
                    b[i] = i == 70;
                }
                return new Object[] {x, b};
            });
    }

    @Test
    void checksInLanes() {
        String f = """
            f(a:f64[n], p:i32[n]) { n = dim[0] a; m = dim[0] p
              b = map[n](n, a) { i, x -> j = index p i; ok = lt j 40:i32; check[index "T.f:1"] ok; u = index x i; v = sqrt u; w = div v 3.0:f64; y = update x i w; yield y }
              return b }
            """;
        lanes(f, List.of(0), n -> new Object[] {doubles(n), ints(n, 40)});
        lanes(f, List.of(0), n -> new Object[] {doubles(n), ints(n, 43)});
    }

    /** An inner loop without results, which only checks, as often as its lane says. */
    @Test
    void checksAsOftenAsTheLaneSays() {
        String f = """
            f(a:i32[n], h:i32[]) { n = dim[0] a; ok = lt h 40:i32
              b = map[n](n, a) { i, x -> map(i) { j -> check[index "T.f:1"] ok; yield }
                u = index x i; v = mul u 3:i32; w = div v 7:i32; y = update x i w; yield y }
              return b }
            """;
        lanes(f, List.of(0), n -> new Object[] {ints(n, 40), 3});
        lanes(f, List.of(0), n -> new Object[] {ints(n, 40), 43});
    }

    /** Every length around the numbers of lanes: whole vectors, the masked rest with fewer lanes, and what runs one by one. */
    @Test
    void shortLoops() {
        String f = """
            f(a:i32[n], b:f64[n], c:i8[n]) { n = dim[0] a
              s, m = reduce[n, add, max](n, 3:i32, -2147483648:i32) { i -> x = index a i; y = mul x x; yield y, x }
              d = map(n, b) { i, t -> x = index t i; y = mul x 3.0:f64; u = update t i y; yield u }
              z = reduce[n, xor](n, 0:i8) { i -> x = index c i; yield x }
              k = map[n](n) { i -> x = index a i; r = reduce[?, min](x, 9:i32) { j -> v = sub j i; yield v }; yield r }
              return s, m, d, z, k }
            """;
        for (int n : new int[] {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 66, 80, 127, 129}) {
            int[] a = new int[n];
            byte[] c = new byte[n];
            for (int i = 0; i < n; i++) {
                a[i] = i * 7919 % 23;
                c[i] = (byte) (i * 31);
            }
            Oracle.check(f, List.of(-1, -1, 1), a, doubles(n), c);
        }
    }

    /** Trips that have a loop each are too long to run one by one only because they are fewer than lanes; four still have none to spare. */
    @Test
    void fewTripsOfLongBodies() {
        String f = "f(a:f32[k], b:f32[k,n], c:f32[n]) { k = dim[0] a; n = dim[0] c; d = map(n, c) { i, t -> s = for(k, 0.5:f32) { j, r -> x = index a j; y = index b j i; z = mul x y; q = add r z; "
            + "yield q }; u = update t i s; yield u }; return d }";
        String text = Emitter.emit(new CompileRequest(Parser.parseModule(f), "f", List.of(2), false, 1), 64, true).text();
        assertTrue(text.lines().anyMatch(l -> l.contains("icmp sle i32") && l.endsWith(", 3")), "three trips at most run one by one in\n" + text);
        for (int n : new int[] {0, 1, 3, 4, 10, 16, 17, 31, 70}) {
            var a = new float[9];
            var b = new Tensor(DType.F32, new int[] {9, n}, new float[9 * n]);
            for (int j = 0; j < 9; j++) {
                a[j] = j * 0.37f - 1;
                for (int i = 0; i < n; i++) {
                    ((float[]) b.data())[j * n + i] = (i * 13 + j * 7) % 17 * 0.21f;
                }
            }
            Oracle.check(f, List.of(2), a, b, new float[n]);
        }
    }
}
