// Threads with several elements of a space of two or three indices, whose indices are added to and carried.
package dev.jacobi.ptx.conformance;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.program.GpuProgram;
import dev.jacobi.ptx.schedule.Plan;
import dev.jacobi.ptx.schedule.Sizes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteppedIndicesTest {
    private static final String TWO = "f(x:i32[n,m]) { n = dim[0] x; m = dim[1] x; y = map(n, x) { i, d -> e = map(m, d) { j, o -> v = index o i j; a = mul i 1000:i32; b = add a j;"
        + " c = mul v 7:i32; z = add b c; u = update o i j z; yield u }; yield e }; return y }";
    private static final String THREE = "f(x:i32[n,m,k]) { n = dim[0] x; m = dim[1] x; k = dim[2] x; y = map(n, x) { i, d -> e = map(m, d) { j, o -> g = map(k, o) { l, p -> v = index p i j l;"
        + " a = mul i 100:i32; b = add a j; c = mul b 100:i32; h = add c l; z = add v h; u = update p i j l z; yield u }; yield g }; yield e }; return y }";

    private static void check(String text, int grid, int[]... shapes) {
        Module m = Parser.parseModule(text);
        GpuProgram p = Plan.of(m, "f", false, Arch.SM_80, () -> Emulated.LLVM, new Sizes(4096, 1024, 4096, 1 << 17, 64, 256, 2048, 32, grid, 1 << 18, 1 << 27));
        var arguments = new ArrayList<List<Tensor>>();
        for (int[] dims : shapes) {
            int n = 1;
            for (int d : dims) {
                n *= d;
            }
            int[] x = new int[n];
            for (int k = 0; k < n; k++) {
                x[k] = k % 13;
            }
            arguments.add(List.of(new Tensor(DType.I32, dims, x)));
        }
        Emulated.each(p, m, "f", arguments, 0, false);
    }

    @Test
    void twoIndices() {
        for (int grid : new int[] {1, 2, 7}) {
            check(TWO, grid, new int[] {0, 5}, new int[] {5, 0}, new int[] {1, 1}, new int[] {1, 3001}, new int[] {3001, 1}, new int[] {37, 53}, new int[] {3, 1024},
                new int[] {600, 2}, new int[] {16, 16}, new int[] {255, 257});
        }
    }

    @Test
    void threeIndices() {
        for (int grid : new int[] {1, 3}) {
            check(THREE, grid, new int[] {0, 3, 3}, new int[] {3, 0, 3}, new int[] {3, 3, 0}, new int[] {11, 13, 17}, new int[] {1, 1, 1999}, new int[] {1999, 1, 1}, new int[] {1, 1999, 1},
                new int[] {2, 3, 700}, new int[] {300, 3, 2}, new int[] {4, 16, 16});
        }
    }
}
