// Loops that take several elements at once: at odd sizes, of types of several widths, and with arrays that start anywhere.
package dev.jacobi.ptx.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ptx.program.GpuProgram;
import dev.jacobi.ptx.schedule.Plan;
import dev.jacobi.ptx.schedule.Sizes;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** On the emulated device against the interpreter; that PTX moves four elements at once. */
class StreamsTest {
    private static final int[] SIZES = {0, 1, 3, 4, 31, 33, 1000, 4097};

    private static GpuProgram compile(Module m) {
        return Emulated.compile(m, "f", false, Emulated.arch());
    }

    private static Tensor floats(int... dims) {
        return Tensors.draw(DType.F32, dims, -0.5, 0.5, new Random(Tensors.count(dims)));
    }

    @Test
    void fourAtOnce() {
        Module m = Parser.parseModule("f(x:f32[n], y:f32[n]) { n = dim[0] x; r = map[n](n, y) { i, d -> u = index x i; v = index d i; w = mul u u; s = add w v; e = update d i s; yield e }; return r }");
        GpuProgram p = compile(m);
        for (int n : SIZES) {
            Emulated.same(p, m, "f", List.of(floats(n), floats(n)), 0, false);
        }
        String ptx = p.code().ptx();
        assertTrue(ptx.contains("ld.global.nc.v4.f32") && ptx.contains("ld.global.v4.f32") && ptx.contains("st.global.v4.f32"), ptx);
    }

    @Test
    void typesOfSeveralWidths() {
        Module m = Parser.parseModule("f(x:f64[n], c:u16[n]) { n = dim[0] x; k = convert[f64] c; p = lt x k; y = select p x k; s = convert[i8] y; return p, y, s }");
        GpuProgram p = compile(m);
        for (int n : SIZES) {
            char[] c = new char[n];
            for (int k = 0; k < n; k++) {
                c[k] = (char) (k % 3);
            }
            Emulated.same(p, m, "f", List.of(Tensor.of(new Random(n).doubles(n, -3, 3).toArray()), new Tensor(DType.U16, new int[] {n}, c)), 0, false);
        }
    }

    /** Matrices of the loop's extents are gone through as they lie in memory, without a division; others by rows and columns. */
    @Test
    void matrices() {
        Module m = Parser.parseModule("f(x:f32[n,m], y:f32[k,l], a:i32[], b:i32[]) {"
            + " r = map[a](a, y) { i, d -> s = map[b](b, d) { j, d -> u = index x i j; v = index d i j; w = mul u v; e = update d i j w; yield e }; yield s }; return r }");
        GpuProgram p = compile(m);
        for (int[] dims : new int[][] {{0, 4}, {4, 0}, {1, 1}, {31, 33}, {5, 8}, {3, 1000}}) {
            for (int less = 0; less < 2 && less <= dims[1]; less++) {
                List<Tensor> in = List.of(floats(dims), floats(dims[0], dims[1] + less), Tensor.of(Lit.i32(dims[0])), Tensor.of(Lit.i32(dims[1] - less)));
                Emulated.same(p, m, "f", in, 0, false);
            }
        }
        String fast = p.code().ptx();
        assertTrue(fast.contains("ld.global.nc.v4.f32") && fast.contains("st.global.v4.f32"), fast);
        String count = "f(y:i32[n,m]) { n = dim[0] y; m = dim[1] y; r = map[n](n, y) { i, d -> s = map[m](m, d) { j, d -> u = index d i j; v = add u %s; e = update d i j v; yield e }; yield s }; return r }";
        Module indices = Parser.parseModule(count.formatted("j"));
        Emulated.same(compile(indices), indices, "f", List.of(new Tensor(DType.I32, new int[] {3, 8}, new int[24])), 0, false);
    }

    /** A row of 33 floats starts at a multiple of 16 bytes only now and then. */
    @Test
    void arraysThatStartAnywhere() {
        Module m = Parser.parseModule("f(a:f32[n,m], i:i32[], y:f32[m]) { x = index a i; b = neg x; c = mul b x; d = sub c y; return d }");
        GpuProgram p = compile(m);
        for (int row = 0; row < 5; row++) {
            Emulated.same(p, m, "f", List.of(floats(5, 33), Tensor.of(Lit.i32(row)), floats(33)), 0, false);
        }
        assertEquals(1, p.kernels().size());
    }

    /** Four elements are read before the first is computed, and written after the last: bodies with branches, and long ones; where there are enough for all threads. */
    @Test
    void readComputedWritten() {
        var small = new Sizes(4096, 1024, 4096, 1 << 17, 64, 256, 2048, 2, 2, 1 << 18, 1);
        String branch = "p = lt u v; w = cond(p) false { a = mul u v; b = sub a k; yield b } true { q = gt u 0.0:f32; c = cond(q) false { yield v } true { b = add u k; yield b }; yield c }; ";
        var longer = new StringBuilder("w0 = mul u v; ");
        for (int step = 1; step < 130; step++) {
            longer.append("w%d = sub k w%d; ".formatted(step, step - 1));
        }
        for (String body : List.of(branch, longer + "w = mul w129 u; ")) {
            Module m = Parser.parseModule("f(x:f32[n], y:f32[n], z:f32[n], k:f32[]) { n = dim[0] x; r, s = map[n](n, y, z) { i, d, c -> u = index x i; v = index d i; " + body
                + "g = update c i u; e = update d i w; yield e, g }; return r, s }");
            GpuProgram p = Plan.of(m, "f", false, Emulated.arch(), () -> Emulated.LLVM, small);
            for (int n : new int[] {0, 1, 511, 2047, 2048, 2049, 4099, 10_000}) {
                Emulated.same(p, m, "f", List.of(floats(n), floats(n), floats(n), Tensor.of(Lit.f32(0.75f))), 0, false);
            }
            String ptx = p.code().ptx();
            assertTrue(ptx.contains("ld.global.nc.v4.f32") && ptx.contains("ld.global.v4.f32") && ptx.contains("st.global.v4.f32"), ptx);
        }
        Module matrix = Parser.parseModule("f(x:f32[n,m], y:f32[n,m]) { n = dim[0] x; m = dim[1] x; r = map[n](n, y) { i, d -> s = map[m](m, d) { j, d -> u = index x i j; v = sin u; e = update d i j v; yield e };"
            + " yield s }; return r }");
        GpuProgram p = Plan.of(matrix, "f", false, Emulated.arch(), () -> Emulated.LLVM, small);
        Emulated.same(p, matrix, "f", List.of(floats(33, 100), floats(33, 100)), 1e-6, false);
        // what a sine ends with are bits
        assertTrue(p.code().ptx().contains("st.global.v4."), p.code().ptx());
    }

    /** Elements beside each other are not for loops that go by columns, or that may end early. */
    @Test
    void othersTakeOneAtATime() {
        for (String body : List.of("u = index x i; k = and i 7:i32; v = index x k; w = add u v; e = update d i w; yield e",
                "u = index x i; p = ne u 0.0:f32; check[throw] p; e = update d i u; yield e")) {
            GpuProgram p = compile(Parser.parseModule("f(x:f32[n], y:f32[n]) { n = dim[0] x; r = map[n](n, y) { i, d -> " + body + " }; return r }"));
            assertTrue(!p.code().ptx().contains(".v4."), body);
        }
    }
}
