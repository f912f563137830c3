// Indices that are sums, which kernels compute in 64 bits where nothing can have wrapped around, and in 32 where it has.
package dev.jacobi.ptx.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromisedIndicesTest {
    private static Module module(String index) {
        return Parser.parseModule("f(x:i32[n], y:i32[m], w:i32[], c:i32[]) { n = dim[0] x; m = dim[0] y; r = map(m, y) { i, d -> s = for(w, 0:i32) { k:i32[], t:i32[] -> " + index
            + "; v = index x q; u = add t v; yield u }; e = update d i s; yield e }; return r }");
    }

    private static void check(String index, int n, int m, int w, int c) {
        int[] x = new int[n];
        for (int k = 0; k < n; k++) {
            x[k] = k * k % 101;
        }
        Emulated.same(module(index), "f", List.of(new Tensor(DType.I32, new int[] {n}, x), new Tensor(DType.I32, new int[] {m}, new int[m]), Tensor.of(Lit.i32(w)),
            Tensor.of(Lit.i32(c))), false, 0, false);
    }

    @Test
    void sumsAndDifferences() {
        check("q = add i k", 60, 50, 11, 0);
        check("a = sub n k; b = sub a 1:i32; q = sub b i", 60, 50, 11, 0);
        check("a = add i k; q = add a c", 67, 50, 11, 7);
        check("a = sub i 50:i32; b = add a k; q = add b m", 60, 50, 11, 0);
        check("q = sub k c", 60, 50, 11, -40);
    }

    /** What wraps around on the way, and comes back. */
    @Test
    void wrapped() {
        check("a = add i 2147483647:i32; b = add a k; d = add b 1:i32; q = add d -2147483648:i32", 60, 50, 11, 0);
        check("a = add k 2147483647:i32; q = sub a 2147483647:i32", 60, 50, 11, 0);
        check("a = mul i 65536:i32; b = mul a 65536:i32; q = add b k", 60, 50, 11, 0);
        check("a = sub -2147483648:i32 k; b = add a i; q = sub b -2147483648:i32", 60, 50, 1, 0);
        check("a = sub k c; q = add a c", 60, 50, 11, Integer.MIN_VALUE);
        check("a = add k c; q = sub a c", 60, 50, 11, Integer.MAX_VALUE);
    }

    /** One address for all trips, from which each is a constant away. */
    @Test
    void addressesGrowWithCounters() {
        String ptx = Emulated.compile(module("q = add i k"), "f", false, Emulated.arch()).code().ptx();
        assertTrue(ptx.lines().filter(l -> l.contains("mul.wide")).count() < 6, ptx);
    }
}
