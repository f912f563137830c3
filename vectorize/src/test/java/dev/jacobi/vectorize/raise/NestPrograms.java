package dev.jacobi.vectorize.raise;

import dev.jacobi.vectorize.raise.RaiseTest.Program;
import java.util.stream.Stream;

/** Programs of {@link NestsTest}. */
final class NestPrograms {
    private NestPrograms() {
    }

    static Stream<Program> programs() {
        return Stream.of(
            new Program("down columns", "map(for(map))", """
                f(a:i32[p], c:i32[t], n:i32[]) {
                  loop i from 0 while lt n step 1 carry(a:i32[p]) {
                    loop j from 1 while lt n step 1 carry(a:i32[p]) {
                      k = sub j 1:i32; r = mul k n; x = add r i; s = mul j n; y = add s i
                      u = a[x]
                      v = c[y]
                      w = add u v
                      a[y] := w
                    end
                  end
                  return a
                }"""),
            new Program("down columns of rows", "map(for(map))", """
                f(a:i32[p,q], c:i32[t,u], n:i32[]) {
                  loop i from 0 while lt n step 1 carry(a:i32[p,q]) {
                    loop j from 1 while lt n step 1 carry(a:i32[p,q]) {
                      k = sub j 1:i32
                      u = a[k, i]
                      v = c[j, i]
                      w = add u v
                      a[j, i] := w
                    end
                  end
                  return a
                }"""),
            new Program("a triangle of columns, from the diagonal", "map(map)", """
                f(a:i32[p], c:i32[t], n:i32[]) {
                  loop i from 0 while lt n step 1 carry(a:i32[p]) {
                    loop j from i while lt n step 1 carry(a:i32[p]) {
                      s = mul j n; y = add s i
                      v = c[y]
                      w = add v v
                      a[y] := w
                    end
                  end
                  return a
                }"""),
            new Program("a triangle of columns, to the diagonal", "map(map)", """
                f(a:i32[p], c:i32[t], n:i32[]) {
                  loop i from 0 while lt n step 1 carry(a:i32[p]) {
                    loop j from 0 while le i step 1 carry(a:i32[p]) {
                      s = mul j n; y = add s i
                      v = c[y]
                      w = add v v
                      a[y] := w
                    end
                  end
                  return a
                }"""),
            new Program("columns to the other diagonal", "map(map)", """
                f(a:i32[p,q], c:i32[t,u], n:i32[]) {
                  loop i from 0 while lt n step 1 carry(a:i32[p,q]) {
                    m = sub n i
                    loop j from 0 while lt m step 1 carry(a:i32[p,q]) {
                      v = c[j, i]
                      w = add v v
                      a[j, i] := w
                    end
                  end
                  return a
                }"""),
            new Program("one statement down columns, one along rows", "map(for(map)) for(map)", """
                f(a:i32[p], b:i32[q], c:i32[t], n:i32[]) {
                  loop i from 1 while lt n step 1 carry(a:i32[p], b:i32[q]) {
                    loop j from 1 while lt n step 1 carry(a:i32[p]) {
                      k = sub j 1:i32; r = mul k n; x = add r i; s = mul j n; y = add s i
                      u = a[x]
                      v = c[y]
                      w = add u v
                      a[y] := w
                    end
                    loop j from 1 while lt n step 1 carry(b:i32[q]) {
                      k = sub i 1:i32; r = mul k n; x = add r j; s = mul i n; y = add s j
                      u = b[x]
                      v = c[y]
                      w = add u v
                      b[y] := w
                    end
                  end
                  return a, b
                }"""),
            new Program("a diagonal behind columns", "map(map) map", """
                f(a:i32[p], n:i32[]) {
                  loop i from 0 while lt n step 1 carry(a:i32[p]) {
                    loop j from 0 while lt n step 1 carry(a:i32[p]) {
                      s = mul j n; y = add s i
                      a[y] := j
                    end
                    s = mul i n; y = add s i
                    a[y] := n
                  end
                  return a
                }"""),
            new Program("a scalar that is stored and used in columns", "map map(for(map))", """
                f(a:i32[p], b:i32[q], c:i32[t], n:i32[]) {
                  loop i from 0 while lt n step 1 carry(a:i32[p], b:i32[q]) {
                    z = b[i]
                    d = c[i]
                    e = mul d z; g = add e z
                    b[i] := g
                    loop j from 1 while lt n step 1 carry(a:i32[p]) {
                      k = sub j 1:i32; r = mul k n; x = add r i; s = mul j n; y = add s i
                      u = a[x]
                      v = c[y]
                      h = mul v g; w = add u h
                      a[y] := w
                    end
                  end
                  return a, b
                }"""),
            new Program("what the next trip reads stays together", "for(for map)", """
                f(a:i32[p], b:i32[q], n:i32[]) {
                  loop i from 1 while lt n step 1 carry(a:i32[p], b:i32[q]) {
                    loop j from 1 while lt n step 1 carry(a:i32[p]) {
                      k = sub j 1:i32; r = mul k n; x = add r i; s = mul j n; y = add s i
                      u = a[x]
                      l = sub y 1:i32
                      v = b[l]
                      w = add u v
                      a[y] := w
                    end
                    loop j from 1 while lt n step 1 carry(b:i32[q]) {
                      s = mul j n; y = add s i
                      u = a[y]
                      b[y] := u
                    end
                  end
                  return a, b
                }"""),
            new Program("along rows, one trip after the other", "map(cond for)", """
                f(a:i32[p], c:i32[t], n:i32[]) {
                  loop i from 1 while lt n step 1 carry(a:i32[p]) {
                    loop j from 0 while lt n step 1 carry(a:i32[p]) {
                      s = mul j n; y = add s i; x = sub y 1:i32
                      u = a[x]
                      v = c[y]
                      w = add u v
                      a[y] := w
                    end
                  end
                  return a
                }"""),
            new Program("the last value of a column", "for(cond cond) map(map)", """
                f(a:i32[p], b:i32[q], c:i32[t], n:i32[]) {
                  loop i from 1 while lt n step 1 carry(a:i32[p], b:i32[q]) {
                    loop j from 0 while lt n step 1 carry(a:i32[p], b:i32[q]) {
                      k = sub i 1:i32; s = mul j n; y = add s i
                      u = b[k]
                      v = a[y]
                      w = sub v u
                      b[i] := w
                      z = c[y]
                      g = add w z
                      a[y] := g
                    end
                  end
                  return a, b
                }"""),
            new Program("a counter of both loops", "map(for(map))", """
                f(a:i32[p], b:i32[q], c:i32[t], n:i32[]) {
                  k = add 1:i32 0:i32
                  loop i from 0 while lt n step 1 carry(a:i32[p], k:i32[]) {
                    loop j from 1 while lt n step 1 carry(a:i32[p], k:i32[]) {
                      l = sub j 1:i32; r = mul l n; x = add r i; s = mul j n; y = add s i
                      u = a[x]
                      v = b[k]
                      z = c[y]
                      w = mul v z; g = add u w
                      a[y] := g
                      k = add k 1:i32
                    end
                    k = add k 1:i32
                  end
                  return a
                }"""),
            new Program("rows with columns beside them", "map(map(map))", """
                f(a:i32[p], c:i32[t], n:i32[]) {
                  loop i from 0 while lt n step 1 carry(a:i32[p]) {
                    loop j from 0 while lt n step 1 carry(a:i32[p]) {
                      s = mul i n; y = add s j; r = mul j n; x = add r i
                      v = c[x]
                      a[y] := v
                    end
                  end
                  return a
                }"""),
            new Program("rows that data move go on in their order", "map(map(check)) for(map)", """
                f(o:i32[r,s], q:i32[k,l], n:i32[]) {
                  loop i from 0 while lt n step 1 carry(o:i32[r,s]) {
                    loop j from 0 while lt n step 1 carry(o:i32[r,s]) {
                      e = q[i, j]; d = shr e 5:i32; t = mul i 2:i32; y = add t d
                      u = o[y, j]; v = add u e
                      o[y, j] := v
                    end
                  end
                  return o
                }"""));
    }
}
