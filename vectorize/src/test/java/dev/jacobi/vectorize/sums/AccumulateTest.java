package dev.jacobi.vectorize.sums;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.harness.Seeds;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.raise.Raise;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sums of gradients in an order of their own: what nests become, and that sums of whole numbers, which no order changes, stay the same. */
class AccumulateTest {
    private static final int SIZE = 300;

    private static void becomes(String skeleton, String text) {
        Func g = Same.run(Raise.passes(false), text);
        assertEquals(skeleton, Same.skeleton(g), g::toString);
    }

    @Test
    void aProductsGradients() {
        // a'[i,k] += c[i,j] b[k,j] reads b from a copy with rows and columns exchanged when there are many i; the other one reads rows
        becomes("cond(cond(map(map(reduce)) map(map) map(map(reduce)))) cond(map(map(reduce)))", """
            f(n:i32[], m:i32[], p:i32[], a:f64[h,w], b:f64[k,q], c:f64[r,t], da:f64[h,w], db:f64[k,q]) {
              x, y = for(n, da, db) { i:i32[], x0:f64[h,w], y0:f64[k,q] ->
                x1, y1 = for(m, x0, y0) { j:i32[], x2:f64[h,w], y2:f64[k,q] ->
                  g = index c i j
                  x3, y3 = for(p, x2, y2) { l:i32[], x4:f64[h,w], y4:f64[k,q] ->
                    u = index a i l; v = index b l j
                    s = mul g v; t0 = mul g u
                    x5 = acc_add x4 i l s
                    y5 = acc_add y4 l j t0
                    yield x5, y5 }
                  yield x3, y3 }
                yield x1, y1 }
              return x, y
            }
            """);
    }

    @Test
    void aStencil() {
        // a short row, or elements at the ends, written out, and those to which both add; and the zeros
        becomes("cond(map(cond cond) map) map", """
            f(n:i32[], a:f64[k], d:f64[k]) {
              ok = lt n 1000:i32
              check[index ""] ok
              x, y = for(n, d, a) { i:i32[], x0:f64[k], y0:f64[k] ->
                g = index y0 i
                y1 = update y0 i 0.0:f64
                j = add i 1:i32; l = add i 2:i32
                x1 = acc_add x0 i g
                x2 = acc_add x1 l g
                yield x2, y1 }
              return x, y
            }
            """);
    }

    @Test
    void foldsThatShareWork() {
        // the gradient by two parameters of what all trips compute
        becomes("reduce cond", """
            f(n:i32[], a:f64[k], d:f64[r]) {
              ok = lt n 1000:i32
              check[index ""] ok
              x = for(n, d) { i:i32[], x0:f64[r] ->
                u = index a i
                v = mul u u; w = add v 1.0:f64; z = mul w v
                y = mul w 0.5:f64
                x1 = acc_add x0 0:i32 z
                x2 = acc_add x1 1:i32 y
                yield x2 }
              return x
            }
            """);
    }

    @Test
    void aKernelThatMoves() {
        // few trips of p around many of i
        becomes("for(map)", """
            f(n:i32[], g:f64[k], w:f64[q], d:f64[r]) {
              ok = lt n 1000:i32
              check[index ""] ok
              x = for(n, d) { i:i32[], x0:f64[r] ->
                t = index g i
                x1 = for(3:i32, x0) { p:i32[], x2:f64[r] ->
                  u = index w p; v = mul t u; at = add i p
                  x3 = acc_add x2 at v
                  yield x3 }
                yield x1 }
              return x
            }
            """);
    }

    @Test
    void whatIsSlowIsComputedOnceForAllSums() {
        // pairs i < j: what goes to i is a reduce, in the same loop as what goes to j
        becomes("for(reduce cond)", """
            f(n:i32[], x:f64[k], y:f64[q], dx:f64[k], dy:f64[q]) {
              ok = lt n 1000:i32
              check[index ""] ok
              a, b = for(n, dx, dy) { i:i32[], a0:f64[k], b0:f64[q] ->
                left = sub n i
                m = sub left 1:i32
                first = add i 1:i32
                a1, b1 = for(m, a0, b0) { t:i32[], a2:f64[k], b2:f64[q] ->
                  j = add first t
                  u = index x i; v = index x j; d = sub u v; r = sqrt d
                  w = index y j
                  p = mul r w; q = sub w r
                  a3 = acc_add a2 i p
                  a4 = acc_add a3 j q
                  b3 = acc_add b2 j p
                  b4 = acc_add b3 i q
                  yield a4, b4 }
                yield a1, b1 }
              return a, b
            }
            """);
    }

    @Test
    void sumsOfOneLoopAreOneReduceWhereTheyShareWhatIsSlow() {
        becomes("reduce cond", """
            f(n:i32[], x:f64[k], d:f64[r]) {
              ok = lt n 1000:i32
              check[index ""] ok
              a, s = for(n, d, 0.0:f64) { i:i32[], a0:f64[r], s0:f64[] ->
                u = index x i; e = exp u; p = mul e u
                a1 = acc_add a0 0:i32 e
                a2 = acc_add a1 1:i32 p
                s1 = acc_add s0 e
                yield a2, s1 }
              return a, s
            }
            """);
    }

    /** Two taps outermost, each over all of x: the root, and in the second program three steps of arithmetic, are computed before, for both. */
    @Test
    void whatAllTapsNeedIsComputedBefore() {
        String nest = """
            f(n:i32[], x:f64[k], y:f64[q], d:f64[r]) {
              ok = lt n 1000:i32
              check[index ""] ok
              a = for(n, d) { i:i32[], a0:f64[r] ->
                u = index %s
                %s
                a1 = for(2:i32, a0) { t:i32[], a2:f64[r] ->
                  j = add i t; w = index y t; p = mul g w
                  a3 = acc_add a2 j p
                  yield a3 }
                yield a1 }
              return a
            }
            """;
        becomes("map for(map)", nest.formatted("x i", "g = sqrt u"));
        becomes("map for(map)", nest.formatted("x i", "h = mul u 0.5:f64; c = gt u 0.0:f64; g = select c h u"));
        becomes("for(map)", nest.formatted("x i", "g = mul u 0.5:f64"));
        // an array of n elements would be more than what the nest reads
        becomes("for(map)", nest.formatted("x 0:i32", "g = sqrt u"));
        becomes("for(map)", nest.formatted("x 0:i32", "h = convert[f64] i; v = add u h; g = sqrt v"));
    }

    /** A quotient of the one trip says nothing about another trip. */
    @Test
    void tripsThatMeetBesideAQuotientStayApart() {
        becomes("reduce cond map", """
            f(n:i32[], x:f64[k], d:f64[r]) {
              ok = lt n 1000:i32
              check[index ""] ok
              a, s = for(n, d, 0.0:f64) { t:i32[], a0:f64[r], s0:f64[] ->
                q = div t 4:i32
                u = index x q; e = sqrt u
                a1 = acc_add a0 t e
                j = add t 4:i32
                p = mul e u
                a2 = acc_add a1 j p
                s1 = acc_add s0 e
                yield a2, s1 }
              return a, s
            }
            """);
    }

    @Test
    void placesThatDependOnDataStay() {
        becomes("for", """
            f(n:i32[], c:i32[k], d:f64[r]) {
              x = for(n, d) { i:i32[], x0:f64[r] ->
                at = index c i; v = convert[f64] i
                x1 = acc_add x0 at v
                yield x1 }
              return x
            }
            """);
    }

    /** Random nests over sums, arrays that pass through, and values that inner loops compute. */
    private static final class Nest {
        private final Random random;
        private final StringBuilder text = new StringBuilder();
        private final List<String> trips = new ArrayList<>();
        /** The terms of the loops around. */
        private final List<String> terms = new ArrayList<>();
        private final boolean through;
        private final boolean scalar;
        private int next;

        Nest(Random random) {
            this.random = random;
            through = random.nextInt(3) == 0;
            scalar = random.nextInt(3) == 0;
            text.append("f(n:i32[], m:i32[], a:f64[300], b:f64[20,20], w:f64[300], x:f64[300]) {\n");
            if (random.nextInt(4) > 0) { // else nothing says that places are not beyond an int
                text.append("o = max n m; ok = lt o 1000:i32\ncheck[index \"\"] ok\n");
            }
            String[] out = loop(new String[] {"a", "b", "w", "0.0:f64"}, 1 + random.nextInt(3));
            text.append("return ").append(String.join(", ", out)).append("\n}\n");
        }

        private String name() {
            return "v" + next++;
        }

        private String[] carried(String[] all) {
            var out = new ArrayList<>(List.of(all[0], all[1]));
            if (through) {
                out.add(all[2]);
            }
            if (scalar) {
                out.add(all[3]);
            }
            return out.toArray(new String[0]);
        }

        private String[] loop(String[] now, int depth) {
            String outer = trips.isEmpty() ? "n" : trips.get(trips.size() - 1);
            String[] counts = {"n", "m", "2:i32", "3:i32", outer, name()};
            String count = counts[random.nextInt(counts.length)];
            text.append(counts[5]).append(" = sub n ").append(outer).append('\n');
            String[] out = {name(), name(), through ? name() : now[2], scalar ? name() : now[3]};
            String[] in = {name(), name(), through ? name() : now[2], scalar ? name() : now[3]};
            String trip = name();
            text.append(String.join(", ", carried(out))).append(" = for(").append(count).append(", ").append(String.join(", ", carried(now))).append(") { ")
                .append(trip).append(":i32[]");
            String[] types = {"f64[300]", "f64[20,20]", "f64[300]", "f64[]"};
            for (int k = 0; k < 4; k++) {
                if (k < 2 || k == 2 && through || k == 3 && scalar) {
                    text.append(", ").append(in[k]).append(':').append(types[k]);
                }
            }
            text.append(" ->\n");
            trips.add(trip);
            String[] at = in.clone();
            String term = term(at);
            sums(at, term);
            if (depth > 1) {
                terms.add(term);
                at = loop(at, depth - 1);
                terms.remove(terms.size() - 1);
                sums(at, term);
            } else if (through) {
                String own = own();
                String old = name();
                String y = name();
                text.append(old).append(" = index ").append(at[2]).append(' ').append(own).append('\n');
                sums(at, old);
                text.append(y).append(" = update ").append(at[2]).append(' ').append(own).append(" 3.0:f64\n");
                at[2] = y;
            }
            trips.remove(trips.size() - 1);
            text.append("yield ").append(String.join(", ", carried(at))).append(" }\n");
            return out;
        }

        /** The trips' numbers as one number. */
        private String own() {
            String sum = trips.get(0);
            for (String t : trips.subList(1, trips.size())) {
                String u = name();
                String v = name();
                text.append(u).append(" = mul ").append(sum).append(" 6:i32\n").append(v).append(" = add ").append(u).append(' ').append(t).append('\n');
                sum = v;
            }
            return sum;
        }

        private String place(int most) {
            String sum = random.nextInt(3) + ":i32";
            for (String t : trips) {
                int c = random.nextInt(most);
                if (c > 0) {
                    String u = name();
                    String v = name();
                    text.append(u).append(" = mul ").append(t).append(' ').append(c).append(":i32\n").append(v).append(" = add ").append(sum).append(' ')
                        .append(u).append('\n');
                    sum = v;
                }
            }
            return sum;
        }

        /** A number that is no polynomial of the trips'. */
        private String derived() {
            String t = trips.get(random.nextInt(trips.size()));
            String v = name();
            String[] op = {"div", "rem", "min", "max"};
            text.append(v).append(" = ").append(op[random.nextInt(op.length)]).append(' ').append(t).append(' ').append(1 + random.nextInt(4)).append(":i32\n");
            return v;
        }

        private String term(String[] now) {
            String v = name();
            String c = name();
            String t = name();
            String at = random.nextInt(3) == 0 ? derived() : place(4);
            text.append(v).append(" = index x ").append(at).append('\n').append(c).append(" = convert[f64] ").append(trips.get(trips.size() - 1)).append('\n')
                .append(t).append(" = add ").append(v).append(' ').append(c).append('\n');
            if (!terms.isEmpty() && random.nextBoolean()) {
                String both = name();
                text.append(both).append(" = sub ").append(terms.get(random.nextInt(terms.size()))).append(' ').append(t).append('\n');
                return both;
            }
            if (random.nextInt(3) == 0) {
                String square = name();
                String root = name();
                text.append(square).append(" = mul ").append(t).append(' ').append(t).append('\n').append(root).append(" = sqrt ").append(square).append('\n');
                return root;
            }
            if (random.nextInt(4) > 0) {
                return t;
            }
            String inner = name();
            String k = name();
            String s = name();
            String u = name();
            text.append(inner).append(" = for(2:i32, ").append(t).append(") { ").append(k).append(":i32[], ").append(s).append(":f64[] -> ").append(u).append(" = mul ")
                .append(s).append(" 2.0:f64; yield ").append(u).append(" }\n");
            return inner;
        }

        private void sums(String[] at, String term) {
            for (int k = random.nextInt(3); k > 0; k--) {
                String y = name();
                int which = random.nextInt(scalar ? 3 : 2);
                String[] place = {which == 0 ? place(4) : "", ""};
                if (which == 1) {
                    place = new String[] {place(2), place(2)};
                }
                text.append(y).append(" = acc_add ").append(at[which == 2 ? 3 : which]).append(' ').append(String.join(" ", place)).append(' ').append(term).append('\n');
                at[which == 2 ? 3 : which] = y;
            }
        }
    }

    @Test
    void randomNests() {
        int[] parallel = {0};
        int[] staged = {0};
        Seeds seeds = Seeds.of("accumulate", 600).from(0);
        seeds.each((seed, random) -> check(random, parallel, staged));
        assertTrue(seeds.some(parallel[0], 15), "only " + parallel[0] + " nests have parallel loops");
        assertTrue(seeds.some(staged[0], 120), "only " + staged[0] + " nests compute something before");
    }

    /** A nest in which two sums have no place: nothing can be told of indices that are not there. */
    @Test
    void twoSumsOfOneNumber() {
        Seeds.of("two sums of one number", 1).from(450).each((seed, random) -> check(random, new int[1], new int[1]));
    }

    /** A term that is a sum of numbers itself, in a nest that adds to two arrays. */
    @Test
    void aTermThatIsASum() {
        String text = """
            f(n:i32[], m:i32[], a:f64[h,w], x:f64[k], y:f64[l]) {
              ok = lt n 300:i32
              check[index ""] ok
              x9, y9 = for(n, x, y) { i:i32[], x0:f64[k], y0:f64[l] ->
                x8, y8 = for(n, x0, y0) { j:i32[], x1:f64[k], y1:f64[l] ->
                  s = for(m, 0.0:f64) { d:i32[], s0:f64[] ->
                    p = index a i d; q = index a j d; r = mul p q
                    s1 = acc_add s0 r
                    yield s1 }
                  x2 = acc_add x1 i s
                  y2 = acc_add y1 j s
                  yield x2, y2 }
                yield x8, y8 }
              return x9, y9
            }
            """;
        SummedProgram p = SummedProgram.of(text);
        for (Func f : List.of(p.accumulated(), p.raised())) {
            assertTrue(!f.toString().contains("acc_add"), f::toString);
        }
        var random = new Random(7);
        for (int n : new int[] {0, 1, 5}) {
            p.computes(List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(3)), SummedProgram.whole(random, n, 3), SummedProgram.whole(random, n), SummedProgram.whole(random, n)));
        }
    }

    @Test
    void manyQuestionsInANest() {
        // each question that is asked in front of the nest doubles it
        var text = new StringBuilder("f(n:i32[], m:i32[], a:f64[k], d:f64[k]) {\n  x = for(n, d) { i:i32[], x0:f64[k] ->\n    g = index a i\n");
        for (int q = 0; q < 9; q++) {
            text.append("    c%d = gt m %d:i32\n    x%d:f64[k] = cond(c%d) { yield x%d } { y%d = acc_add x%d i g; yield y%d }\n".formatted(q, q, q + 1, q, q, q, q, q));
        }
        Func g = Same.run(Raise.passes(false), text + "    yield x9 }\n  return x\n}\n");
        assertTrue(Regions.size(g.body()) < 300, g::toString);
    }

    /** Counts nests that have parallel loops, and those that compute something before. */
    private static void check(Random random, int[] parallel, int[] staged) {
        SummedProgram p = SummedProgram.of(new Nest(random).text.toString());
        List<Func> apart = List.of(Apart.run(p.accumulated()), Apart.run(p.raised()));
        apart.forEach(Verifier::verify);
        staged[0] += p.accumulated().toString().contains(" = map(") ? 1 : 0;
        parallel[0] += Same.skeleton(p.raised()).matches(".*(map|reduce).*") ? 1 : 0;
        for (int n : new int[] {0, 1, 3, 5}) {
            List<Tensor> args = List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(random.nextInt(5))), SummedProgram.whole(random, SIZE),
                SummedProgram.whole(random, 20, 20), SummedProgram.whole(random, SIZE), SummedProgram.whole(random, SIZE));
            p.computes(args);
            apart.forEach(a -> Same.computes(p.original(), a, true, args));
        }
    }
}
