package dev.jacobi.ir.interp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.text.Parser;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Control flow of the interpreter, and that arrays are values however updates are carried out. */
class InterpreterControlTest {
    private static List<Tensor> run(String program, Object... args) {
        return InterpreterTest.run(program, args);
    }

    private static double[] doubles(Tensor t) {
        return (double[]) t.data();
    }

    @Test
    void condTakesOneBranch() {
        String two = "a:bool[], b:f64[] | c:f64[] = cond(a) false {\n yield b\n } true {\n d:f64[] = neg b\n yield d\n } | c";
        assertEquals(Lit.f64(-2), run(two, true, 2.0).get(0).get(0));
        assertEquals(Lit.f64(2), run(two, false, 2.0).get(0).get(0));
        String three = "a:i32[] | b:i64[] = cond(a) 0 {\n yield 10:i64\n } 1 {\n yield 11:i64\n } 2 {\n yield 12:i64\n } | b";
        int[][] rows = {{0, 10}, {1, 11}, {2, 12}, {3, 12}, {-1, 12}};
        for (int[] row : rows) {
            assertEquals(Lit.i64(row[1]), run(three, row[0]).get(0).get(0));
        }
    }

    @Test
    void loops() {
        String fib = "n:i32[] | a:i64[], b:i64[] = for(n, 0:i64, 1:i64) { i:i32[], x:i64[], y:i64[] ->\n z:i64[] = add x y\n yield y, z\n } | a";
        assertEquals(Lit.i64(55), run(fib, 10).get(0).get(0));
        assertEquals(Lit.i64(0), run(fib, -1).get(0).get(0));
        String collatz = "s:i64[] | n:i32[], e:i64[] = while(0:i32, s) { k:i32[], x:i64[] ->\n c:bool[] = ne x 1:i64\n yield c\n } do { k2:i32[], y:i64[] ->\n"
            + " odd:i64[] = and y 1:i64\n q:bool[] = ne odd 0:i64\n h:i64[] = shr y 1:i64\n t:i64[] = mul y 3:i64\n u:i64[] = add t 1:i64\n"
            + " z:i64[] = select q u h\n k3:i32[] = add k2 1:i32\n yield k3, z\n } | n";
        assertEquals(Lit.i32(111), run(collatz, 27L).get(0).get(0));
    }

    @Test
    void parallelForms() {
        String map = "n:i32[], a:f64[n] | c:f64[n], d:i32[n] = map[n](n, a) { e:i32[], f:f64[n] ->\n x:f64[] = index f e\n y:f64[] = mul x x\n"
            + " g:f64[n] = update f e y\n yield g, e\n } | c, d, a";
        List<Tensor> r = run(map, 3, new double[] {1, 2, 3});
        assertArrayEquals(new double[] {1, 4, 9}, doubles(r.get(0)));
        assertArrayEquals(new int[] {0, 1, 2}, (int[]) r.get(1).data());
        assertArrayEquals(new double[] {1, 2, 3}, doubles(r.get(2)), "a map leaves its operand as it was when that is used later");
        Tensor rows = run("n:i32[], a:f64[m] | c:f64[n,m] = map[n](n) { e:i32[] ->\n yield a\n } | c", 2, new double[] {1, 2}).get(0);
        assertArrayEquals(new double[] {1, 2, 1, 2}, doubles(rows));
        assertArrayEquals(new int[] {2, 2}, rows.dims());
        r = run("n:i32[], b:f64[n] | s:f64[], m:f64[], q:f64[n] = reduce[n, add, max](n, 100.0:f64, -inf:f64, b) { e:i32[], w:f64[n] ->\n"
            + " f:f64[] = index b e\n v:f64[n] = update w e 0.0:f64\n yield f, f, v\n } | s, m, q", 3, new double[] {1, 5, 2});
        assertEquals(Lit.f64(108), r.get(0).get(0));
        assertEquals(Lit.f64(5), r.get(1).get(0));
        assertArrayEquals(new double[3], doubles(r.get(2)));
        r = run("n:i32[], b:f64[n] | c:f64[], d:f64[n] = scan[n, mul](n, 2.0:f64) { e:i32[] ->\n f:f64[] = index b e\n yield f\n } | c, d", 3,
            new double[] {1, 5, 2});
        assertEquals(Lit.f64(20), r.get(0).get(0));
        assertArrayEquals(new double[] {2, 10, 20}, doubles(r.get(1)));
        r = run("n:i32[], k:i32[n], z:i32[m] | c:i32[m] = hist[n, add](n, z) { d:i32[] ->\n e:i32[] = index k d\n yield e, 1:i32\n } | c, z", 6,
            new int[] {1, 0, 1, 9, -1, 1}, new int[] {10, 20});
        assertArrayEquals(new int[] {11, 23}, (int[]) r.get(0).data());
        assertArrayEquals(new int[] {10, 20}, (int[]) r.get(1).data());
    }

    @Test
    void aFalseCheckEndsTheEvaluation() {
        String p = "a:i32[] | b:bool[] = gt a 0:i32\n check[division \"A.f:3\"] b | a";
        assertEquals(Lit.i32(4), run(p, 4).get(0).get(0));
        CheckFailed e = assertThrows(CheckFailed.class, () -> run(p, 0));
        assertEquals(new Params.Check(Params.Code.DIVISION, "A.f:3"), e.check());
    }

    @Test
    void recursiveCalls() {
        Module m = Parser.parseModule("fact(n:i64[]) {\n z:bool[] = le n 1:i64\n r:i64[] = cond(z) false {\n m:i64[] = sub n 1:i64\n"
            + " p:i64[] = call[fact] m\n q:i64[] = mul n p\n yield q\n } true {\n yield 1:i64\n }\n return r\n}\n"
            + "deep(n:i64[]) {\n r:i64[] = call[deep] n\n return r\n}\n");
        assertEquals(Lit.i64(3628800), Interpreter.run(m, "fact", List.of(Tensor.of(Lit.i64(10)))).get(0).get(0));
        CheckFailed e = assertThrows(CheckFailed.class, () -> Interpreter.run(m, "deep", List.of(Tensor.of(Lit.i64(10)))));
        assertEquals(Params.Code.DEPTH, e.check().code());
    }

    /** Reversal in place by swaps under a condition within a loop: linear use, one array from start to end. */
    private static final String SWAPS = "a:f64[n] | n:i32[] = dim[0] a\n h:i32[] = shr n 1:i32\n r:f64[n] = for(h, a) { i:i32[], x:f64[n] ->\n"
        + " j0:i32[] = sub n i\n j:i32[] = sub j0 1:i32\n p:f64[] = index x i\n q:f64[] = index x j\n c:bool[] = ne p q\n"
        + " y:f64[n] = cond(c) false {\n yield x\n } true {\n u:f64[n] = update x i q\n v:f64[n] = update u j p\n yield v\n }\n yield y\n } | r";

    @Test
    void argumentsAreNeverChanged() {
        double[] a = {1, 2, 3, 4, 5};
        assertArrayEquals(new double[] {5, 4, 3, 2, 1}, doubles(run(SWAPS, a).get(0)));
        assertArrayEquals(new double[] {1, 2, 3, 4, 5}, a);
        Tensor same = run("a:f64[n] | b:f64[n] = copy a | b", a).get(0);
        assertNotSame(a, same.data());
        List<Tensor> twice = run("n:i32[] | b:f64[n] = full[f64[n]] 1.0:f64 n | b, b", 3);
        assertNotSame(twice.get(0).data(), twice.get(1).data());
    }

    /** Copying in every step would move 2^40 elements. */
    @Test
    void linearUpdatesAreDoneInPlace() {
        int n = 1 << 20;
        double[] a = new double[n];
        for (int i = 0; i < n; i++) {
            a[i] = i;
        }
        double[] r = doubles(run(SWAPS, a).get(0));
        assertEquals(n - 1, r[0]);
        assertEquals(0, r[n - 1]);
    }

    /** Old versions that are used later keep their contents, wherever the later use is. */
    @Test
    void oldVersionsStayValid() {
        double[] a = {1, 2};
        List<Tensor> r = run("a:f64[n] | b:f64[n] = copy a\n c:f64[n] = update b 0:i32 9.0:f64\n d:f64[n] = update b 1:i32 8.0:f64 | b, c, d", a);
        assertArrayEquals(new double[] {1, 2}, doubles(r.get(0)));
        assertArrayEquals(new double[] {9, 2}, doubles(r.get(1)));
        assertArrayEquals(new double[] {1, 8}, doubles(r.get(2)));
        // A captured array is updated in each trip: every trip starts from the same one.
        r = run("n:i32[] | b:f64[n] = full[f64[n]] 0.0:f64 n\n s:f64[] = for(n, 0.0:f64) { i:i32[], x:f64[] ->\n u:f64[n] = update b i 1.0:f64\n"
            + " t:f64[] = index u 0:i32\n y:f64[] = add x t\n yield y\n } | s", 3);
        assertEquals(Lit.f64(1), r.get(0).get(0));
        // Two carries that start as, and swap, the same array.
        r = run("n:i32[] | b:f64[2] = full[f64[2]] 0.0:f64 2:i32\n c:f64[2], d:f64[2] = for(n, b, b) { i:i32[], x:f64[2], y:f64[2] ->\n"
            + " u:f64[2] = update[promised add] x 0:i32 1.0:f64\n yield y, u\n } | c, d", 3);
        assertArrayEquals(new double[] {1, 0}, doubles(r.get(0)));
        assertArrayEquals(new double[] {2, 0}, doubles(r.get(1)));
        // The condition of a while updates its own parameter; the carry does not notice.
        r = run("n:i32[] | b:i32[2] = full[i32[2]] 0:i32 2:i32\n c:i32[2] = while(b) { x:i32[2] ->\n u:i32[2] = update[promised add] x 0:i32 100:i32\n"
            + " t:i32[] = index u 0:i32\n q:bool[] = lt t 103:i32\n yield q\n } do { y:i32[2] ->\n v:i32[2] = update[promised add] y 0:i32 1:i32\n"
            + " yield v\n } | c", 3);
        assertArrayEquals(new int[] {3, 0}, (int[]) r.get(0).data());
        // A branch yields a captured array that another variable still names.
        r = run("p:bool[], a:f64[n] | b:f64[n] = update a 0:i32 5.0:f64\n c:f64[n] = cond(p) false {\n yield a\n } true {\n yield b\n }\n"
            + " d:f64[n] = update c 1:i32 6.0:f64 | b, d", true, a);
        assertArrayEquals(new double[] {5, 2}, doubles(r.get(0)));
        assertArrayEquals(new double[] {5, 6}, doubles(r.get(1)));
    }

    @Test
    void argumentsAreChecked() {
        var e = assertThrows(IllegalArgumentException.class, () -> run("a:f64[n] | | a", 1.0));
        assertTrue(e.getMessage().contains("f64[n]"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> run("a:f64[n] | | a"));
    }
}
