package dev.jacobi.ptx.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ptx.emulate.Ptxas;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.program.GpuProgram;
import dev.jacobi.ptx.program.Step;
import dev.jacobi.ptx.schedule.Plan;
import dev.jacobi.ptx.schedule.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Loops that are products of matrices, as bytecode has them: large ones by tiles, small ones as they are. */
class ProductsTest {
    private static final Sizes TILED = new Sizes(4096, 1024, 4096, 1 << 17, 64, 256, 2048, 32, 16384, 400, 1);
    private static final String ROWS = """
        f(a:R[n,m], b:R[k,p]) {
          c = dim[0] a
          e = dim[0] b
          f = dim[1] b
          d = dim[1] a
          x = ge d e
          check[index "rows"] x
          h:R[n,p] = full[R[n,p]] 0:R c f
          q = map(c, h) { r, s ->
            t = map(f, s) { u, v ->
              w = for(e, 0:R) { x, y -> z = index a r x; aa = index b x u; ab = mul z aa; ac = add y ab; yield ac }
              ad = update v r u w
              yield ad
            }
            yield t
          }
          return q
        }
        """;
    private static final String FLAT = """
        f(a:R[n], b:R[m], c:i32[]) {
          f = mul c c
          h:R[?] = full[R[?]] 0:R f
          z = map(c, h) { aa, ab ->
            ac = mul aa c
            ad = map(c, ab) { ae, af ->
              ag = for(c, 0:R) { ah, ai -> aj = add ac ah; ak = index a aj; al = mul ah c; am = add al ae; an = index b am; ao = mul ak an; ap = add ai ao; yield ap }
              aq = add ac ae
              ar = update af aq ag
              yield ar
            }
            yield ad
          }
          return z
        }
        """;

    private static GpuProgram plan(Module m, boolean fast) {
        return Plan.of(m, "f", fast, Arch.SM_80, () -> Emulated.LLVM, TILED);
    }

    private static Tensor numbers(DType t, Random random, int... dims) {
        double[] special = {-0.0, Double.NaN, Double.POSITIVE_INFINITY};
        return Tensors.made(t, dims, i -> random.nextInt(40) == 0 ? special[random.nextInt(3)] : random.nextGaussian());
    }

    /** Below and above the size at which tiles take over, with ends of tiles, an array longer than is used, and no elements at all. */
    @Test
    void productsOfRowsHaveEachBit() {
        var random = new Random(8);
        for (DType t : List.of(DType.F32, DType.F64)) {
            Module m = Parser.parseModule(ROWS.replaceAll("\\bR\\b", t.text()));
            GpuProgram p = plan(m, false);
            assertTrue(p.kernels().stream().anyMatch(k -> k.name().startsWith("dot")), p.toString());
            var arguments = new ArrayList<List<Tensor>>();
            for (int[] s : new int[][] {{20, 20, 20}, {70, 33, 65}, {19, 40, 20}, {64, 16, 64}, {64, 15, 64}, {0, 20, 30}, {30, 20, 0}, {1, 1, 1}, {130, 32, 260}, {128, 37, 129}}) {
                arguments.add(List.of(numbers(t, random, s[0], s[1] + 2), numbers(t, random, s[1], s[2])));
            }
            Emulated.each(p, m, "f", arguments, 0, false);
        }
    }

    @Test
    void productsInFlatArraysHaveEachBit() {
        var random = new Random(9);
        Module m = Parser.parseModule(FLAT.replaceAll("\\bR\\b", "f32"));
        GpuProgram p = plan(m, false);
        var arguments = new ArrayList<List<Tensor>>();
        for (int n : new int[] {0, 1, 19, 20, 65}) {
            arguments.add(List.of(numbers(DType.F32, random, n * n + 5), numbers(DType.F32, random, n * n), new Tensor(DType.I32, new int[0], new int[] {n})));
        }
        Emulated.each(p, m, "f", arguments, 0, false);
    }

    /** Where sums may be made in any order a library may make them; strictly never. */
    @Test
    void onlyFastOnesMayGoToALibrary() {
        Module m = Parser.parseModule(ROWS.replaceAll("\\bR\\b", "f64"));
        assertEquals(0, multiplications(plan(m, false).steps()));
        assertEquals(1, multiplications(plan(m, true).steps()));
        assertEquals(0, multiplications(plan(Parser.parseModule(ROWS.replaceAll("\\bR\\b", "i64")), true).steps()));
        var random = new Random(10);
        List<Tensor> in = List.of(numbers(DType.F64, random, 30, 20), numbers(DType.F64, random, 20, 40));
        Emulated.same(plan(m, true), m, "f", in, 1e-13, true);
    }

    /** On tensor cores, as exact as sums of floats in another order; infinities and NaN come out as written. Strict products have none. */
    @Test
    void fastOnesGoToTensorCores() {
        var random = new Random(11);
        for (DType t : List.of(DType.F32, DType.BF16, DType.F16)) {
            Module m = Parser.parseModule("f(a:R[n,m], b:R[m,p]) { r = dot_general[1; 0; ; ] a b; return r }".replaceAll("\\bR\\b", t.text()));
            GpuProgram p = plan(m, true);
            String ptx = p.code().ptx();
            assertTrue(ptx.contains("mma.sync.aligned.m16n8k"), ptx);
            assertFalse(plan(m, false).code().ptx().contains("mma.sync"));
            var arguments = new ArrayList<List<Tensor>>();
            for (int[] s : new int[][] {{20, 20, 20}, {70, 33, 65}, {64, 16, 64}, {0, 20, 30}, {30, 20, 0}, {130, 40, 132}}) {
                arguments.add(List.of(numbers(t, random, s[0], s[1]), numbers(t, random, s[1], s[2])));
                arguments.add(List.of(plain(t, random, s[0], s[1]), plain(t, random, s[1], s[2])));
            }
            Emulated.each(p, m, "f", arguments, t == DType.F32 ? 2e-6 : 1e-2, true);
            if (Ptxas.isThere()) {
                assertEquals(0, Ptxas.assemble(ptx, Arch.SM_80).spilled());
            }
        }
    }

    /** A GPU's own NaN has all bits set but the sign: rounding it to fewer bits must not make it a zero. */
    @Test
    void notANumberStaysSo() {
        Module m = Parser.parseModule("f(a:f32[n,m], b:f32[m,p]) { r = dot_general[1; 0; ; ] a b; return r }");
        var random = new Random(3);
        Tensor a = plain(DType.F32, random, 20, 20);
        ((float[]) a.data())[45] = Float.intBitsToFloat(Integer.MAX_VALUE);
        Emulated.each(plan(m, true), m, "f", List.of(List.of(a, plain(DType.F32, random, 20, 20))), 2e-6, true);
    }

    private static Tensor plain(DType t, Random random, int... dims) {
        return Tensors.made(t, dims, i -> random.nextGaussian());
    }

    private static long multiplications(List<Step> steps) {
        return steps.stream().mapToLong(s -> s instanceof Step.Multiply ? 1 : s instanceof Step.Choose c ? c.branches().stream().mapToLong(b -> multiplications(b.body())).sum() : 0).sum();
    }
}
