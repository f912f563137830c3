// Rows and columns whose elements are shared by warps, blocks and several blocks: each way of it, at sizes where it starts and ends.
package dev.jacobi.ptx.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ptx.emulate.Ptxas;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.program.GpuProgram;
import dev.jacobi.ptx.program.Kernel;
import dev.jacobi.ptx.program.Step;
import dev.jacobi.ptx.schedule.Plan;
import dev.jacobi.ptx.schedule.Sizes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The sizes at which schedules change are small here, so that small arrays go all ways. */
class TeamworkTest {
    private static final Sizes SMALL = new Sizes(33, 33, 40, 100, 31, 33, 20, 2, 4096, 1 << 18, 1);
    private static final int[][] SHAPES = {{0, 5}, {5, 0}, {1, 1}, {31, 33}, {33, 31}, {1, 4097}, {1000, 1}};
    private static final String DIMS = "n = dim[0] x; m = dim[1] x; ";
    private static final String ROW_SUMS = "f(x:R[n,m], y:R[n]) { " + DIMS
        + "r = map[n](n, y) { i, d -> v = index d i; s, t = reduce[m, add, max](m, v, 0.0:R) { j -> u = index x i j; w = mul u u; yield u, w }; z = add s t; e = update d i z; yield e }; return r }";
    private static final String SOFTMAX = "f(x:R[n,m], y:R[n,m]) { " + DIMS
        + "r = map[n](n, y) { i, d -> a = reduce[m, max](m, -99.0:R) { j -> u = index x i j; yield u }; s = reduce[m, add](m, 0.0:R) { j -> u = index x i j; v = sub u a; w = exp v; yield w };"
        + " e = map[m](m, d) { j, g -> u = index x i j; v = sub u a; w = exp v; q = div w s; t = update g i j q; yield t }; yield e }; return r }";
    private static final String COLUMN_SUMS = "f(x:R[n,m], y:R[m]) { " + DIMS
        + "r = map[m](m, y) { j, d -> v = index d j; s, t = reduce[n, add, min](n, v, 1.0:R) { i -> u = index x i j; yield u, u }; z = add s t; e = update d j z; yield e }; return r }";
    private static final String COLUMNS = "f(x:R[n,m], y:R[n,m]) { " + DIMS
        + "r = map[m](m, y) { j, d -> s = reduce[n, add](n, 1.0:R) { i -> u = index x i j; v = mul u u; yield v };"
        + " e = map[n](n, d) { i, g -> u = index x i j; q = div u s; t = update g i j q; yield t }; yield e }; return r }";
    private static final String PLANES = "f(x:R[n,m]) { " + DIMS
        + "z = full[R[n,3]] 0.0:R n 3:i32; r = map[n](n, z) { i, d -> c = map[3](3:i32, d) { k, d -> s = reduce[m, add](m, 0.0:R) { j -> u = index x i j; h = convert[R] k; v = mul u h; yield v };"
        + " e = update d i k s; yield e }; yield c }; return r }";

    /** One lane writes what all have read, and all read it again. */
    private static final String HANDED = "f(x:R[n,m], y:R[A]) { " + DIMS
        + "r = map[A](A, y) { i, d -> s = reduce[B, add](B, 0.0:R) { j -> u = index x AT; yield u }; v = index d i; e = update d i s;"
        + " t = reduce[B, add](B, 0.0:R) { j -> u = index x AT; w = index e i; q = mul u w; yield q }; k = add t v; g = update e i k; yield g }; return r }";

    private static void check(String text, String type, double tolerance) {
        Module m = Parser.parseModule(text.replaceAll("\\bR\\b", type));
        GpuProgram p = Plan.of(m, "f", false, Arch.SM_80, () -> Emulated.LLVM, SMALL);
        assertTrue(p.steps().stream().anyMatch(Step.Choose.class::isInstance), p.steps().toString());
        var random = new Random(7);
        var arguments = new ArrayList<List<Tensor>>();
        for (int[] shape : SHAPES) {
            arguments.add(m.get("f").in().stream().map(v -> {
                int[] dims = v.type().dims().stream().mapToInt(d -> d.sym().equals("n") ? shape[0] : shape[1]).toArray();
                return v.dtype().isFloat() ? Tensors.draw(v.dtype(), dims, -0.3, 0.7, random) : Tensors.draw(v.dtype(), dims, -300, 699, random);
            }).toList());
        }
        Emulated.each(p, m, "f", arguments, tolerance, tolerance != 0);
    }

    @Test
    void sumsOfRows() {
        check(ROW_SUMS.replace("0.0:R", "0:R"), "i64", 0);
    }

    @Test
    void rowsThatAreReadMoreThanOnce() {
        check(SOFTMAX, "f32", 1e-5);
    }

    @Test
    void sumsOfColumns() {
        check(COLUMN_SUMS.replace("1.0:R", "1:R"), "i64", 0);
    }

    @Test
    void columnsThatAreReadMoreThanOnce() {
        check(COLUMNS, "f64", 1e-13);
    }

    @Test
    void whatOneLaneWritesTheOthersRead() {
        check(HANDED.replaceAll("\\bA\\b", "n").replaceAll("\\bB\\b", "m").replace("AT", "i j").replace("0.0:R", "0:R"), "i64", 0);
        check(HANDED.replaceAll("\\bA\\b", "m").replaceAll("\\bB\\b", "n").replace("AT", "j i"), "f64", 1e-12);
    }

    @Test
    void aSpaceOfTwoIndices() {
        check(PLANES, "f64", 1e-13);
    }

    /** Sums of doubles by tiles take 2048 bytes each, and by blocks 256, of the 48 KiB that a block has; more of them are left to a thread, or a warp. */
    @Test
    void sumsAreSharedAsLongAsSharedMemoryLasts() {
        shared(COLUMN_SUMS, 24, 24 * 2048);
        shared(COLUMN_SUMS, 25, 0);
        shared(ROW_SUMS, 192, 192 * 256);
        shared(ROW_SUMS, 193, 0);
    }

    private static void shared(String text, int sums, int bytes) {
        boolean columns = text.equals(COLUMN_SUMS);
        var results = new ArrayList<String>();
        for (int k = 0; k < sums; k++) {
            results.add("s" + k);
        }
        String fold = String.join(", ", results) + " = reduce[" + (columns ? "n" : "m") + Collections.nCopies(sums, ", add").stream().collect(Collectors.joining()) + "]("
            + (columns ? "n" : "m") + Collections.nCopies(sums, ", 0.0:f64").stream().collect(Collectors.joining()) + ") { k -> u = index x " + (columns ? "k j" : "j k") + "; yield "
            + String.join(", ", Collections.nCopies(sums, "u")) + " }; ";
        var updates = new StringBuilder();
        for (int k = 0; k < sums; k++) {
            updates.append("t").append(k + 1).append(k == 0 ? " = mul s0 1.0:f64; " : " = add t" + k + " s" + k + "; ");
        }
        Module m = Parser.parseModule("f(x:f64[n,m], y:f64[" + (columns ? "m" : "n") + "]) { " + DIMS + "r = map[" + (columns ? "m" : "n") + "](" + (columns ? "m" : "n") + ", y) { j, d -> "
            + fold + updates + "e = update d j t" + sums + "; yield e }; return r }");
        GpuProgram p = Plan.of(m, "f", false, Arch.SM_80, () -> Emulated.LLVM, SMALL);
        assertEquals(bytes, p.kernels().stream().mapToInt(Kernel::sharedBytes).max().orElse(0));
        if (columns && Ptxas.isThere()) {
            assertEquals(p.kernels().size(), Ptxas.assemble(p.code().ptx(), Arch.SM_80).kernels().size());
        }
    }

    @Test
    void sumsAreTheSameInEachRun() {
        Module m = Parser.parseModule(COLUMN_SUMS.replaceAll("\\bR\\b", "f32"));
        GpuProgram p = Plan.of(m, "f", false, Arch.SM_80, () -> Emulated.LLVM, SMALL);
        var random = new Random(3);
        List<Tensor> in = List.of(Tensors.draw(DType.F32, new int[] {1000, 33}, -0.3, 0.7, random), Tensors.draw(DType.F32, new int[] {33}, -0.3, 0.7, random));
        assertEquals(bits(Emulated.run(p, Tensors.copies(in), false)), bits(Emulated.run(p, Tensors.copies(in), true)));
    }

    private static List<Long> bits(List<Tensor> out) {
        return Arrays.stream(out.get(0).bits()).boxed().collect(Collectors.toList());
    }
}
