// Loops of many short steps in one launch: triangles of matrices, arrays that change places, branches, checks that fail in the middle; loops that pack, and that read ahead of what they write.
package dev.jacobi.ptx.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ptx.emulate.Ptxas;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.program.GpuProgram;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bit for bit what the interpreter gives, on the emulated grid in both orders of its threads; ptxas takes the kernels without spilling. */
class BlockLoopsTest {
    private static GpuProgram compile(Module m, boolean fast, String kernel) {
        GpuProgram p = Emulated.compile(m, "f", fast, Arch.SM_80);
        assertTrue(p.kernels().stream().anyMatch(k -> k.name().startsWith(kernel) && k.threads() > 1), p.kernels().toString());
        if (Ptxas.isThere()) {
            assertEquals(0, Ptxas.assemble(p.code().ptx(), Arch.SM_80).spilled());
        }
        return p;
    }

    private static Tensor doubles(int... dims) {
        return Tensors.draw(DType.F64, dims, 0.5, 1.5, new Random(Tensors.count(dims)));
    }

    private static Tensor ints(int n, int from, int to) {
        return Tensors.draw(DType.I32, new int[] {n}, from, to, new Random(n));
    }

    /** Columns of a triangle one after the other: what is below the diagonal at once, sums in order. */
    @Test
    void triangles() {
        Module m = Parser.parseModule("f(a:f64[n,m], b:f64[n]) { n = dim[0] b; r = for(n, b) { i, y ->"
            + " s = for(i, 0.0:f64) { j, t -> u = index a i j; v = index y j; w = mul u v; o = add t w; yield o };"
            + " x = index y i; z = sub x s; d = index a i i; q = div z d; y1 = update y i q; k = sub n i; l = sub k 1:i32;"
            + " y2 = map(l, y1) { j, e -> p = add i j; p1 = add p 1:i32; u = index a p1 i; v = index e p1; w = mul u 0.01:f64; o = add v w; g = update e p1 o; yield g }; yield y2 }; return r }");
        GpuProgram p = compile(m, false, "block");
        for (int n : new int[] {0, 1, 2, 40}) {
            Emulated.same(p, m, "f", List.of(doubles(n, n), doubles(n)), 0, false);
        }
    }

    /** More sums in a trip than a block has shared memory for: the loop is the host's then, and no kernel asks for more than there is. */
    @Test
    void moreThanABlockHas() {
        var text = new StringBuilder("f(a:f64[n,m], b:f64[n]) { n = dim[0] b; r = for(n, b) { i, y0 -> ");
        int sums = 200;
        for (int k = 0; k < sums; k++) {
            text.append("s").append(k).append(" = reduce[m, add](i, 0.5:f64) { j -> u = index a i j; v = index y").append(k).append(" j; w = mul u v; yield w }; t").append(k).append(" = mul s")
                .append(k).append(" 0.01:f64; y").append(k + 1).append(" = update y").append(k).append(" i t").append(k).append("; ");
        }
        Module m = Parser.parseModule(text + "yield y" + sums + " }; return r }");
        GpuProgram p = Emulated.compile(m, "f", true, Arch.SM_80);
        assertTrue(p.kernels().stream().allMatch(k -> k.sharedBytes() <= 48 << 10 && !k.name().startsWith("block")), p.kernels().toString());
    }

    /** Sums in any order are those of a block, the same in each run. */
    @Test
    void sumsInAnyOrder() {
        Module m = Parser.parseModule("f(a:f64[n,m], b:f64[n]) { n = dim[0] b; r = for(n, b) { i, y -> s = reduce[m, add](i, 0.5:f64) { j -> u = index a i j; v = index y j; w = mul u v; yield w };"
            + " t = mul s 0.01:f64; z = update y i t; yield z }; return r }");
        GpuProgram p = compile(m, true, "block");
        for (int n : new int[] {1, 300}) {
            Emulated.same(p, m, "f", List.of(doubles(n, n), doubles(n)), 1e-13, true);
        }
    }

    /** Two arrays that change places in each trip, and a branch of all threads. */
    @Test
    void arraysThatChangePlaces() {
        Module m = Parser.parseModule("f(a:i32[n], b:i32[n], t:i32[]) { n = dim[0] a; x, y = for(t, a, b) { k, p, q -> c = rem k 3:i32; d = eq c 0:i32; h = cond(d) false {"
            + " z = map(n, q) { i, e -> u = index p i; v = add u k; g = update e i v; yield g }; yield z } true {"
            + " z = map(n, q) { i, e -> o = sub n i; o1 = sub o 1:i32; u = index p o1; g = update e i u; yield g }; yield z }; yield h, p }; return x, y }");
        GpuProgram p = compile(m, false, "block");
        for (int n : new int[] {0, 300}) {
            for (int t : new int[] {0, 1, 5}) {
                Emulated.same(p, m, "f", List.of(ints(n, -99, 99), ints(n, -99, 99), Tensor.of(Lit.i32(t))), 0, false);
            }
        }
    }

    /** A new array in each trip, of the extents of the one before, or not. */
    @Test
    void newArraysInEachTrip() {
        Module m = Parser.parseModule("f(a:f64[n], t:i32[], l:i32[]) { n = dim[0] a; x = for(t, a) { k, p -> z = full[f64[?]] 1.5:f64 l; y = map(l, z) { i, e -> j = rem i n; u = index p j; v = index e i; w = add u v; o = mul w 0.5:f64;"
            + " g = update e i o; yield g }; yield y }; return x }");
        GpuProgram p = compile(m, false, "block");
        for (int[] s : new int[][] {{300, 3, 300}, {300, 1, 400}, {300, 0, 7}, {1, 4, 1}}) {
            Emulated.same(p, m, "f", List.of(doubles(s[0]), Tensor.of(Lit.i32(s[1])), Tensor.of(Lit.i32(s[2]))), 0, false);
        }
    }

    /** The same in a loop inside of another, whose arrays the host does not know before. */
    @Test
    void newArraysInTripsOfTrips() {
        Module m = Parser.parseModule("f(a:f64[n], t:i32[]) { n = dim[0] a; x = for(t, a) { k, p -> z = full[f64[?]] 1.5:f64 n; y = for(t, z) { s, q -> w = full[f64[?]] 0.5:f64 n; v = map(n, w) { i, e -> u = index q i;"
            + " o = add u 1.0:f64; g = update e i o; yield g }; yield v }; r = map(n, p) { i, e -> u = index y i; v = index e i; o = add u v; g = update e i o; yield g }; yield r }; return x }");
        GpuProgram p = compile(m, false, "block");
        for (int t : new int[] {0, 1, 3}) {
            Emulated.same(p, m, "f", List.of(doubles(270), Tensor.of(Lit.i32(t))), 0, false);
        }
    }

    /** What is in place of others from trip to trip leaves the arrays of before as they are, around the loop and around one inside of it. */
    @Test
    void arraysThatAreStillWanted() {
        String step = "w = full[f64[?]] 0.5:f64 n; v = map(n, w) { i, e -> u = index q i; o = add u 1.0:f64; g = update e i o; yield g }; yield v };";
        String join = "{ i, e -> u = index y i; v = index e i; o = add u v; g = update e i o; yield g };";
        Module outer = Parser.parseModule("f(a:f64[n], t:i32[]) { n = dim[0] a; y = for(t, a) { s, q -> " + step + " r = map(n, a) " + join + " return y, r, a }");
        Module inner = Parser.parseModule("f(a:f64[n], t:i32[]) { n = dim[0] a; x = for(t, a) { k, p -> y = for(t, p) { s, q -> " + step + " r = map(n, p) " + join + " yield r }; return x, a }");
        for (Module m : List.of(outer, inner)) {
            GpuProgram p = compile(m, false, "block");
            for (int t : new int[] {0, 1, 3}) {
                Emulated.same(p, m, "f", List.of(doubles(270), Tensor.of(Lit.i32(t))), 0, false);
            }
        }
    }

    /** A check that some of the threads fail ends all of them. */
    @Test
    void checksInTheMiddle() {
        Module m = Parser.parseModule("f(a:i32[n], b:i32[n], t:i32[]) { n = dim[0] a; x = for(t, a) { k, p -> map(n) { i -> u = index b i; c = lt u n; check[index] c; d = ge u 0:i32; check[index] d; yield };"
            + " y = map(n, p) { i, e -> u = index b i; v = index a u; w = index e i; s = add v w; g = update e i s; yield g }; yield y }; return x }");
        GpuProgram p = compile(m, false, "block");
        for (int last : new int[] {0, 299, 300, -1}) {
            int[] places = new Random(1).ints(300, 0, 300).toArray();
            places[270] = last;
            Emulated.same(p, m, "f", List.of(ints(300, -99, 99), Tensor.of(places), Tensor.of(Lit.i32(3))), 0, false);
        }
    }

    /** A chain whose check fails ends the block before what comes of it is used. */
    @Test
    void checksOfAChain() {
        Module m = Parser.parseModule("f(a:i32[n], b:i32[n], t:i32[]) { n = dim[0] a; x = for(t, a) { k, p -> s = for(n, k) { j, c -> u = index b j; d = lt u n; check[index] d; d1 = ge u 0:i32; check[index] d1;"
            + " v = index p u; o = sub v c; yield o }; r = rem s n; q = abs r; w = index p q; y = map(n, p) { i, e -> u = index e i; z = add u w; g = update e i z; yield g }; yield y }; return x }");
        GpuProgram p = compile(m, false, "block");
        for (int last : new int[] {0, 100, 1 << 30, -1}) {
            int[] places = new Random(1).ints(100, 0, 100).toArray();
            places[99] = last;
            Emulated.same(p, m, "f", List.of(ints(100, -99, 99), Tensor.of(places), Tensor.of(Lit.i32(2))), 0, false);
        }
    }

    /** What goes down the array reads what no trip before has written, when the distance is not negative; data say so. */
    @Test
    void readsAhead() {
        Module m = Parser.parseModule("f(w:i32[n], a:i32[m]) { n = dim[0] w; m = dim[0] a; l = sub m 1:i32; r = for(n, a) { i, y -> d = index w i; g = abs d; c = sub m g; lo = max d 0:i32; q = sub l g; hi = add q lo;"
            + " x = for(c, y) { j, e -> p = sub hi j; o = sub p d; u = index e p; v = index e o; s = add u v; z = update e p s; yield z }; yield x }; return r }");
        GpuProgram p = compile(m, false, "block");
        for (int length : new int[] {1, 20, 300}) {
            Emulated.same(p, m, "f", List.of(ints(9, -Math.min(length, 8) + 1, Math.min(length, 9)), ints(length, -99, 99)), 0, false);
        }
    }

    /** Sums of sums of sums are not taken apart for ever. */
    @Test
    void distancesOfManyTerms() {
        var sums = new StringBuilder("p0 = add j 0:i32;");
        for (int k = 1; k < 40; k++) {
            sums.append(" t" + k + " = add p" + (k - 1) + " p" + (k - 1) + "; p" + k + " = sub t" + k + " p" + (k - 1) + ";");
        }
        Module deep = Parser.parseModule("f(a:i32[m]) { m = dim[0] a; l = sub m 1:i32; r = for(l, a) { j, e -> " + sums + " o = add p39 1:i32; u = index e o; v = index e p39; s = add u v; z = update e p39 s; yield z }; return r }");
        Emulated.same(Emulated.compile(deep, "f", false, Arch.SM_80), deep, "f", List.of(ints(50, -9, 9)), 0, false);
    }

    /** Sums along rows that go on with the row above: sums first, then rows, for any width of a row in memory. */
    @Test
    void rowsThatGoOnWithTheRowAbove() {
        Module m = Parser.parseModule("f(x:i32[n], y:i32[n], h:i32[], w:i32[], by:i32[]) { r = for(h, y) { i, d -> o = mul i by; q = sub o by; z = eq i 0:i32; s, e = for(w, 0:i32, d) { j, t, g -> at = add o j;"
            + " u = index x at; t1 = add t u; v = cond(z) false { p = add q j; a = index g p; yield a } true { yield 0:i32 }; b = add t1 v; g1 = update g at b; yield t1, g1 }; yield e }; return r }");
        GpuProgram p = compile(m, false, "block");
        for (int[] shape : new int[][] {{0, 4, 4}, {1, 50, 50}, {9, 40, 40}, {9, 40, 20}, {9, 1, 0}}) {
            Emulated.same(p, m, "f", List.of(ints(400, -99, 99), ints(400, -99, 99), Tensor.of(Lit.i32(shape[0])), Tensor.of(Lit.i32(shape[1])), Tensor.of(Lit.i32(shape[2]))), 0, false);
        }
    }

    /** Elements that are kept, from the front and from the back, and a check of whether there is room. */
    @Test
    void loopsThatPack() {
        Module m = Parser.parseModule("f(x:i32[n], y:i32[m], z:i32[m]) { n = dim[0] x; m = dim[0] y; l = sub m 1:i32; k, h, r, s = for(n, 0:i32, l, y, z) { i, c, d, p, q -> u = index x i; g = gt u 0:i32;"
            + " c1, d1, p1, q1 = cond(g) false { e = sub d 1:i32; o = ge d 0:i32; check[index] o; t = update q d u; yield c, e, p, t } true { e = add c 1:i32; o = lt c m; check[index] o; t = update p c i; yield e, d, t, q };"
            + " yield c1, d1, p1, q1 }; return k, h, r, s }");
        GpuProgram p = compile(m, false, "scan");
        for (int n : new int[] {0, 1, 255, 5000}) {
            for (int room : new int[] {n, n / 4}) {
                Emulated.same(p, m, "f", List.of(ints(n, -99, 99), ints(room, 0, 9), ints(room, 0, 9)), 0, false);
            }
        }
    }
}
