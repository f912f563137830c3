package dev.jacobi.llvm.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.llvm.emit.Oracle;
import dev.jacobi.llvm.lower.Lower;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Arrays of trips that become rows of what the map makes, and reads of what new arrays were filled with. */
class LaneRowsTest {
    /** The gradient of a layer for each of the examples, as a vector: n examples of h inputs and m units. */
    private static final String FLAT = """
        f(x:f32[n,h], y:f32[n,m]) {
          n = dim[0] x; h = dim[1] x; m = dim[1] y; k = mul h m
          all = full[f32[n,k]] 0.0:f32 n k
          d = map(n, all) { s:i32[], a:f32[n,k] ->
            r = full[f32[k]] 0.0:f32 k
            r2 = map(h, r) { i:i32[], c:f32[k] ->
              im = mul i m
              c2 = map(m, c) { j:i32[], e:f32[k] ->
                at = add im j
                u = index x s i; v = index y s j; p = mul u v
                o = index e at; q = add o p
                w = update e at q
                yield w
              }
              yield c2
            }
            a2 = map(k, a) { i:i32[], b:f32[n,k] -> t = index r2 i; w = update b s i t; yield w }
            yield a2
          }
          return d
        }""";
    /** The same as a matrix, which later trips of a sequential loop add to again. */
    private static final String NESTED = """
        f(x:f32[n,h], y:f32[n,m]) {
          n = dim[0] x; h = dim[1] x; m = dim[1] y
          all = full[f32[n,h,m]] 0.0:f32 n h m
          d = map(n, all) { s:i32[], a:f32[n,h,m] ->
            r = full[f32[h,m]] 0.0:f32 h m
            r2 = for(3:i32, r) { z:i32[], g:f32[h,m] ->
              r3 = map(h, g) { i:i32[], c:f32[h,m] ->
                c2 = map(m, c) { j:i32[], e:f32[h,m] ->
                  u = index x s i; v = index y s j; p = mul u v
                  o = index e i j; q = add o p
                  w = update e i j q
                  yield w
                }
                yield c2
              }
              yield r3
            }
            a2 = map(h, a) { i:i32[], b:f32[n,h,m] ->
              a3 = map(m, b) { j:i32[], g:f32[n,h,m] -> t = index r2 i j; w = update g s i j t; yield w }
              yield a3
            }
            yield a2
          }
          return d
        }""";

    private static Func rows(String text) {
        Func f = LaneRows.run(Lower.pass().run(Parser.parseFunc(text)));
        Verifier.verify(f);
        return f;
    }

    private static long count(Func f, Prim p) {
        var count = new long[1];
        Regions.each(f.body(), e -> count[0] += e.prim() == p ? 1 : 0);
        return count[0];
    }

    private static void compute(String text) {
        for (int[] s : new int[][] {{1, 1, 1}, {2, 3, 4}, {5, 7, 19}}) {
            Oracle.check(text, List.of(), (Object) numbers(s[0], s[1]), numbers(s[0], s[2]));
        }
    }

    private static float[][] numbers(int n, int m) {
        var x = new float[n][m];
        for (int i = 0; i < n * m; i++) {
            x[i / m][i % m] = i % 7 == 0 ? -0f : (i * 37 % 11 - 5) * 0.3f;
        }
        return x;
    }

    @Test
    void arraysOfTripsAreRowsOfTheResult() {
        for (String text : List.of(FLAT, NESTED)) {
            assertEquals(1, count(rows(text), Prim.FULL), "one array for all trips\n" + rows(text));
        }
    }

    @Test
    void sumsInNewArraysOnlyWrite() {
        assertEquals(2, count(FilledReads.run(rows(FLAT)), Prim.INDEX), "factors alone are read\n" + FilledReads.run(rows(FLAT)));
        assertEquals(3, count(FilledReads.run(rows(NESTED)), Prim.INDEX), "what an earlier trip of the sequential loop has written is read");
    }

    @Test
    void bitsAreTheSame() {
        compute(FLAT);
        compute(NESTED);
    }

    /** What is kept of each example, n of h numbers: made at first, then added to, read behind the equation that hands it on as a row of the block that begins at 3. */
    private static final String KEPT = """
        f(x:f32[n,h], y:f32[n,m]) {
          n = dim[0] x; h = dim[1] x; rows = add n 3:i32
          all = full[f32[?,?]] 0.5:f32 rows h
          sums = full[f32[n]] 0.0:f32 n
          t, d = map(n, sums, all) { s:i32[], u:f32[n], a:f32[?,?] ->
            place = add s 3:i32
            r = full[f32[h]] 0.0:f32 h
            k, r2 = reduce[h, add](h, 0.0:f32, r) { i:i32[], c:f32[h] ->
              o = index c i; v = index x s i; w = mul v v; z = add o w
              c2 = update c i z
              yield v, c2
            }
            r3 = map(h, r2) { i:i32[], c:f32[h] -> o = index c i; w = mul o k; c2 = update c i w; yield c2 }
            first = index r3 0:i32; twice = add first first
            r4 = update r3 0:i32 twice
            a2 = update a place r4
            q = for(h, 0.0:f32) { i:i32[], p:f32[] -> v = index r4 i; g = add p v; yield g }
            u2 = update u s q
            yield u2, a2
          }
          return t, d
        }""";

    @Test
    void whatIsHandedOnAsARowIsMadeThere() {
        // where not all of it is written, the row is filled first
        String part = KEPT.replace("reduce[h, add](h, 0.0:f32, r)", "reduce[?, add](less, 0.0:f32, r)").replace("rows = ", "less = sub h 1:i32; rows = ");
        for (String text : List.of(KEPT, part)) {
            Func f = rows(text);
            assertEquals(2, count(f, Prim.FULL), "no array for each trip\n" + f);
            assertFalse(Regions.any(f.body(), e -> e.prim() == Prim.UPDATE && e.written().isArray()), f.toString());
            compute(text);
        }
    }

    /** Arrays whose place is found behind them, and an array of which an earlier version is read behind a later one. */
    @Test
    void otherRowsStay() {
        for (String text : List.of(KEPT.replace("v = index r4 i;", "v = index r3 i;"), KEPT.replace("place = add s 3:i32\n", "").replace("a2 = up", "place = add s 3:i32; a2 = up"))) {
            assertEquals(3, count(rows(text), Prim.FULL), text);
        }
    }

    /** Maps that make an array of what each trip yields carry nothing. */
    @Test
    void mapsThatCollectStay() {
        String text = """
            f(x:f32[n,h], y:f32[n,m]) {
              n = dim[0] x; h = dim[1] x
              z = full[f32[n]] 1.0:f32 n
              r:f32[n] = map(n) { i:i32[] -> v = index x i 0:i32; u = index z i; w = add u v; yield w }
              t:f32[n,h] = map(n) { i:i32[] -> v = index x i; yield v }
              return r, t
            }""";
        Func f = Lower.pass().run(Parser.parseFunc(text));
        assertSame(f, LaneRows.run(f));
        Verifier.verify(FilledReads.run(f));
        compute(text);
    }

    /** Rows that begin with another number, an earlier version used behind a later one, an array used behind its copy, one of another extent, and one used as a whole. */
    @Test
    void othersStay() {
        for (String text : List.of(FLAT.replace("r = full[f32[k]] 0.0:f32 k", "r = full[f32[k]] -0.0:f32 k"),
            FLAT.replace("t = index r2 i; w", "o = index r i; g = index r2 i; t = add o g; w"),
            FLAT.replace("a2 = map(k, a)", "k2 = sub k 1:i32; k3 = max k2 0:i32; a2 = map(k3, a)"),
            FLAT.replace("yield a2\n", "o = index[clamp] r2 0:i32; a3 = update[clamp] a2 s 0:i32 o; yield a3\n"))) {
            Func f = Lower.pass().run(Parser.parseFunc(text));
            assertSame(f, LaneRows.run(f), text);
            compute(text);
        }
    }
}
