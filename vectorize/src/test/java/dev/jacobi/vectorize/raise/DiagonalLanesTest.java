package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.vectorize.order.DiagonalLanes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rows that wait for their neighbours are lanes where only the last one is looked at, and compute the same with fewer, as many and more rows and columns than a block has. */
class DiagonalLanesTest {
    private static List<FunctionPass> passes(int rows) {
        var passes = new ArrayList<>(Raise.passes(false));
        passes.add(new DiagonalLanes(false, rows));
        return passes;
    }

    private static void lanes(boolean are, String text) {
        for (int rows : new int[] {2, 4}) {
            RaisedProgram p = RaisedProgram.of(passes(rows), text);
            RaisedProgram before = RaisedProgram.of(passes(rows).subList(0, passes(rows).size() - 1), text);
            assertEquals(are, !before.raised().toString().equals(p.raised().toString()), p.raised().toString());
            assertTrue(!are || p.raised().toString().contains("map(") || p.raised().toString().contains("reduce["), p.raised().toString());
            var random = new Random(rows);
            for (int n = 0; n < 12; n++) {
                for (int m : new int[] {0, 1, 2, 3, 4, 5, 8, 11}) {
                    p.computes(true, arguments(p.original(), n, m, random));
                }
            }
        }
    }

    /** Arrays with room for places from 0 to 3 beyond the bounds; what is called m is the last one. */
    private static List<Tensor> arguments(Func f, int n, int m, Random random) {
        var args = new ArrayList<Tensor>();
        for (Var v : f.in()) {
            int[] dims = v.type().rank() == 2 ? new int[] {n + 4, m + 4} : new int[] {(n + 4) * (m + 4)};
            int size = v.type().rank() == 2 ? dims[0] * dims[1] : dims[0];
            if (v.type().isScalar()) {
                args.add(Tensor.of(Lit.i32(v.equals(f.in().get(f.in().size() - 1)) ? m : n)));
            } else {
                args.add(v.dtype() == DType.I32 ? Tensor.of(random.ints(size, 0, 4).toArray(), dims) : Tensor.of(random.doubles(size, 1, 2).toArray(), dims));
            }
        }
        return args;
    }

    /** Each trip of the inner loop takes the element above {@code u}, that one's left neighbour {@code d}, and what was written last, {@code l}. */
    private static String table(String type, String first, String step, String last) {
        return """
            f(a:T[p,q], x:T[r], y:T[s], n:i32[], m:i32[]) {
              b = for(n, a) { i:i32[], c:T[p,q] ->
                i1 = add i 1:i32
                FIRST
                e, z = for(m, c, l0) { j:i32[], g:T[p,q], l:T[] ->
                  j1 = add j 1:i32
                  xi = index x i
                  yj = index y j
                  STEP
                  h = update g i1 j1 v
                  yield h, v
                }
                yield e
              }
              LAST
            }""".replace("FIRST", first).replace("STEP", step).replace("LAST", last).replace("T[", type + "[");
    }

    private static final String EDIT = "u = index g i j1; d = index g i j; q0 = ne xi yj; c1 = convert[i32] q0; u1 = add u 1:i32; l1 = add l 1:i32; t = min u1 l1; d1 = add d c1; v = min t d1";

    @Test
    void tablesOfWhichTheLastRowIsLookedAt() {
        lanes(true, table("i32", "l0 = index c i1 0:i32", EDIT, "k = index b n m; return k"));
        lanes(true, table("i32", "l0 = add i 7:i32", EDIT, "k = index b n 0:i32; o = index b n 1:i32; w = mul k o; return w"));
        lanes(true, table("f64", "l0 = index c i1 0:i32", "u = index g i j1; t = min u l; t1 = sub xi yj; v = add t t1", "k = index b n m; return k"));
        lanes(true, table("f64", "l0 = index c i1 0:i32", "d = index g i j; t = add d l; t1 = mul xi yj; v = div t t1", "k = index b n m; return k"));
    }

    @Test
    void tablesOfWhichMoreIsLookedAt() {
        lanes(false, table("i32", "l0 = index c i1 0:i32", EDIT, "return b"));
        lanes(false, table("i32", "l0 = index c i1 0:i32", EDIT, "k = index b 1:i32 m; return k"));
        lanes(false, table("i32", "l0 = index c i1 0:i32", EDIT, "k = for(n, 0:i32) { i:i32[], s:i32[] -> e = index b i m; z = add s e; yield z }; return k"));
    }

    /** What is in front of a row's trips looks at what they write, or a trip at something else than its neighbours. */
    @Test
    void otherNestsStay() {
        lanes(false, table("i32", "l0 = index c i m", EDIT, "k = index b n m; return k"));
        lanes(false, table("i32", "l0 = index c i1 0:i32", "u = index g i1 j1; t = min u l; v = add t 1:i32", "k = index b n m; return k"));
        lanes(false, table("i32", "l0 = index c i1 0:i32", "j2 = add j 2:i32; u = index g i j2; t = min u l; v = add t 1:i32", "k = index b n m; return k"));
        lanes(false, table("i32", "l0 = index c i1 0:i32", "u = index g i j1; o = or xi 1:i32; t = div u o; v = sub t l", "k = index b n m; return k"));
    }

    @Test
    void oneRowInPlace() {
        String text = """
            f(a:i32[p], x:i32[r], y:i32[s], n:i32[], m:i32[]) {
              best = add n 0:i32
              loop i from 1 while lt n step 1 carry(a:i32[p], best:i32[]) {
                before = a[0]
                a[0] := i
                loop j from 1 while lt m step 1 carry(a:i32[p], before:i32[], best:i32[]) {
                  k = sub j 1:i32
                  u = a[j]
                  l = a[k]
                  g = x[i]
                  h = y[j]
                  q0 = ne g h; c = convert[i32] q0
                  t = min u l; t1 = add t 1:i32; d = add before c; v = min t1 d
                  a[j] := v
                  best = max best v
                  before = add u 0:i32
                end
              end
              return a, best
            }""";
        lanes(true, text);
        lanes(false, text.replace("before = a[0]\n", "q = sub m 1:i32; q1 = max q 0:i32; before = a[q1]\n"));
    }

    /** Two rows that change places; what nobody writes of them, here at 0 and from m on, differs. */
    private static String pair(String left, String row, String result) {
        return """
            f(x:i32[r], y:i32[s], n:i32[], q:i32[]) {
              m = min q 1000:i32
              k = add m 3:i32
              a = full[i32[?]] 3:i32 k
              b = full[i32[?]] 1:i32 k
              m1 = add m 1:i32; m2 = add m 2:i32
              a1 = update a m1 7:i32
              b1 = update b 0:i32 n
              p, o = for(n, a1, b1) { i:i32[], u:i32[?], v0:i32[?] ->
                LEFT
                w, last = for(m, v, l0) { j:i32[], c:i32[?], l:i32[] ->
                  j1 = add j 1:i32
                  ROW
                  d = index y j
                  e = add d t; g = min e l; h = mul g 3:i32; z = sub h d
                  c2 = update c j1 z
                  yield c2, z
                }
                yield w, u
              }
              RESULT
            }""".replace("LEFT", left).replace("ROW", row).replace("RESULT", result);
    }

    @Test
    void rowsThatChangePlaces() {
        String row = "t = index u j1";
        lanes(true, pair("v = update v0 0:i32 i; l0 = index x i", row, "return p"));
        lanes(true, pair("v = update v0 m2 i; l0 = index u 0:i32", row, "return p"));
        lanes(true, pair("v = update v0 0:i32 i; l0 = index x i", "t0 = index u j1; t1 = index u j; t = sub t0 t1", "return p"));
        lanes(false, pair("v = update v0 0:i32 i; l0 = index x i", row, "return p, o"));
        lanes(false, pair("v = update v0 0:i32 i; l0 = index u m", row, "return p"));
    }

    /** Stores in branches to a row that the function makes; to one that others may see nothing is stored that the program does not store. */
    @Test
    void storesInBranches() {
        String text = """
            f(x:i32[r], y:i32[s], ROW n:i32[], q:i32[]) {
              m = min q 1000:i32
              k = add m 1:i32
              MAKE
              b = for(n, a) { i:i32[], c:T ->
                e, z = for(m, c, 0:i32) { j:i32[], g:T, before:i32[] ->
                  j1 = add j 1:i32
                  u = index g j1
                  xi = index x i
                  yj = index y j
                  n0 = ne xi yj
                  h = cond(n0) false { v = add before 1:i32; o = update g j1 v; yield o } true {
                    l = index g j
                    q0 = le l u
                    o = cond(q0) false { w = update g j1 l; yield w } true { OTHER }
                    yield o }
                  yield h, u
                }
                yield e
              }
              t = index b m
              RESULT
            }""";
        String own = text.replace("ROW", "").replace("MAKE", "a = full[i32[?]] 0:i32 k").replace("c:T", "c:i32[?]").replace("g:T", "g:i32[?]").replace("RESULT", "return t");
        lanes(true, own.replace("OTHER", "yield g"));
        lanes(true, own.replace("OTHER", "w = sub l 1:i32; o = update g j1 w; yield o"));
        lanes(false, own.replace("OTHER", "o = update g j l; yield o"));
        lanes(false, text.replace("ROW", "a:i32[p],").replace("MAKE", "").replace("c:T", "c:i32[p]").replace("g:T", "g:i32[p]").replace("RESULT", "return b").replace("OTHER", "yield g"));
    }
}
