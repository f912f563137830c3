package dev.jacobi.llvm.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.trips.SearchAhead;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The bound of a call's work, computed by the interpreter: it grows with the trips that there can be, and is beyond any limit when nobody knows. */
class WorkBoundTest {
    /** A hundredth of a second is more than any of the bounded calls here may take, one that may loop a billion times takes more. */
    private static final double LIMIT = 1e7;

    private static double bound(String text, Object... args) {
        Module m = Parser.parseModule(text);
        Verifier.verify(m);
        Func b = WorkBound.of(m.funcs().values().iterator().next(), m.funcs(), v -> 1, Set.of());
        var alone = new Module(Map.of("bound", b));
        Verifier.verify(alone);
        List<Tensor> in = Arrays.stream(args).map(a -> a instanceof int[] x ? Tensor.of(x) : Tensor.of(a instanceof Long l ? Lit.i64(l) : Lit.i32((int) a))).toList();
        return Interpreter.run(alone, "bound", in).get(0).get(0).asDouble();
    }

    private static void grows(String text, double least, double most, Object... args) {
        double b = bound(text, args);
        assertTrue(b >= least && b <= most, "the bound is " + b);
    }

    private static void unknown(String text, Object... args) {
        double b = bound(text, args);
        assertTrue(!(b <= LIMIT), "the bound is " + b);
    }

    /** From the first to the last of some trips there are no more than all of these; a sum of their numbers may be anything. */
    @Test
    void placesThatAFoldFinds() {
        String text = """
            f(a:i32[n], m:i32[]) {
              lo, hi, sum = reduce[?, min, max, add](m, m, -1:i32, 0:i32) { i -> x = index[clamp] a i; c = gt x 0:i32; d = select c i m; e = select c i -1:i32; yield d, e, e }
              end = add hi 1:i32; trips = sub END lo
              s = for(trips, 0:i32) { i, s -> t = add s 1:i32; yield t }
              return s }""";
        grows(text.replace("END", "end"), 500, 5000, new int[1000], 1000);
        unknown(text.replace("END", "sum"), new int[1000], 1000);
    }

    /** A band of a matrix: the trips of an inner loop are those of the band, however many the outer one has, unless a sum may wrap around. */
    @Test
    void bands() {
        String text = """
            f(a:i32[n], k:i32[]) {
              n = dim[0] a; last = sub n 1:i32
              s = for(n, 0:i32) { i, s ->
                far = add i k; to = min far last; end = add to 1:i32; near = sub i k; from = max near 0:i32; trips = sub END from
                r = for(trips, s) { j, s -> t = add s 1:i32; yield t }
                yield r }
              return s }""";
        int[] many = new int[30_000];
        grows(text.replace("END", "end"), 30_000, 1_500_000, many, 2);
        grows(text.replace("END", "end"), 300_000, 8_000_000, many, 50);
        grows(text.replace("END", "below").replace("trips =", "below = max end from; trips ="), 30_000, 1_500_000, many, 2);
        unknown(text.replace("END", "n"), many, 2);
        unknown(text.replace("END", "end"), many, Integer.MAX_VALUE);
    }

    /** What each of very many statements costs is added up when the bound is made. */
    @Test
    void costsOfStatementsAreOneNumber() {
        var text = new StringBuilder("f(a:i32[n], m:i32[]) {\n");
        for (int k = 0; k < 500; k++) {
            text.append("x%d = index a %d:i32\ny%d = add x%d m\nc%d = gt y%d 0:i32\nz%d = cond c%d { yield x%d } { w = mul x%d x%d; yield w }\n".formatted(k, k % 7, k, k, k, k, k, k, k, k, k));
        }
        Module m = Parser.parseModule(text + " s = for(m, z7) { i, s -> x = index a i; t = add s x; yield t }\n return s }");
        Func b = WorkBound.of(m.get("f"), m.funcs(), v -> 1, Set.of());
        assertTrue(b.body().size() < 10, b.body().size() + " equations");
        grows(m.toString(), 500, 5000, new int[10], 10);
    }

    private static String pointers(String condition, String first, String second) {
        return """
            f(a:i32[n], b:i32[m]) {
              c = dim[0] a
              d = dim[0] b
              e, f = while(0:i32, 0:i32) { h, i -> k = lt h c; l = %s; m = and k l; yield m } do { n, o ->
                q = index a n
                r = index b o
                w = ge q r
                t = add n 1:i32
                u = add o 1:i32
                v = add o -1:i32
                x = select w %s
                y = select w %s
                yield x, y
              }
              return e
            }
            """.formatted(condition, first, second);
    }

    /** Each trip moves one of two pointers: there are no more trips than places. A trip that moves none, or one back, tells nothing. */
    @Test
    void pointersThatMoveInTurn() {
        grows(pointers("lt i d", "n t", "u o"), 500, 20_000, new int[200], new int[300]);
        grows(pointers("lt i d", "t t", "u o"), 200, 20_000, new int[200], new int[300]);
        unknown(pointers("lt i d", "n t", "o o"), new int[200], new int[300]);
        unknown(pointers("lt i d", "n t", "u v"), new int[200], new int[300]);
        unknown(pointers("le i d", "n t", "u o"), new int[200], new int[300]);
        unknown(pointers("ne i d", "n n", "u o"), new int[200], new int[300]);
        unknown(pointers("lt i c", "t t", "v v"), new int[200], new int[300]);
    }

    /** An array as long as a number that was counted up as an index of another: it is no longer than that one. */
    @Test
    void countersThatAreIndices() {
        String text = """
            f(a:i32[n], m:i32[]) {
              d = dim[0] a
              k = for(d, 0:i32) { i, k -> x = index a i; p = gt x 0:i32; ok = lt k m; LINE y = cond p { yield k } { CHECK z = add k STEP; yield z }; yield y }
              r = full[i32[?]] 0:i32 k
              s = for(k, 0:i32) { i, s -> x = index r i; t = add s x; yield t }
              return s }""";
        String check = "check[index \"T.f:1\"] ok;";
        int[] few = new int[100];
        grows(text.replace("LINE", check).replace("CHECK", "").replace("STEP", "1:i32"), 100, 100_000, few, 1000);
        grows(text.replace("CHECK", check).replace("LINE", "").replace("STEP", "1:i32"), 100, 100_000, few, 1000);
        unknown(text.replace("LINE", "").replace("CHECK", "").replace("STEP", "1:i32"), few, 1000);
        unknown(text.replace("LINE", check).replace("CHECK", "").replace("STEP", "3:i32"), few, 1000);
        unknown(text.replace("CHECK", check).replace("LINE", "").replace("lt k m", "lt m k").replace("STEP", "1:i32"), few, 1000);
    }

    /** A loop in front of others that only makes their checks has no result that it could be known by. */
    @Test
    void loopsOfChecksAreCharged() {
        Module m = Parser.parseModule("""
            f(a:i32[n], k:i32[]) {
              m = index a 0:i32
              for(m) { i -> ok = lt i k; check[index "T.f:1"] ok; yield }
              return m
            }
            """);
        Func f = m.get("f");
        assertEquals(1, WorkBound.charged(f, m.funcs(), v -> 1, Set.of()).charges().size());
    }

    /** A product of large matrices is bounded by what its routine takes, as its loops are for small ones; where the condition is not known beforehand both count. */
    @Test
    void branchesThatExtentsRuleOutCostNothing() {
        String text = """
            f(a:i32[n]) {
              d = dim[0] a
              w = convert[i64] d
              big = ge w 100:i64
              even = le d 1000:i32
              c = %s
              r = cond(c) { s = for(d, 0:i32) { i, s -> t = for(d, s) { j, t -> u = add t i; yield u }; yield t }; yield s } { s = for(d, 0:i32) { i, s -> u = add s i; yield u }; yield s }
              return r
            }
            """;
        grows(text.formatted("and big even"), 100, 5_000, new int[500]);
        grows(text.formatted("and big even"), 100_000, 20_000_000, new int[2000]);
        grows(text.formatted("or big even"), 100, 5_000, new int[2000]);
        grows(text.formatted("lt d 100:i32"), 100_000, 1_000_000, new int[500]);
        grows(text.formatted("gt d 100:i32"), 100, 5_000, new int[500]);
        grows(text.formatted("lt d 501:i32"), 100, 5_000, new int[500]);
        grows("f(a:i32[n]) { d = dim[0] a; x = index a 0:i32; c = ge x 100:i32; r = cond(c) { s = for(d, 0:i32) { i, s -> u = add s i; yield u }; yield s } { yield x }; return r }", 100, 5_000, new int[500]);
    }

    /** The routine's own rate, not that of loops over elements. */
    @Test
    void productsOfMatricesAreBounded() {
        Module m = Parser.parseModule("""
            f(a:f64[n,k], b:f64[k,p], c:f64[n,p]) {
              m = dim[0] a; q = dim[1] b; t = dim[0] b
              mw = convert[i64] m; qw = convert[i64] q; tw = convert[i64] t
              w0 = full[i64[11]] 0:i64 11:i64
              w1 = update w0 0:i64 mw; w2 = update w1 1:i64 qw; w3 = update w2 2:i64 tw
              r:f64[n,p] = call[library.ordered_f64] c a b w3
              return r
            }
            """);
        Func f = m.get("f");
        var alone = new Module(Map.of("bound", WorkBound.of(f, m.funcs(), v -> 1, Set.of())));
        Verifier.verify(alone);
        var side = Tensor.of(new double[512 * 512], 512, 512);
        double b = Interpreter.run(alone, "bound", List.of(side, side, side)).get(0).get(0).asDouble();
        assertTrue(b > 4e6 && b < 4e7, "the bound is " + b);
    }

    /** Loops that an element ends are left out of the bound when they can be counted, and those within them that have a bound are counted with them. */
    @Test
    void loopsOfAnyLengthAreCharged() {
        Module m = Parser.parseModule("""
            f(a:i32[n], m:i32[]) {
              x, s = while(m, 0:i32) { x, s -> c = ne x 1:i32; yield c } do { x, s ->
                y = index a x
                t = for(m, s) { i, s -> u = xor s i; yield u }
                yield y, t
              }
              d = dim[0] a
              z = for(d, s) { i, s -> u = index a i; w = add s u; yield w }
              return z
            }
            """);
        Func f = m.get("f");
        WorkBound.Charged w = WorkBound.charged(f, m.funcs(), v -> 1, Set.of());
        assertEquals(2, w.charges().size(), () -> w.charges() + " are charged");
        assertTrue(w.charges().values().stream().allMatch(c -> c >= 1 && c <= 40 * WorkBound.PARTS), w.charges().toString());
        double b = Interpreter.run(new Module(Map.of("bound", w.bound())), "bound", List.of(Tensor.of(new int[1000]), Tensor.of(Lit.i32(5)))).get(0).get(0).asDouble();
        assertTrue(b > 400 && b < 5000, "the bound is " + b);
    }

    /** Blocks of a search are counted, and what is left of it has no more trips than the whole loop. */
    @Test
    void searchesTakeNoLongerThanTheirLoops() {
        Func f = new SearchAhead().run(Parser.parseFunc("""
            f(a:i32[n], m:i32[]) {
              d = dim[0] a
              e = while(0:i32) { i -> g = lt i d; h = cond(g) false { yield false } true { l = index a i; k = ne l m; yield k }; yield h } do { i -> o = add i 1:i32; yield o }
              return e
            }
            """));
        WorkBound.Charged w = WorkBound.charged(f, Map.of("f", f), v -> 1, Set.of());
        double b = Interpreter.run(new Module(Map.of("bound", w.bound())), "bound", List.of(Tensor.of(new int[1000]), Tensor.of(Lit.i32(5)))).get(0).get(0).asDouble();
        assertTrue(b < 50_000, "the bound is " + b);
    }

    @Test
    void loopsOverArgumentsAndLengthsAreBounded() {
        String sum = "f(a:i32[n], m:i32[]) { s = for(m, 0:i32) { i, s -> x = index a i; t = add s x; yield t } return s }";
        grows(sum, 1000, 5000, new int[10], 1000);
        grows(sum, 0, 100, new int[10], -5);
        unknown(sum, new int[10], Integer.MAX_VALUE);
        String nest = """
            f(a:i32[n], m:i32[]) {
              d = dim[0] a
              s = for(m, 0:i32) { i, s ->
                t = for(d, s) { j, s -> x = index a j; k = mul x i; t = add s k; yield t }
                u = for(i, t) { j, s -> t = xor s j; yield t }
                yield u
              }
              return s
            }
            """;
        grows(nest, 100 * 50, 100 * 150 * 10, new int[50], 100);
        unknown(nest, new int[1000], 1_000_000);
    }

    @Test
    void tripsThatAreDividedByAStepAreFewer() {
        String strided = "f(n:i32[], m:i32[]) { k = div n m; s = for(k, 0:i32) { i, s -> t = xor s i; yield t } return s }";
        grows(strided, 500, 5000, 100_000, 100);
        grows(strided, 500, 5000, 1000, 1);
        grows(strided, 0, 5000, 1000, -7);
        unknown(strided, Integer.MAX_VALUE, 2);
    }

    @Test
    void whatAnArrayHoldsIsNotKnown() {
        unknown("""
            f(a:i32[n], m:i32[]) {
              s = for(m, 0:i32) { i, s ->
                k = index a i
                t = for(k, s) { j, s -> t = xor s j; yield t }
                yield t
              }
              return s
            }
            """, new int[] {1, 2}, 2);
        grows("""
            f(a:i32[n], m:i32[]) {
              s = for(m, 0:i32) { i, s ->
                k = index a i
                l = and k 7:i32
                t = for(l, s) { j, s -> t = xor s j; yield t }
                yield t
              }
              return s
            }
            """, 14, 100, new int[] {1, 2}, 2);
    }

    private static String loop(String type, String condition, String step) {
        return "f(a:i32[n], m:" + type + "[], s:" + type + "[]) { r, q = while(s, true) { i, go -> " + condition + "; yield c } do { i, go -> "
            + step + "; x = index a 0:i32; g = ne x 5:i32; yield j, g } return r }";
    }

    @Test
    void countersBoundTheLoopsThatTheyEnd() {
        grows(loop("i32", "c = lt i m", "j = add i 1:i32"), 90, 1000, new int[2], 100, 0);
        grows(loop("i32", "b = lt i m; c = and b go", "j = add i 1:i32"), 90, 1000, new int[2], 100, 0);
        grows(loop("i32", "b = lt i m; c = cond(go) false { yield false } true { yield b }", "j = add i 1:i32"), 90, 1000, new int[2], 100, 0);
        grows(loop("i32", "c = ge i m", "j = add i -4:i32"), 20, 300, new int[2], 0, 100);
        grows(loop("i64", "c = gt m i", "j = add i 3:i64"), 25, 400, new int[2], 100L, 0L);
        grows(loop("i32", "c = le i m", "j = shl i 1:i32"), 10, 500, new int[2], 1000, 1);
        grows(loop("i32", "c = gt i 0:i32", "j = shr i 1:i32"), 10, 500, new int[2], 0, 1000);
    }

    @Test
    void loopsThatNoCounterEndsMayRunForEver() {
        unknown(loop("i32", "c = and go true", "j = add i 1:i32"), new int[2], 100, 0);
        unknown(loop("i32", "c = ne i m", "j = add i 1:i32"), new int[2], 100, 0);
        unknown(loop("i32", "b = lt i m; c = or b go", "j = add i 1:i32"), new int[2], 100, 0);
        unknown(loop("i32", "c = lt i m", "j = mul i -1:i32"), new int[2], 100, 0);
        unknown(loop("i32", "c = lt i m", "j = index a i"), new int[2], 100, 0);
        unknown(loop("i32", "c = lt i m", "j = shl i 1:i32"), new int[2], 100, 0);
        unknown(loop("i32", "c = ge i 0:i32", "j = shr i 1:i32"), new int[2], 0, 100);
    }

    @Test
    void whatWrapsAroundCountsAsAnything() {
        unknown(loop("i32", "c = lt i m", "j = add i 1073741824:i32"), new int[2], Integer.MAX_VALUE, 0);
        unknown(loop("i32", "c = le i m", "j = add i 1:i32"), new int[2], Integer.MAX_VALUE, Integer.MAX_VALUE - 1);
        unknown(loop("i32", "c = gt i m", "j = add i -1:i32"), new int[2], Integer.MIN_VALUE, Integer.MIN_VALUE + 1);
        String product = "f(a:i32[n], m:i32[]) { k = mul m 65536:i32; s = for(k, 0:i32) { i, s -> t = xor s i; yield t } return s }";
        grows(product, 40_000, 300_000, new int[2], 1);
        unknown(product, new int[2], 65537);
    }

    @Test
    void callsCountAndRecursionIsUnbounded() {
        String helper = """
            f(a:i32[n], m:i32[]) { s:i32[] = call[g] a m; return s }
            g(a:i32[n], m:i32[]) { s = for(m, 0:i32) { i, s -> x = index a i; t = add s x; yield t } return s }
            """;
        grows(helper, 1000, 5000, new int[10], 1000);
        unknown("""
            f(a:i32[n], m:i32[]) { s:i32[] = call[g] a m; return s }
            g(a:i32[n], m:i32[]) { c = gt m 0:i32; s = cond(c) false { yield m } true { k = sub m 1:i32; r:i32[] = call[g] a k; yield r } return s }
            """, new int[10], 3);
    }

    @Test
    void newArraysCostWhatTheirExtentsSay() {
        String made = "f(a:i32[n], m:i32[]) { z:f64[?] = full[f64[?]] 0.0:f64 m; d = dim[0] z; s = for(d, 0:i32) { i, s -> t = xor s i; yield t } return s }";
        grows(made, 2000, 10_000, new int[10], 1000);
        assertEquals(bound(made, new int[10], 1000), bound(made, new int[99], 1000));
        String updated = """
            f(a:i32[n]) {
              d = dim[0] a
              b = for(d, a) { i, a -> b = update a i i; yield b }
              e = dim[0] b
              s = for(e, 0:i32) { i, s -> t = xor s i; yield t }
              return s
            }
            """;
        grows(updated, 1000, 5000, new int[1000]);
    }

    /** There are twice as many ways through branches for each one more of them behind each other. */
    @Test
    void branchesBehindEachOtherAreFollowedOnce() {
        var text = new StringBuilder("f(a:i32[n], m:i32[]) { p = gt m 0:i32; r = for(m, a) { i, b0 -> ");
        for (int k = 1; k <= 39; k++) {
            text.append("b%d = cond p { w%d = update b%d i %d:i32; yield w%d } { yield b%d }; ".formatted(k, k, k - 1, k, k, k - 1));
        }
        text.append("yield b39 }; d = dim[0] r; s = for(d, 0:i32) { i, s -> t = xor s i; yield t }; return s }");
        grows(text.toString(), 100, 10_000, new int[100], 3);
    }

    private static WorkBound.Charged charged(String text) {
        Module m = Parser.parseModule(text);
        return WorkBound.charged(m.get("f"), m.funcs(), v -> 1, Set.of());
    }

    /** How deep recursion goes nobody knows: each call is charged, and so are loops in it whose trips follow from its arguments. */
    @Test
    void recursionIsCharged() {
        String text = """
            f(a:i32[n], i:i32[]) { r:i32[n] = call[g] a i; return r }
            g(a:i32[n], i:i32[]) { b = update a i i; k = sub i 1:i32; s = gt k 0:i32
              c:i32[n] = cond s { d:i32[n] = call[g] b k; yield d } { LOOP yield e }; return c }
            """;
        WorkBound.Charged one = charged(text.replace("LOOP", "e = update b k k;"));
        WorkBound.Call call = one.calls().get("g");
        assertTrue(call.once() > 10 * WorkBound.PARTS && call.once() < 1000 * WorkBound.PARTS, "a call counts " + call.once());
        assertEquals(Map.of(), call.charges());
        assertTrue(one.bound().out().get(0) instanceof Lit l && l.asDouble() < 1000, one.bound().toString());
        WorkBound.Charged loop = charged(text.replace("LOOP", "e = for(i, b) { j, bj -> u = update bj j j; yield u };"));
        assertEquals(1, loop.calls().get("g").charges().size());
        assertTrue(charged(text.replace("LOOP", "w = full[i32[n]] 0:i32 i; x = index w 0:i32; e = update b k x;")).isEmpty(), "memory of any size has no price");
    }

    /** A number of trips that is the difference of an extent and of what an array holds may be any number. */
    @Test
    void tripsThatFollowFromContentsAreCharged() {
        String text = "f(a:i32[n]) { n = dim[0] a; x = index a 0:i32; r = COUNT; s = for(r, a) { i, b -> u = update b i i; yield u } return s }";
        assertEquals(1, charged(text.replace("COUNT", "sub n x")).charges().size());
        assertEquals(0, charged(text.replace("COUNT", "min n x")).charges().size());
        assertEquals(0, charged(text.replace("COUNT", "mul n n")).charges().size());
    }

    /** An array that each trip makes anew is as long as the first one, or as the one that a trip makes; an extent with an input's name is the input's. */
    @Test
    void arraysThatLoopsHandOnAreAsLongAsWhatTripsMake() {
        String handed = """
            f(a:i32[n], m:i32[]) {
              p = full[i32[?]] 0:i32 3:i32
              g = full[i32[?,?]] 0:i32 m m
              r, h = for(m, p, g) { t, r, g -> q = MADE; h = update g t r; yield q, h }
              return h
            }
            """;
        grows(handed.replace("MADE", "full[i32[?]] t m"), 10_000, 100_000, new int[2], 100);
        grows(handed.replace("MADE", "copy r"), 10_000, 100_000, new int[2], 100);
        unknown(handed.replace("MADE", "full[i32[?]] t l").replace("q =", "k = dim[0] r; l = add k 1:i32; q ="), new int[2], 100);
        grows("f(a:i32[n], m:i32[]) { s:i32[n] = for(m, a) { t, r -> d = dim[0] r; q:i32[n] = full[i32[n]] t d; yield q }; return s }", 500, 50_000, new int[10], 100);
    }

    /** What is read from an array of the function's own is what was stored there: lengths that a gradient has kept. */
    @Test
    void whatIsReadFromAnArrayWasStoredThere() {
        String kept = """
            f(a:i32[n], m:i32[], o:i32[]) {
              b = full[i32[?]] 0:i32 m
              c = for(m, b) { t, b -> u = update b t STORED; yield u }
              r = for(m, 0:i32) { t, s -> k = index c t; z = full[f64[?]] 0.0:f64 k; d = dim[0] z; x = add s d; yield x }
              return r
            }
            """;
        grows(kept.replace("STORED", "o"), 10_000, 1_000_000, new int[2], 100, 100);
        unknown(kept.replace("u = update b t STORED", "x = index a t; u = update b t x"), new int[2], 100, 100);
        unknown(kept.replace("u = update b t STORED", "x = index b t; y = add x 1:i32; u = update b t y"), new int[2], 100, 100);
    }
}
