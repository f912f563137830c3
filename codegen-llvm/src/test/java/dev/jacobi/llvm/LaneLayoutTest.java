package dev.jacobi.llvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.llvm.emit.Oracle;
import dev.jacobi.llvm.lower.Lower;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Arrays of which each lane has a row have the axis of the lanes last. */
class LaneLayoutTest {
    /** A recurrence for each element of x, whose trips are kept, and a loop that goes through them from the last to the first. */
    private static final String TAPE = """
        f(x:f64[n], m:i32[]) {
          n = dim[0] x
          k = max m 0:i32
          t = full[f64[?,?]] 0.0:f64 n k
          r = full[f64[n]] 0.0:f64 n
          t1 = map(n, t) { i:i32[], a:f64[?,?] ->
            x0 = index x i
            s, b = for(k, x0, a) { j:i32[], p:f64[], c:f64[?,?] ->
              q = mul p x0; o = sub q 0.5:f64; u = update c i j o
              yield o, u
            }
            yield b
          }
          r1 = map(n, r) { i:i32[], a:f64[n] ->
            s = for(k, 1.0:f64) { j:i32[], p:f64[] ->
              l = sub k j; l1 = sub l 1:i32
              v = index t1 i l1; w = mul v p; z = add w v
              yield z
            }
            u = update a i s
            yield u
          }
          return r1
        }""";

    /** A read beyond the last row is one of the last row, whatever stands behind it. */
    @Test
    void arraysOfWhichReadsAreBroughtInsideStay() {
        String clamped = TAPE.replace("k = max m 0:i32", "k = max m 1:i32").replace("return r1\n", "e = add n 5:i32\n  y = index[clamp] t1 e 0:i32\n  return r1, y\n");
        assertEquals(last(Lower.pass().run(Parser.parseFunc(clamped))).toString(), last(laidOut(clamped)).toString());
        var x = new double[513];
        Arrays.fill(x, 0.5);
        Oracle.check(clamped, List.of(), x, 3);
    }

    private static Func laidOut(String text) {
        Func f = Lower.pass().run(Parser.parseFunc(text));
        Func now = LaneLayout.run(f, 64, false, false);
        Verifier.verify(now);
        return now;
    }

    /** The last indices of all accesses to matrices. */
    private static List<Atom> last(Func f) {
        var out = new ArrayList<Atom>();
        Regions.each(f.body(), e -> {
            if ((e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE) && e.in().get(0).type().rank() == 2) {
                out.add(e.indices().get(1));
            }
        });
        return out;
    }

    private static void compute(String text) {
        for (int n : new int[] {0, 1, 7, 8, 40}) {
            for (int m : new int[] {0, 1, 5}) {
                var x = new double[n];
                for (int i = 0; i < n; i++) {
                    x[i] = (i * 37 % 11 - 5) * 0.3;
                }
                Oracle.check(text, List.of(), x, m);
            }
        }
    }

    private static void assertStays(String text) {
        Func f = Lower.pass().run(Parser.parseFunc(text));
        assertSame(f, LaneLayout.run(f, 64, false, false), text);
        compute(text);
    }

    @Test
    void whatLanesKeepLiesSideBySide() {
        Func f = laidOut(TAPE);
        List<Atom> trips = new ArrayList<>();
        Regions.each(f.body(), e -> {
            if (e.prim() == Prim.MAP) {
                trips.add(Regions.trip(e));
            }
        });
        assertEquals(2, last(f).size());
        assertTrue(trips.containsAll(last(f)), f.toString());
        Eqn made = f.body().stream().filter(e -> e.prim() == Prim.FULL && e.result().type().rank() == 2).findFirst().orElseThrow();
        assertEquals(laidOut(TAPE).body().stream().filter(e -> e.prim() == Prim.MAX).findFirst().orElseThrow().result(), made.in().get(1), "the axis of the trips is the first now\n" + f);
        compute(TAPE);
    }

    /** A few terms of each of many examples, which loops along them make and read, lie side by side for the examples. */
    @Test
    void examplesAreLanesWhereTheirTermsAreFew() {
        String text = """
            f(x:f64[n], m:i32[]) {
              n = dim[0] x
              k = max m 0:i32
              t = full[f64[?,?]] 0.0:f64 n k
              r = full[f64[n]] 0.0:f64 n
              r1, t1 = map(n, r, t) { i:i32[], c:f64[n], a:f64[?,?] ->
                x0 = index x i
                b = map(k, a) { j:i32[], p:f64[?,?] ->
                  q = convert[f64] j
                  s = for(8:i32, q) { l:i32[], o:f64[] -> y = mul o x0; z = add y 0.25:f64; yield z }
                  u = update p i j s
                  yield u
                }
                g = for(k, 1.0:f64) { j:i32[], p:f64[] -> v = index b i j; w = mul v p; z = add w v; yield z }
                d = update c i g
                yield d, b
              }
              h1 = map(n, r1) { i:i32[], c:f64[n] ->
                g = for(k, 0.0:f64) { j:i32[], p:f64[] -> v = index t1 i j; w = sub v p; yield w }
                o = index c i; e = add o g
                d = update c i e
                yield d
              }
              return h1
            }""";
        Func f = laidOut(text);
        Set<Atom> examples = new HashSet<>();
        f.body().stream().filter(e -> e.prim() == Prim.MAP).forEach(e -> examples.add(Regions.trip(e)));
        assertTrue(examples.containsAll(last(f)), f.toString());
        compute(text);
    }

    /** Lanes that keep a few terms each store them side by side, though a loop goes along these terms. */
    @Test
    void theAxisOfAFewTermsIsNotTheLast() {
        String text = """
            f(x:f64[n], m:i32[]) {
              n = dim[0] x
              t = full[f64[?,?]] 0.0:f64 n WIDTH
              r = full[f64[n]] 0.0:f64 n
              t1, r0 = map(n, t, r) { i:i32[], a:f64[?,?], e:f64[n] ->
                x0 = index x i
                s, b = for(5:i32, -9.0:f64, a) { j:i32[], before:f64[], c:f64[?,?] ->
                  p = convert[f64] j; q = mul p x0; g = abs q; h = sqrt g; k = add g 1.0:f64; l = div h k; o = mul l before; u = update c i j o
                  yield o, u
                }
                d = update e i s
                yield b, d
              }
              r1 = for(n, r0) { i:i32[], a:f64[n] ->
                a1 = for(5:i32, a) { j:i32[], c:f64[n] ->
                  v = index t1 i j; p = index c i; w = sub v p; u = update c i w
                  yield u
                }
                yield a1
              }
              return r1
            }""";
        Func f = laidOut(text.replace("WIDTH", "5:i32"));
        Eqn made = f.body().stream().filter(e -> e.prim() == Prim.FULL && e.result().type().rank() == 2).findFirst().orElseThrow();
        assertEquals(Lit.i32(5), made.in().get(1), f::toString);
        compute(text.replace("WIDTH", "5:i32"));
        assertStays(text.replace("WIDTH", "50:i32"));
    }

    /** In branches, too. */
    @Test
    void branchesHandTheArrayOn() {
        String text = TAPE.replace("r1 = map", "g = gt m 3:i32; t2 = cond(g) false { yield t1 } true { t3 = map(n, t1) { i:i32[], a:f64[?,?] -> x0 = index x i; u = update a i 0:i32 x0; yield u }; yield t3 }; r1 = map")
            .replace("index t1 i l1", "index t2 i l1");
        assertEquals(3, last(laidOut(text)).size());
        assertTrue(laidOut(text) != Lower.pass().run(Parser.parseFunc(text)));
        compute(text);
    }

    /** Without lanes, where the array is returned or used as a whole, and where a loop goes along its rows. */
    @Test
    void othersStay() {
        Func f = Lower.pass().run(Parser.parseFunc(TAPE));
        assertSame(f, LaneLayout.run(f, 0, false, false));
        assertStays(TAPE.replace("return r1", "return r1, t1"));
        assertStays(TAPE.replace("return r1", "e = dim[0] t1; return r1, e"));
        assertStays(TAPE.replace("return r1", "y = copy t1; return r1, y"));
        assertStays(TAPE.replace("return r1", "h = ge n 1:i32; w = cond(h) false { yield 0.0:f64 } true { z = for(k, 0.0:f64) { j:i32[], p:f64[] -> v = index t1 0:i32 j; q = mul p v; yield q }; yield z }; return r1, w"));
    }
}
