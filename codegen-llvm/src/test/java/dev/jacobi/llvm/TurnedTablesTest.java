package dev.jacobi.llvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.llvm.emit.Oracle;
import dev.jacobi.llvm.lower.Lower;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lanes read of rows of their own, in each trip of a loop, is read of a copy in which it lies side by side. */
class TurnedTablesTest {
    /** The distances of each of n points, with k coordinates, to m centres. */
    private static final String DISTANCES = """
        f(x:f64[n,k], c:f64[m,k], o:f64[n,m], n:i32[], m:i32[], k:i32[]) {
          r = for(n, o) { i, a ->
            s = map(m, a) { j, b ->
              d = for(k, 0.0:f64) { l, t -> u = index x i l; v = index c j l; w = sub u v; q = mul w w; z = add t q; yield z }
              p = update b i j d
              yield p
            }
            yield s
          }
          return r
        }""";
    /** The same with one axis. */
    private static final String FLAT = DISTANCES.replace("f64[n,k]", "f64[p]").replace("f64[m,k]", "f64[q]").replace("u = index x i l", "e = mul i k; g = add e l; u = index x g")
        .replace("v = index c j l", "h = mul j k; y = add h l; v = index c y");
    /** Centres that each trip changes. */
    private static final String CHANGED = DISTANCES.replace("r = for(n, o) { i, a ->", "r, rc = for(n, o, c) { i, a, c1 ->").replace("index c j l", "index c1 j l").replace("yield s\n", "c2 = update c1 0:i32 0:i32 1.0:f64\n    yield s, c2\n");

    private static Func turned(String text) {
        Func f = Lower.pass().run(Parser.parseFunc(text));
        Func now = TurnedTables.run(f, 64, false);
        Verifier.verify(now);
        return now;
    }

    private static long made(Func f) {
        long[] n = {0};
        Regions.each(f.body(), e -> n[0] += e.prim() == Prim.FULL ? 1 : 0);
        return n[0];
    }

    private static double[] numbers(int n, Random r) {
        return r.doubles(n, -2, 2).toArray();
    }

    private static double[][] rows(int n, int k, Random r) {
        var rows = new double[n][];
        for (int i = 0; i < n; i++) {
            rows[i] = numbers(k, r);
        }
        return rows;
    }

    private static void compute(String text, boolean flat) {
        var r = new Random(5);
        var calls = new ArrayList<Object[]>();
        for (int[] size : new int[][] {{1, 3, 2}, {3, 9, 4}, {4, 1, 1}, {5, 8, 3}, {40, 21, 6}, {9, 33, 1}}) {
            int n = size[0];
            int m = size[1];
            int k = size[2];
            calls.add(flat ? new Object[] {numbers(n * k, r), numbers(m * k, r), rows(n, m, r), n, m, k} : new Object[] {rows(n, k, r), rows(m, k, r), rows(n, m, r), n, m, k});
        }
        Oracle.checkAll(text, List.of(2), calls);
    }

    @Test
    void rowsThatEachTripReadsAreTurned() {
        assertEquals(1, made(turned(DISTANCES)));
        compute(DISTANCES, false);
        assertEquals(1, made(turned(FLAT)));
        compute(FLAT, true);
    }

    /** A copy would be much larger than a short array in which the trips go round and round. */
    @Test
    void shortRingsAreNotCopied() {
        String ring = FLAT.replace("v = index c y", "w1 = dim[0] c; y1 = rem y w1; v = index c y1");
        assertEquals(1, made(turned(ring)));
        compute(ring, true);
        var r = new Random(6);
        Oracle.check(ring, List.of(2), numbers(50 * 40, r), numbers(7, r), rows(50, 30, r), 50, 30, 40);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"for(n, o) | for(3:i32, o)", "v = index c j l | v = index c i l", "v = index c j l | v = index c l j",
        "v = index c j l | g = lt l j; v = cond g { yield 0.0:f64 } { h = index c j l; yield h }"})
    void othersStay(String was, String is) {
        Func f = Lower.pass().run(Parser.parseFunc(DISTANCES.replace(was, is)));
        assertSame(f, TurnedTables.run(f, 64, false));
    }

    @Test
    void whatTripsChangeStays() {
        Func f = Lower.pass().run(Parser.parseFunc(CHANGED.replace("return r\n", "return r, rc\n")));
        assertSame(f, TurnedTables.run(f, 64, false));
    }

    /** Without memory for the copy the call would have to begin again: an argument is not worked on in a copy for that. */
    @Test
    void argumentsThatAreWrittenBeforeAreNotCopied() {
        String written = DISTANCES.replace("  r = for(n, o)", "  o1 = for(n, o) { i1, a0 -> b0 = index a0 i1 0:i32; b1 = add b0 1.0:f64; a1 = update a0 i1 0:i32 b1; yield a1 }\n  m2 = index x 0:i32 0:i32\n  m3 = convert[i32] m2\n  m4 = max m m3\n  r = for(n, o1)").replace("map(m, a)", "map(m4, a)");
        Func f = Lower.pass().run(Parser.parseFunc(written));
        assertSame(f, TurnedTables.run(f, 64, false));
    }

    /** Where all that it needs is known in front of what is written first, it is made there. */
    @Test
    void copiesAreMadeInFrontOfWhatIsWritten() {
        String written = DISTANCES.replace("  r = for(n, o)", "  o1 = for(n, o) { i1, a0 -> b0 = index a0 i1 0:i32; b1 = add b0 1.0:f64; a1 = update a0 i1 0:i32 b1; yield a1 }\n  r = for(n, o1)");
        Func f = turned(written);
        assertEquals(1, made(f));
        assertEquals(Prim.FULL, f.body().stream().filter(e -> e.prim() == Prim.FULL || Regions.any(List.of(e), x -> x.prim() == Prim.UPDATE)).findFirst().orElseThrow().prim());
        compute(written, false);
    }
}
