package dev.jacobi.vectorize.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.Same;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Products in place of loops compute the same: every bit where sums are strict, and sums of whole numbers, which no order changes, where they are not. */
class ContractRunsTest {
    private static final int RUNS = 300;
    private static final double[] SPECIAL = {0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0x1p-1074, 1e300, -1e300};

    /** Arguments for one run; {@code whole}: whole numbers only. */
    private interface Arguments {
        List<Tensor> of(Random r, boolean whole);
    }

    @Test
    void rows() {
        // b may have fewer rows than a has columns, and any number when there are none of a
        Arguments args = (r, whole) -> {
            int n = r.nextInt(4);
            int k = r.nextInt(5);
            return List.of(array(DType.F32, r, whole, n, n == 0 ? r.nextInt(3) : k + r.nextInt(2)), array(DType.F32, r, whole, k, r.nextInt(4)));
        };
        same(ContractPrograms.ROWS, args);
        same(ContractPrograms.IKJ, (r, whole) -> args.of(r, whole).stream().map(t -> array(DType.F64, r, whole, t.dims())).toList());
    }

    /** Where the nest's own check fails nothing is read before it, also when start and length of a part are more than a long. */
    @Test
    void startsNearTheEndOfLongs() {
        Func f = Parser.parseFunc("""
            f(a:f64[u,v], b:f64[x,y], h:f64[z,r], n:i32[], m:i32[], p:i32[], at:i64[]) {
              o = map(n, h) { i:i32[], h0:f64[z,r] ->
                i0 = convert[i64] i
                i1 = add i0 at
                z0 = dim[0] a
                z1 = convert[i64] z0
                ok = lt i1 z1
                check[index "T.f:1"] ok
                h2 = map(p, h0) { j:i32[], h1:f64[z,r] ->
                  s = for(m, 0.0:f64) { k:i32[], t:f64[] -> q = index a i1 k; y0 = index b k j; d = mul q y0; e = add t d; yield e }
                  v1 = update h1 i j s
                  yield v1
                }
                yield h2
              }
              return o
            }
            """);
        Func products = new Contract(false, 0).run(f);
        assertTrue(products.toString().contains("dot_general"), products.toString());
        List<Tensor> in = List.of(new Tensor(DType.F64, new int[] {4, 3}, new double[12]), new Tensor(DType.F64, new int[] {3, 2}, new double[6]),
            new Tensor(DType.F64, new int[] {6, 2}, new double[12]), number(6), number(3), number(2), Tensor.of(Lit.i64(Long.MAX_VALUE - 2)));
        for (Func g : List.of(f, products)) {
            assertThrows(CheckFailed.class, () -> Interpreter.run(g, in));
        }
    }

    /** As exchanged loops have them: a sum is there only when the loop that is inside now makes a trip. */
    @Test
    void conditionsThatAreKnownBefore() {
        same("""
            f(a:f64[n,k], b:f64[k2,m], c:f64[n2,m2]) {
              n = dim[0] c; m = dim[1] c; kk = dim[1] a; ok = ge kk 2:i32
              o = map(n, c) { i:i32[], c1:f64[n2,m2] ->
                o1 = map(m, c1) { j:i32[], c2:f64[n2,m2] ->
                  o2 = cond(ok) false { yield c2 } true {
                    s0 = index c2 i j
                    s = for(kk, 0.0:f64) { k:i32[], t:f64[] -> x = index a i k; y = index b k j; d = mul x y; e = add t d; yield e }
                    r = add s0 s
                    u = update c2 i j r
                    yield u
                  }
                  yield o2
                }
                yield o1
              }
              return o
            }""", (r, whole) -> {
            int n = r.nextInt(4);
            int k = r.nextInt(5);
            int m = r.nextInt(4);
            return List.of(array(DType.F64, r, whole, n, k), array(DType.F64, r, whole, k, m), array(DType.F64, r, whole, n, m));
        });
    }

    @Test
    void batches() {
        same(ContractPrograms.BATCHES, (r, whole) -> {
            int g = r.nextInt(3);
            int n = r.nextInt(4);
            int p = r.nextInt(4);
            int m = r.nextInt(5) - 1;
            return List.of(array(DType.F64, r, whole, g, Math.max(0, m) + 1 + r.nextInt(2), n), array(DType.F64, r, whole, g, Math.max(0, m) + 1 + r.nextInt(2), p),
                array(DType.F64, r, whole, g, n, p), Tensor.of(Lit.i32(m)));
        });
    }

    @Test
    void flat() {
        same(ContractPrograms.FLAT, (r, whole) -> {
            int n = r.nextInt(5) - 1;
            int m = r.nextInt(5) - 1;
            int p = r.nextInt(5) - 1;
            int at = r.nextInt(3);
            boolean runs = n > 0 && m > 0 && p > 0;
            return List.of(array(DType.F64, r, whole, runs ? n * m + at + r.nextInt(2) : 0), array(DType.F64, r, whole, runs ? m * p + r.nextInt(2) : 0),
                array(DType.F64, r, whole, Math.max(0, n) * Math.max(0, p)), number(n), number(m), number(p), number(at));
        });
    }

    @Test
    void parts() {
        same(ContractPrograms.PARTS, (r, whole) -> {
            int n = r.nextInt(5) - 1;
            int m = r.nextInt(5) - 1;
            int p = r.nextInt(5) - 1;
            int at = r.nextInt(3);
            return List.of(array(DType.F64, r, whole, at + 1, size(n, r) + at, size(m, r)), array(DType.F64, r, whole, size(m, r) + at, size(p, r)),
                array(DType.F64, r, whole, size(n, r), size(p, r)), number(n), number(m), number(p), number(at));
        });
    }

    @Test
    void gradients() {
        same(ContractPrograms.GRADIENT, (r, whole) -> {
            int n = r.nextInt(5) - 1;
            int m = r.nextInt(5) - 1;
            int p = r.nextInt(5) - 1;
            return List.of(array(DType.F64, r, whole, size(m, r), size(n, r)), array(DType.F64, r, whole, size(p, r), size(m, r)),
                array(DType.F64, r, whole, size(n, r), size(p, r)), number(n), number(m), number(p), number(0));
        });
    }

    /** Where a row is missing the check of the loops fails, and nothing of the product is read before. */
    @Test
    void checks() {
        same(ContractPrograms.CHECKED, (r, whole) -> {
            int n = r.nextInt(5) - 1;
            int m = r.nextInt(5) - 1;
            int p = r.nextInt(5) - 1;
            return List.of(array(DType.I32, r, whole, Math.max(0, size(n, r) - r.nextInt(2)), size(m, r)), array(DType.I32, r, whole, size(m, r), size(p, r)),
                array(DType.I32, r, whole, size(n, r), size(p, r)), number(n), number(m), number(p), number(0));
        });
    }

    /** Random places in arrays of one to three axes, in nests of three maps: what becomes a product reads the same elements. */
    @Test
    void randomPlaces() {
        int products = 0;
        int taken = 0;
        for (int seed = 0; seed < 400; seed++) {
            var r = new Random(seed);
            var lines = new StringBuilder();
            String a = places(r, "a", 1 + r.nextInt(3), "i", lines);
            String b = places(r, "b", 1 + r.nextInt(3), "j", lines);
            String text = """
                f(a:i32[%s], b:i32[%s], h:i32[4,4,4], n:i32[], m:i32[], p:i32[], g:i32[], at:i32[]) {
                  o = map(g, h) { e:i32[], h0:i32[4,4,4] -> h4 = map(n, h0) { i:i32[], h1:i32[4,4,4] -> h3 = map(p, h1) { j:i32[], h2:i32[4,4,4] ->
                    s = for(m, 0:i32) { k:i32[], t:i32[] -> %s x = index a %s; y = index b %s; z = mul x y; u = add t z; yield u }
                    v = update h2 e i j s; yield v }; yield h3 }; yield h4 }
                  return o }
                """.formatted(dims(a), dims(b), lines, a, b);
            Func original = Parser.parseFunc(text);
            Func f = Same.run(List.of(new Contract(false, 0)), text);
            products += f.toString().contains("dot_general") ? 1 : 0;
            for (int run = 0; run < 8; run++) {
                int[] ends = r.ints(4, run == 0 ? 0 : 1, 5).toArray();
                List<Tensor> in = List.of(random(a, r), random(b, r), array(DType.I32, r, false, 4, 4, 4), number(ends[0]), number(ends[1]), number(ends[2]), number(ends[3]),
                    number(r.nextInt(3)));
                Same.computes(original, f, true, in);
                taken += f.toString().contains("dot_general") && takesProduct(f, in) ? 1 : 0;
            }
        }
        assertTrue(products > 80 && taken > 500, products + " products, " + taken + " taken");
    }

    /** Indices of an element; each axis goes along loops of its own, most of the time. */
    private static String places(Random r, String array, int rank, String free, StringBuilder lines) {
        var names = new StringBuilder();
        var loops = new ArrayList<>(r.nextInt(3) == 0 ? List.of(free, "k", "e") : List.of(free, "k"));
        Collections.shuffle(loops, r);
        for (int axis = 0; axis < rank; axis++) {
            String at = loops.isEmpty() ? "0:i32" : loops.remove(0);
            String name = array + axis;
            while (loops.size() > rank - 1 - axis && !loops.isEmpty()) {
                String inner = loops.remove(0);
                String count = r.nextInt(12) == 0 ? "4:i32" : inner.equals("k") ? "m" : inner.equals("i") ? "n" : inner.equals("j") ? "p" : "g";
                lines.append("%1$sq = mul %2$s %3$s; %1$sr = add %1$sq %4$s; ".formatted(name, at, count, inner));
                at = name + "r";
                name += "x";
            }
            lines.append(r.nextInt(3) == 0 ? "%s = add %s 0:i32; ".formatted(name, at) : "%s = add %s %s; ".formatted(name, at, r.nextBoolean() ? "at" : "1:i32"));
            names.append(axis == 0 ? "" : " ").append(name);
        }
        return names.toString();
    }

    private static String dims(String places) {
        return places.replaceAll("\\w+", "?").replace(' ', ',');
    }

    private static Tensor random(String places, Random r) {
        return array(DType.I32, r, false, Arrays.stream(places.split(" ")).mapToInt(p -> p.endsWith("xx") ? 80 : p.endsWith("x") ? 24 : 6).toArray());
    }

    /** An extent that is at least {@code n}. */
    private static int size(int n, Random r) {
        return Math.max(0, n) + r.nextInt(2);
    }

    private static Tensor number(int n) {
        return Tensor.of(Lit.i32(n));
    }

    private static Tensor array(DType t, Random r, boolean whole, int... dims) {
        int n = Tensors.count(dims);
        double[] x = r.doubles(n, -4, 4).map(v -> whole ? Math.rint(v) : r.nextInt(12) == 0 ? SPECIAL[r.nextInt(SPECIAL.length)] : v).toArray();
        if (t == DType.F64) {
            return new Tensor(t, dims, x);
        }
        float[] f = new float[n];
        int[] i = new int[n];
        for (int k = 0; k < n; k++) {
            f[k] = (float) x[k];
            i[k] = whole ? (int) x[k] : r.nextInt();
        }
        return new Tensor(t, dims, t == DType.F32 ? f : i);
    }

    private static void same(String text, Arguments args) {
        Func original = Parser.parseFunc(text);
        Verifier.verify(original);
        for (boolean fast : new boolean[] {false, true}) {
            Func products = Same.run(List.of(new Contract(fast, 0)), text);
            var r = new Random(text.length());
            int taken = 0;
            for (int run = 0; run < RUNS; run++) {
                List<Tensor> in = args.of(r, fast);
                Same.computes(original, products, true, in);
                taken += takesProduct(products, in) ? 1 : 0;
            }
            assertTrue(taken > RUNS / 10 && taken < RUNS, taken + " of " + RUNS + " runs compute the product");
        }
    }

    private static boolean takesProduct(Func f, List<Tensor> in) {
        Eqn choice = f.body().stream().filter(e -> e.prim() == Prim.COND).findFirst().orElse(null);
        assertNotNull(choice, f::toString);
        assertEquals(2, Regions.of(choice).size());
        var head = new Func(f.in(), f.body().subList(0, f.body().indexOf(choice)), List.of(choice.in().get(0)));
        return Same.outputs(head, in).get(0).get(0).asBool();
    }
}
