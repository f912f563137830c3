package dev.jacobi;

import static dev.jacobi.Jacobi.jit;
import static dev.jacobi.Jacobi.valueAndGrad;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Solutions of differential equations and their derivatives, by the steps and by the adjoint equation. Wanted numbers are those of JAX's odeint. */
class OdeTest {
    private static final NDArray START = NDArray.of(1f, 0.5f);
    private static final NDArray TIMES = NDArray.of(0f, 0.3f, 0.7f, 1.2f);

    record Net(NDArray w, NDArray b) {
    }

    record Motion(NDArray place, NDArray speed) {
    }

    /** 0.7 sin(1 + 0.7 i + 0.05 i i) and the like. */
    private static final Net NET = new Net(NDArray.of(0.58902967f, 0.6888890f, 0.34998128f, -0.19399491f).reshape(2, 2), NDArray.of(0.25244129f, 0.2952382f));

    static NDArray slope(NDArray y, NDArray t, Net n) {
        return Np.tanh(y.matmul(n.w()).plus(n.b())).times(Np.cos(t)).minus(y.times(0.1));
    }

    static NDArray adjoint(Net n, NDArray y0, NDArray ts) {
        return Ode.odeint(OdeTest::slope, y0, ts, n, 1e-5, 1e-5).pow(2).sum();
    }

    @Test
    void theAdjointEquationGivesGradients() {
        ValueAndGrad<NDArray, Net> back = jit(valueAndGrad(OdeTest::adjoint)).apply(NET, START, TIMES);
        assertEquals(adjoint(NET, START, TIMES).item(), back.value().item(), 1e-4);
        double up = adjoint(new Net(NET.w(), NET.b().plus(0.01)), START, TIMES).item();
        double down = adjoint(new Net(NET.w(), NET.b().minus(0.01)), START, TIMES).item();
        assertEquals((up - down) / 0.02, back.grad().b().sum().item(), 2e-2);
    }

    static NDArray raw(NDArray y) {
        return Ode.odeint((NDArray u, NDArray t) -> u.times(-1).plus(t), y, TIMES);
    }

    @Test
    void solutionsAreJax() {
        double[] wanted = {1, 0.5, 0.78163636, 0.41122729, 0.69317031, 0.44487789, 0.80238837, 0.65179062};
        assertArrayEquals(wanted, raw(START).toDoubleArray(), 5e-6);
    }

    static NDArray spring(NDArray k, Motion y) {
        Motion r = Ode.odeint((Motion s, NDArray t) -> new Motion(s.speed(), s.place().times(k).neg()), y, TIMES, 1e-6, 1e-6);
        return r.place().pow(2).sum().plus(r.speed().sum());
    }

    @Test
    void treesOfArraysAreStates() {
        Motion start = new Motion(START, START.times(0.5));
        assertEquals(0.5999966, spring(NDArray.of(2f), start).item(), 2e-5);
    }

    private static NDArray limited(int steps, double length) {
        NDArray times = NDArray.of((Object) new double[] {0, 0.3, 0.7, 1.2}, DType.F64);
        NDArray start = NDArray.of((Object) new double[] {1, 0.5}, DType.F64);
        return Ode.odeint((NDArray y, NDArray t) -> y.times(y).times(-3).plus(Np.cos(t.times(5))), start, times, 1e-6, 1e-6, steps, length);
    }

    @Test
    void stepsAreFewAndShort() {
        assertArrayEquals(new double[] {1, 0.5, 0.6262516175098222, 0.4687001101497689, 0.1560236924383566, 0.08517615482234886, 0.1616223389987134, 0.0999065399554255},
            limited(3, Double.POSITIVE_INFINITY).toDoubleArray(), 1e-9);
        assertArrayEquals(new double[] {1, 0.5, 0.6238437820594953, 0.46856929574514167, 0.1516500614261979, 0.08260070437521057, 0.15683162301152764, 0.09425563480604056},
            limited(Integer.MAX_VALUE, 0.05).toDoubleArray(), 1e-12);
        assertThrows(JacobiException.class, () -> limited(0, 1));
    }
}
