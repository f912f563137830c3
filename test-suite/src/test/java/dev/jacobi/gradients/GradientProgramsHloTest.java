// Whole programs and their gradients as StableHLO, without a device: on the oracle against the interpreter, and compiled by libtpu.
package dev.jacobi.gradients;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Fn3;
import dev.jacobi.Fn4;
import dev.jacobi.Fn5;
import dev.jacobi.Fn;
import dev.jacobi.Jacobi;
import dev.jacobi.Lowered;
import dev.jacobi.gradients.programs.Scalars;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.pjrt.client.Topology;
import dev.jacobi.tpu.Lazily;
import dev.jacobi.tpu.LiftedPrograms;
import dev.jacobi.tpu.Oracle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** All programs, with and without gradient. */
class GradientProgramsHloTest {
    /** What is done with a program, or with its gradient. */
    interface Check {
        void of(GradientProgram p, boolean gradient) throws IOException;
    }

    private static Stream<GradientProgram> programs() {
        return Stream.concat(GradientPrograms.all().stream(), GradientPrograms.further().stream());
    }

    static Stream<DynamicTest> each(Check check) {
        return programs().flatMap(p -> Stream.of(true, false).map(g -> DynamicTest.dynamicTest((g ? "gradient of " : "") + p.name(), () -> check.of(p, g))));
    }

    private static Object[] arguments(GradientProgram p) {
        return p.arguments().apply(p.name().startsWith("closure") ? 32 : Math.min(p.size(), 8));
    }

    /** The program or its gradient, for arguments like these. */
    static Lowered lowered(GradientProgram p, boolean gradient, Object... args) {
        return lower(gradient ? p.valueAndGrad() : p.function(), args);
    }

    @SuppressWarnings("unchecked")
    private static Lowered lower(Fn f, Object... args) {
        return f instanceof Fn1<?, ?> g ? Jacobi.lower(g, args) : f instanceof Fn2<?, ?, ?> g ? Jacobi.lower(g, args)
            : f instanceof Fn3<?, ?, ?, ?> g ? Jacobi.lower(g, args) : f instanceof Fn4<?, ?, ?, ?, ?> g ? Jacobi.lower(g, args)
            : Jacobi.lower((Fn5<Object, Object, Object, Object, Object, Object>) f, args);
    }

    private static LiftedPrograms lifted(GradientProgram p, boolean gradient) {
        Object[] args = arguments(p);
        Lowered l = lowered(p, gradient, args);
        dev.jacobi.ir.Module m = Parser.parseModule(l.text("ir"));
        String entry = m.funcs().keySet().stream().filter(n -> m.get(n).toString().equals(l.ir().toString())).findFirst().orElseThrow();
        var in = new ArrayList<Tensor>();
        for (int k = 0; k < l.ir().in().size(); k++) {
            Type t = l.ir().in().get(k).type();
            // What the function captured comes after the arguments; any array will do.
            in.add(LiftedPrograms.tensor(t, k < args.length ? args[k] : args[0]));
        }
        return new LiftedPrograms(p.name(), m, entry, in);
    }

    @TestFactory
    Stream<DynamicTest> equalTheInterpreter() {
        var oracle = Lazily.oracle();
        return each((p, gradient) -> {
            Oracle o = oracle.get();
            lifted(p, gradient).check(o, 1e-10);
        }).onClose(oracle::stop);
    }

    @TestFactory
    Stream<DynamicTest> compileForTpus() {
        var tpus = Lazily.tpus();
        return each((p, gradient) -> {
            List<Topology> t = tpus.get();
            lifted(p, gradient).compile(t);
        }).onClose(tpus::stop);
    }

    /** Without a device, a plugin or Python. */
    @TestFactory
    Stream<DynamicTest> haveText() {
        return each((p, gradient) -> {
            String text = lowered(p, gradient, arguments(p)).text("stablehlo");
            assertTrue(text.startsWith("module @jacobi {\n") && text.contains("func.func public @main("), text);
        });
    }

    @Test
    void theTextIsThatOfTheGradient() {
        Fn1<Double, Double> f = Scalars::polynomial;
        String text = Jacobi.lower(Jacobi.grad(f), 3.0).text("stablehlo");
        assertTrue(text.startsWith("module @jacobi {\n  func.func public @main(%arg0: tensor<f64>) -> (tensor<f64>) {\n"), text);
    }
}
