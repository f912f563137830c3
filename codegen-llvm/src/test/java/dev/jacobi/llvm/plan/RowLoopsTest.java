package dev.jacobi.llvm.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.buffer.Aliases;
import dev.jacobi.llvm.buffer.Failures;
import dev.jacobi.llvm.buffer.WhollyWritten;
import dev.jacobi.llvm.emit.Oracle;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is planned for loops over rows with several passes: which arrays are not filled before, which passes fetch the next row, and which rows go together. */
class RowLoopsTest {
    /** A sum in order, one of what has just been written, and a pass that divides by both. */
    private static final String PASSES = """
        f(a:f32[n, m]) { n = dim[0] a; m = dim[1] a; z = full[f32[n, m]] 0.0:f32 n m
          c = map(n, z) { i, z -> s = for(m, 0.0:f32) { j, s -> x = index[promised] a i j; t = add s x; yield t }
            q, y = reduce[m, add](m, 0.0:f32, z) { j, z -> x = index[promised] a i j; d = sub x s; e = mul d d; w = update[promised] z i j e; yield e, w }
            r = map(m, y) { k, y -> x = index[promised] y i k; v = div x q; w = update[promised] y i k v; yield w }
            yield r }
          return c }
        """;

    private static Func func(String text) {
        return Parser.parseModule(text).get("f");
    }

    private static Set<Var> written(String text) {
        Func f = func(text);
        Map<Integer, Eqn> definitions = Regions.definitions(f.body());
        return WhollyWritten.of(f, v -> definitions.get(v.id()));
    }

    @Test
    void aRowMayBeReadOnceItIsWritten() {
        assertEquals(1, written(PASSES).size());
        assertEquals(0, written(PASSES.replace("x = index[promised] y i k", "x = index[promised] y k i")).size());
        assertEquals(0, written(PASSES.replace("x = index[promised] y i k", "h = add i 1:i32; x = index[promised] y h k")).size());
        assertEquals(0, written(PASSES.replace("w = update[promised] z i j e; yield e, w", "u = index[promised] z i j; w = update[promised] z i j u; yield e, w")).size());
    }

    /** An input of which each element is written, and none read before, need not be copied; one of which some may stay what they are must be. */
    @Test
    void inputsThatAreWrittenAsAWhole() {
        String sums = """
            f(y:f64[n], p:i32[k], x:f64[m]) { n = dim[0] y
              y2 = map(n, y) { r, y -> a = index[promised] p r; s = for(a, 0.0:f64) { k, s -> u = index[promised] x k; t = add s u; yield t }; w = update[promised] y r s; yield w }
              return y2 }""";
        assertEquals(Set.of(0), inputs(sums));
        assertEquals(Set.of(0), inputs(sums.replace("y2 }", "y3 }").replace("return", "q = index[promised] y2 0:i32; y3 = update[promised] y2 1:i32 q\n return")));
        assertEquals(Set.of(), inputs(sums.replace("n = dim[0] y", "n1 = dim[0] y; n = sub n1 1:i32")));
        assertEquals(Set.of(), inputs(sums.replace("n = dim[0] y", "n = dim[0] p")));
        assertEquals(Set.of(), inputs(sums.replace("s = for(a, 0.0:f64)", "b = index[promised] y r; s = for(a, b)")));
        assertEquals(Set.of(), inputs(sums.replace("update[promised] y r s", "update[promised] y a s")));
        assertEquals(Set.of(), inputs(sums.replace("w = update[promised] y r s; yield w", "c = gt s 0.0:f64; w = cond(c) false { yield y } true { w1 = update[promised] y r s; yield w1 }; yield w")));
        assertEquals(Set.of(), inputs(sums.replace("y2 = map(n, y)", "q = index[promised] y 0:i32; y1 = map(n, y)").replace("return y2", "y2 = update[promised] y1 0:i32 q\n return y2")));
    }

    private static Set<Integer> inputs(String text) {
        Func f = func(text);
        Map<Integer, Eqn> definitions = Regions.definitions(f.body());
        return WhollyWritten.inputs(f, v -> definitions.get(v.id())).stream().map(v -> f.in().indexOf(v)).collect(Collectors.toSet());
    }

    /** A loop that hands on the array it was given has nothing that could fail, so nothing is done twice for it. */
    @Test
    void aSumThatAlsoWritesMakesNoArray() {
        Regions.each(func(PASSES).body(), e -> assertEquals(e.prim() == Prim.FULL, Failures.allocates(e), e::toString));
    }

    @Test
    void thePassWithMostToDoFetches() {
        Func f = func(PASSES);
        Set<Var> wide = new TreeSet<>((a, b) -> Integer.compare(a.id(), b.id()));
        Regions.each(f.body(), e -> {
            if (e.prim() == Prim.REDUCE || e.prim() == Prim.MAP && !e.result().equals(f.out().get(0))) {
                wide.add(Regions.trip(e));
            }
        });
        Set<Var> fetching = NextRows.choose(f, new Aliases(f, Map.of()), v -> wide.contains(v) ? 16 : 1);
        var passes = new TreeSet<String>();
        Regions.each(f.body(), e -> Regions.of(e).forEach(r -> r.body().stream().filter(x -> fetching.contains(x.result())).forEach(x -> passes.add(e.prim() + " " + x.prim()))));
        assertEquals(Set.of("REDUCE INDEX", "REDUCE UPDATE"), passes.stream().map(Object::toString).collect(Collectors.toSet()));
    }

    /** But for those with a sum of their own that lanes find, which is one number, whichever row it is of. */
    @Test
    void rowsThatAreAddedUpInOrderGoTogether() {
        assertFalse(goTogether(PASSES));
        assertTrue(goTogether(PASSES.replace("q, y = reduce[m, add](m, 0.0:f32, z)", "q = add s 1.0:f32; y = map(m, z)").replace("yield e, w", "yield w")));
        String inOrder = PASSES.replace("q, y = reduce[m, add](m, 0.0:f32, z) { j, z ->", "q, y = for(m, 0.0:f32, z) { j, p, z ->").replace("yield e, w", "g = add p e; yield g, w");
        for (int rows : new int[] {1, 2, 5}) {
            Oracle.check(inOrder, List.of(), (Object) matrix(rows, 37));
        }
    }

    private static boolean goTogether(String text) {
        Func f = func(text);
        Set<Var> wide = new TreeSet<>((a, b) -> Integer.compare(a.id(), b.id()));
        Regions.each(f.body(), e -> {
            if (e.prim() == Prim.REDUCE || e.prim() == Prim.MAP && !e.result().equals(f.out().get(0))) {
                wide.add(Regions.trip(e));
            }
        });
        var lanes = wide.stream().collect(Collectors.toMap(v -> v, v -> 16));
        return JamPlan.choose(f.body(), new Aliases(f, Map.of()), lanes, 64).containsValue(2);
    }

    /** Lanes along the outer loop end the sum after different trips: rows of the inner one that went together had one sum for all of them there. */
    @Test
    void rowsWhoseSumsEndAtDifferentTripsInLanesGoAlone() {
        String text = """
            f(a:f32[m], n:i32[], d:i32[]) { k = mul n n; z = full[f32[k]] 0.0:f32 k
              c = map(n, z) { i, z -> r = mul i n
                y = map(n, z) { j, z -> at = rem j d; x = index[promised] a at
                  s = for(END, 0.0:f32) { q, s -> w = index[promised] a q; p = mul x w; t = add s p; yield t }
                  e = add r j; u = update[promised] z e s; yield u }
                yield y }
              return c }
            """;
        for (boolean differ : new boolean[] {true, false}) {
            Func f = func(text.replace("END", differ ? "i" : "n"));
            Map<Var, Integer> lanes = Map.of(Regions.trip(Regions.definition(f.body(), f.out().get(0))), 16);
            assertEquals(!differ, JamPlan.choose(f.body(), new Aliases(f, Map.of()), lanes, 64).containsValue(2));
            for (int n : new int[] {0, 1, 2, 3, 16, 33, 70}) {
                Oracle.check(text.replace("END", differ ? "i" : "n"), List.of(), matrix(1, n)[0], n, 3);
            }
        }
    }

    /** A trip that multiplies and adds what the one before has found, and stores it, waits for twice as long as a sum: four rows go together, whatever a branch does that all rows take alike. */
    @Test
    void rowsOfRecurrencesGoTogetherByFours() {
        String text = """
            f(a:f32[n, m], r:i32[]) { n = dim[0] a; m = dim[1] a; z = full[f32[n, m]] 0.0:f32 n m
              c = map(n, z) { i, z ->
                s, y = for(m, 0.5:f32, z) { j, s, z -> x = index[promised] a i j; g = eq j r; h = cond(g) false { yield x } true { q = add x 1.0:f32; yield q }
                  p = mul s 0.75:f32; t = add p h; u = update[promised] z i j t; yield t, u }
                yield y }
              return c }
            """;
        Func f = func(text);
        assertTrue(JamPlan.choose(f.body(), new Aliases(f, Map.of()), Map.of(), 64).containsValue(4));
        for (int rows : new int[] {1, 3, 4, 5, 11}) {
            Oracle.check(text, List.of(), matrix(rows, 37), 3);
        }
    }

    @Test
    void columnsAreAddedUpInWideStripes() {
        String text = """
            f(a:f32[n, m]) { n = dim[0] a; m = dim[1] a; z = full[f32[m]] 0.0:f32 m
              c = map(m, z) { j, z -> s = for(n, 0.5:f32) { i, s -> x = index[promised] a i j; t = add s x; yield t }
                w = update[promised] z j s; yield w }
              return c }
            """;
        assertTrue(Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(-1), false, 1), 64, false).text().contains("<128 x float>"));
        for (int columns : new int[] {1, 3, 127, 128, 300}) {
            Oracle.check(text, List.of(), (Object) matrix(5, columns));
        }
    }

    private static float[][] matrix(int rows, int columns) {
        var x = new float[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                x[i][j] = (float) Math.sin(i * 1.7 + j);
            }
        }
        return x;
    }

    /** Of few trips, each sum in lanes would cost more for what fills no register and for adding up the lanes than it saves: the loop around, whose lanes read neighbours but for the edges, has them. */
    @Test
    void sumsOverAWindowRunBesideEachOther() {
        String more = IntStream.range(0, 25).mapToObj(k -> "y" + (k + 1) + " = add y" + k + " 0.5:f32; ").collect(Collectors.joining());
        String sum = "reduce[?, add](k, 0.0:f32)";
        for (String type : List.of("i32", "f32")) {
            Func f = func("""
                f(a:TYPE[n], b:f32[p], k:i32[]) { n = dim[0] a; last = sub n 1:i32
                  c = map[n](n) { i -> s = SUM { t -> j = add i t; lo = max j 0:i32; at = min lo last; x = index[promised] a at; y0 = convert[f32] x; MORE w = index[promised] b t; z = mul y25 w; yield z }; yield s }
                  return c }""".replace("TYPE", type).replace("SUM", sum).replace("MORE", more));
            Map<Var, Integer> lanes = LanePlan.choose(f.body(), new Aliases(f, Map.of()), Map.of(), 32, false).lanes();
            Eqn map = f.body().get(f.body().size() - 1);
            assertEquals(Set.of(Regions.trip(map)), lanes.keySet());
        }
    }
}
