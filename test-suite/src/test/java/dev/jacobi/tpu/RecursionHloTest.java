// Recursion over data as StableHLO, alone and in lanes: on the oracle against the interpreter, which calls, and compiled by libtpu.
package dev.jacobi.tpu;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class RecursionHloTest {
    private static final String EACH_OTHER = "even(n:i32[], x:f64[]) { p = le n 0:i32; r:f64[] = cond(p) false { m = sub n 1:i32; s:f64[] = call[odd] m x n; yield s } true { yield x }; return r }\n"
        + "odd(n:i32[], x:f64[], k:i32[]) { y = mul x 3.0:f64; m = sub n 1:i32; s:f64[] = call[even] m y; z = convert[f64] k; t = add s z; return t }\n";
    /** A loop around the call, whose trips hand an array on. */
    private static final String CHILDREN = "tree(n:i32[], x:f64[], a:f64[k]) { p = gt n 0:i32; r:f64[], b:f64[k] = cond(p) false { yield x, a } true { m = sub n 1:i32;"
        + " s, c = for(n, x, a) { i, y, d -> z = mul y 0.5:f64; q:f64[], e:f64[k] = call[tree] m z d; w = index[clamp] e i; v = add w q; u = update[clamp] e i v; t = add y q; yield t, u };"
        + " yield s, c }; return r, b }\n";
    /** An array of each call, which it needs after its calls. */
    private static final String ROWS = "rows(n:i32[], a:f64[k]) { p = gt n 0:i32; s:f64[] = cond(p) false { x = index a 0:i32; yield x } true { m = sub n 1:i32; b = copy a; x = index a 0:i32;"
        + " y = add x 1.0:f64; c = update b 0:i32 y; q:f64[] = call[rows] m c; g:f64[] = call[rows] m b; z = index c 0:i32; w = mul q z; v = add w g; yield v }; return s }\n";

    private static LiftedPrograms program(String name, String text, Tensor... in) {
        Module m = Parser.parseModule(text);
        return new LiftedPrograms(name, m, m.funcs().keySet().iterator().next(), List.of(in));
    }

    private static Tensor number(int n) {
        return Tensor.of(Lit.i32(n));
    }

    private static Stream<LiftedPrograms> programs() {
        Tensor a = Tensor.of(new double[] {1, 2, 4});
        return Stream.of(
            program("each other", EACH_OTHER, number(9), Tensor.of(Lit.f64(0.5))),
            program("children", CHILDREN, number(3), Tensor.of(Lit.f64(0.5)), a),
            program("rows", ROWS, number(4), a),
            program("lanes of each other", "lanes(n:i32[m]) { d = dim[0] n; r = map[m](d) { i -> k = index n i; s:f64[] = call[even] k 0.5:f64; yield s }; return r }\n" + EACH_OTHER, Tensor.of(new int[] {3, 0, 6, 1})),
            program("lanes of children", "lanes(n:i32[m], a:f64[3]) { d = dim[0] n; r, q = map[m](d) { i -> k = index n i; x = convert[f64] i; s:f64[], b:f64[3] = call[tree] k x a; yield s, b }; return r, q }\n"
                + CHILDREN, Tensor.of(new int[] {2, 0, 3}), a));
    }

    @TestFactory
    Stream<DynamicTest> equalTheInterpreter() {
        var oracle = Lazily.oracle();
        return programs().map(p -> DynamicTest.dynamicTest(p.name(), () -> p.check(oracle.get(), 1e-12))).onClose(oracle::stop);
    }

    @TestFactory
    Stream<DynamicTest> compileForTpus() {
        var tpus = Lazily.tpus();
        return programs().map(p -> DynamicTest.dynamicTest(p.name(), () -> p.compile(tpus.get()))).onClose(tpus::stop);
    }
}
