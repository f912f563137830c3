package dev.jacobi;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.hessian;
import static dev.jacobi.Jacobi.jit;
import static dev.jacobi.Jacobi.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loops over arrays in their several forms: as functions of {@link Lax} and as Java's own, with what they capture, and their derivatives. Wanted numbers are JAX's. */
class ArrayLoopsTest {
    private static final NDArray TARGETS = sines(0.8, 5, 3);
    private static NDArray factors = sines(0.5, 3, 3);

    record Weights(NDArray input, NDArray hidden, NDArray bias) {
    }

    record Pair(NDArray a, NDArray b) {
    }

    private static NDArray sines(double scale, int... shape) {
        int n = 1;
        for (int d : shape) {
            n *= d;
        }
        float[] a = new float[n];
        for (int i = 0; i < n; i++) {
            a[i] = (float) (scale * Math.sin(1.0 + 0.7 * i + 0.05 * i * i));
        }
        return NDArray.of(a).reshape(shape);
    }

    private static void same(NDArray wanted, NDArray found) {
        assertArrayEquals(wanted.shape(), found.shape());
        assertArrayEquals(wanted.toDoubleArray(), found.toDoubleArray(), 2e-5);
    }

    private static void same(NDArray found, double... wanted) {
        assertArrayEquals(wanted, found.toDoubleArray(), 2e-5);
    }

    private static final Weights WEIGHTS = new Weights(sines(0.5, 2, 3), sines(0.6, 3, 3), sines(0.3, 3));
    private static final NDArray INPUTS = sines(1, 5, 2);

    static NDArray cell(Weights w, NDArray h, NDArray x) {
        return Np.tanh(x.matmul(w.input()).plus(h.matmul(w.hidden())).plus(w.bias()));
    }

    static NDArray byScan(Weights w, NDArray xs) {
        return Lax.scan((h, x) -> {
            NDArray next = cell(w, h, x);
            return new Scanned<>(next, next);
        }, Np.zeros(3), xs).y().minus(TARGETS).pow(2).sum();
    }

    static NDArray byJava(Weights w, NDArray xs) {
        NDArray h = Np.zeros(3);
        List<NDArray> all = new ArrayList<>();
        for (int t = 0; t < 5; t++) {
            h = cell(w, h, xs.at(t).get());
            all.add(h);
        }
        return Np.stack(all.toArray(NDArray[]::new)).minus(TARGETS).pow(2).sum();
    }

    static NDArray byNumbers(Weights w, NDArray xs) {
        return Lax.foriLoop(0, 5, (i, c) -> {
            NDArray h = cell(w, c.a(), xs.at(i).get());
            return new Pair(h, c.b().plus(h.minus(TARGETS.at(i).get()).pow(2).sum()));
        }, new Pair(Np.zeros(3), NDArray.of(0f))).b();
    }

    static NDArray ofBatch(Weights w, NDArray xs) {
        NDArray h = Np.zeros(xs.shape()[0], 3);
        NDArray sum = NDArray.of(0f);
        for (int t = 0; t < xs.shape()[1]; t++) {
            h = cell(w, h, xs.at(Slice.ALL, t).get());
            sum = sum.plus(h.minus(TARGETS.get(t)).pow(2).sum());
        }
        return sum;
    }

    @Test
    void recurrentNetworksHaveOneGradientInAllForms() {
        Weights wanted = grad(ArrayLoopsTest::byScan).apply(WEIGHTS, INPUTS);
        for (Fn2<Weights, NDArray, NDArray> f : List.<Fn2<Weights, NDArray, NDArray>>of(ArrayLoopsTest::byJava, ArrayLoopsTest::byNumbers)) {
            Weights found = grad(f).apply(WEIGHTS, INPUTS);
            same(wanted.input(), found.input());
            same(wanted.hidden(), found.hidden());
            same(wanted.bias(), found.bias());
        }
        same(wanted.hidden(), grad(ArrayLoopsTest::ofBatch).apply(WEIGHTS, INPUTS.reshape(1, 5, 2)).hidden());
    }

    static NDArray gates(Nn.CellWeights w, NDArray xs) {
        return Lax.scan((s, x) -> {
            Nn.LstmState next = Nn.lstmStep(w, s, x);
            return new Scanned<>(next, next.h());
        }, new Nn.LstmState(Np.zeros(3), Np.zeros(3)), xs).y().sum();
    }

    @Test
    void slicesOfWhatATripComputesAreKept() {
        Nn.CellWeights w = new Nn.CellWeights(sines(0.5, 2, 12), sines(0.6, 3, 12), sines(0.3, 12));
        Nn.CellWeights g = jit(grad(ArrayLoopsTest::gates)).apply(w, INPUTS);
        NDArray step = Np.ones(12).times(5e-3);
        double up = gates(new Nn.CellWeights(w.input(), w.hidden(), w.bias().plus(step)), INPUTS).item();
        double down = gates(new Nn.CellWeights(w.input(), w.hidden(), w.bias().minus(step)), INPUTS).item();
        assertEquals((up - down) / 1e-2, g.bias().sum().item(), 1e-3);
    }

    static NDArray nested(NDArray w, NDArray xs) {
        return Lax.scan((h, row) -> {
            Scanned<NDArray, NDArray> in = Lax.scan((c, e) -> {
                NDArray n = Np.sin(c.times(e)).plus(c);
                return new Scanned<>(n, n.times(e));
            }, h.sum(), row);
            return new Scanned<>(Np.tanh(h.matmul(w).plus(in.y())), in.carry());
        }, Np.ones(3), xs).y().sum();
    }

    @Test
    void scansStandInScans() {
        NDArray w = sines(0.5, 3, 3);
        NDArray xs = sines(1, 5, 3);
        same(nested(w, xs), jit(ArrayLoopsTest::nested).apply(w, xs));
        Fn2<NDArray, NDArray, NDArray> g = vmap(grad(ArrayLoopsTest::nested), null, 0);
        same(grad(ArrayLoopsTest::nested).apply(w, xs), g.apply(w, Np.stack(xs, xs)).get(1));
    }

    static NDArray affine(NDArray x, int axis) {
        Pair r = Lax.associativeScan((Pair p, Pair q) -> new Pair(p.a().times(q.a()), q.a().times(p.b()).plus(q.b())), new Pair(x, Np.cos(x)), false, axis);
        return r.a().sum().plus(r.b().pow(2).sum());
    }

    @Test
    void runningCombinationsOfTreesGoAlongAnyAxis() {
        NDArray x = sines(1, 5, 3);
        Fn1<NDArray, NDArray> rows = v -> affine(v, 0);
        Fn1<NDArray, NDArray> columns = v -> affine(v, 1);
        same(rows.apply(x), jit(rows).apply(x));
        same(columns.apply(x), jit(columns).apply(x));
        same(grad(rows).apply(x), Np.transpose(grad(columns).apply(Np.transpose(x))));
        Fn1<NDArray, NDArray> products = m -> Lax.associativeScan((NDArray a, NDArray b) -> Np.einsum("nij,njk->nik", a, b), m).sum();
        same(products.apply(sines(1, 4, 2, 2)), jit(products).apply(sines(1, 4, 2, 2)));
    }

    static NDArray exchanged(NDArray x) {
        NDArray a = x;
        NDArray b = Np.zeros(3);
        NDArray c = Np.ones(3);
        for (int i = 0; i < 6; i++) {
            NDArray t = a;
            a = Np.sin(b).plus(c);
            b = c.times(t);
            c = t.times(0.5);
            if (i == 3) {
                c = c.plus(x);
            }
        }
        return a.plus(b).plus(c).sum();
    }

    @Test
    void rowsThatLanesBeginWithAreNotMadeElementByElement() {
        NDArray x = sines(1, 2, 3);
        Fn1<NDArray, NDArray> f = vmap(ArrayLoopsTest::exchanged);
        same(f.apply(x), exchanged(x.get(0)).item(), exchanged(x.get(1)).item());
    }

    static NDArray byFields(NDArray x) {
        return x.matmul(WEIGHTS.hidden()).plus(WEIGHTS.bias()).matmul(factors).minus(TARGETS).pow(2).sum();
    }

    @Test
    void staticFieldsAreReadAtEachCall() {
        Fn1<NDArray, NDArray> f = jit(ArrayLoopsTest::byFields);
        NDArray x = sines(1, 5, 3);
        NDArray before = factors;
        try {
            same(byFields(x), f.apply(x));
            factors = before.times(2);
            same(byFields(x), f.apply(x));
            Fn1<NDArray, NDArray> h = hessian(ArrayLoopsTest::byFields);
            NDArray slope = grad(ArrayLoopsTest::byFields).apply(x).minus(grad(ArrayLoopsTest::byFields).apply(Np.zerosLike(x)));
            same(slope, h.apply(x).reshape(15, 15).matmul(x.ravel()).reshape(5, 3));
            factors = sines(1, 3, 2);
            String said = assertThrows(JacobiException.class, () -> f.apply(x)).getMessage();
            assertTrue(said.contains("arrays of the shapes (5, 2) and (5, 3) cannot be combined"), said); // it is compiled anew for the field's new shape
        } finally {
            factors = before;
        }
    }

    static NDArray training(NDArray w, NDArray xs) {
        return Lax.foriLoop(0, 10, (i, p) -> p.minus(grad(ArrayLoopsTest::distance).apply(p, xs).times(0.5)), w);
    }

    static NDArray distance(NDArray w, NDArray xs) {
        return Lax.scan((h, x) -> {
            NDArray next = Np.tanh(h.matmul(w).plus(x));
            return new Scanned<>(next, next);
        }, Np.zeros(3), xs).y().minus(0.3).pow(2).mean();
    }

    @Test
    void stepsOfTrainingAreLoopsThatHaveDerivatives() {
        NDArray w = sines(0.5, 3, 3);
        NDArray xs = sines(1, 5, 3);
        same(training(w, xs), jit(ArrayLoopsTest::training).apply(w, xs));
        NDArray g = grad((NDArray v) -> training(v, xs).sum()).apply(w);
        double up = training(w.plus(1e-2), xs).sum().item();
        double down = training(w.minus(1e-2), xs).sum().item();
        assertEquals((up - down) / 2e-2, g.sum().item(), 0.1);
    }
}
