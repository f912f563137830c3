// What the host does around kernels: what is copied, filled and kept.
package dev.jacobi.ptx.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.program.GpuProgram;
import dev.jacobi.ptx.program.Step;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Steps of small programs. */
class PlanTest {
    /** Threads that go round are few and work long: 8000 of them are 125 blocks. */
    @Test
    void loopsInsideOfAMapHaveSmallBlocks() {
        String text = "f(x:f32[n], y:f32[n]) { n = dim[0] x; r = map[n](n, y) { i, d -> u = index x i; s = %s; e = update d i s; yield e }; return r }";
        Module loop = Parser.parseModule(text.formatted("for(n, u) { j, t -> v = index x j; w = mul t v; z = sub w u; yield z }"));
        GpuProgram p = Emulated.compile(loop, "f", false, Arch.SM_90);
        assertEquals(125, p.kernels().get(0).blocks(8000));
        for (int n : new int[] {0, 1, 63, 64, 65, 300}) {
            float[] x = new float[n];
            for (int k = 0; k < n; k++) {
                x[k] = 1 / (k + 1f);
            }
            Emulated.same(p, loop, "f", List.of(new Tensor(DType.F32, new int[] {n}, x), new Tensor(DType.F32, new int[] {n}, new float[n])), 0, false);
        }
        assertEquals(32, Emulated.compile(Parser.parseModule(text.formatted("mul u u")), "f", false, Arch.SM_90).kernels().get(0).blocks(8000));
    }

    private static GpuProgram plan(String text) {
        return Emulated.compile(Parser.parseModule(text), "f", false, Arch.SM_80);
    }

    private static <S extends Step> List<S> steps(GpuProgram p, Class<S> kind) {
        return p.steps().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static Set<Integer> unread(GpuProgram p) {
        return p.unread().stream().map(v -> p.inputs().indexOf(v)).collect(Collectors.toSet());
    }

    @Test
    void anInputThatIsOnlyWrittenIsNotCopiedToTheDevice() {
        String body = " r = map[n](n, y) { i, d -> u = index x i; e = update d i u; yield e }; return r }";
        assertEquals(Set.of(1), unread(plan("f(x:f64[m], y:f64[n]) { n = dim[0] y;" + body)));
        assertEquals(Set.of(), unread(plan("f(x:f64[m], y:f64[n]) { n = dim[0] x;" + body)), "the loop may be shorter than the array");
        assertEquals(Set.of(), unread(plan("f(x:f64[m], y:f64[n]) { n = dim[0] y; r = map[n](n, y) { i, d -> u = index x i; v = index d i; w = add u v; e = update d i w; yield e }; return r }")));
        assertEquals(Set.of(), unread(plan("f(x:bool[m], y:f64[n]) { n = dim[0] y; r = map[n](n, y) { i, d -> u = index x i; c = cond(u) false { yield d } true { e = update d i 1.0:f64; yield e }; yield c }; return r }")),
            "not every element is written");
    }

    @Test
    void whatAMapFillsIsNotZeroedBefore() {
        assertFalse(steps(plan("f(x:f64[n,m]) { y = transpose[1,0] x; return y }"), Step.Alloc.class).get(0).zero());
        assertTrue(steps(plan("f(x:f64[n], i:i32[]) { n = dim[0] x; z = full[f64[n]] 0.0:f64 n; y = update[clamp] z i 1.0:f64; return y }"), Step.Alloc.class).get(0).zero());
    }

    /** Operations element by element are one kernel, with what they read of numbers and rows; what a kernel of its own computes is read from memory. */
    @Test
    void chainsOfOperationsAreOneKernel() {
        GpuProgram p = plan("f(x:f64[n,m], y:f64[m]) { n = dim[0] x; m = dim[1] x; a = neg x; b:f64[n,m] = broadcast[1 -> n,m] y n m; c = mul a b; "
            + "d:f64[n,m] = broadcast[-> n,m] 2.0:f64 n m; e = add c d; g = sqrt e; return g }");
        assertEquals(1, p.kernels().size());
        assertEquals(1, steps(p, Step.Alloc.class).size());
        assertEquals(2, plan("f(x:f64[n,m]) { a = neg x; b = mul a x; c = transpose[1,0] b; return c }").kernels().size());
        var text = new StringBuilder("f(x:f64[n], y:f64[n]) { w0 = mul x y;");
        for (int k = 1; k < 150; k++) {
            text.append(" w%d = %s w%d %s;".formatted(k, k % 2 == 0 ? "add" : "mul", k - 1, k % 3 == 0 ? "x" : "y"));
        }
        Module m = Parser.parseModule(text + " return w149 }");
        GpuProgram all = Emulated.compile(m, "f", false, Emulated.arch());
        assertEquals(1, all.kernels().size());
        Emulated.same(all, m, "f", List.of(Tensor.of(new double[] {0.5, -0.25, 0.75}), Tensor.of(new double[] {-0.5, 0.125, 1})), 0, false);
    }

    @Test
    void memoryIsGivenBackAfterTheLastUse() {
        GpuProgram p = plan("f(x:f64[n,m]) { y = transpose[1,0] x; z = transpose[1,0] y; w = transpose[1,0] z; return w }");
        var kept = p.results().stream().map(a -> (Var) a).collect(Collectors.toSet());
        List<Var> forgotten = steps(p, Step.Forget.class).stream().flatMap(s -> s.vars().stream()).toList();
        long arrays = steps(p, Step.Alloc.class).size();
        assertEquals(3, arrays);
        assertTrue(forgotten.size() >= 2 && forgotten.stream().noneMatch(kept::contains), () -> p.steps().toString());
        // all but the last allocation come back before it
        int last = p.steps().lastIndexOf(steps(p, Step.Alloc.class).get(2));
        assertTrue(p.steps().subList(0, last).stream().anyMatch(s -> s instanceof Step.Forget), () -> p.steps().toString());
    }
}
