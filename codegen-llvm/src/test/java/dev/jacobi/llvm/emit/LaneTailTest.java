package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Loops whose lanes take different numbers of steps: the last lanes go on one by one in scalar code, from wherever they are. */
class LaneTailTest {
    private static final List<IntUnaryOperator> LENGTHS = List.of(i -> i % 16 == 5 ? 60 : 3, i -> i == 7 ? 50 : 0, i -> i * 7 % 40, i -> 9, i -> i % 3 == 0 ? 0 : i % 11);

    /** Number of scalar tails in the code for 64-byte vectors. */
    private static int tails(String text) {
        var m = Parser.parseModule(text);
        var none = new ArrayList<Integer>();
        m.get("f").out().forEach(o -> none.add(-1));
        String ir = Emitter.emit(new CompileRequest(m, "f", none, false, 1), 64, true).text();
        return (int) Pattern.compile("\nturn\\d+:").matcher(ir).results().count();
    }

    /** The program's inputs are lengths (i32), numbers of which one is a NaN (f64), and for {@code more} the further ones. */
    private static void same(String text, Object... more) {
        assertTrue(tails(text) > 0, "no tail in\n" + text);
        var calls = new ArrayList<Object[]>();
        for (IntUnaryOperator length : LENGTHS) {
            for (int n : new int[] {0, 1, 8, 16, 19, 65}) {
                var args = new ArrayList<Object>(List.of(lengths(n, length), numbers(n)));
                args.addAll(Arrays.asList(more));
                calls.add(args.toArray());
            }
        }
        Oracle.checkAll(text, List.of(), calls);
        var m = Parser.parseModule(text);
        for (int bytes : new int[] {16, 64}) {
            Oracle.compare(m, "f", List.of(), bytes, 1, calls.stream().map(Tensors::all).toList());
        }
    }

    private static int[] lengths(int n, IntUnaryOperator length) {
        int[] k = new int[n];
        Arrays.setAll(k, length);
        return k;
    }

    private static double[] numbers(int n) {
        double[] x = new double[n];
        Arrays.setAll(x, i -> i % 16 == 6 ? Double.NaN : Math.sin(i * 1.7) * 10);
        return x;
    }

    private static int[] ring(int n) {
        int[] next = new int[n];
        Arrays.setAll(next, i -> (i * 5 + 3) % n);
        return next;
    }

    @Test
    void scalarsOfEveryWidth() {
        same("""
            f(k:i32[n], a:f64[n]) { n = dim[0] k
              b, c, d, e, h, o = map[n](n) { i -> m = index k i; x = index a i; x1 = convert[f32] x; x2 = convert[i64] x; x3 = convert[i8] x; x4 = convert[u16] m; x5 = gt x 0.0:f64
                t, y, y1, y2, y3, y4, y5 = while(0:i32, x, x1, x2, x3, x4, x5) { t, y, y1, y2, y3, y4, y5 -> p = lt t m; yield p }
                  do { t, y, y1, y2, y3, y4, y5 ->
                    s = add t 1:i32; u = div x y; v = add u y; z = mul v 0.5:f64; z1 = sqrt y1; z2 = mul y2 31:i64; z3 = sub y3 7:i8; z4 = add y4 y4; z5 = not y5
                    yield s, z, z1, z2, z3, z4, z5 }
                yield y, y1, y2, y3, y4, y5 }
              return b, c, d, e, h, o }
            """);
    }

    @Test
    void carriesThatNoTripChanges() {
        same("""
            f(k:i32[n], a:f64[n], w:i32[]) { n = dim[0] k
              b, c = map[n](n) { i -> m = index k i; x = index a i
                s, q, r = for(m, x, 19:i32, w) { t, s, q, r ->
                  d = full[f64[?]] s r
                  j, z, qq = while(0:i32, s, q) { j, z, qq -> p = lt j t; yield p } do { j, z, qq -> l = add j 1:i32; u = div z 3.0:f64; yield l, u, qq }
                  e = convert[f64] qq; g = index d 2:i32; h = add e g; zz = add z h
                  yield zz, q, r }
                o = convert[f64] r
                yield s, o }
              return b, c }
            """, 7);
    }

    /** A block per trip and lane would be kept until the lane ends. */
    @Test
    void countedLoopsFreeWhatATripMakes() {
        String text = """
            f(k:i32[n], a:f64[n], w:i32[]) { n = dim[0] k
              b = map[n](n) { i -> m = index k i; x = index a i
                s = for(m, x) { t, s -> d = full[f64[?]] s w; j = rem t w; e = div s 2.0:f64; d2 = update d j e; g = index d2 2:i32; u = div g 3.0:f64; yield u }
                yield s }
              return b }
            """;
        same(text, 9);
        var m = Parser.parseModule(text);
        String ir = Emitter.emit(new CompileRequest(m, "f", List.of(-1), false, 1), 64, true).text();
        // after every trip of either loop, and where lanes or trips are left over
        assertEquals(8, Pattern.compile("call void @jacobi_sweep\\(ptr \\S+, ptr %").matcher(ir).results().count(), ir);
    }

    @Test
    void endsFoundInTheLoop() {
        same("""
            f(k:i32[n], a:f64[n]) { n = dim[0] k
              b, c = map[n](n) { i -> m = index k i; x = index a i; l = convert[f64] m
                t, y, found = while(0:i32, x, false) { t, y, found -> p = lt t 70:i32; q = not found; r = and p q; yield r }
                  do { t, y, found -> w = convert[f64] t; hit = ge w l; s = add t 1:i32; u = select hit t s; v = mul y 0.75:f64; z = add v 1.0:f64; yield u, z, hit }
                yield t, y }
              return b, c }
            """);
    }

    @Test
    void countedLoops() {
        same("""
            f(k:i32[n], a:f64[n], v:f64[m]) { n = dim[0] k
              b, c = map[n](n) { i -> m = index k i; x = index a i
                s, q = for(m, 0.0:f64, x) { t, s, q -> at = add i t; j = and at 31:i32; u = index v j; r = div u x; e = add s r; h = sub q r; yield e, h }
                yield s, q }
              return b, c }
            """, numbers(32));
        same("""
            f(k:i32[n], a:f64[n], v:f64[h,w]) { n = dim[0] k
              b, c = map[n](n) { i -> m = index k i; x = index a i
                s, l = reduce[?, max, add](m, x, 0.5:f64) { t -> u = index v t i; r = div u x; q = sqrt u; yield r, q }
                yield s, l }
              return b, c }
            """, (Object) grid(64, 80));
    }

    private static double[][] grid(int h, int w) {
        double[][] g = new double[h][w];
        for (int i = 0; i < h; i++) {
            for (int j = 0; j < w; j++) {
                g[i][j] = Math.cos(i * 3 + j);
            }
        }
        return g;
    }

    @Test
    void lanesWithArraysOfTheirOwn() {
        same("""
            f(k:i32[n], a:f64[n], w:i32[]) { n = dim[0] k
              b, c = map[n](n) { i -> m = index k i; x = index a i
                p = full[f64[?]] x w
                z = full[f64[8]](1.0:f64, 8:i32); odd = and m 1:i32
                t, q, y = while(odd, p, z) { t, q, y -> r = lt t m; yield r }
                  do { t, q, y -> at = rem t w; l = and t 7:i32; u = index q at; v = index y l; o = add u v; e = div o 3.0:f64; q2 = update q at e
                    h = add l 3:i32; g = and h 7:i32; y2 = update y g o; s = add t 1:i32; yield s, q2, y2 }
                j = and m 7:i32; l = rem m w; u = index y j; v = index q l; yield u, v }
              return b, c }
            """, 5);
    }

    /** An array made in each step is the step's own; one that is copied from the lane's array holds that lane's elements. */
    @Test
    void arraysMadeInTheLoop() {
        same("""
            f(k:i32[n], a:f64[n], w:i32[]) { n = dim[0] k
              b = map[n](n) { i -> m = index k i; x = index a i
                p = full[f64[?]] x w
                t, q = while(0:i32, p) { t, q -> r = lt t m; yield r }
                  do { t, q -> at = rem t w; c = copy q; d = full[f64[?]] 2.0:f64 w
                    u = index c at; d2 = update d at u; o = index d2 0:i32; e = mul o u; q2 = update q 0:i32 e; h = index c 0:i32; v = add h 1.0:f64; q3 = update q2 at v; s = add t 1:i32; yield s, q3 }
                l = rem m w; v = index q l; yield v }
              return b }
            """, 3);
    }

    /** Arrays of constant extents that all lanes access alike stay in registers, so there the lanes stay together; this one has more elements than become scalars before. */
    @Test
    void arraysInRegisters() {
        assertEquals(0, tails("""
            f(k:i32[n], a:f64[n]) { n = dim[0] k
              b = map[n](n) { i -> m = index k i; x = index a i
                p = full[f64[20]](1.0:f64, 20:i32)
                t, q = while(0:i32, p) { t, q -> r = lt t m; yield r }
                  do { t, q -> u = index q 0:i32; v = index q 1:i32; w = add u x; q2 = update q 0:i32 v; q3 = update q2 1:i32 w; s = add t 1:i32; yield s, q3 }
                v = index q 1:i32; yield v }
              return b }
            """));
    }

    @Test
    void histogramsOfTheirOwn() {
        same("""
            f(k:i32[n], a:f64[n]) { n = dim[0] k
              b = map[n](n) { i -> m = index k i
                p = full[i32[8]](0:i32, 8:i32)
                q = hist[?, add](m, p) { t -> u = mul t i; v = and u 7:i32; yield v, 1:i32 }
                l = and i 7:i32; s = index q l; yield s }
              return b }
            """);
    }

    @Test
    void loopsAndBranchesInside() {
        same("""
            f(k:i32[n], a:f64[n]) { n = dim[0] k
              b = map[n](n) { i -> m = index k i; x = index a i
                t, y = while(0:i32, x) { t, y -> p = lt t m; yield p }
                  do { t, y -> s = add t 1:i32; e = and t i; o = and e 3:i32
                    j, z = while(0:i32, y) { j, z -> p = lt j o; yield p } do { j, z -> l = add j 1:i32; u = div z 3.0:f64; yield l, u }
                    g = for(o, z) { j, z -> u = sub z 1.0:f64; yield u }
                    q = gt g 0.0:f64
                    w = cond(q) { h = neg g; v = sqrt h; yield v } { r = reduce[?, add](3:i32, g) { c -> d = convert[f64] c; yield d }; yield r }
                    yield s, w }
                yield y }
              return b }
            """);
    }

    /** Writes to the elements of a shared array, some of them late. */
    @Test
    void writesToSharedArrays() {
        String f = """
            f(k:i32[n], o:f64[m]) { n = dim[0] k
              r = map[n](n, o) { i, x -> m = index k i; at = mul i 64:i32
                y = for(m, x) { t, z -> h = rem t 61:i32; j = add at h; u = index z j; v = div u 3.0:f64; w = update z j v; yield w }
                yield y }
              return r }
            """;
        assertTrue(tails(f) > 0);
        LENGTHS.forEach(length -> Oracle.check(f, List.of(1), lengths(40, length), numbers(40 * 64)));
    }

    /** A check fails in the last step of a lane that is alone by then, or holds everywhere. */
    @Test
    void checksOfALateLane() {
        String f = """
            f(k:i32[n], next:i32[m], bad:i32[]) { n = dim[0] k
              b = map[n](n) { i -> m = index k i
                t, j = while(0:i32, 0:i32) { t, j -> p = lt t m; yield p }
                  do { t, j -> s = add t 1:i32; ok = ne t bad; check[index "T.f:1"] ok; l = index next j; yield s, l }
                yield j }
              return b }
            """;
        assertTrue(tails(f) > 0);
        for (int bad : new int[] {-1, 2, 59}) {
            Oracle.check(f, List.of(), lengths(33, LENGTHS.get(0)), ring(13), bad);
        }
    }

    /** The row is a sum that is made outside of the loop, of which the lane that goes on alone has its own value, but not of what is added there. */
    @Test
    void indicesThatAreSumsFromOutside() {
        var table = new double[67][61];
        for (int i = 0; i < table.length; i++) {
            table[i] = numbers(61 + i).clone();
            table[i] = Arrays.copyOfRange(table[i], i, i + 61);
        }
        same("""
            f(k:i32[n], a:f64[n], t:f64[p, q]) { n = dim[0] k
              b = map[n](n) { i -> m = index k i; row = add i 1:i32
                j, s = while(0:i32, 0.0:f64) { j, s -> c = lt j m; yield c } do { j, s -> x = index[promised] t row j; s1 = add s x; j1 = add j 1:i32; yield j1, s1 }
                yield s }
              return b }
            """, (Object) table);
    }
}
