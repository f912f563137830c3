// Prefixes and Fourier transforms at odd sizes: several tiles and groups of tiles, lengths that are powers of two and others.
package dev.jacobi.ptx.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ptx.emit.ScanKernels;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.program.GpuProgram;
import dev.jacobi.ptx.schedule.Plan;
import dev.jacobi.ptx.schedule.Sizes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the emulated device makes of them, against the interpreter. */
class OrderTest {
    private static final String SCAN = "f(a:R[n], b:R[]) { n = dim[0] a; s, t, u, v = scan[n, add, max](n, b, b) { i -> x = index a i; y = mul x b; yield y, x }; return s, t, u, v }";
    private static final Sizes SMALL = new Sizes(4096, 1024, 4096, 1 << 17, 64, 256, 2048, 2, 4096, 1 << 18, 1);

    private static GpuProgram scan(Module m) {
        return Plan.of(m, "f", false, Arch.SM_80, () -> Emulated.LLVM, SMALL);
    }

    @Test
    void prefixesOfGroupsOfTiles() {
        Module m = Parser.parseModule(SCAN.replaceAll("\\bR\\b", "i64"));
        GpuProgram p = scan(m);
        var random = new Random(5);
        var arguments = new ArrayList<List<Tensor>>();
        // 4 tiles are 2 groups, which are one large one
        for (int n : new int[] {0, 1, 31, 33, 1000, 4097, 6 * ScanKernels.TILE + 1, 9 * ScanKernels.TILE}) {
            arguments.add(List.of(Tensor.of(random.longs(n, -99, 99).toArray()), new Tensor(DType.I64, new int[0], new long[] {3})));
        }
        Emulated.each(p, m, "f", arguments, 0, false);
    }

    /** One value of at most 32 bits is said in a word with its flag, also where it is 0. */
    @Test
    void prefixesThatAreSaidInWords() {
        for (DType t : List.of(DType.I32, DType.I8, DType.U16)) {
            Module m = Parser.parseModule("f(a:R[n], b:R[]) { n = dim[0] a; s, t = scan[n, add](n, b) { i -> x = index a i; yield x }; return s, t }".replaceAll("\\bR\\b", t.text()));
            GpuProgram p = scan(m);
            var random = new Random(7);
            var arguments = new ArrayList<List<Tensor>>();
            for (int n : new int[] {0, 1, 33, 4097, 6 * ScanKernels.TILE + 1, 9 * ScanKernels.TILE}) {
                Tensor zeros = new Tensor(t, new int[] {n}, t.array(n));
                int least = t == DType.U16 ? 0 : -99;
                Tensor any = Tensors.draw(t, new int[] {n}, least, least + 198, random);
                Tensor b = new Tensor(t, new int[0], t.array(1));
                if (n <= 4097 || n % 2 == 1) {
                    arguments.add(List.of(any, b));
                }
                if (n <= 4097 || n % 2 == 0) {
                    arguments.add(List.of(zeros, b));
                }
            }
            Emulated.each(p, m, "f", arguments, 0, false);
            String ptx = p.code().ptx();
            assertTrue(ptx.contains("st.relaxed") && !ptx.contains("acquire") && !ptx.contains("release"), ptx);
        }
    }

    /** The interpreter adds up one after the other; the order on the device is another, but the same each time. One value is said in a word, two are not. */
    @Test
    void prefixesOfFloatsAreTheSameInEachRun() {
        sameInEachRun("f(a:f32[n], b:f32[]) { n = dim[0] a; s, t = scan[n, add](n, b) { i -> x = index a i; y = sub x 0.5:f32; yield y }; return s, t }", 5 * ScanKernels.TILE + 5, 1);
        sameInEachRun(SCAN.replaceAll("\\bR\\b", "f32"), 3 * ScanKernels.TILE + 5, 2);
    }

    /** {@code result}: the one that has the prefixes. */
    private static void sameInEachRun(String text, int n, int result) {
        Module m = Parser.parseModule(text);
        List<Tensor> in = List.of(Tensors.draw(DType.F32, new int[] {n}, 0, 1, new Random(6)), Tensors.of(0.5f));
        GpuProgram p = scan(m);
        Emulated.same(p, m, "f", in, 1e-5, true);
        long[] first = Emulated.run(p, Tensors.copies(in), false).get(result).bits();
        assertEquals(Arrays.toString(first), Arrays.toString(Emulated.run(p, Tensors.copies(in), true).get(result).bits()));
    }

    private static GpuProgram running(Module m, boolean direct) {
        GpuProgram p = Emulated.compile(m, "f", true, Arch.SM_80);
        assertEquals(direct ? 1 : 2, p.kernels().size(), p.steps().toString());
        return p;
    }

    /** What goes into an array goes there at once, unless the terms may come from it. */
    @Test
    void prefixesThatAreStoredTakeNoOtherKernel() {
        String loop = "s, r = for(n, 5:i64, %s) { i, s, d -> u = index x i; t = add s u; e = update d i t; yield t, e }; return r, s }";
        Module other = Parser.parseModule("f(x:i64[n], y:i64[m]) { n = dim[0] x; " + loop.formatted("y"));
        Module made = Parser.parseModule("f(x:i64[n]) { n = dim[0] x; y = full[i64[n]] 0:i64 n; " + loop.formatted("y"));
        Module itself = Parser.parseModule("f(x:i64[n]) { n = dim[0] x; s, r = for(n, 5:i64, x) { i, s, d -> u = index d i; t = add s u; e = update d i t; yield t, e }; return r, s }");
        GpuProgram p = running(other, true);
        GpuProgram q = running(made, true);
        for (int n : new int[] {0, 1, 33, 4097}) {
            Tensor x = Tensor.of(new Random(n).longs(n, -99, 99).toArray());
            Emulated.same(p, other, "f", List.of(x, Tensor.of(new Random(1).longs(n + 3, -99, 99).toArray())), 0, false);
            Emulated.same(q, made, "f", List.of(x), 0, false);
        }
        Emulated.same(itself, "f", List.of(Tensor.of(new long[] {3, 4, 5})), true, 0, false);
    }

    @Test
    void fourierTransformsOfAllLengths() {
        Module m = Parser.parseModule("f(a:f64[n,m], b:f64[n,m]) { c, d = fft[1] a b; e, g = fft[0 reverse] a b; return c, d, e, g }");
        GpuProgram p = Emulated.compile(m, "f", false, Arch.SM_80);
        var random = new Random(8);
        for (int[] dims : new int[][] {{0, 3}, {3, 0}, {1, 1}, {2, 33}, {32, 3}, {31, 64}, {1, 1000}}) {
            int size = dims[0] * dims[1];
            Emulated.same(p, m, "f", List.of(new Tensor(DType.F64, dims, random.doubles(size).toArray()), new Tensor(DType.F64, dims, random.doubles(size).toArray())), 1e-12, true);
        }
    }

    @Test
    void aFourierTransformInARecursiveFunction() {
        Module m = Parser.parseModule("""
            g(a:f64[n], k:i32[]) { p = lt k 1:i32
              r = cond(p) false { l = sub k 1:i32; x:f64[] = call[g] a l; y = mul x 0.5:f64; yield y } true { c, d = fft[0] a a; x = index[clamp] c 1:i32; yield x }; return r }
            f(a:f64[n], k:i32[]) { x:f64[] = call[g] a k; return x }
            """);
        for (int n : new int[] {1, 5, 8}) {
            Emulated.same(m, "f", List.of(Tensor.of(new Random(n).doubles(n).toArray()), new Tensor(DType.I32, new int[0], new int[] {2})), false, 1e-12, true);
        }
    }
}
