package dev.jacobi.vectorize.raise;

import dev.jacobi.vectorize.raise.RaiseTest.Program;
import java.util.stream.Stream;

/** Programs of {@link RaiseTest}: nests over flat arrays of two and three dimensions. */
final class FlatNests {
    private FlatNests() {
    }

    static Stream<Program> programs() {
        return Stream.of(
            new Program("three dimensions in a flat array", "map(map(map))", """
                f(a:i32[n], b:i32[m], h:i32[]) {
                  loop i from 0 while lt h step 1 carry(b:i32[m]) {
                    loop j from 0 while lt h step 1 carry(b:i32[m]) {
                      loop k from 0 while lt h step 1 carry(b:i32[m]) {
                        r = mul i h; s = add r j; t = mul s h; at = add t k
                        u = a[at]
                        b[at] := u
                      end
                    end
                  end
                  return b
                }"""),
            new Program("three extents in a flat array", "map(map(map))", """
                f(a:i32[n], b:i32[m], h:i32[], w:i32[], d:i32[]) {
                  loop i from 0 while lt h step 1 carry(b:i32[m]) {
                    loop j from 0 while lt w step 1 carry(b:i32[m]) {
                      loop k from 0 while lt d step 1 carry(b:i32[m]) {
                        r = mul i w; s = add r j; t = mul s d; at = add t k
                        u = a[at]
                        b[at] := u
                      end
                    end
                  end
                  return b
                }"""),
            new Program("all rows read one, in a flat array", "for(map(map map) map map map(map map))", """
                f(a:i32[n], h:i32[]) {
                  loop k from 0 while lt h step 1 carry(a:i32[n]) {
                    loop i from 0 while lt h step 1 carry(a:i32[n]) {
                      loop j from 0 while lt h step 1 carry(a:i32[n]) {
                        r = mul i h; p = add r j; q = add r k; s = mul k h; t = add s j
                        u = a[p]
                        v = a[q]
                        w = a[t]
                        x = add v w; y = min u x
                        a[p] := y
                      end
                    end
                  end
                  return a
                }"""),
            new Program("columns, by two inner loops each", "map(for map)", """
                f(a:f64[n], h:i32[], w:i32[]) {
                  loop j from 0 while lt w step 1 carry(a:f64[n]) {
                    s = add 0.0:f64 0.0:f64
                    loop i from 0 while lt h step 1 carry(s:f64[]) {
                      r = mul i w; p = add r j
                      u = a[p]
                      s = add s u
                    end
                    loop k from 0 while lt h step 1 carry(a:f64[n]) {
                      r = mul k w; p = add r j
                      u = a[p]
                      v = sub u s
                      a[p] := v
                    end
                  end
                  return a
                }"""),
            new Program("mirrored", "for(map)", """
                f(a:f64[n], b:f64[m], h:i32[]) {
                  loop i from 0 while lt h step 1 carry(b:f64[m]) {
                    loop j from i while lt h step 1 carry(b:f64[m]) {
                      r = mul i h; p = add r j; s = mul j h; q = add s i
                      u = a[p]
                      b[p] := u
                      b[q] := u
                    end
                  end
                  return b
                }"""),
            new Program("red and black by the step", "map(check check map)", """
                f(a:f64[n], b:f64[m], h:i32[], c:i32[]) {
                  e = sub h 1:i32
                  loop i from 1 while lt e step 1 carry(a:f64[n]) {
                    x = add i c; y = rem x 2:i32; z = add y 1:i32
                    loop j from z while lt e step 2 carry(a:f64[n]) {
                      r = mul i h; p = add r j; q = sub p h; s = add p h; k = sub p 1:i32; l = add p 1:i32
                      u = a[q]; v = a[s]; w = a[k]; o = a[l]
                      t = add u v; t2 = add w o; t3 = add t t2
                      a[p] := t3
                    end
                  end
                  return a
                }"""),
            new Program("red and black by a question", "cond(map(map(cond(check check check check))) map(map(cond)) map(map(cond)))", """
                f(a:f64[n,m], h:i32[], c:i32[]) {
                  e = sub h 1:i32
                  loop i from 1 while lt e step 1 carry(a:f64[n,m]) {
                    loop j from 1 while lt e step 1 carry(a:f64[n,m]) {
                      x = add i j; y = and x 1:i32; z = eq y c
                      a = cond(z) false { yield a } true {
                        q = sub i 1:i32; s = add i 1:i32; k = sub j 1:i32; l = add j 1:i32
                        u = a[q,j]; v = a[s,j]; w = a[i,k]; o = a[i,l]
                        t = add u v; t2 = add w o; t3 = add t t2
                        a[i,j] := t3
                        yield a
                      }
                    end
                  end
                  return a
                }"""),
            new Program("one colour reads its own", "cond(map(map(cond(check check check check))) for(map(cond)) for(map(cond)))", """
                f(a:f64[n,m], h:i32[], c:i32[]) {
                  e = sub h 1:i32
                  loop i from 1 while lt e step 1 carry(a:f64[n,m]) {
                    loop j from 1 while lt e step 1 carry(a:f64[n,m]) {
                      x = add i j; y = and x 1:i32; z = eq y c
                      a = cond(z) false { yield a } true {
                        q = sub i 1:i32; k = sub j 1:i32
                        u = a[q,k]
                        t3 = add u 1.0:f64
                        a[i,j] := t3
                        yield a
                      }
                    end
                  end
                  return a
                }"""));
    }
}
