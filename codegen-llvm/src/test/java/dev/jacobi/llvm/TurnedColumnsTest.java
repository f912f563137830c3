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
import org.junit.jupiter.params.provider.ValueSource;

/** Pairs of a point and one behind it: what lanes read of the second ones lies side by side in a copy. */
class TurnedColumnsTest {
    /** How many points behind each one are near it. */
    private static final String NEAR = """
        f(x:f64[n,k], o:i32[m], n:i32[], r:f64[]) {
          p = for(n, o) { i, a ->
            i1 = add i 1:i32
            left = sub n i1
            c = reduce[?, add](left, 0:i32) { j ->
              w = add i1 j
              u = index x i 0:i32; v = index x w 0:i32; d = sub u v; q = mul d d
              u1 = index x i 1:i32; v1 = index x w 1:i32; d1 = sub u1 v1; q1 = mul d1 d1
              s = add q q1
              near = lt s r
              one = select near 1:i32 0:i32
              yield one
            }
            b = update a i c
            yield b
          }
          return p
        }""";
    /** The same with all coordinates. */
    private static final String FAR = NEAR.replace("r:f64[])", "r:f64[], k:i32[])").replace("u = index x i 0:i32; v = index x w 0:i32; d = sub u v; q = mul d d",
        "s = for(k, 0.0:f64) { l, t -> u = index x i l; v = index x w l; d = sub u v; q = mul d d; z = add t q; yield z }")
        .replace("u1 = index x i 1:i32; v1 = index x w 1:i32; d1 = sub u1 v1; q1 = mul d1 d1\n", "").replace("      s = add q q1\n", "");
    /** A sum in order, whose terms lanes compute. */
    private static final String ENERGY = """
        f(x:f64[n,k], n:i32[]) {
          p = for(n, 0.0:f64) { i, a ->
            i1 = add i 1:i32
            left = sub n i1
            c = for(left, a) { j, b ->
              w = add i1 j
              u = index x i 0:i32; v = index x w 0:i32; d = sub u v; q = mul d d
              u1 = index x i 1:i32; v1 = index x w 1:i32; d1 = sub u1 v1; q1 = mul d1 d1
              s = add q q1
              h = sqrt s
              t = div d h
              e = add b t
              yield e
            }
            yield c
          }
          return p
        }""";

    private static Func run(Func f) {
        return TurnedColumns.run(f, 64, false, false);
    }

    private static Func turned(String text) {
        Func now = run(Lower.pass().run(Parser.parseFunc(text)));
        Verifier.verify(now);
        return now;
    }

    private static long made(Func f) {
        long[] n = {0};
        Regions.each(f.body(), e -> n[0] += e.prim() == Prim.FULL ? 1 : 0);
        return n[0];
    }

    private static double[][] points(int n, int k, Random r) {
        var rows = new double[n][];
        for (int i = 0; i < n; i++) {
            rows[i] = r.doubles(k, -2, 2).toArray();
        }
        return rows;
    }

    private static void compute(String text, boolean all) {
        var r = new Random(5);
        var calls = new ArrayList<Object[]>();
        for (int[] size : new int[][] {{1, 3}, {3, 2}, {4, 5}, {5, 3}, {40, 2}, {33, 9}, {100, 4}}) {
            int n = size[0];
            int k = size[1];
            calls.add(all ? new Object[] {points(n, k, r), new int[n], n, 3.0, k} : new Object[] {points(n, k, r), new int[n], n, 1.0});
        }
        Oracle.checkAll(text, List.of(1), calls);
    }

    @Test
    void columnsOfLaterRowsAreTurned() {
        assertEquals(2, made(turned(NEAR)));
        compute(NEAR, false);
        assertEquals(1, made(turned(FAR)));
        compute(FAR, true);
    }

    @Test
    void termsOfSumsInOrderAreReadSideBySide() {
        assertEquals(2, made(turned(ENERGY)));
        var r = new Random(7);
        var calls = new ArrayList<Object[]>();
        for (int n : new int[] {1, 3, 4, 17, 60, 130}) {
            calls.add(new Object[] {points(n, 3, r), n});
        }
        Oracle.checkAll(ENERGY, List.of(-1), calls);
    }

    /** A column that is not there is read by no trip, and then there is no copy of it. */
    @Test
    void columnsNeedNotBeThere() {
        String narrow = NEAR.replace("left = sub n i1", "left1 = sub n i1; k = dim[1] x; one1 = gt k 1:i32; left = select one1 left1 0:i32");
        assertEquals(2, made(turned(narrow)));
        var r = new Random(8);
        Oracle.checkAll(narrow, List.of(1), List.of(new Object[] {points(20, 1, r), new int[20], 20, 1.0}, new Object[] {points(20, 2, r), new int[20], 20, 1.0}));
    }

    /** What pairs add to each of their points, in a matrix that is returned. */
    private static final String FORCES = """
        f(x:f64[n,k], n:i32[]) {
          k = dim[1] x
          o = full[f64[n,k]] 0.0:f64 n k
          p = for(n, o) { i, a ->
            i1 = add i 1:i32
            left = sub n i1
            q = map(left, a) { j, b ->
              w = add i1 j
              u = index x i 0:i32; v = index x w 0:i32; d = sub u v
              u1 = index x i 1:i32; v1 = index x w 1:i32; d1 = sub u1 v1
              g = index b w 0:i32; g1 = index b w 1:i32
              h = add g d; h1 = sub g1 d1
              b0 = update b w 0:i32 h
              b1 = update b0 w 1:i32 h1
              yield b1
            }
            yield q
          }
          return p
        }""";

    /** The matrix is made with its columns as rows, and copied into what is returned. */
    @Test
    void whatIsAddedToColumnsLiesSideBySide() {
        Func f = turned(FORCES);
        assertEquals(4, made(f));
        var r = new Random(10);
        var calls = new ArrayList<Object[]>();
        for (int[] size : new int[][] {{1, 2}, {3, 2}, {4, 5}, {40, 3}, {33, 2}, {70, 7}}) {
            calls.add(new Object[] {points(size[0], size[1], r), size[0]});
        }
        Oracle.checkAll(FORCES, List.of(-1), calls);
    }

    /** Branches read columns that only some matrices have, or rows that only some trips have. */
    @Test
    void branchesReadColumns() {
        String guarded = NEAR.replace("u1 = index x i 1:i32; v1 = index x w 1:i32; d1 = sub u1 v1; q1 = mul d1 d1",
            "k = dim[1] x; has = gt k 1:i32; less = lt q r; both = and has less; q1 = cond(both) false { yield 0.5:f64 } true { u1 = index x i 1:i32; v1 = index x w 1:i32; d1 = sub u1 v1; h1 = mul d1 d1; yield h1 }");
        assertEquals(2, made(turned(guarded)));
        var r = new Random(9);
        Oracle.checkAll(guarded, List.of(1), List.of(new Object[] {points(50, 1, r), new int[50], 50, 1.0}, new Object[] {points(50, 2, r), new int[50], 50, 1.0}, new Object[] {points(41, 3, r), new int[41], 41, 2.0}));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"for(n, o) | for(3:i32, o)", "w = add i1 j | w2 = add j j; w = add i1 w2", "index x w 0:i32 | index x w i", "index x w 0:i32 | index x w j"})
    void othersStay(String was, String is) {
        String text = NEAR.replace(was, is).replace("index x w 1:i32", was.startsWith("index") ? "index x 0:i32 1:i32" : "index x w 1:i32");
        Func f = Lower.pass().run(Parser.parseFunc(text));
        assertSame(f, run(f));
    }

    /** Lanes of columns read rows of the second factor as they lie; a copy of its columns would lead to sums across registers. */
    @ParameterizedTest
    @ValueSource(strings = {"v = index y k j", "v0 = index x i j; v1 = index y k j; v = sub v0 v1"})
    void whatLanesReadSideBySideStays(String second) {
        Func f = Lower.pass().run(Parser.parseFunc("""
            f(x:f64[n,k], y:f64[k,m], o:f64[n,m]) { n = dim[0] x; k = dim[0] y; m = dim[1] y
              p = map(n, o) { i, a ->
                q = map(m, a) { j, b -> s = reduce[?, add](k, 0.0:f64) { k -> u = index x i k; SECOND; t = mul u v; yield t }; c = update b i j s; yield c }
                yield q }
              return p }""".replace("SECOND", second)));
        assertSame(f, run(f));
    }

    @Test
    void copiesOfColumnsStay() {
        Func f = Lower.pass().run(Parser.parseFunc("""
            f(x:f64[n,m], o:f64[m,n]) { n = dim[0] x; m = dim[1] x; blocks = shr n 5:i32
              p = map(blocks, o) { b, a -> first = mul b 32:i32; left = sub n first; l = min left 32:i32
                q = map(m, a) { j, c -> r = map(l, c) { i, d -> w = add first i; v = index x w j; e = update d j w v; yield e }; yield r }
                yield q }
              return p }"""));
        assertSame(f, run(f));
    }

    @Test
    void matricesThatTripsChangeStay() {
        Func f = Lower.pass().run(Parser.parseFunc(NEAR.replace("for(n, o) { i, a ->", "for(n, o, x) { i, a, x1 ->").replace("p = for", "p, px = for").replace("index x ", "index x1 ")
            .replace("yield b\n", "x2 = update x1 i 0:i32 0.5:f64\n    yield b, x2\n").replace("return p\n", "return p, px\n")));
        assertSame(f, run(f));
    }
}
