// Functions with derivative rules of their own: the rules, deliberately wrong ones, are what derivatives are made of.
package dev.jacobi;

import static dev.jacobi.Numeric.assertNear;

import java.util.List;
import org.junit.jupiter.api.Test;

/** customJvp and customVjp in both modes, under vmap and nested. */
class CustomRulesTest {
    static double square(double x) {
        return x * x;
    }

    private static Fn1<Double, Double> withJvp() {
        return Jacobi.customJvp(CustomRulesTest::square, (Double x, Double t) -> new ValueAndTangent<>(square(x), 100 * x * t));
    }

    private static Fn1<Double, Double> withVjp() {
        return Jacobi.customVjp(CustomRulesTest::square, (Double x) -> new WithAux<>(square(x), x), (Double x, Double c) -> 10 * x * c);
    }

    @Test
    void theForwardRuleServesBothModes() {
        assertNear(new ValueAndTangent<>(9.0, 600.0), Jacobi.jvp(withJvp()).apply(3.0, 2.0));
        assertNear(300.0, Jacobi.grad(withJvp()).apply(3.0));
        assertNear(9.0, Jacobi.jit(withJvp()).apply(3.0));
    }

    @Test
    void theReverseRuleServesBothModes() {
        assertNear(new ValueAndTangent<>(9.0, 60.0), Jacobi.jvp(withVjp()).apply(3.0, 2.0));
        assertNear(30.0, Jacobi.grad(withVjp()).apply(3.0));
        Fn1<double[], double[]> lanes = Jacobi.vmap(Jacobi.grad(withVjp()));
        assertNear(new double[] {10, 20}, lanes.apply(new double[] {1, 2}));
    }

    @Test
    void insideOfAnotherFunction() {
        Fn1<Double, Double> f = withVjp();
        assertNear(30.0 * 2, Jacobi.grad((Double x) -> 2 * f.apply(x)).apply(3.0));
    }

    @Test
    void severalArguments() {
        Fn2<Double, double[], Double> f = Jacobi.customVjp((Double a, double[] b) -> a * b[0], (Double a, double[] b) -> new WithAux<>(a * b[0], b.clone()),
            (double[] b, Double c) -> List.of(c * 5, new double[] {7 * c, 8 * b[0]}));
        Fn2<Double, double[], Object[]> g = Jacobi.grad(f, 0, 1);
        Object[] got = g.apply(2.0, new double[] {3, 4});
        assertNear(5.0, got[0]);
        assertNear(new double[] {7, 24}, got[1]);
    }

    @Test
    void rulesHoldInFunctionsThatRunAgain() {
        Fn1<Double, Double> f = withJvp();
        assertNear(300.0, Jacobi.grad(Jacobi.checkpoint((Double x) -> f.apply(x))).apply(3.0));
        Fn1<Double, Double> g = withVjp();
        assertNear(30.0, Jacobi.grad(Jacobi.checkpoint((Double x) -> g.apply(x))).apply(3.0));
        Fn1<NDArray, NDArray> h = Jacobi.grad(Jacobi.checkpoint((NDArray x) -> Special.xlogy(x, x)));
        assertNear(1 + Math.log(2), h.apply(NDArray.of((Object) 2.0, DType.F64)).item());
    }
}
