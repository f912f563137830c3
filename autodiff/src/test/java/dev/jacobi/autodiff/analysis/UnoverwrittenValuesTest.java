// In-place loops whose elements stand until the end, and loops in which some are overwritten.
package dev.jacobi.autodiff.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.autodiff.Gradients;
import dev.jacobi.autodiff.Orders;
import dev.jacobi.autodiff.jvp.Jvp;
import dev.jacobi.autodiff.vjp.Vjp;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.harness.Seeds;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.verify.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is read back from an array at its loops' end has the value it had; random nests of loops in place against differences. */
class UnoverwrittenValuesTest {
    private static final Seeds SEEDS = Seeds.of("survivors", 400).from(0);

    /** Tapes of a gradient: arrays that are made unset. */
    private static int tapes(Module m) {
        return tapes(m.get("vjp(f)").body());
    }

    private static int tapes(List<Eqn> body) {
        int n = 0;
        for (Eqn e : body) {
            n += e.prim() == Prim.FULL && e.in().get(0).equals(Lit.unset(e.result().dtype())) ? 1 : 0;
            for (Region r : Regions.of(e)) {
                n += tapes(r.body());
            }
        }
        return n;
    }

    private static int tapesOf(String text, Tensor... args) {
        return tapes(Gradients.check(Gradients.module(text), "f", List.of(args), 1e-5));
    }

    /** Elimination without pivots, whose multipliers and rows stand in the result. */
    private static final String ELIMINATION = """
        f(a:f64[5,5]) {
          r = for(5:i32, a) { k, a ->
            first = add k 1:i32; count = sub 5:i32 first; p = index a k k
            b = map(count, a) { i, a -> row = add first i; x = index a row k; y = div x p; b = update a row k y
              d = map(count, b) { j, b -> column = add first j; u = index b row column; v = index b k column; w = mul y v; t = sub u w; e = update b row column t; yield e }
              yield d }
            yield b }
          return r }
        """;

    @Test
    void eliminationKeepsNothing() {
        Tensor a = Gradients.random(3, -1, 1, 5, 5);
        for (int i = 0; i < 5; i++) {
            ((double[]) a.data())[6 * i] = 4 + i;
        }
        assertEquals(0, tapesOf(ELIMINATION, a));
        // The result is overwritten.
        assertTrue(tapesOf(ELIMINATION.replace("return r", "z = for(5:i32, r) { i, r -> s = update r i i 0.5:f64; yield s }; return z"), a) > 0);
    }

    @Test
    void recurrencesOfStoredValues() {
        String f = "f(a:f64[9]) { r = for(7:i32, a) { i, a -> j = add i 1:i32; x = index a i; y = index a j; z = mul x y; s = sin z; b = update a PLACE s; yield b }; return r }";
        Tensor a = Gradients.random(4, -1, 1, 9);
        assertTrue(tapesOf(f.replace("PLACE", "i"), a) > 0, "the next trip reads what it then overwrites");
        assertTrue(tapesOf(f.replace("PLACE", "j"), a) > 0, "the old value of a[i + 1] is lost");
        String g = "f(a:f64[9]) { r = for(7:i32, a) { i, a -> x = index a i; z = sin x; j = add i 1:i32; b = update a j z; yield b }; return r }";
        assertEquals(0, tapesOf(g, a));
    }

    /** Cholesky's factor by columns, of which a read that stands in front of a loop is within the array: the loops around it run to its extent, or to the number of such a trip. */
    private static final String COLUMNS = """
        f(a:f64[n,n]) {
          n = dim[0] a
          r = for(n, a) { j, a -> count = sub n j
            b = for(j, a) { k, b -> x = index[clamp] b j COLUMN
              c = map(count, b) { i, c -> row = add j i; y = index c row j; z = index c row k; w = mul z x; v = sub y w; d = update c row j v; yield d }
              yield c }
            p = index b j j; q = sqrt p
            c = map(count, b) { i, c -> row = add j i; y = index c row j; v = div y q; d = update c row j v; yield d }
            yield c }
          return r }
        """;

    @Test
    void columnsOfATriangleStand() {
        Tensor a = Gradients.random(5, -1, 1, 5, 5);
        for (int i = 0; i < 5; i++) {
            ((double[]) a.data())[6 * i] = 6 + i;
        }
        // the roots alone are kept
        assertEquals(1, tapesOf(COLUMNS.replace("COLUMN", "k"), a));
        // beyond the last column it is the element at the end that is read
        assertTrue(tapesOf(COLUMNS.replace("x = index", "l = add k j; x = index").replace("COLUMN", "l"), a) > 1);
    }

    /** Cholesky's factor by rows of a flat matrix, whose places are products of variables. */
    private static final String FLAT_CHOLESKY = """
        f(a:f64[d], n:i32[]) {
          size = dim[0] a; square = mul n n; fits = le square size; small = lt n 1000:i32; some = ge n 0:i32; ok = and fits small; good = and ok some
          check[index "f:1" early] good
          r = for(n, a) { i, a -> row = mul i n
            b = for(i, a) { j, a -> place = add row j; other = mul j n; first = index a place
              s = for(j, first) { k, s -> p = add row k; q = add other k; x = index a p; y = index a q; z = mul x y; t = sub s z; yield t }
              corner = add other j; d = index a corner; u = div s d; b = update a place u; yield b }
            place = add row i; first = index b place
            s = for(i, first) { k, s -> p = add row k; x = index b p; z = mul x x; t = sub s z; yield t }
            u = sqrt s; c = update b place u; yield c }
          return r }
        """;

    @Test
    void rowsOfAFlatMatrixStand() {
        int n = 4;
        Tensor a = Gradients.random(11, -0.5, 0.5, n * n);
        for (int i = 0; i < n; i++) {
            ((double[]) a.data())[i * (n + 1)] = n + i;
        }
        assertEquals(0, tapesOf(FLAT_CHOLESKY, a, Tensor.of(Lit.i32(n))));
        Orders.check(2, Gradients.module(FLAT_CHOLESKY), "f", a, Tensor.of(Lit.i32(n)));
        // rows that overlap by one element: what ends one row is the first of the next
        String overlapping = FLAT_CHOLESKY.replace("row = mul i n", "less = sub n 1:i32; row = mul i less");
        Tensor any = Gradients.random(12, -0.5, 0.5, n * n);
        assertTrue(tapesOf(overlapping.replace("sqrt s", "cos s").replace("div s d", "mul s d"), any, Tensor.of(Lit.i32(n))) > 0);
    }

    @Test
    void aClampedPlaceMayBeAnotherOne() {
        String f = "f(a:f64[4]) { r = for(6:i32, a) { i, a -> x = index[clamp] a i; y = mul x x; k = and i 3:i32; b = update a k y; yield b }; return r }";
        assertTrue(tapesOf(f, Gradients.random(5, -1, 1, 4)) > 0);
    }

    /** Nests of two or three loops over one array with one or two axes, with sums of trips and constants as indices. */
    @Test
    void randomNests() {
        int[] without = {0};
        SEEDS.each((seed, random) -> without[0] += tapes(dual(Gradients.module(new Nests(random).text()), Gradients.random(seed, -1, 1, 16, 16))) == 0 ? 1 : 0);
        assertTrue(SEEDS.some(without[0], 20), without[0] + " of " + SEEDS.programs() + " keep nothing");
    }

    /** Forward and reverse mode are each other's transpose; the interpreter reads elements that were never written as NaN. */
    private static Module dual(Module m, Tensor a) {
        var random = new Random(9);
        Tensor c = Gradients.scalar(0.7);
        Tensor u = Tensors.like(List.of(a), random).get(0);
        Tensor v = Tensors.like(List.of(a), random).get(0);
        Module reverse = Vjp.of(m, "f", List.of(true, true));
        Verifier.verify(reverse);
        List<Tensor> forward = Interpreter.run(Jvp.of(m, "f", List.of(true, true)), "jvp(f)", List.of(a, c, v, Gradients.scalar(0.3)));
        List<Tensor> backward = Interpreter.run(reverse, "vjp(f)", List.of(a, c, u));
        double tangent = dot(forward.get(1), u);
        double gradient = dot(backward.get(1), v) + 0.3 * backward.get(2).get(0).asDouble();
        assertEquals(tangent, gradient, 1e-9 * (1 + Math.abs(tangent)));
        return reverse;
    }

    private static double dot(Tensor x, Tensor y) {
        double s = 0;
        for (int i = 0; i < x.size(); i++) {
            s += x.get(i).asDouble() * y.get(i).asDouble();
        }
        return s;
    }

    private static final class Nests {
        private final Random random;
        private int next;

        Nests(Random random) {
            this.random = random;
        }

        String text() {
            return "f(a:f64[16,16], c:f64[]) { r = " + loop("a", List.of()) + "; return r }";
        }

        private String loop(String array, List<String> trips) {
            String i = "k" + next++;
            String a = "a" + next++;
            var inner = new ArrayList<>(trips);
            inner.add(i);
            String count = trips.isEmpty() || random.nextInt(3) > 0 ? 2 + random.nextInt(2) + ":i32" : trips.get(random.nextInt(trips.size()));
            var s = new StringBuilder("for(" + count + ", " + array + ") { " + i + ", " + a + " -> ");
            String now = a;
            int parts = 1 + random.nextInt(2);
            for (int k = 0; k < parts; k++) {
                if (inner.size() < 3 && random.nextInt(3) == 0) {
                    String b = "b" + next++;
                    s.append(b).append(" = ").append(loop(now, inner)).append("; ");
                    now = b;
                } else {
                    now = step(s, now, inner);
                }
            }
            return s.append("yield ").append(now).append(" }").toString();
        }

        private String step(StringBuilder s, String now, List<String> trips) {
            String x = read(s, now, trips);
            String y = read(s, now, trips);
            int n = next++;
            s.append("p").append(n).append(" = mul ").append(x).append(' ').append(random.nextBoolean() ? y : "c").append("; q").append(n)
                .append(" = ").append(random.nextBoolean() ? "sin" : "copy").append(" p").append(n).append("; ");
            String at = place(s, trips);
            s.append("w").append(n).append(" = update ").append(now).append(' ').append(at).append(" q").append(n).append("; ");
            return "w" + n;
        }

        private String read(StringBuilder s, String now, List<String> trips) {
            String at = place(s, trips);
            String x = "x" + next++;
            s.append(x).append(" = index ").append(now).append(' ').append(at).append("; ");
            return x;
        }

        private String place(StringBuilder s, List<String> trips) {
            return index(s, trips) + " " + index(s, trips);
        }

        /** A trip's number and one to five, or the sum or difference of two. */
        private String index(StringBuilder s, List<String> trips) {
            String n = "n" + next++;
            String first = trips.get(random.nextInt(trips.size()));
            if (random.nextInt(5) == 0) {
                s.append(n).append(" = add 0:i32 ").append(random.nextInt(6)).append(":i32; ");
                return n;
            }
            s.append(n).append(" = add ").append(first).append(' ').append(3 + random.nextInt(3)).append(":i32; ");
            if (random.nextInt(3) == 0) {
                String m = "n" + next++;
                s.append(m).append(" = ").append(random.nextBoolean() ? "add" : "sub").append(' ').append(n).append(' ')
                    .append(trips.get(random.nextInt(trips.size()))).append("; ");
                return m;
            }
            return n;
        }
    }
}
