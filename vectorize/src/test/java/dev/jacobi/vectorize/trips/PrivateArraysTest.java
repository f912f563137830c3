package dev.jacobi.vectorize.trips;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.simplify.DeadCode;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.order.KeptArrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Arrays that a program makes in front of a loop and that each trip fills before it reads them, and the way back where an argument would be copied for them. */
class PrivateArraysTest {
    /** {@code t = new double[m]; for (i < n) { for (j < %s) t[j] = a[i] + j; a[i] = t[%s]; }}, and what is returned. */
    private static final String COLUMN = """
        f(a:f64[n], m:i32[], k:i32[]) {
          n = dim[0] a
          t = full[f64[?]] 0.0:f64 m
          b, t = for(n, a, t) { i:i32[], b:f64[n], t:f64[?] ->
            x = index b i
            u = for(%s, t) { j:i32[], u:f64[?] -> y = convert[f64] j; z = add x y; u = update u j z; yield u }
            v = index %s k; b = update b i v
            yield b, u }
          %s }
        """;

    private static Func run(String text) {
        Func out = Same.run(List.of(new PrivateArrays(), new DeadCode()), text);
        for (int[] s : new int[][] {{1, 0}, {3, 2}, {17, 4}}) {
            List<Tensor> args = List.of(Tensor.of(new double[] {1, 2.5, -3, 4, 0}), Tensor.of(Lit.i32(s[0])), Tensor.of(Lit.i32(s[1])));
            Same.computes(Parser.parseFunc(text), out, true, args);
        }
        return out;
    }

    private static long carried(Func f) {
        return f.body().stream().filter(e -> e.prim() == Prim.FOR || e.prim() == Prim.MAP).findFirst().orElseThrow().out().size();
    }

    @Test
    void whatEachTripFillsIsItsOwn() {
        assertEquals(1, carried(run(COLUMN.formatted("m", "u", "return b"))));
    }

    @Test
    void whatIsReadLaterStays() {
        assertEquals(2, carried(run(COLUMN.formatted("k", "u", "return b"))), "only a part is filled");
        assertEquals(2, carried(run(COLUMN.formatted("m", "t", "return b"))), "what the trip before has left is read");
        assertEquals(2, carried(run(COLUMN.formatted("m", "u", "return b, t"))), "the last trip's is returned");
    }

    /** A trip's own array becomes one for all trips again where the loop changes an argument, and not where it changes an array that the function has made. */
    @Test
    void argumentsAreNotCopiedForAnArray() {
        Func own = run(COLUMN.formatted("m", "u", "return b"));
        assertEquals(2, carried(KeptArrays.run(own, 2)));
        String made = COLUMN.formatted("m", "u", "return b").replace("b, t = for(n, a, t)", "c = full[f64[n]] 1.0:f64 n\n  b, t = for(n, c, t)");
        Func other = run(made);
        assertEquals(1, carried(KeptArrays.run(other, 2)));
    }

    /** The same where nobody knows how many trips there are. */
    @Test
    void iterationsHandAnArrayOn() {
        String text = """
            f(a:f64[n], m:i32[], k:i32[]) {
              n = dim[0] a
              b, e = while(a, 0:i32) { b:f64[n], e:i32[] -> c = lt e 3:i32; yield c } do { b:f64[n], e:i32[] ->
                t = full[f64[?]] 0.0:f64 m
                u = for(m, t) { j:i32[], u:f64[?] -> y = convert[f64] j; x = index b e; z = add x y; u = update u j z; yield u }
                v = index u k; b = update b e v; g = add e 1:i32
                yield b, g }
              return b }""";
        Func before = Parser.parseFunc(text);
        Func after = KeptArrays.run(before, 2);
        Verifier.verify(after);
        Eqn loop = after.body().stream().filter(e -> e.prim() == Prim.WHILE).findFirst().orElseThrow();
        assertEquals(3, loop.out().size(), after::toString);
        for (int[] s : new int[][] {{1, 0}, {3, 2}, {17, 4}}) {
            Same.computes(before, after, true, List.of(Tensor.of(new double[] {1, 2.5, -3, 4, 0}), Tensor.of(Lit.i32(s[0])), Tensor.of(Lit.i32(s[1]))));
        }
    }

    /** An array whose trips there are none of is not made, however long it would be. */
    @Test
    void withoutTripsThereIsNoArray() {
        String text = """
            f(a:f64[n], m:i32[], k:i32[]) {
              b, e = while(a, 0:i32) { b:f64[n], e:i32[] -> c = lt e k; yield c } do { b:f64[n], e:i32[] ->
                t = full[f64[?]] 0.0:f64 m
                u = for(m, t) { j:i32[], u:f64[?] -> y = convert[f64] j; u = update u j y; yield u }
                v = index u 0:i32; b = update b e v; g = add e 1:i32
                yield b, g }
              return b }""";
        Func after = KeptArrays.run(Parser.parseFunc(text), 2);
        for (int[] s : new int[][] {{-5, 0}, {Integer.MAX_VALUE, 0}, {Integer.MIN_VALUE, -1}, {4, 2}}) {
            Same.computes(Parser.parseFunc(text), after, true, List.of(Tensor.of(new double[] {1, 2.5, -3, 4, 0}), Tensor.of(Lit.i32(s[0])), Tensor.of(Lit.i32(s[1]))));
        }
    }
}
