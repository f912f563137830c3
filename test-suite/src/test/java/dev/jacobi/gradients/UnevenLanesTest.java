package dev.jacobi.gradients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Fn2;
import dev.jacobi.Jacobi;
import dev.jacobi.gradients.programs.Steps;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Lanes that take different numbers of steps, none among them, give the bits that each gives alone, values and gradients. */
class UnevenLanesTest {
    private static final Map<String, IntToDoubleFunction> STEPS = Map.of(
        "a long one in 16", i -> i % 16 == 5 ? 300 : 3,
        "one alone", i -> i == 70 ? 1000 : 0,
        "many lengths", i -> i * 37 % 101,
        "none, or not a number", i -> i % 5 == 0 ? Double.NaN : i % 5 == 1 ? -3 : i % 7);

    @TestFactory
    Stream<DynamicTest> everyProgram() {
        return Steps.all().entrySet().stream().flatMap(e -> {
            Fn2<Double, Double, Double> gradient = Jacobi.grad(e.getValue(), 1);
            return Stream.of(DynamicTest.dynamicTest(e.getKey(), () -> same(Jacobi.jit(e.getValue()), Jacobi.vmap(e.getValue(), 0, null))),
                DynamicTest.dynamicTest("gradient of " + e.getKey(), () -> same(gradient, Jacobi.vmap(gradient, 0, null))));
        });
    }

    private static void same(Fn2<Double, Double, Double> one, Fn2<double[], Double, double[]> all) {
        STEPS.forEach((title, length) -> {
            for (int lanes : new int[] {1, 7, 16, 101}) {
                double[] steps = new double[lanes];
                Arrays.setAll(steps, length);
                double[] got = all.apply(steps, 0.3);
                for (int i = 0; i < lanes; i++) {
                    assertEquals(one.apply(steps[i], 0.3), got[i], title + ", lane " + i + " of " + lanes);
                }
            }
        });
        var info = Jacobi.cacheInfo(all);
        assertTrue(info.calls() > 0 && info.fallbacks() == 0, () -> "it did not run compiled: " + info);
    }
}
