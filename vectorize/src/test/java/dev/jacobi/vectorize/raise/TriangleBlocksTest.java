package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.Same;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Triangular nests become blocks where that is legal, and compute the same with fewer, as many and more trips than a block has. */
class TriangleBlocksTest {
    private static void raises(String skeleton, String program) {
        RaisedProgram p = RaisedProgram.of(skeleton, program);
        var random = new Random(skeleton.hashCode());
        for (int n : new int[] {0, 1, 2, 7, 15, 16, 17, 31, 32, 33, 50}) {
            p.computes(true, arguments(p.original(), n, random));
        }
    }

    /** Numbers other than zero, n along each axis, n * n along that of a flat array called {@code a}. */
    private static List<Tensor> arguments(Func f, int n, Random random) {
        var args = new ArrayList<Tensor>();
        for (Var v : f.in()) {
            int rank = v.type().rank();
            int[] dims = new int[rank];
            java.util.Arrays.fill(dims, rank == 1 && v.equals(f.in().get(0)) ? n * n : n);
            int size = java.util.Arrays.stream(dims).reduce(1, (x, y) -> x * y);
            if (v.type().isScalar()) {
                args.add(Tensor.of(Lit.i32(n)));
            } else {
                args.add(v.dtype() == DType.I32 ? Tensor.of(random.ints(size, -9, 9).toArray(), dims) : Tensor.of(random.doubles(size, 1, 2).toArray(), dims));
            }
        }
        return args;
    }

    @Test
    void loopsStayWholeForDerivatives() {
        String text = """
            f(l:f64[n,n], b:f64[n]) {
              n = dim[0] l
              x = for(n, b) { j:i32[], x0:f64[n] ->
                s0 = index x0 j
                s = for(j, s0) { i:i32[], t:f64[] ->
                  p = index l j i
                  q = index x0 i
                  r = mul p q
                  u = sub t r
                  yield u }
                x1 = update x0 j s
                yield x1 }
              return x
            }
            """;
        assertEquals("for(for)", Same.skeleton(Same.run(Raise.passes(false, false, LoopForm.WHOLE), text)));
        assertNotEquals("for(for)", Same.skeleton(Same.run(Raise.passes(false), text)));
    }

    @Test
    void aTriangularSystem() {
        raises("cond(for(cond for cond) for(map(cond for) for(for cond)))", """
            f(l:f64[n,m], x:f64[k], h:i32[]) {
              loop j from 0 while lt h step 1 carry(x:f64[k]) {
                loop i from 0 while lt j step 1 carry(x:f64[k]) {
                  p = l[j, i]
                  q = x[i]
                  r = mul p q
                  s = x[j]
                  t = sub s r
                  x[j] := t
                end
                d = l[j, j]
                y = x[j]
                z = div y d
                x[j] := z
              end
              return x
            }""");
    }

    /** The outer loop's trips are independent: what they write is below the diagonal, what they read of other rows above. */
    @Test
    void theRowsOfAFactorInAFlatArray() {
        raises("map(cond(for(cond for cond) for(map(cond for) for(for cond))))", """
            f(a:f64[n], h:i32[]) {
              loop i from 0 while lt h step 1 carry(a:f64[n]) {
                loop j from 0 while lt i step 1 carry(a:f64[n]) {
                  ri = mul i h; at = add ri j; rj = mul j h; dj = add rj j
                  loop k from 0 while lt j step 1 carry(a:f64[n]) {
                    ik = add ri k; rk = mul k h; kj = add rk j
                    p = a[ik]
                    q = a[kj]
                    r = mul p q
                    s = a[at]
                    t = sub s r
                    a[at] := t
                  end
                  d = a[dj]
                  y = a[at]
                  z = div y d
                  a[at] := z
                end
              end
              return a
            }""");
    }

    /** What it starts from depends on the trip before; the largest may be taken in any order. */
    @Test
    void aFoldDownColumns() {
        raises("cond(for(reduce) for(map(reduce) for(reduce)))", """
            f(t:i32[n,m], x:i32[k], h:i32[]) {
              last = add h 1:i32
              loop j from 0 while lt h step 1 carry(x:i32[k], last:i32[]) {
                loop i from 0 while lt j step 1 carry(last:i32[]) {
                  p = t[i, j]
                  q = x[i]
                  r = add p q
                  last = max last r
                end
                x[j] := last
              end
              return x
            }""");
    }

    /** The first term of each sum is what the trip before has stored. */
    @Test
    void theLatestFirstStaysAsItIs() {
        raises("for(cond for cond)", """
            f(l:f64[n,m], x:f64[k], h:i32[]) {
              loop j from 0 while lt h step 1 carry(x:f64[k]) {
                loop i from 0 while lt j step 1 carry(x:f64[k]) {
                  p = l[j, i]
                  b = sub j i; c = sub b 1:i32
                  q = x[c]
                  r = mul p q
                  s = x[j]
                  t = sub s r
                  x[j] := t
                end
              end
              return x
            }""");
    }
}
