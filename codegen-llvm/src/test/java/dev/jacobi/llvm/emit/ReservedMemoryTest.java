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

/** Arrays that trips make for themselves have their memory before the loops begin, so that the given arrays are written where they lie. */
class ReservedMemoryTest {
    /** Each trip turns a row around, but for its last element, which an array that is made anew has as zero. */
    private static final String TURNED = """
        f(a:f64[n], m:i32[]) { l = dim[0] a; rows = div l m; last = sub m 1:i32
          r = map(rows, a) { k:i32[], b:f64[n] -> from = mul k m
            t0:f64[?] = full[f64[?]] 0.0:f64 EXTENT
            t = map(last, t0) { i:i32[], s:f64[?] -> at = add from i; x = index b at; s1 = update s i x; yield s1 }
            c = map(m, b) { i:i32[], d:f64[n] -> at = add from i; j = sub last i; x = index t j; y = add x 1.0:f64; d1 = update d at y; yield d1 }
            yield c }
          return r }
        """;
    /** A check that may fail behind what the first trips have written. */
    private static final String CHECKED = TURNED.replace("yield c }", "f1 = add from 1:i32; v = index c f1; ok = lt v 500.0:f64; check[index \"T.f:1\"] ok; yield c }");
    /** The rows are of a matrix, and copies of them are what the trips make; some trips make none. */
    private static final String COPIED = """
        f(a:f64[n,m], first:i32[], rows:i32[]) { w = dim[1] a
          r = map(rows, a) { k:i32[], b:f64[n,m] -> q = add first k; odd = and q 1:i32; s = eq odd 1:i32
            e:f64[n,m] = cond s { row:f64[m] = index b q; t:f64[m] = copy row
              c = map(w, b) { i:i32[], d:f64[n,m] -> j1 = sub w i; j = sub j1 1:i32; x = index t j; d1 = update d q i x; yield d1 }
              yield c } { yield b }
            yield e }
          return r }
        """;

    /** Each trip's array is as long as its number says, for a step of one or another. */
    private static final String TRIANGLE = """
        f(a:f64[n,m], rows:i32[], h:i32[]) {
          r = map(rows, a) { k:i32[], b:f64[n,m] -> w = SIZE
            t0:f64[?] = full[f64[?]] 0.0:f64 w
            t = map(k, t0) { i:i32[], s:f64[?] -> x = index b k i; s1 = update s i x; yield s1 }
            k1 = add k 1:i32
            c = map(k1, b) { i:i32[], d:f64[n,m] -> j = sub k i; x = index t j; y = add x 1.0:f64; d1 = update d k i y; yield d1 }
            yield c }
          return r }
        """;

    private static String code(String text, int threads) {
        return Emitter.emit(request(text, threads), 64).text();
    }

    private static CompileRequest request(String text, int threads) {
        return new CompileRequest(Parser.parseModule(text), "f", List.of(0), false, threads);
    }

    private static long reserved(String text, int threads) {
        return code(text, threads).lines().filter(l -> l.contains("call ptr @jacobi_reserve(")).count();
    }

    private static double[] doubles(int n) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = i;
        }
        return x;
    }

    @Test
    void memoryIsTakenInFront() {
        for (String text : new String[] {TURNED.replace("EXTENT", "m"), COPIED}) {
            for (int threads : new int[] {1, 2}) {
                assertEquals(1, reserved(text, threads), code(text, threads));
                assertEquals(List.of(), code(text, threads).lines().filter(l -> l.contains("@jacobi_allocate(") && l.contains("call ")).toList(), "nothing else is in the heap");
            }
        }
        String both = code(TURNED.replace("EXTENT", "m"), 2);
        assertEquals(1, both.lines().filter(l -> l.contains("call ptr @jacobi_claim(")).count(), both);
    }

    /** An extent that only a trip knows, or one that a check in the loop may follow, leaves things as they are. */
    @Test
    void whatIsNotKnownOrOfNoUse() {
        assertEquals(0, reserved(TURNED.replace("EXTENT", "w").replace("t0:f64", "w1 = add m k; w = max w1 m; t0:f64"), 1));
        assertEquals(0, reserved(CHECKED.replace("EXTENT", "m"), 1));
    }

    @Test
    void resultsAreTheSame() {
        for (String extent : new String[] {"m", "l"}) {
            String text = TURNED.replace("EXTENT", extent);
            for (int[] size : new int[][] {{0, 3}, {12, 3}, {13, 5}, {64, 64}, {7000, 70}}) {
                Oracle.check(text, List.of(0), doubles(size[0]), size[1]);
            }
            Oracle.check(CHECKED.replace("EXTENT", extent), List.of(0), doubles(200), 10);
        }
        double[][] rows = {doubles(5), doubles(5), doubles(5), doubles(5)};
        Oracle.check(COPIED, List.of(0), rows, 1, 3);
        Oracle.check(COPIED, List.of(0), rows, 0, 0);
    }

    /** A loop without trips needs no memory, whatever extent its arrays would have. */
    @Test
    void noTrips() {
        String text = """
            f(a:f64[n], k:i32[], m:i32[]) { r = map(k, a) { i:i32[], b:f64[n] -> t0:f64[?] = full[f64[?]] 1.0:f64 m
            g = convert[f64] i
            t = for(3:i32, t0) { q:i32[], s:f64[?] -> l = sub m 1:i32; j = sub l q; x = index s j; y = add x g; s1 = update s q y; yield s1 }
            x = index t i; y = index t 0:i32; z = add x y; o = index b i; w = add z o; c = update b i w; yield c } return r }""";
        assertEquals(1, reserved(text, 1));
        for (int m : new int[] {-1, 1 << 30, Integer.MIN_VALUE}) {
            Oracle.check(text, List.of(0), doubles(9), 0, m);
        }
        Oracle.check(text, List.of(0), doubles(9), 5, 7);
    }

    @Test
    void extentsOfTrips() {
        double[][] rows = {doubles(6), doubles(6), doubles(6), doubles(6), doubles(6), doubles(6)};
        for (String size : new String[] {"add k 1:i32", "add h k", "g = sub rows k; z = sub rows g; w0 = add z 1:i32; w = max w0 1:i32", "l = dim[0] b; w = sub l 0:i32", "l = dim[0] b; q = sub l k; w = add q k"}) {
            String text = TRIANGLE.replace(size.contains("w = ") ? "w = SIZE" : "SIZE", size);
            assertEquals(size.contains("max") ? 0 : 1, reserved(text, 1), size);
            for (int n : new int[] {0, 1, 2, 6}) {
                Oracle.check(text, List.of(0), rows, n, 1);
            }
        }
    }

    /** What a branch, a choice or a loop hands on may be an array of other extents. */
    @Test
    void oneArrayOrAnother() {
        String copied = """
            f(a:f64[n], p:f64[m], q:f64[k]) { l = dim[0] a
              r = map(l, a) { i:i32[], b:f64[n] -> odd = and i 1:i32; s = eq odd 1:i32
                EITHER
                t:f64[?] = copy e; w = dim[0] t
                u:f64[?] = for(w, t) { j:i32[], v:f64[?] -> x = index v j; y = add x 1.0:f64; v1 = update v j y; yield v1 }
                z1 = sub w 1:i32; x = index u z1; o = index b i; y = add x o; c = update b i y
                yield c }
              return r }
            """;
        for (String either : new String[] {
            "e:f64[?] = cond s { yield p } { yield q }",
            "e:f64[?], g:f64[?] = for(odd, p, q) { h:i32[], g0:f64[?], g1:f64[?] -> yield g1, g0 }",
            "e:f64[?], g:i32[] = while(p, 0:i32) { g0:f64[?], h:i32[] -> y = lt h odd; yield y } do { g0:f64[?], h:i32[] -> h1 = add h 1:i32; yield q, h1 }"}) {
            String text = copied.replace("EITHER", either);
            assertEquals(0, reserved(text, 1), either);
            Oracle.check(text, List.of(0), doubles(9), doubles(2), doubles(900));
            Oracle.check(text, List.of(0), doubles(9), doubles(900), doubles(2));
        }
    }

    /** Each thread has its own part. */
    @Test
    void threads() {
        for (String text : new String[] {TURNED.replace("EXTENT", "m"), CHECKED.replace("EXTENT", "m").replace("500.0", "1.0e9")}) {
            var in = Tensors.all(doubles(1_000_000), 100);
            NativeRun.Outcome one = new NativeRun(Emitter.emit(request(text, 1), 64), true).run(in);
            var two = new NativeRun(Emitter.emit(request(text, 2), 64), true);
            for (int k = 0; k < 5; k++) {
                Comparison.EXACT.check("what is written", one.inputs().get(0), two.run(in).inputs().get(0));
            }
        }
    }

    @Test
    void aCallThatFailsHasWrittenNothing() {
        var in = Tensors.all(doubles(1_000), 10);
        var code = new NativeRun(Emitter.emit(request(CHECKED.replace("EXTENT", "m"), 2), 64), true);
        assertThrows(CheckFailed.class, () -> code.run(in));
    }
}
