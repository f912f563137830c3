package dev.jacobi.vectorize.raise;

import dev.jacobi.vectorize.raise.RaiseTest.Program;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loops whose checks, counters, first trip or reads must go elsewhere first: what they become, and that they compute the same. */
class ReorderingTest {
    static Stream<Program> programs() {
        return Stream.of(
            new Program("a checked read in a branch", "cond(map(cond(check))) map(cond)", """
                f(a:f64[n], b:f64[m]) {
                  n = dim[0] a
                  loop i from 0 while lt n step 1 carry(a:f64[n]) {
                    u = a[i]
                    c = gt u 0.0:f64
                    a = cond(c) false { yield a } true {
                      v = b[i]
                      a[i] := v
                      yield a }
                  end
                  return a
                }"""),
            new Program("a branch that depends on what is written", "for(cond)", """
                f(a:f64[n], b:f64[m]) {
                  n = dim[0] a
                  loop i from 1 while lt n step 1 carry(a:f64[n]) {
                    j = sub i 1:i32
                    u = a[j]
                    c = gt u 0.0:f64
                    a = cond(c) false { yield a } true {
                      v = b[i]
                      a[i] := v
                      yield a }
                  end
                  return a
                }"""),
            new Program("places that are data, read and written", "map(check) map", """
                f(p:i32[k], a:f64[n], b:f64[m]) {
                  n = dim[0] a
                  loop i from 0 while lt n step 1 carry(a:f64[n]) {
                    j = p[i]
                    u = b[j]
                    v = a[i]
                    w = add u v
                    a[i] := w
                  end
                  return a
                }"""),
            new Program("a counter through a nest", "map(map)", """
                f(a:f64[n], b:f64[m], w:i32[]) {
                  k = add 0:i32 0:i32
                  loop i from 0 while lt w step 1 carry(b:f64[m], k:i32[]) {
                    loop j from 0 while lt w step 1 carry(b:f64[m], k:i32[]) {
                      u = a[k]
                      v = add u u
                      b[k] := v
                      k = add k 1:i32
                    end
                  end
                  return b
                }"""),
            new Program("two before, around the end", "cond(cond(map))", """
                f(a:f64[n], b:f64[n2]) {
                  n = dim[0] a; one = sub n 1:i32; two = sub n 2:i32
                  loop i from 0 while lt n step 1 carry(b:f64[n2], one:i32[], two:i32[]) {
                    u = a[i]
                    v = a[one]
                    w = a[two]
                    s = add u v; t = add s w
                    b[i] := t
                    two = add one 0:i32; one = add i 0:i32
                  end
                  return b
                }"""),
            new Program("around the end, by what another loop around the end has found", "cond(map) cond(map)", """
                f(a:f64[n], b:f64[m]) {
                  n = dim[0] a
                  last = sub n 1:i32
                  before = add last 0:i32
                  loop i from 0 while lt n step 1 carry(b:f64[m], before:i32[]) {
                    u = a[before]
                    b[i] := u
                    before = add i 0:i32
                  end
                  k = add last 0:i32
                  loop i from 0 while lt n step 1 carry(a:f64[n], k:i32[]) {
                    u = b[k]
                    v = b[i]
                    w = sub v u
                    a[i] := w
                    k = add i 0:i32
                  end
                  return a
                }"""),
            new Program("counted by what another loop has counted", "", """
                f(n:i32[], s:i32[]) {
                  k = for(n, s) { i:i32[], c:i32[] -> d = add c 1:i32; yield d }
                  m = for(n, s) { j:i32[], t:i32[] -> u = add t k; yield u }
                  return m
                }"""),
            new Program("counted in both branches", "map(cond)", """
                f(a:f64[n], b:f64[n2]) {
                  n = dim[0] a; j = sub 0:i32 1:i32
                  loop i from 0 while lt n step 1 carry(b:f64[n2], j:i32[]) {
                    u = a[i]
                    c = gt u 0.0:f64
                    j, b = cond(c) false {
                      j = add j 1:i32
                      v = mul u u; w = mul v u
                      b[j] := w
                      yield j, b } true {
                      j = add j 1:i32
                      v = add u u; w = sub v 1.0:f64
                      b[j] := w
                      yield j, b }
                  end
                  return b
                }"""),
            new Program("a sum of some", "for(cond)", """
                f(a:f64[n]) {
                  n = dim[0] a; s = add -0.0:f64 -0.0:f64
                  loop i from 0 while lt n step 1 carry(s:f64[]) {
                    u = a[i]
                    c = gt u 0.0:f64
                    s = cond(c) false { yield s } true { s = add s u; yield s }
                  end
                  return s
                }"""),
            new Program("an end that data decide", "while(reduce(cond)) cond map cond", """
                f(a:f64[n], b:f64[m], c:f64[k]) {
                  n = dim[0] a
                  ie, b2, se = while(0:i32, b, false) { i:i32[], b:f64[m], s:bool[] -> go = not s; in = lt i n; g = and go in; yield g } do { i:i32[], b:f64[m], s:bool[] ->
                    u = c[i]
                    stop = lt u 0.2:f64
                    v = a[i]
                    x = mul v u
                    b[i] := x
                    i1 = add i 1:i32; j = select stop i i1
                    yield j, b, stop }
                  return ie, b2, se
                }"""),
            new Program("a search", "while(reduce(cond)) cond", """
                f(a:f64[n], h:i32[]) {
                  ie, se = while(0:i32, false) { i:i32[], s:bool[] -> go = not s; in = lt i h; g = and go in; yield g } do { i:i32[], s:bool[] ->
                    u = a[i]
                    stop = lt u 0.2:f64
                    i1 = add i 1:i32; j = select stop i i1
                    yield j, stop }
                  return ie, se
                }"""),
            new Program("an end by what is written", "while", """
                f(a:f64[n]) {
                  n = dim[0] a
                  ie, a2, se = while(1:i32, a, false) { i:i32[], a:f64[n], s:bool[] -> go = not s; in = lt i n; g = and go in; yield g } do { i:i32[], a:f64[n], s:bool[] ->
                    u = a[i]
                    stop = lt u 0.2:f64
                    i1 = add i 1:i32; v = mul u 0.5:f64
                    k = sub i 1:i32
                    a[k] := v
                    j = select stop i i1
                    yield j, a, stop }
                  return ie, a2, se
                }"""),
            new Program("the last of some", "reduce cond", """
                f(a:f64[n], h:i32[]) {
                  n = dim[0] a; at = sub 0:i32 h; x = sub 0.0:f64 1.0:f64
                  loop i from 0 while lt n step 1 carry(at:i32[], x:f64[]) {
                    u = a[i]
                    c = lt u 0.3:f64
                    k = mul i 2:i32
                    at = select c k at; x = select c u x
                  end
                  return at, x
                }"""),
            new Program("elements at a counter of some", "cond(for(cond(check))) for(cond)", """
                f(a:f64[n], b:f64[m]) {
                  n = dim[0] a; j = sub 0:i32 1:i32
                  loop i from 0 while lt n step 1 carry(a:f64[n], j:i32[]) {
                    u = a[i]
                    c = lt u 0.7:f64
                    j, a = cond(c) false { yield j, a } true {
                      j = add j 1:i32
                      v = b[j]
                      a[i] := v
                      yield j, a }
                  end
                  return a
                }"""),
            new Program("unrolled by hand", "map", """
                f(a:f64[n], b:f64[m], h:f64[]) {
                  n = dim[0] a; n1 = sub n 1:i32
                  loop i from 0 while lt n1 step 2 carry(a:f64[n]) {
                    u = a[i]
                    v = b[i]
                    w = mul h v; x = add u w
                    a[i] := x
                    j = add i 1:i32
                    u1 = a[j]
                    v1 = b[j]
                    w1 = mul h v1; x1 = add u1 w1
                    a[j] := x1
                  end
                  return a
                }"""),
            new Program("unrolled by hand, places that are data", "map(check) map", """
                f(p:i32[k], a:f64[n], b:f64[m]) {
                  n = dim[0] a; n1 = sub n 1:i32
                  loop i from 0 while lt n1 step 2 carry(a:f64[n]) {
                    u = p[i]
                    v = b[u]
                    a[i] := v
                    j = add i 1:i32
                    u1 = p[j]
                    v1 = b[u1]
                    a[j] := v1
                  end
                  return a
                }"""),
            new Program("two of different kinds", "map", """
                f(a:f64[n], b:f64[m]) {
                  n = dim[0] a; n1 = sub n 1:i32
                  loop i from 0 while lt n1 step 2 carry(a:f64[n]) {
                    v = b[i]
                    a[i] := v
                    j = add i 1:i32
                    v1 = b[i]
                    a[j] := v1
                  end
                  return a
                }"""),
            new Program("as far apart as the caller says", "cond(for map)", """
                f(a:f64[n], b:f64[m], h:i32[], w:i32[]) {
                  loop i from 0 while lt w step 1 carry(a:f64[n]) {
                    j = mul i h
                    u = a[j]
                    v = b[i]
                    x = add u v
                    a[j] := x
                  end
                  return a
                }"""),
            new Program("as far apart as the caller says, from the next one", "cond(for for)", """
                f(a:f64[n], b:f64[m], h:i32[], w:i32[]) {
                  loop i from 0 while lt w step 1 carry(a:f64[n]) {
                    j = mul i h; k = add j h
                    u = a[k]
                    v = b[i]
                    x = add u v
                    a[j] := x
                  end
                  return a
                }"""),
            new Program("a column of a square", "map", """
                f(a:f64[n], b:f64[m], h:i32[]) {
                  loop i from 0 while lt h step 1 carry(a:f64[n]) {
                    j = mul i h
                    u = a[j]
                    v = b[i]
                    x = add u v
                    a[j] := x
                  end
                  return a
                }"""),
            new Program("writes that the next trips write again", "for", """
                f(a:f64[n], b:f64[m], c:f64[k]) {
                  n = dim[0] a; n2 = sub n 2:i32
                  loop i from 0 while lt n2 step 1 carry(a:f64[n]) {
                    v = b[i]
                    a[i] := v
                    k = add i 2:i32
                    x = a[k]
                    y = mul x v
                    a[k] := y
                    j = add i 1:i32
                    z = add y v
                    a[j] := z
                  end
                  return a
                }"""),
            new Program("one element, which a trip in between changes", "cond(map map)", """
                f(a:f64[n], b:f64[m], h:i32[]) {
                  n = dim[0] a; at = div n 2:i32
                  loop i from 0 while lt n step 1 carry(a:f64[n]) {
                    u = a[at]
                    v = b[i]
                    x = add u v
                    a[i] := x
                  end
                  return a
                }"""),
            new Program("one element of the caller's choice, some of the trips", "cond(map(cond) map(cond))", """
                f(a:f64[n], b:f64[m], h:i32[]) {
                  n = dim[0] a; n1 = sub n 1:i32
                  loop i from 0 while lt n1 step 1 carry(a:f64[n]) {
                    u = a[h]
                    v = b[i]
                    c = gt v 0.5:f64
                    k = add i 1:i32
                    a = cond(c) false { yield a } true {
                      w = a[k]
                      x = mul u w
                      a[k] := x
                      yield a }
                  end
                  return a
                }"""),
            new Program("one element in front of those that are written", "map", """
                f(a:f64[n], b:f64[m], h:i32[]) {
                  n = dim[0] a; k = sub n 1:i32
                  loop i from 1 while lt n step 1 carry(a:f64[n]) {
                    u = a[0:i32]
                    v = a[i]
                    x = sub v u
                    a[i] := x
                  end
                  return a
                }"""),
            new Program("reads ahead of what it writes", "cond for", """
                f(a:f64[n], b:f64[m], c:f64[k]) {
                  n = dim[0] a; n1 = sub n 1:i32
                  loop i from 1 while lt n1 step 1 carry(a:f64[n], b:f64[m]) {
                    j = sub i 1:i32
                    u = b[j]
                    v = c[i]
                    w = add u v
                    a[i] := w
                    k = add i 1:i32
                    x = a[k]
                    y = mul x v
                    b[i] := y
                  end
                  return a, b
                }"""));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void raises(Program p) {
        RaiseTest.check(p);
    }
}
