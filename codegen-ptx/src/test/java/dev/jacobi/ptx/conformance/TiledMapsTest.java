// Maps that read along one index and write along the other.
package dev.jacobi.ptx.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

/** They go by tiles through shared memory, and what neighbours share or read in order does not. */
class TiledMapsTest {
    private static final int[][] SHAPES = {{0, 5}, {3, 40}, {33, 64}, {70, 31}};

    private static void maps(String text, boolean tiles, DType t) {
        Module m = Parser.parseModule(text.replace("T[", t.text() + "["));
        GpuProgram p = Emulated.compile(m, "f", false, Arch.SM_80);
        assertEquals(tiles, p.kernels().stream().anyMatch(k -> k.name().startsWith("tiles")), p.kernels().toString());
        for (int[] s : SHAPES) {
            Emulated.same(p, m, "f", List.of(draw(t, s[0], s[1]), draw(t, s[1], s[0]), draw(t, s[0])), 0, false);
        }
        if (tiles && Ptxas.isThere()) {
            assertEquals(0, Ptxas.assemble(p.code().ptx(), Arch.SM_80).spilled());
        }
    }

    private static Tensor draw(DType t, int... dims) {
        return Tensors.draw(t, dims, -99, 99, new Random(Tensors.count(dims)));
    }

    @Test
    void transposes() {
        for (DType t : List.of(DType.F32, DType.F64, DType.I8)) {
            maps("f(x:T[n,m], y:T[m,n], z:T[n]) { n = dim[0] x; m = dim[1] x; r = map[n](n, y) { i, d -> e = map[m](m, d) { j, g -> u = index x i j; h = update g j i u; yield h }; yield e }; return r }", true, t);
        }
    }

    /** Two arrays read, one along each index, and a number for each row. */
    @Test
    void readsBothWays() {
        maps("f(x:T[n,m], y:T[m,n], z:T[n]) { n = dim[0] x; m = dim[1] x; r = map[n](n, x) { i, d -> e = map[m](m, d) { j, g -> k = index z i; v = index y j i; w = mul v k; h = update g i j w; yield h };"
            + " yield e }; return r }", true, DType.F32);
    }

    @Test
    void whatAllNeighboursReadPassesThroughNoMemory() {
        maps("f(x:T[n,m], y:T[m,n], z:T[n]) { n = dim[0] x; m = dim[1] x; r = map[n](n, x) { i, d -> e = map[m](m, d) { j, g -> k = index z i; v = index g i j; w = mul v k; h = update g i j w; yield h };"
            + " yield e }; return r }", false, DType.F32);
    }

    /** Flat arrays whose rows are as long as a number says. */
    @Test
    void flatArrays() {
        Module m = Parser.parseModule("f(x:f32[k], y:f32[k], n:i32[], m:i32[]) { r = map(n, y) { i, d -> a = mul i m; e = map(m, d) { j, g -> o = add a j; u = index x o; q = mul j n; p = add q i; v = neg u;"
            + " h = update g p v; yield h }; yield e }; return r }");
        GpuProgram p = Emulated.compile(m, "f", false, Arch.SM_80);
        assertEquals(List.of("map", "tiles"), p.kernels().stream().map(k -> k.name().substring(0, k.name().indexOf('_'))).sorted().toList());
        for (int[] s : SHAPES) {
            Emulated.same(p, m, "f", List.of(draw(DType.F32, s[0] * s[1]), draw(DType.F32, s[0] * s[1]), Tensor.of(Lit.i32(s[0])), Tensor.of(Lit.i32(s[1]))), 0, false);
        }
    }
}
