// Loops that keep their order: rows, columns and single ones, whose chain follows what other threads have computed; recurrences in blocks; sums at places that data choose.
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
import dev.jacobi.ptx.schedule.Plan;
import dev.jacobi.ptx.schedule.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bit for bit what the interpreter gives, on the emulated grid in both orders of its threads; ptxas takes the kernels without spilling. */
class OrderedLoopsTest {
    private static final Sizes SMALL = new Sizes(33, 33, 40, 1000, 31, 33, 20, 2, 4096, 1 << 18, 1);
    private static final int[][] SHAPES = {{0, 20}, {20, 0}, {1, 700}, {31, 33}, {65, 129}, {40, 17}};
    private static final int[] LENGTHS = {0, 1, 255, 4500};

    private static GpuProgram compile(Module m, boolean fast, String kernel) {
        GpuProgram p = Plan.of(m, "f", fast, Arch.SM_80, () -> Emulated.LLVM, SMALL);
        assertTrue(p.kernels().stream().anyMatch(k -> k.name().startsWith(kernel)), p.kernels().toString());
        return p;
    }

    private static Tensor floats(int... dims) {
        return Tensors.draw(DType.F32, dims, -0.5, 0.75, new Random(Tensors.count(dims)));
    }

    private static void matrices(String body, String kernel) {
        Module m = Parser.parseModule("f(x:f32[n,m], y:f32[n,m], s:f32[l]) { n = dim[0] x; m = dim[1] x; l = dim[0] s; " + body);
        GpuProgram p = compile(m, false, kernel);
        for (int[] shape : SHAPES) {
            int items = kernel.equals("chains_columns") ? shape[1] : shape[0];
            Emulated.same(p, m, "f", List.of(floats(shape), floats(shape), floats(items)), 0, false);
        }
        if (Ptxas.isThere()) {
            assertEquals(0, Ptxas.assemble(p.code().ptx(), Arch.SM_80).spilled());
        }
    }

    @Test
    void rowsWithSumsInOrder() {
        String softmax = "r, q = map[l](n, y, s) { i, d, t -> a = reduce[m, max](m, -99.0:f32) { j -> u = index x i j; yield u };"
            + " b, e = for(m, 0.0:f32, d) { j, c, g -> u = index x i j; v = sub u a; w = mul v v; o = add c w; h = update g i j w; yield o, h };"
            + " k = map[m](m, e) { j, g -> u = index g i j; v = div u b; h = update g i j v; yield h }; z = update t i b; yield k, z }; return r, q }";
        matrices(softmax, "chains_rows");
        matrices(softmax, "chain");
    }

    @Test
    void runningSumsOfRows() {
        matrices("r = map[l](n, y) { i, d -> b, e = for(m, 0.0:f32, d) { j, c, g -> u = index g i j; o = add c u; h = update g i j o; yield o, h }; yield e }; return r, s }", "chains_rows");
    }

    @Test
    void sumsOfColumns() {
        matrices("r = map[l](m, s) { j, d -> a = index d j; b = for(n, a) { i, c -> u = index x i j; v = mul u u; o = add c v; yield o }; e = update d j b; yield e }; return y, r }", "chains_columns");
    }

    @Test
    void tablesWhoseElementsWaitForTheirNeighbours() {
        matrices("k = sub n 1:i32; p = sub m 1:i32; r = for(k, y) { i, d -> e = for(p, d) { j, g -> a = add i 1:i32; b = add j 1:i32; u = index g i b; v = index g a j; w = add u v;"
            + " z = mul w 0.5:f32; h = update g a b z; yield h }; yield e }; return r, s }", "map");
    }

    /** Of two sums, one of the other's values: what comes after the chain sees them before and after a trip. */
    @Test
    void chainsOutsideOfParallelLoops() {
        Module m = Parser.parseModule("f(x:f32[n], y:f32[n]) { n = dim[0] x; a, b, r = for(n, 1.0:f32, 0.0:f32, y) { i, s, t, d -> u = index x i; v = index d i; w = mul s u; o = add w v;"
            + " p = mul o o; q = add t p; h = sub o s; e = update d i h; yield o, q, e }; return a, b, r }");
        GpuProgram p = compile(m, false, "chain");
        for (int n : LENGTHS) {
            Emulated.same(p, m, "f", List.of(floats(n), floats(n)), 0, false);
        }
    }

    /** A check of data inside: it fails where it does in order. */
    @Test
    void checksOfData() {
        Module m = Parser.parseModule("f(x:f32[m], k:i32[n]) { n = dim[0] k; m = dim[0] x; a = for(n, 0.0:f32) { i, s -> j = index k i; c = ge j 0:i32; d = lt j m; e = and c d; check[index] e;"
            + " u = index x j; o = add s u; yield o }; return a }");
        GpuProgram p = compile(m, false, "chain");
        for (int last : new int[] {3, 5, -1}) {
            int[] places = new Random(1).ints(700, 0, 5).toArray();
            places[699] = last;
            Emulated.same(p, m, "f", List.of(floats(5), Tensor.of(places)), 0, false);
        }
    }

    @Test
    void recurrencesOfIntegersGoInBlocks() {
        for (String step : List.of("w = mul s 31:i32; o = add w u", "w = shl s 5:i32; v = sub u w; o = mul v 3:i32", "p = ge s u; o = select p s u", "p = lt u s; o = select p u s")) {
            boolean taken = !step.contains("select p s u");
            Module m = Parser.parseModule("f(x:i32[n], y:i32[n]) { n = dim[0] x; a, r = for(n, 7:i32, y) { i, s, d -> u = index x i; " + step + "; e = update d i o; yield o, e }; return a, r }");
            GpuProgram p = compile(m, false, "chain");
            assertEquals(taken, p.kernels().size() > 2, step);
            for (int n : LENGTHS) {
                Emulated.same(p, m, "f", List.of(Tensors.draw(DType.I32, new int[] {n}, -1000, 1000, new Random(n)), Tensors.draw(DType.I32, new int[] {n}, 0, 9, new Random(n))), 0, false);
            }
        }
    }

    /** NaN is never larger, and of two zeros the first stays. */
    @Test
    void largestSoFarAsWritten() {
        Module m = Parser.parseModule("f(x:f32[n], y:f32[n], z:f32[]) { n = dim[0] x; a, r = for(n, z, y) { i, s, d -> u = index x i; p = gt u s; o = select p u s; e = update d i o; yield o, e }; return a, r }");
        GpuProgram p = compile(m, false, "chain");
        for (float first : new float[] {Float.NaN, -0.0f, 0.0f, -9}) {
            float[] x = new float[1000];
            for (int i = 0; i < x.length; i++) {
                x[i] = i % 7 == 0 ? Float.NaN : i % 3 == 0 ? 0.0f : i % 5 == 0 ? Float.NEGATIVE_INFINITY : -0.0f;
            }
            Emulated.same(p, m, "f", List.of(Tensor.of(x), Tensor.of(new float[1000]), Tensor.of(Lit.f32(first))), 0, false);
        }
    }

    @Test
    void recurrencesOfFloatsGoInBlocksWhereSumsMayBeReordered() {
        Module m = Parser.parseModule("f(x:f64[n], y:f64[n]) { n = dim[0] x; a, b, r = for(n, 0.5:f64, 0.0:f64, y) { i, s, t, d -> u = index x i; v = index d i; w = mul s u; o = add w v; p = mul o o; q = add t p;"
            + " e = update d i o; yield o, q, e }; return a, b, r }");
        GpuProgram p = compile(m, true, "chain");
        assertTrue(p.kernels().size() > 4, p.kernels().toString());
        for (int n : LENGTHS) {
            Emulated.same(p, m, "f", List.of(Tensors.draw(DType.F64, new int[] {n}, -1, 1, new Random(n)), Tensors.draw(DType.F64, new int[] {n}, -1, 1, new Random(n))), 1e-12, true);
        }
    }

    @Test
    void sumsAtPlacesThatDataChoose() {
        var programs = new ArrayList<String>(List.of("r = for(n, h) { i, d -> j = index k i; u = index w i; v = index d j 0:i32; o = add v u; e = update d j 0:i32 o; yield e }; return r }",
            "r = for(n, h) { i, d -> j = index k i; g = map[m](m, d) { c, q -> u = index w i; v = index q j c; o = add v u; e = update q j c o; yield e }; yield g }; return r }",
            "r = map[m](m, h) { c, d -> g = for(n, d) { i, q -> j = index k i; u = index w i; v = index q j c; o = add u v; e = update q j c o; yield e }; yield g }; return r }"));
        for (String body : programs) {
            Module m = Parser.parseModule("f(w:f32[n], k:i32[n], h:f32[5,m]) { n = dim[0] w; m = dim[1] h; " + body);
            GpuProgram p = Plan.of(m, "f", false, Arch.SM_80, () -> Emulated.LLVM, SMALL);
            assertTrue(p.kernels().stream().noneMatch(x -> x.threads() == 1), p.kernels().toString());
            for (int n : new int[] {0, 1, 300}) {
                Emulated.same(p, m, "f", List.of(floats(n), Tensor.of(new Random(n).ints(n, 0, 5).toArray()), floats(5, 7)), 0, false);
            }
        }
    }

    /** Where a row is looked up outside of the loop over its elements, the place is checked even if the row has none. */
    @Test
    void checksOfRowsWithoutElements() {
        Module m = Parser.parseModule("f(w:f32[n], k:i32[n], h:f32[5,m]) { n = dim[0] w; m = dim[1] h; r = for(n, h) { i, d -> j = index k i; c = ge j 0:i32; l = lt j 5:i32; b = and c l; check[index] b;"
            + " g = map[m](m, d) { c, q -> u = index w i; v = index q j c; o = add v u; e = update q j c o; yield e }; yield g }; return r }");
        GpuProgram p = Plan.of(m, "f", false, Arch.SM_80, () -> Emulated.LLVM, SMALL);
        assertTrue(p.kernels().stream().noneMatch(x -> x.threads() == 1), p.kernels().toString());
        for (int last : new int[] {3, 5, -1}) {
            int[] places = new Random(1).ints(70, 0, 5).toArray();
            places[69] = last;
            for (int elements : new int[] {0, 7}) {
                Emulated.same(p, m, "f", List.of(floats(70), Tensor.of(places), floats(5, elements)), 0, false);
            }
        }
    }

    /** Rows that are added up are not numbers that a histogram could add up. */
    @Test
    void sumsOfRowsAtPlacesThatDataChoose() {
        Module m = Parser.parseModule("f(h:f32[k,3], at:i32[n], w:f32[3]) { n = dim[0] at; r = for(n, h) { i, u:f32[k,3] -> a = index at i; row = index u a; s = add row w; v = update u a s; yield v }; return r }");
        GpuProgram p = Plan.of(m, "f", false, Arch.SM_80, () -> Emulated.LLVM, SMALL);
        Emulated.same(p, m, "f", List.of(floats(5, 3), Tensor.of(new Random(1).ints(70, 0, 5).toArray()), floats(3)), 0, false);
    }
}
