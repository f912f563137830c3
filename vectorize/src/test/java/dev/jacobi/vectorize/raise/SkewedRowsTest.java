package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.vectorize.Same;
import dev.jacobi.vectorize.order.Diagonals;
import dev.jacobi.vectorize.order.LoopOrder;
import dev.jacobi.vectorize.order.SkewedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nests whose elements wait for those above and to the left go along several rows at a time where that is legal, and compute the same with fewer, as many and more rows and columns than a block has. */
class SkewedRowsTest {
    /** A block of four rows: fill, all rows together, drain; then the rows that are left. */
    private static final String BLOCKS = "for(for for for for for for for)";

    private static List<FunctionPass> passes(int rows) {
        var passes = new ArrayList<>(Raise.passes(false));
        passes.add(new LoopOrder(2));
        passes.add(new SkewedRows(false, rows));
        return passes;
    }

    record Nest(String name, boolean skewed, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A nest over elements {@code z} from (1, 1) on of a table, with names for the places around: {@code nw}, {@code up}, {@code ne}, {@code left}, {@code right}, {@code sw}, {@code down}, {@code se}. */
    private static String table(boolean flat, String type, String body) {
        String t = type + (flat ? "[p]" : "[p,q]");
        var text = new StringBuilder("f(a:" + t + ", x:" + type + "[r], y:" + type + "[s], n:i32[], m:i32[]) {\ne = sub m 1:i32\n"
            + "loop i from 1 while lt n step 1 carry(a:" + t + ") {\n"
            + "loop j from 1 while lt e step 1 carry(a:" + t + ") {\n"
            + "i0 = sub i 1:i32; i2 = add i 1:i32; j0 = sub j 1:i32; j2 = add j 1:i32\n"
            + (flat ? "r0 = mul i0 m; r1 = mul i m; r2 = mul i2 m\n" : ""));
        String[][] around = {{"nw", "0", "0"}, {"up", "0", ""}, {"ne", "0", "2"}, {"left", "", "0"}, {"z", "", ""}, {"right", "", "2"}, {"sw", "2", "0"}, {"down", "2", ""}, {"se", "2", "2"}};
        String with = body;
        for (String[] at : around) {
            if (body.contains("$" + at[0])) {
                String row = flat ? "r" + (at[1].isEmpty() ? "1" : at[1]) : "i" + at[1];
                if (flat) {
                    text.append("at" + at[0] + " = add " + row + " j" + at[2] + "\n");
                }
                with = with.replace("$" + at[0] + ";", flat ? "a[at" + at[0] + "]\n" : "a[" + row + ", j" + at[2] + "]\n").replace("$" + at[0] + " :=", flat ? "a[at" + at[0] + "] :=" : "a[" + row + ", j" + at[2] + "] :=");
            }
        }
        return text + with + "\nend\nend\nreturn a\n}";
    }

    static Stream<Nest> nests() {
        String recurrence = "u = $up; l = $left; t = add u l; v = div t 1.9:f64\n$z := v";
        String sweep = "b = $nw; c = $up; d = $ne; e = $left; g = $z; h = $right; k = $sw; l = $down; o = $se; t = add b c; t1 = add t d; t2 = add t1 e; t3 = add t2 g; t4 = add t3 h; t5 = add t4 k\n"
            + "t6 = add t5 l; t7 = add t6 o; v = div t7 9.0:f64\n$z := v";
        String edit = "u = $up; l = $left; d = $nw; g = x[i]\nh = y[j]\nq0 = ne g h; c = convert[i32] q0; u1 = add u 1:i32; l1 = add l 1:i32; d1 = add d c; t = min u1 l1; v = min t d1\n$z := v";
        String oneBelow = "u = $sw; l = $left; t = add u l; v = div t 1.9:f64\n$z := v";
        return Stream.of(new Nest("recurrence", true, table(false, "f64", recurrence)), new Nest("recurrence, flat", true, table(true, "f64", recurrence)),
            new Nest("sweep of nine points", true, table(false, "f64", sweep)), new Nest("sweep of nine points, flat", true, table(true, "f64", sweep)),
            new Nest("edit distance", true, table(false, "i32", edit)), new Nest("edit distance, flat", true, table(true, "i32", edit)),
            new Nest("what a later row writes", true, table(false, "f64", oneBelow)),
            new Nest("differences from the one before are for no lanes", true, table(false, "i32", "u = $up; l = $left; v = sub u l\n$z := v")),
            new Nest("a running sum of integers is for lanes", false, table(false, "i32", "u = $up; l = $left; v = add u l\n$z := v")));
    }

    /** The same for devices: a map of all rows for each diagonal, which may run backwards. */
    @ParameterizedTest
    @MethodSource("nests")
    void diagonals(Nest nest) {
        var passes = new ArrayList<>(Raise.passes(false));
        passes.add(new Diagonals());
        RaisedProgram p = RaisedProgram.of(passes, nest.text);
        assertEquals(nest.skewed, Same.skeleton(p.raised()).contains("for(map(cond))"), p.raised().toString());
        var random = new Random(nest.name.hashCode());
        for (int n : new int[] {0, 1, 2, 3, 7}) {
            for (int m : new int[] {0, 1, 2, 3, 5, 9}) {
                p.computes(true, arguments(p.original(), n, m, random));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("nests")
    void tables(Nest nest) {
        RaisedProgram p = RaisedProgram.of(passes(4), nest.text);
        assertEquals(nest.skewed, Same.skeleton(p.raised()).replace("cond ", "").contains(BLOCKS.substring(0, BLOCKS.length() - 1)), p.raised().toString());
        var random = new Random(nest.name.hashCode());
        for (int n : new int[] {0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 13}) {
            for (int m : new int[] {0, 1, 2, 4, 5, 7, 8, 9, 10, 11, 12, 16}) {
                p.computes(true, arguments(p.original(), n, m, random));
            }
        }
    }

    /** Tables of one row and one column more than the loops' bounds. */
    private static List<Tensor> arguments(Func f, int n, int m, Random random) {
        var args = new ArrayList<Tensor>();
        for (Var v : f.in()) {
            boolean table = v.equals(f.in().get(0));
            int[] dims = v.type().rank() == 2 ? new int[] {n + 1, m + 1} : new int[] {table ? (n + 1) * (m + 1) : Math.max(n, m) + 1};
            int size = Arrays.stream(dims).reduce(1, (x, y) -> x * y);
            if (v.type().isScalar()) {
                args.add(Tensor.of(Lit.i32(v.equals(f.in().get(f.in().size() - 1)) ? m : n)));
            } else {
                args.add(v.dtype() == DType.I32 ? Tensor.of(random.ints(size, 0, 4).toArray(), dims) : Tensor.of(random.doubles(size, 1, 2).toArray(), dims));
            }
        }
        return args;
    }

    private static void skewed(boolean is, String text) {
        for (int rows : new int[] {2, 4}) {
            RaisedProgram p = RaisedProgram.of(passes(rows), text);
            RaisedProgram before = RaisedProgram.of(passes(rows).subList(0, passes(rows).size() - 1), text);
            assertEquals(is, !before.raised().toString().equals(p.raised().toString()), p.raised().toString());
            var random = new Random(rows);
            for (int n = 0; n < 12; n++) {
                p.computes(true, arguments(p.original(), n, n % 5 == 0 ? 2 * n : n, random));
            }
        }
    }

    @Test
    void oneRowInPlaceWithTheValueBeforeAndTheLargestOfAll() {
        skewed(true, """
            f(a:i32[p], x:i32[r], y:i32[s], n:i32[], m:i32[]) {
              best = add n 0:i32
              loop i from 1 while lt n step 1 carry(a:i32[p], best:i32[]) {
                before = a[0]
                a[0] := i
                loop j from 1 while lt m step 1 carry(a:i32[p], before:i32[], best:i32[]) {
                  k = sub j 1:i32
                  u = a[j]
                  l = a[k]
                  g = x[i]
                  h = y[j]
                  q0 = ne g h; c = convert[i32] q0
                  t = min u l; t1 = add t 1:i32; d = add before c; v = min t1 d
                  a[j] := v
                  best = max best v
                  before = add u 0:i32
                end
                z = a[m]
                q = add z 1:i32
                a[m] := q
              end
              return a, best
            }""");
    }

    /** A branch whose elements are there in any case is computed as a whole, so that its chain is seen. */
    @Test
    void branches() {
        skewed(true, """
            f(a:i32[p,q], x:i32[r], y:i32[s], n:i32[], m:i32[]) {
              loop i from 1 while lt n step 1 carry(a:i32[p,q]) {
                loop j from 1 while lt m step 1 carry(a:i32[p,q]) {
                  i0 = sub i 1:i32; j0 = sub j 1:i32
                  g = x[i]
                  h = y[j]
                  q0 = eq g h
                  v = cond(q0) false { u = index a i0 j; l = index a i j0; t = max u l; yield t } true { d = index a i0 j0; t = add d 1:i32; yield t }
                  a[i, j] := v
                end
              end
              return a
            }""");
    }

    /** Two rows that change places; what nobody writes of them, here at 0 and from m on, differs. */
    private static String pair(String left, String row) {
        return """
            f(x:i32[r], y:i32[s], n:i32[], q:i32[]) {
              m = min q 1000:i32
              k = add m 2:i32
              a = full[i32[?]] 3:i32 k
              b = full[i32[?]] 1:i32 k
              m1 = add m 1:i32
              a1 = update a m1 7:i32
              b1 = update b 0:i32 n
              p, o = for(n, a1, b1) { i:i32[], u:i32[?], v:i32[?] ->
                LEFT
                w, last = for(m, v, l0) { j:i32[], c:i32[?], l:i32[] ->
                  j1 = add j 1:i32
                  j2 = add j 2:i32
                  ROW
                  d = index y j
                  e = add d t; g = min e l; h = mul g 3:i32; z = sub h d
                  c2 = update c j1 z
                  yield c2, z
                }
                yield w, u
              }
              return p, o
            }""".replace("LEFT", left).replace("ROW", row);
    }

    @Test
    void rowsThatChangePlaces() {
        skewed(true, pair("l0 = index x i", "t = index u j"));
        skewed(true, pair("l0 = add i 5:i32", "t = index u j1"));
        skewed(true, pair("l0 = index v 0:i32", "t = index u j1"));
        skewed(true, pair("l0 = index v m1", "t = index u j1"));
        skewed(true, pair("l0 = index u 0:i32", "t0 = index u j; t1 = index u j1; t2 = index u j2; t3 = add t0 t1; t = add t3 t2"));
    }

    /** What the row above has at its end, what the row itself has had two rows before, and a row that is not whole: these wait. */
    @Test
    void rowsThatChangePlacesButAreReadElsewhere() {
        skewed(false, pair("l0 = index u m", "t = index u j"));
        skewed(false, pair("l0 = index x i", "j3 = sub m j; t = index u j3"));
        skewed(false, pair("l0 = index x i", "t = index c j2"));
        skewed(false, pair("l0 = index v m", "t = index u j"));
    }

    /** The next row reads the whole row above, which no skew is enough for. */
    @Test
    void whatIsFarAheadStays() {
        skewed(false, """
            f(a:f64[p,q], x:f64[r], y:f64[s], n:i32[], m:i32[]) {
              loop i from 1 while lt n step 1 carry(a:f64[p,q]) {
                loop j from 1 while lt m step 1 carry(a:f64[p,q]) {
                  i0 = sub i 1:i32; j0 = sub j 1:i32; k = sub m j
                  u = a[i0, k]
                  l = a[i, j0]
                  t = add u l; v = div t 1.9:f64
                  a[i, j] := v
                end
              end
              return a
            }""");
    }

    /** What a row hands to the next one as a number is known only at its end. */
    @Test
    void aNumberFromRowToRowStays() {
        skewed(false, """
            f(a:f64[p,q], x:f64[r], y:f64[s], n:i32[], m:i32[]) {
              z = add 1.0:f64 0.0:f64
              loop i from 1 while lt n step 1 carry(a:f64[p,q], z:f64[]) {
                loop j from 1 while lt m step 1 carry(a:f64[p,q], z:f64[]) {
                  i0 = sub i 1:i32
                  u = a[i0, j]
                  t = add u z; z = div t 1.9:f64
                  a[i, j] := z
                end
              end
              return a
            }""");
    }

    /** Stores and reads at random places near the element, in one array or two. */
    @Test
    void randomNestsComputeTheSame() {
        int skewed = 0;
        int seeds = Integer.getInteger("skewed.seeds", 60);
        for (int seed = Integer.getInteger("skewed.first", 0), end = seed + seeds; seed < end; seed++) {
            var random = new Random(seed);
            var diagonals = new ArrayList<>(Raise.passes(false));
            diagonals.add(new Diagonals());
            RaisedProgram p = RaisedProgram.of(seed % 2 == 0 ? passes(4) : diagonals, random(random));
            skewed += Same.skeleton(p.raised()).replace("cond ", "").contains("for for for for for") || Same.skeleton(p.raised()).contains("for(map(cond") ? 1 : 0;
            try {
                for (int run = 0; run < 6; run++) {
                    int n = random.nextInt(12);
                    p.computes(false, p.original().in().stream().map(v -> switch (v.type().rank()) {
                        case 0 -> Tensor.of(Lit.i32(n));
                        case 1 -> Tensor.of(random.ints((n + 4) * (n + 4), 0, 9).toArray());
                        default -> Tensor.of(random.ints((n + 4) * (n + 4), 0, 9).toArray(), n + 4, n + 4);
                    }).toList());
                }
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + "\n" + p.original() + "\n" + p.raised(), e);
            }
        }
        assertTrue(skewed > seeds / 8, skewed + " of " + seeds);
    }

    private static String random(Random random) {
        boolean flat = random.nextInt(3) == 0;
        String t = flat ? "i32[p]" : "i32[p,q]";
        String carry = " carry(a:" + t + ", b:" + t + ", z:i32[]) {\n";
        var text = new StringBuilder("f(a:" + t + ", b:" + t + ", c:i32[s], n:i32[]) {\nz = add n 0:i32\nw = add n 4:i32\n");
        text.append("loop i from 0 while lt n step 1" + carry);
        if (random.nextInt(3) == 0) {
            text.append("j = add " + random.nextInt(3) + ":i32 0:i32\n" + statement(random, flat));
        }
        text.append("loop j from " + random.nextInt(3) + " while lt n step 1" + carry);
        for (int k = random.nextInt(4) == 0 ? 2 : 1; k > 0; k--) {
            text.append(statement(random, flat));
        }
        text.append(random.nextInt(3) == 0 ? "z = max z v\n" : "").append("end\n");
        if (random.nextInt(4) == 0) {
            text.append("j = add n " + random.nextInt(2) + ":i32\n" + statement(random, flat));
        }
        return text + "end\nreturn a, b, z\n}";
    }

    private static String statement(Random random, boolean flat) {
        var text = new StringBuilder();
        String to = random.nextInt(4) == 0 ? "b" : "a";
        text.append("t = c[j]\n");
        text.append(read(random, flat, to, 1, 0)).append("t = mul t 3:i32; t = max t v\n");
        for (int k = random.nextInt(3); k >= 0; k--) {
            text.append(read(random, flat, random.nextInt(4) == 0 ? "b" : "a", random.nextInt(3), random.nextInt(3) + (random.nextInt(4) == 0 ? 1 : 0))).append("t = add t v\n");
        }
        return text + "v = xor t 5:i32\n" + place(flat, 1, 1) + to + (flat ? "[at]" : "[k, l]") + " := v\n";
    }

    private static String read(Random random, boolean flat, String from, int down, int right) {
        return place(flat, down, right) + "v = " + from + (flat ? "[at]" : "[k, l]") + "\n";
    }

    private static String place(boolean flat, int down, int right) {
        return "k = add i " + down + ":i32; l = add j " + right + ":i32\n" + (flat ? "at = mul k w; at = add at l\n" : "");
    }
}
