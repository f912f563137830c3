// Null where a value is needed is told in a sentence that says what is null, or what there is to choose from.
package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ptx.program.Arch;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class NullsTest {
    private static final Fn1<double[], Double> FIRST = NullsTest::first;

    static double first(double[] a) {
        return a[0] * a[0];
    }

    static double orNothing(double[] a, double x) {
        return a == null ? x : a[0];
    }

    private static void says(String whole, Executable call) {
        assertEquals(whole, assertThrows(JacobiException.class, call).getMessage());
    }

    @Test
    void stages() {
        Lowered l = Jacobi.lower(FIRST, new double[1]);
        String archs = Arch.ALL.stream().map(a -> "ptx " + a.cpu()).collect(Collectors.joining(", "));
        String stages = "; there are ir, steps, llvm, asm, ptx (or " + archs + "), stablehlo and partitioned.";
        says("The stage is null" + stages, () -> l.text(null));
        says("There is no stage 'PTX'" + stages, () -> l.text("PTX"));
        says("There is no stage 'ptx sm_70'" + stages, () -> l.text("ptx sm_70"));
    }

    @Test
    void arguments() {
        says("The arguments are null; give a value for each parameter.", () -> Jacobi.lower(FIRST, (Object[]) null));
        says("The arguments are null; give a value for each parameter.", () -> Jacobi.lower(FIRST, new double[1]).call((Object[]) null));
        for (Fn1<double[], Double> f : List.of(FIRST, Jacobi.jit(FIRST))) {
            String said = assertThrows(JacobiException.class, () -> Jacobi.lower(f, (Object) null)).getMessage();
            assertTrue(said.matches("The argument 0 of jit\\(dev[.]jacobi[.]NullsTest[.]first\\) \\(dev[.]jacobi[.]NullsTest[.]first:\\d+\\) is null; give a value[.]"), said);
        }
        assertTrue(assertThrows(JacobiException.class, () -> Jacobi.ir(FIRST, (Object) null)).getMessage().endsWith(" is null; give a value."));
        assertThrows(NullPointerException.class, () -> Jacobi.jit(FIRST).apply(null), "a function that is only compiled does what Java does");
        Fn2<double[], Double, Double> f = NullsTest::orNothing;
        assertEquals(3.0, Jacobi.jit(f).apply(null, 3.0), "null may be a value");
        assertTrue(Jacobi.lower(f, null, 3.0).text("ir").contains("return"));
    }

    @Test
    void targets() {
        String remedy = "; name TPUs by their topology, as in Target.tpu(\"v5e:2x2\").";
        says("The target has no devices" + remedy, () -> Target.tpu(null));
        says("The target has no devices" + remedy, () -> Target.tpu(""));
        says("The target has no devices" + remedy, () -> Target.tpu(" \t"));
        says("The target has no back end" + remedy, () -> new Target(null, "v5e:2x2", false));
        says("The target is null; give one such as Target.tpu(\"v5e:2x2\").", () -> Jacobi.lower(FIRST, new double[1]).compile(null));
    }

    @Test
    void options() {
        says("The option backend is null; leave it out to have its default.", () -> Options.DEFAULT.backend(null));
        says("The option fp is null; leave it out to have its default.", () -> Options.DEFAULT.fp(null));
        says("The option donate is null; leave it out to have its default.", () -> Options.DEFAULT.donate((int[]) null));
        says("The option staticArgs is null; leave it out to have its default.", () -> Options.DEFAULT.staticArgs((int[]) null));
        says("The options are null; give Options.DEFAULT, or leave them out.", () -> Jacobi.jit(FIRST, null));
        says("The axes are null; give Axes.in(..), or leave them out to map axis 0 of each argument.", () -> Jacobi.vmap(FIRST, (Axes) null));
        says("The argnums are null; give numbers of arguments, or leave them out for the first.", () -> Jacobi.grad(FIRST, (int[]) null));
    }
}
