package dev.jacobi.vectorize.sums;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Gradients of windows that reach over the edges of what they go over, with questions around their loops. */
class PaddedSumsTest {
    /** Both gradients of a convolution, whose windows are around their elements: y goes from the last to the first, and the cotangent is taken. */
    private static final String WINDOWS = """
        f(n:i32[], m:i32[], half:i32[], a:f64[h,w], b:f64[k,l], g:f64[p,q], da:f64[h,w], db:f64[k,l]) {
          ok = lt n 1000:i32
          check[index ""] ok
          ok2 = lt m 1000:i32
          check[index ""] ok2
          ok3 = lt half 1000:i32
          check[index ""] ok3
          ok4 = gt half -1000:i32
          check[index ""] ok4
          last = sub n 1:i32
          x, y, z = for(n, da, db, g) { i:i32[], x0:f64[h,w], y0:f64[k,l], z0:f64[p,q] ->
            r = sub last i
            x1, y1, z1 = for(n, x0, y0, z0) { j:i32[], x2:f64[h,w], y2:f64[k,l], z2:f64[p,q] ->
              c = index z2 r j
              z3 = update z2 r j 0.0:f64
              x3, y3 = for(m, x2, y2) { u:i32[], x4:f64[h,w], y4:f64[k,l] ->
                s0 = add r u
                s = sub s0 half
                low = lt s 0:i32
                x5, y5 = cond(low) false {
                  in = lt s n
                  x6, y6 = cond(in) false {
                    yield x4, y4
                  } true {
                    x7, y7 = for(m, x4, y4) { v:i32[], x8:f64[h,w], y8:f64[k,l] ->
                      t0 = add j v
                      t = sub t0 half
                      left = lt t 0:i32
                      x9, y9 = cond(left) false {
                        right = ge t n
                        xa, ya = cond(right) false {
                          e = index a s t
                          o = index b u v
                          ce = mul c e
                          co = mul c o
                          xb = acc_add x8 s t co
                          yb = acc_add y8 u v ce
                          yield xb, yb
                        } true {
                          yield x8, y8 }
                        yield xa, ya
                      } true {
                        yield x8, y8 }
                      yield x9, y9 }
                    yield x7, y7 }
                  yield x6, y6
                } true {
                  yield x4, y4 }
                yield x5, y5 }
              yield x3, y3, z3 }
            yield x1, y1, z1 }
          return x, y, z
        }
        """;

    private static SummedProgram computesTheSame(String text, boolean square) {
        SummedProgram p = SummedProgram.of(text);
        var random = new Random(11);
        for (int n : new int[] {0, 1, 2, 3, 7, 20}) {
            for (int m : new int[] {0, 1, 2, 3, 5}) {
                for (int half : new int[] {m / 2, 0, -1, m}) {
                    int[] image = square ? new int[] {n, n} : new int[] {n};
                    int[] kernel = square ? new int[] {m, m} : new int[] {m};
                    p.computes(List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(m)), Tensor.of(Lit.i32(half)), SummedProgram.whole(random, image), SummedProgram.whole(random, kernel),
                        SummedProgram.whole(random, image), SummedProgram.whole(random, image), SummedProgram.whole(random, kernel)));
                }
            }
        }
        return p;
    }

    @Test
    void aConvolutionAroundItsElements() {
        SummedProgram p = computesTheSame(WINDOWS, true);
        // with room for windows: the kernel's gradient, sums of rows, and the image's, in an array that is larger, which is added to it
        assertEquals(1, p.raised().toString().split("full\\[f64\\[\\?,\\?\\]\\] 0.0", -1).length - 1, p.raised()::toString);
    }

    @Test
    void oneAxis() {
        String text = """
            f(n:i32[], m:i32[], half:i32[], a:f64[h], b:f64[k], g:f64[p], da:f64[h], db:f64[k]) {
              ok = lt n 1000:i32
              check[index ""] ok
              ok2 = lt m 1000:i32
              check[index ""] ok2
              ok3 = lt half 1000:i32
              check[index ""] ok3
              ok4 = gt half -1000:i32
              check[index ""] ok4
              x, y = for(n, da, db) { j:i32[], x2:f64[h], y2:f64[k] ->
                c = index g j
                x7, y7 = for(m, x2, y2) { v:i32[], x8:f64[h], y8:f64[k] ->
                  t0 = add j v
                  t = sub t0 half
                  left = ge t 0:i32
                  right = lt t n
                  in = and left right
                  x9, y9 = cond(in) false {
                    yield x8, y8
                  } true {
                    e = index a t
                    o = index b v
                    ce = mul c e
                    co = mul c o
                    xb = acc_add x8 t co
                    yb = acc_add y8 v ce
                    yield xb, yb }
                  yield x9, y9 }
                yield x7, y7 }
              return x, y
            }
            """;
        SummedProgram p = computesTheSame(text, false);
        assertEquals(1, p.raised().toString().split("full\\[f64\\[\\?\\]\\] 0.0", -1).length - 1, p.raised()::toString);
    }

    /** Which elements a window has is known only from data: no question that asks trips' numbers, but a larger array all the same. */
    @Test
    void windowsThatDataTakePartOf() {
        computesTheSame(WINDOWS.replace("right = ge t n", "far = ge t n\n odd = index g 0:i32 0:i32\n no = gt c odd\n right = or far no"), true);
    }

    /** A window that looks at its array stays as it is. */
    @Test
    void aWindowThatReadsWhatItAddsTo() {
        computesTheSame(WINDOWS.replace("co = mul c o", "was = index x8 s t\n co0 = mul c o\n co = sub co0 was"), true);
    }
}
