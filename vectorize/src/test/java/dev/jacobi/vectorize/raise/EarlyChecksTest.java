package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.checks.CheckLoops;
import dev.jacobi.vectorize.checks.EarlyChecks;
import dev.jacobi.vectorize.raise.RaiseTest.Program;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a function checks between loops is checked before the first one that writes. */
class EarlyChecksTest {
    /** A loop that adds a term to the elements from some place on. */
    private static String loop(String array, int from, String term) {
        return "loop i from 0 while lt n step 1 carry(%1$s:i32[l]) {\nk = add i %2$d:i32; u = %1$s[k]; v = add u %3$s\n%1$s[k] := v\nend\n".formatted(array, from, term);
    }

    /** Their texts are bodies of f(x:i32[l], y:i32[l], n). */
    static Stream<Program> programs() {
        String first = loop("x", 1, "i");
        String second = loop("y", 2, "i");
        return Stream.of(
            new Program("extents", "map map", first + second + "return x, y\n"),
            new Program("an element that stands behind a check", "map map", first + """
                z = dim[0] y
                a = ge n 0:i32; b = lt n z; ok = and a b
                check[index] ok
                e = index y n
                t = lt e 7:i32
                check[index] t
                """ + loop("y", 0, "e") + "return x, y\n"));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void standInFront(Program p) {
        RaisedProgram forms = RaisedProgram.of(p.skeleton(), "f(x:i32[l], y:i32[l], n:i32[]) {\n" + p.text() + "}");
        List<Prim> order = forms.raised().body().stream().map(Eqn::prim).toList();
        assertTrue(order.lastIndexOf(Prim.CHECK) < order.indexOf(Prim.MAP), forms.raised()::toString);
        int passed = 0;
        for (int l = 0; l < 9; l++) {
            for (int n = -1; n < 9; n++) {
                for (int e : new int[] {0, 9}) {
                    int[] y = new int[l];
                    Arrays.fill(y, e);
                    var args = List.of(Tensor.of(new int[l], l), Tensor.of(y, l), Tensor.of(Lit.i32(n)));
                    forms.computes(true, args);
                    passed += Same.outputs(forms.original(), args) == null ? 0 : 1;
                }
            }
        }
        assertTrue(passed >= 20, "only " + passed);
    }

    /** A branch that only reads, behind a loop that writes: {@code return n > 0 ? x[n - 1] + y[0] : 0}. */
    @Test
    void ofBranchesThatReadBehindWrites() {
        Func f = Parser.parseFunc("""
            f(x:i32[l], y:i32[m], n:i32[]) {
              a = dim[0] x;  b = dim[0] y
              r = map(a, x) { i:i32[], w:i32[l] -> e = index w i;  g = add e 3:i32;  u = update w i g;  yield u }
              p = lt n 1:i32
              s = cond(p) false {
                j = sub n 1:i32;  k = lt j a;  check[index] k
                v = index r j
                c = ge b 1:i32;  check[index] c
                o = index y 0:i32;  t = add v o;  yield t } true { yield 0:i32 }
              return s, r }
            """);
        Func g = new EarlyChecks().run(f);
        Verifier.verify(g);
        List<Prim> order = g.body().stream().map(Eqn::prim).toList();
        assertEquals(2, order.stream().filter(Prim.CHECK::equals).count(), g::toString);
        assertTrue(order.lastIndexOf(Prim.CHECK) < order.indexOf(Prim.MAP), g::toString);
        for (int l = 0; l < 4; l++) {
            for (int m = 0; m < 2; m++) {
                for (int n = -1; n < 5; n++) {
                    var args = List.of(Tensor.of(new int[l], l), Tensor.of(new int[m], m), Tensor.of(Lit.i32(n)));
                    assertEquals(Same.outputs(f, args) == null, Same.outputs(g, args) == null);
                }
            }
        }
    }

    /** The checks of branches that write stand in front of them, and those of branches in branches, but not what divides or reads. */
    @Test
    void ofBranchesStandInFront() {
        Func f = Parser.parseFunc("""
            f(x:i32[l], y:i32[m], n:i32[]) {
              p = gt n 0:i32
              r = cond(p) false { yield x } true {
                a = dim[0] y;  b = lt 0:i32 a;  check[index] b
                c = dim[0] x;  d = lt 0:i32 c;  check[index] d
                e = index y 0:i32
                u = update x 0:i32 e
                q = gt n 1:i32
                s = cond(q) false { g = sub n 2:i32;  h = lt g c;  check[index "no"] h;  yield u } true {
                  i = sub a n;  j = ge i 0:i32;  check[index] j
                  k = lt n c;  check[index] k
                  t = for(n, u) { v:i32[], w:i32[l] -> z = index y v;  o = add z n;  aa = update w v o;  yield aa }
                  bb = rem 5:i32 n;  cc = eq bb 2:i32;  dd = not cc;  check[index "rem"] dd
                  yield t }
                yield s }
              return r }
            """);
        Func g = new EarlyChecks().run(f);
        Verifier.verify(g);
        long inside = g.body().stream().filter(e -> e.prim() == Prim.COND && Regions.any(List.of(e), x -> x.prim() == Prim.CHECK)).count();
        assertEquals(1, inside, g::toString); // the one of the remainder
        assertEquals(5, g.body().stream().filter(e -> e.prim() == Prim.CHECK).count(), g::toString);
        int passed = 0;
        for (int l = 0; l < 7; l++) {
            for (int m = 0; m < 7; m++) {
                for (int n = -2; n < 8; n++) {
                    var args = List.of(Tensor.of(new int[l], l), Tensor.of(Arrays.copyOf(new int[] {4, 5, 6, 7, 8, 9, 10}, m), m), Tensor.of(Lit.i32(n)));
                    assertEquals(text(Same.outputs(f, args)), text(Same.outputs(g, args)), l + " " + m + " " + n);
                    passed += Same.outputs(f, args) == null ? 0 : 1;
                }
            }
        }
        assertTrue(passed >= 20, "only " + passed);
    }

    /** {@code for (i < n % 5) x[i] += 3; if (n < 5) return; for (i = n % 5; i < n; i++) x[i] += 3}: whether it returns is known before it writes, so that all checks are, too. */
    @Test
    void behindAnEarlyReturnStandInFront() {
        Func f = Parser.parseFunc("""
            f(x:i32[l], n:i32[]) {
              a = dim[0] x;  m = rem n 5:i32;  p = ne m 0:i32
              r, q = cond(p) false { yield x, false } true {
                b = le m a;  check[index "first"] b
                s = map(m, x) { i:i32[], w:i32[l] -> e = index w i;  g = add e 3:i32;  u = update w i g;  yield u }
                c = lt n 5:i32
                yield s, c }
              t = cond(q) false {
                d = sub n m;  h = div d 5:i32;  j = mul h 5:i32;  k = add j m;  o = le k a;  check[index "second"] o
                v = map(j, r) { y:i32[], z:i32[l] -> aa = add y m;  bb = index z aa;  cc = add bb 3:i32;  dd = update z aa cc;  yield dd }
                yield v } true { yield r }
              return t }
            """);
        Func g = new EarlyChecks().run(f);
        Verifier.verify(g);
        List<Prim> order = g.body().stream().map(Eqn::prim).toList();
        assertEquals(2, order.stream().filter(Prim.CHECK::equals).count(), g::toString);
        assertTrue(order.lastIndexOf(Prim.CHECK) < order.indexOf(Prim.COND), g::toString);
        for (int l = 0; l < 14; l++) {
            for (int n = 0; n < 16; n++) {
                var args = List.of(Tensor.of(new int[l], l), Tensor.of(Lit.i32(n)));
                assertEquals(text(Same.outputs(f, args)), text(Same.outputs(g, args)), l + " " + n);
            }
        }
    }

    /** {@code for (i ..) for (j < c) a[i][j] = a[p[i]][j] + i}: a loop in front checks all of p, since rows are written, though not by the loop itself that the check is in. */
    @Test
    void ofRowsThatInnerLoopsWriteStandInFront() {
        Func f = Parser.parseFunc("""
            f(x:i32[n,m], p:i32[k], c:i32[]) {
              d = dim[0] p;  h = dim[0] x
              r = for(d, x) { i:i32[], w:i32[n,m] ->
                q = index p i;  lo = ge q 0:i32;  hi = lt q h;  ok = and lo hi;  check[index] ok
                t = for(c, w) { j:i32[], v:i32[n,m] -> e = index v q j;  g = add e i;  u = update v i j g;  yield u }
                yield t }
              return r }
            """);
        Func g = new CheckLoops(false).run(f);
        Verifier.verify(g);
        List<Boolean> checked = g.body().stream().filter(e -> e.prim() == Prim.FOR).map(e -> Regions.any(List.of(e), x -> x.prim() == Prim.CHECK)).toList();
        assertEquals(List.of(true, false), checked, g::toString);
        for (int[] p : new int[][] {{}, {0}, {2, 1, 0}, {0, 0, 2}, {0, 3, 0}, {1, 0, -1}}) {
            for (int c = 0; c < 3; c++) {
                var args = List.of(Tensor.of(new int[] {1, 2, 3, 4, 5, 6}, 3, 2), Tensor.of(p, p.length), Tensor.of(Lit.i32(c)));
                assertEquals(text(Same.outputs(f, args)), text(Same.outputs(g, args)), Arrays.toString(p));
            }
        }
    }

    /** Where rows are summed that are only read, nothing has to be taken back when a check fails, but without checks the sums may go in lanes. Single elements are asked for where they are read, and p is gone through once. */
    @Test
    void ofRowsThatAreSummed() {
        Func f = Parser.parseFunc("""
            f(x:i32[n,m], p:i32[k], c:i32[]) {
              d = dim[0] p;  h = dim[0] x
              r = for(d, 0:i32) { i:i32[], w:i32[] ->
                q = index p i;  lo = ge q 0:i32;  hi = lt q h;  ok = and lo hi;  check[index] ok
                t = for(c, w) { j:i32[], v:i32[] -> e = index x q j;  g = add e v;  yield g }
                yield t }
              return r }
            """);
        Func g = new CheckLoops(false).run(f);
        assertEquals(2, g.body().stream().filter(e -> e.prim() == Prim.FOR).count(), g::toString);
        Func single = Parser.parseFunc("""
            f(x:i32[n], p:i32[k]) {
              d = dim[0] p;  h = dim[0] x
              r = for(d, 0:i32) { i:i32[], w:i32[] ->
                q = index p i;  lo = ge q 0:i32;  hi = lt q h;  ok = and lo hi;  check[index] ok
                e = index x q;  g = add e w;  yield g }
              return r }
            """);
        Func stays = new CheckLoops(false).run(single);
        assertEquals(1, stays.body().stream().filter(e -> e.prim() == Prim.FOR).count(), stays::toString);
    }

    private static String text(List<Tensor> outputs) {
        return outputs == null ? "fails" : Arrays.toString((int[]) outputs.get(0).data());
    }
}
