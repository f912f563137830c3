// Every elementwise primitive of every type on edge values: StableHLO text on the oracle against the interpreter.
package dev.jacobi.tpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.harness.Comparison;
import dev.jacobi.ir.harness.EdgeValues;
import dev.jacobi.ir.harness.Elementwise;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.pjrt.hlo.HloOptions;
import dev.jacobi.pjrt.hlo.StableHlo;
import dev.jacobi.pjrt.program.HloProgram;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * One program for each type, with all its primitives: exact but for transcendental functions, whose tolerances stand in {@link #part}. Four types, or all
 * with {@code -Dstablehlo.full=true}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ElementwiseHloTest {
    private static final int TRIPLES = 3000;
    private Oracle oracle;

    @BeforeAll
    void start() throws IOException {
        oracle = Oracle.start();
    }

    @AfterAll
    void end() throws IOException {
        if (oracle != null) {
            oracle.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> types() {
        List<DType> some = List.of(DType.BOOL, DType.U16, DType.I64, DType.F32);
        return Stream.of(DType.values()).filter(d -> Boolean.getBoolean("stablehlo.full") || some.contains(d)).map(d -> DynamicTest.dynamicTest(d.text(), () -> check(d)));
    }

    private void check(DType d) {
        List<Tensor> in = inputs(d);
        var b = new Builder();
        List<Var> vars = in.stream().map(t -> b.fresh(Type.of(t.dtype(), Dim.of(t.size())))).toList();
        List<Elementwise.Application> all = Elementwise.all(b, new Elementwise.Operands(vars.subList(0, 1), vars.subList(1, 3), vars.get(3), vars.subList(4, 7)), p -> true);
        Func f = b.build(vars, all.stream().map(Elementwise.Application::result).toList());
        HloProgram h = StableHlo.emit(Module.of("f", f), "f", LiftedPrograms.types(in), HloOptions.DEFAULT);
        List<Tensor> want = Interpreter.run(f, in);
        List<Tensor> have = oracle.run(h.text(), in);
        assertTrue(all.size() > 10);
        for (int k = 0; k < all.size(); k++) {
            compare(all.get(k).prim(), want.get(k), have.get(k), in);
        }
    }

    private static void compare(Prim p, Tensor want, Tensor have, List<Tensor> in) {
        // Near its zeros lgamma is as exact as its terms; bf16's fma is rounded once here and, over f64, twice in the interpreter.
        double absolute = p == Prim.LGAMMA ? want.dtype() == DType.F64 ? 1e-14 : 2e-6 : 0;
        Comparison comparison = LiftedPrograms.comparison(p == Prim.FMA && want.dtype() == DType.BF16 ? 0x1p-7 : Elementwise.isRounded(p) ? part(want.dtype()) : 0);
        for (int i = 0; i < want.size(); i++) {
            Lit w = want.get(i);
            Lit h = have.get(i);
            if (!comparison.close(w, h) && !(Math.abs(w.asDouble() - h.asDouble()) <= absolute)) {
                int at = i;
                List<Double> operands = in.stream().filter(t -> t.size() == want.size()).map(t -> t.get(at).asDouble()).toList();
                throw new AssertionError(p.text() + " of element " + i + " of " + operands + " is " + h.asDouble() + ", not " + w.asDouble());
            }
        }
    }

    private static double part(DType d) {
        return switch (d) {
            case F64 -> 2e-13;
            case F32 -> 5e-6;
            case F16 -> 0x1p-10;
            case BF16 -> 0x1p-7;
            case BOOL, I8, I16, U16, I32, I64 -> 0;
        };
    }

    /** Edge values; all pairs of them; bools and triples, half of these such that a b + c is nearly nothing. */
    private static List<Tensor> inputs(DType d) {
        // XLA takes subnormal operands for zeros, and some functions of its have subnormal terms where the operand is hardly larger.
        List<Lit> v = EdgeValues.of(d).stream().filter(x -> !d.isFloat() || x.asDouble() == 0 || !(Math.abs(x.asDouble()) < 1e-30)).toList();
        var random = new Random(3);
        List<List<Lit>> triples = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int k = 0; k < TRIPLES; k++) {
            boolean close = d.isFloat() && k % 2 == 0;
            Lit a = close ? Lit.real(d, random.nextGaussian()) : v.get(random.nextInt(v.size()));
            Lit c = close ? Lit.real(d, 3 * random.nextGaussian()) : v.get(random.nextInt(v.size()));
            triples.get(0).add(Lit.bool(random.nextBoolean()));
            triples.get(1).add(a);
            triples.get(2).add(c);
            triples.get(3).add(close ? Lit.real(d, -a.asDouble() * c.asDouble() * (random.nextBoolean() ? 1 : 1 + random.nextInt(5))) : v.get(random.nextInt(v.size())));
        }
        return Stream.of(List.of(Tensors.of(v)), EdgeValues.pairs(v), triples.stream().map(Tensors::of).toList()).flatMap(List::stream).toList();
    }
}
