package dev.jacobi.ptx.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.program.GpuProgram;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Kernels with very many uses of a mathematical function hold its formula once. */
class LongKernelsTest {
    private static String sines(int n) {
        var text = new StringBuilder("f(x:f64[n], y:f64[n]) { n = dim[0] x; r = map[n](n, y) { i, d -> s0 = index x i\n");
        for (int k = 1; k <= n; k++) {
            text.append("t%d = mul s%d %s:f64\n y%d = sin t%d\n s%d = add s%d y%d\n".formatted(k, k - 1, "0.0" + (k % 9 + 1), k, k, k, k - 1, k));
        }
        return text.append("e = update d i s" + n + "; yield e }; return r }").toString();
    }

    private static GpuProgram compile(String text) {
        return Emulated.compile(Parser.parseModule(text), "f", false, Arch.SM_80);
    }

    @Test
    void textIsBounded() {
        int few = compile(sines(300)).code().ptx().length();
        int many = compile(sines(1000)).code().ptx().length();
        assertTrue(many < 1_500_000, many + " characters");
        assertTrue(many < 3.5 * few, few + " and " + many + " characters");
    }

    @Test
    void resultsAreTheSame() {
        Module m = Parser.parseModule(sines(60));
        double[] x = {0.1, 2.5, -3, 1e6, 77};
        int[] n = {x.length};
        Emulated.same(compile(sines(60)), m, "f", List.of(new Tensor(DType.F64, n, x), new Tensor(DType.F64, n, new double[x.length])), 1e-9, false);
    }
}
