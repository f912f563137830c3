package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.vectorize.Same;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole programs: what their loops become, and that they compute the same on random inputs of sizes 0 to 6. */
class RaiseTest {
    /** What its loops become, see {@link Same#skeleton}, and its text, see {@link ProgramText}. */
    record Program(String name, String skeleton, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Program> programs() {
        return Stream.of(
            new Program("saxpy", "map", """
                f(a:f64[], x:f64[n], y:f64[m]) {
                  n = dim[0] x
                  loop i from 0 while lt n step 1 carry(y:f64[m]) {
                    u = x[i]
                    v = y[i]
                    t = mul a u; w = add t v
                    y[i] := w
                  end
                  return y
                }"""),
            new Program("every second element downwards", "map", """
                f(x:f64[n], y:f64[m]) {
                  n = dim[0] x; k = sub n 1:i32
                  loop i from k while ge 0 step -2 carry(y:f64[m]) {
                    u = x[i]
                    v = add u u
                    y[i] := v
                  end
                  return y
                }"""),
            new Program("a check of what is not compared", "map(check) map", """
                f(y:f64[m], h:i32[]) {
                  n = dim[0] y
                  t = rem h 2:i32; odd = eq t 1:i32; big = gt h 2:i32
                  loop i from 0 while lt n step 1 carry(y:f64[m]) {
                    even = not odd; ok = or even big
                    check[throw ""] ok
                    v = y[i]
                    w = add v v
                    y[i] := w
                  end
                  return y
                }"""),
            new Program("recurrence", "cond for", """
                f(y:f64[m]) {
                  n = dim[0] y
                  loop i from 1 while lt n step 1 carry(y:f64[m]) {
                    j = sub i 1:i32
                    u = y[j]
                    v = y[i]
                    w = add u v
                    y[i] := w
                  end
                  return y
                }"""),
            new Program("reads behind what it writes", "map", """
                f(y:f64[m], h:i32[]) {
                  loop i from 0 while lt h step 1 carry(y:f64[m]) {
                    j = add i h
                    u = y[j]
                    v = add u u
                    y[i] := v
                  end
                  return y
                }"""),
            new Program("flattened matrix", "map(map)", """
                f(a:f64[p], b:f64[q], h:i32[], w:i32[]) {
                  loop i from 0 while lt h step 1 carry(b:f64[q]) {
                    loop j from 0 while lt w step 1 carry(b:f64[q]) {
                      r = mul i w; k = add r j
                      u = a[k]
                      v = mul u u
                      b[k] := v
                    end
                  end
                  return b
                }"""),
            new Program("flattened matrix, new", "map(map)", """
                f(a:f64[p], h:i32[], w:i32[]) {
                  n = mul h w; ok = ge n 0:i32
                  check[negative_size ""] ok
                  b:f64[?] = full[f64[?]] 0.0:f64 n
                  loop i from 0 while lt h step 1 carry(b:f64[?]) {
                    loop j from 0 while lt w step 1 carry(b:f64[?]) {
                      r = mul i w; k = add r j
                      v = convert[f64] k
                      b[k] := v
                    end
                  end
                  return b
                }"""),
            new Program("matrix product", "map(map(for))", """
                f(a:f64[n,k], b:f64[k2,m], c:f64[n2,m2]) {
                  n = dim[0] a; kk = dim[0] b; m = dim[1] c
                  loop i from 0 while lt n step 1 carry(c:f64[n2,m2]) {
                    loop j from 0 while lt m step 1 carry(c:f64[n2,m2]) {
                      s = mul 0.0:f64 0.0:f64
                      loop k from 0 while lt kk step 1 carry(s:f64[]) {
                        u = a[i, k]
                        v = b[k, j]
                        t = mul u v
                        s = add s t
                      end
                      c[i, j] := s
                    end
                  end
                  return c
                }"""),
            new Program("matrix product, column in the middle", "map(map(cond(for)))", """
                f(a:f64[n,k], b:f64[k2,m], c:f64[n2,m2]) {
                  n = dim[0] a; kk = dim[0] b; m = dim[1] c
                  loop i from 0 while lt n step 1 carry(c:f64[n2,m2]) {
                    loop k from 0 while lt kk step 1 carry(c:f64[n2,m2]) {
                      loop j from 0 while lt m step 1 carry(c:f64[n2,m2]) {
                        u = a[i, k]
                        v = b[k, j]
                        t = mul u v
                        w = c[i, j]
                        x = add w t
                        c[i, j] := x
                      end
                    end
                  end
                  return c
                }"""),
            new Program("sum of integers", "reduce", """
                f(a:i32[n]) {
                  n = dim[0] a; s = add 0:i32 0:i32
                  loop i from 0 while lt n step 1 carry(s:i32[]) {
                    u = a[i]
                    s = add s u
                  end
                  return s
                }"""),
            new Program("sum of floats", "for", """
                f(a:f64[n]) {
                  n = dim[0] a; s = add 0.0:f64 0.0:f64
                  loop i from 0 while lt n step 1 carry(s:f64[]) {
                    u = a[i]
                    s = add s u
                  end
                  return s
                }"""),
            new Program("count and largest in two loops", "reduce(reduce(cond))", """
                f(a:i32[n,m], x:i32[]) {
                  n = dim[0] a; m = dim[1] a; s = add 0:i32 0:i32; t = add 0:i32 -5:i32
                  loop i from 0 while lt n step 1 carry(s:i32[], t:i32[]) {
                    loop j from 0 while lt m step 1 carry(s:i32[], t:i32[]) {
                      u = a[i, j]
                      t = max t u
                      c = gt u x
                      s = cond(c) false { yield s } true { s = add s 1:i32; yield s }
                    end
                  end
                  return s, t
                }"""),
            new Program("histogram", "hist", """
                f(a:i32[n], h:i32[k]) {
                  n = dim[0] a
                  loop i from 0 while lt n step 1 carry(h:i32[k]) {
                    u = a[i]
                    b = and u 7:i32
                    v = h[b]
                    w = add v 1:i32
                    h[b] := w
                  end
                  return h
                }"""),
            new Program("scatter", "map(check) for", """
                f(a:i32[n], h:i32[k]) {
                  n = dim[0] a
                  loop i from 0 while lt n step 1 carry(h:i32[k]) {
                    u = a[i]
                    h[u] := i
                  end
                  return h
                }"""),
            new Program("gather", "map(check) map", """
                f(a:i32[n], h:i32[k], y:i32[m]) {
                  n = dim[0] a
                  loop i from 0 while lt n step 1 carry(y:i32[m]) {
                    u = a[i]
                    v = h[u]
                    y[i] := v
                  end
                  return y
                }"""),
            new Program("in place under a condition", "map(cond)", """
                f(y:i32[m], x:i32[]) {
                  n = dim[0] y
                  loop i from 0 while lt n step 1 carry(y:i32[m]) {
                    u = y[i]
                    c = lt u x
                    y = cond(c) false { yield y } true { v = mul u 3:i32
                      y[i] := v
                      yield y }
                  end
                  return y
                }"""),
            new Program("triangular update", "for(map(map))", """
                f(a:i32[n,m]) {
                  n = dim[0] a
                  loop k from 0 while lt n step 1 carry(a:i32[n,m]) {
                    k1 = add k 1:i32
                    loop i from k1 while lt n step 1 carry(a:i32[n,m]) {
                      f = a[i, k]
                      loop j from k1 while lt n step 1 carry(a:i32[n,m]) {
                        u = a[k, j]
                        t = mul f u
                        v = a[i, j]
                        w = sub v t
                        a[i, j] := w
                      end
                    end
                  end
                  return a
                }"""),
            new Program("inner stencil", "map(map)", """
                f(a:f64[p], b:f64[q], h:i32[], w:i32[]) {
                  h1 = sub h 1:i32; w1 = sub w 1:i32
                  loop i from 1 while lt h1 step 1 carry(b:f64[q]) {
                    loop j from 1 while lt w1 step 1 carry(b:f64[q]) {
                      r = mul i w; k = add r j; up = sub k w; down = add k w; left = sub k 1:i32; right = add k 1:i32
                      u = a[up]
                      v = a[down]
                      x = a[left]
                      y = a[right]
                      s = add u v; s = add s x; s = add s y
                      b[k] := s
                    end
                  end
                  return b
                }"""),
            new Program("butterflies", "while(check check check map(map))", """
                f(a:i32[p]) {
                  n = dim[0] a; z = add 2:i32 0:i32
                  ze, a2 = while(z, a) { z:i32[], a:i32[p] -> go = le z n; yield go } do { z:i32[], a:i32[p] ->
                    half = div z 2:i32
                    loop s from 0 while lt n step z carry(a:i32[p]) {
                      loop k from 0 while lt half step 1 carry(a:i32[p]) {
                        x = add s k; y = add x half
                        u = a[x]
                        v = a[y]
                        d = sub u v; t = add u v
                        a[x] := t
                        a[y] := d
                      end
                    end
                    z2 = mul z 2:i32
                    yield z2, a
                  }
                  return a2
                }"""),
            new Program("all shortest ways", "for(map(map(cond) cond map(cond)) map(cond) cond map(cond) map(map(cond) cond map(cond)))", """
                f(d:i32[n,m]) {
                  n = dim[0] d
                  loop k from 0 while lt n step 1 carry(d:i32[n,m]) {
                    loop i from 0 while lt n step 1 carry(d:i32[n,m]) {
                      loop j from 0 while lt n step 1 carry(d:i32[n,m]) {
                        u = d[i, k]
                        v = d[k, j]
                        t = add u v
                        w = d[i, j]
                        c = lt t w
                        d = cond(c) false { yield d } true {
                          d[i, j] := t
                          yield d }
                      end
                    end
                  end
                  return d
                }"""),
            new Program("sparse rows", "map(check check check check reduce(check))", """
                f(start:i32[n], column:i32[m], value:i32[k], x:i32[p], y:i32[q]) {
                  n = dim[0] y
                  loop r from 0 while lt n step 1 carry(y:i32[q]) {
                    k = start[r]
                    r1 = add r 1:i32
                    ke, s = while(k, 0:i32) { k:i32[], s:i32[] ->
                      e = start[r1]
                      go = lt k e; yield go } do { k:i32[], s:i32[] ->
                      v = value[k]
                      c = column[k]
                      u = x[c]
                      t = mul v u
                      s1 = add s t
                      k1 = add k 1:i32
                      yield k1, s1 }
                    y[r] := s
                  end
                  return y
                }"""),
            new Program("transposed copy", "map(map)", """
                f(a:f64[p], b:f64[q], h:i32[], w:i32[]) {
                  loop i from 0 while lt h step 1 carry(b:f64[q]) {
                    loop j from 0 while lt w step 1 carry(b:f64[q]) {
                      r = mul i w; k = add r j; c = mul j h; t = add c i
                      u = a[k]
                      b[t] := u
                    end
                  end
                  return b
                }"""),
            new Program("transposed in place", "map(map)", """
                f(a:i32[n,m]) {
                  n = dim[0] a
                  loop i from 0 while lt n step 1 carry(a:i32[n,m]) {
                    loop j from 0 while lt i step 1 carry(a:i32[n,m]) {
                      u = a[i, j]
                      v = a[j, i]
                      a[i, j] := v
                      a[j, i] := u
                    end
                  end
                  return a
                }"""),
            new Program("reversed in place", "map", """
                f(a:i32[n]) {
                  n = dim[0] a; k = sub n 1:i32
                  ie, je, a2 = while(0:i32, k, a) { i:i32[], j:i32[], a:i32[n] -> go = lt i j; yield go } do { i:i32[], j:i32[], a:i32[n] ->
                    u = a[i]
                    v = a[j]
                    a[i] := v
                    a[j] := u
                    i1 = add i 1:i32; j1 = sub j 1:i32
                    yield i1, j1, a }
                  return a2
                }"""),
            new Program("border apart", "map(map(cond))", """
                f(a:i32[n], b:i32[m], h:i32[], w:i32[]) {
                  w1 = sub w 1:i32
                  loop i from 0 while lt h step 1 carry(b:i32[m]) {
                    loop j from 0 while lt w step 1 carry(b:i32[m]) {
                      r = mul i w; k = add r j
                      c1 = gt j 0:i32; c2 = lt j w1; c = and c1 c2
                      b = cond(c) false {
                        b[k] := j
                        yield b } true {
                        l = sub k 1:i32; g = add k 1:i32
                        u = a[l]
                        v = a[g]
                        s = add u v
                        b[k] := s
                        yield b }
                    end
                  end
                  return b
                }"""),
            new Program("test at the end", "map", """
                f(a:i32[n]) {
                  n = dim[0] a
                  ie, a2, se = while(0:i32, a, false) { i:i32[], a:i32[n], s:bool[] -> go = not s; yield go } do { i:i32[], a:i32[n], s:bool[] ->
                    u = a[i]
                    v = mul u u
                    a[i] := v
                    i1 = add i 1:i32; stop = ge i1 n
                    yield i1, a, stop }
                  return a2
                }"""),
            new Program("kept elements move together", "for(cond)", """
                f(a:i32[n]) {
                  n = dim[0] a; k = add 0:i32 0:i32
                  b = full[i32[n]] 0:i32 n
                  loop i from 0 while lt n step 1 carry(k:i32[], b:i32[n]) {
                    u = a[i]
                    c = gt u 2:i32
                    k, b = cond(c) false { yield k, b } true {
                      b[k] := u
                      k = add k 1:i32
                      yield k, b }
                  end
                  return b, k
                }"""));
    }

    @ParameterizedTest
    @MethodSource({"programs", "dev.jacobi.vectorize.raise.FlatNests#programs"})
    void raises(Program p) {
        check(p);
    }

    static void check(Program p) {
        RaisedProgram forms = RaisedProgram.of(p.skeleton(), p.text());
        var random = new Random(p.name().hashCode());
        int passed = 0;
        for (int run = 0; run < 200; run++) {
            List<Tensor> args = arguments(forms.original(), random);
            forms.computes(false, args);
            passed += Same.outputs(forms.raised(), args) == null ? 0 : 1;
        }
        assertTrue(passed >= 10, "only " + passed + " of 200 inputs pass the checks");
    }

    /** Random inputs; array extents are mostly equal. */
    private static List<Tensor> arguments(Func f, Random random) {
        int size = random.nextInt(7);
        var args = new ArrayList<Tensor>();
        for (Var v : f.in()) {
            if (v.type().isScalar()) {
                args.add(Tensor.of(v.dtype() == DType.I32 ? Lit.i32(random.nextInt(8) - 1) : Lit.f64(random.nextGaussian())));
                continue;
            }
            int[] dims = new int[v.type().rank()];
            int n = 1;
            for (int k = 0; k < dims.length; k++) {
                dims[k] = random.nextInt(4) == 0 ? random.nextInt(9) : dims.length == 1 && f.in().size() > 2 ? size * size : size;
                n *= dims[k];
            }
            args.add(v.dtype() == DType.I32 ? Tensor.of(random.ints(n, -2, 9).toArray(), dims) : Tensor.of(random.doubles(n).toArray(), dims));
        }
        return args;
    }
}
