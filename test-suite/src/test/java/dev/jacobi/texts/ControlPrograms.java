package dev.jacobi.texts;

import dev.jacobi.DType;
import dev.jacobi.Fn2;
import dev.jacobi.Jacobi;
import dev.jacobi.Lax;
import dev.jacobi.Lowered;
import dev.jacobi.NDArray;
import dev.jacobi.Nn;
import dev.jacobi.Np;
import dev.jacobi.Prng;
import dev.jacobi.Scanned;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Loops, branches and layers of networks as users write them: functions of parameters and data, each alone, with its gradient, mapped over lanes, and both. */
final class ControlPrograms {
    private static final NDArray KEY = Prng.key(7);

    private ControlPrograms() {
    }

    private static NDArray numbers(int number, int... shape) {
        return Prng.normal(Prng.foldIn(KEY, number), shape);
    }

    /** Each step's state is a part of the last one and the next element. */
    static NDArray decays(NDArray rate, NDArray xs) {
        Scanned<NDArray, NDArray> s = Lax.scan((NDArray c, NDArray x) -> {
            NDArray next = c.times(rate).plus(x);
            return new Scanned<>(next, Np.sin(c).times(x));
        }, NDArray.of(0.5f), xs);
        return s.y().plus(s.carry());
    }

    /** A matrix applied again and again, within a scan within a scan. */
    static NDArray nested(NDArray w, NDArray xs) {
        return Lax.scan((NDArray c, NDArray row) -> {
            NDArray inner = Lax.scan((NDArray d, NDArray x) -> new Scanned<>(Np.tanh(d.matmul(w).plus(x)), x), c, row).carry();
            return new Scanned<>(inner, inner.sum());
        }, Np.zeros(3), xs).y();
    }

    /** The largest eigenvalue, by a fixed number of steps. */
    static NDArray power(NDArray a, NDArray x) {
        NDArray v = Lax.foriLoop(0, 12, (NDArray i, NDArray u) -> {
            NDArray next = a.matmul(u).plus(i.times(0.01));
            return next.dividedBy(Np.sqrt(Np.sum(Np.square(next)).plus(1e-6)));
        }, x);
        return v.times(a.matmul(v));
    }

    /** A loop of Java's over an array's rows. */
    static NDArray rows(NDArray w, NDArray xs) {
        NDArray sum = Np.zeros(4);
        for (int i = 0; i < xs.shape(0); i++) {
            sum = Np.tanh(sum.times(0.5).plus(xs.get(i).times(w).times(0.25)));
        }
        return sum;
    }

    /** Roots by Newton's method, until the change is small. */
    static NDArray roots(NDArray start, NDArray x) {
        NDArray of = Np.abs(x).plus(1);
        return Lax.whileLoop((NDArray r) -> Np.max(Np.abs(r.times(r).minus(of))).gt(1e-3), (NDArray r) -> r.plus(of.dividedBy(r)).times(0.5), start.plus(of));
    }

    /** Halved until it is small, by Java's loop with a branch. */
    static NDArray halved(NDArray p, NDArray x) {
        NDArray y = x.sum();
        int steps = 0;
        while (Np.abs(y).gt(0.25).item() != 0 && steps < 20) {
            y = y.gt(0).item() != 0 ? y.times(0.5) : y.times(p).times(0.25);
            steps++;
        }
        return y.plus(steps);
    }

    static NDArray branch(NDArray p, NDArray x) {
        return Lax.cond(x.sum().gt(0), (NDArray v) -> Np.sin(v.times(p)), (NDArray v) -> v.times(v).minus(p), x);
    }

    static NDArray choice(NDArray p, NDArray x) {
        NDArray number = Np.floor(Np.abs(x.get(0)).times(2)).astype(DType.I32);
        return Lax.switchCase(number, List.of((NDArray v) -> v.times(p), (NDArray v) -> Np.exp(v).plus(p), (NDArray v) -> Np.cumsum(v)), x);
    }

    /** Running products of matrices. */
    static NDArray products(NDArray p, NDArray xs) {
        return Lax.associativeScan((NDArray a, NDArray b) -> Np.matmul(a, b), xs.times(p));
    }

    static NDArray running(NDArray p, NDArray x) {
        return Lax.associativeScan("add", x.times(p)).plus(Lax.associativeScan("max", x, true));
    }

    static NDArray mapped(NDArray p, NDArray xs) {
        return Lax.map((NDArray x) -> Np.dot(x, p).times(Np.sort(x)), xs);
    }

    static NDArray rnn(Nn.CellWeights w, NDArray xs) {
        return Lax.scan((NDArray h, NDArray x) -> {
            NDArray next = Nn.rnnStep(w, h, x);
            return new Scanned<>(next, next);
        }, Np.zeros(5), xs).y();
    }

    static NDArray lstm(Nn.CellWeights w, NDArray xs) {
        return Lax.scan((Nn.LstmState s, NDArray x) -> {
            Nn.LstmState next = Nn.lstmStep(w, s, x);
            return new Scanned<>(next, next.h());
        }, new Nn.LstmState(Np.zeros(5), Np.zeros(5)), xs).y();
    }

    static NDArray gru(Nn.CellWeights w, NDArray xs) {
        return Lax.scan((NDArray h, NDArray x) -> {
            NDArray next = Nn.gruStep(w, h, x);
            return new Scanned<>(next, next);
        }, Np.zeros(5), xs).y();
    }

    static NDArray attention(NDArray w, NDArray x) {
        NDArray q = x.matmul(w);
        return Nn.dotProductAttention(q.reshape(1, 6, 2, 4), x.reshape(1, 6, 2, 4), x.reshape(1, 6, 2, 4), true);
    }

    static NDArray heads(Nn.AttentionWeights w, NDArray x) {
        return Nn.multiHeadAttention(w, x, x, 2, null, true);
    }

    /** A convolution, the largest of each window, normalised, and a product with what a key leaves. */
    static NDArray convolved(List<NDArray> w, NDArray images) {
        NDArray x = Nn.relu(Nn.conv2d(images, w.get(0), 1, "SAME"));
        NDArray pooled = Nn.maxPool(x, new int[] {2, 2}, new int[] {2, 2}, "VALID");
        NDArray flat = Nn.layerNorm(pooled.reshape(images.shape(0), -1), w.get(2), w.get(3));
        return Nn.logSoftmax(Nn.dropout(Prng.key(3), 0.25, flat).matmul(w.get(1)));
    }

    /** Its gradient by the kernel is a convolution whose window is as wide as an image. */
    static NDArray wide(NDArray kernel, NDArray images) {
        return Np.tanh(Nn.conv2d(images, kernel, 2, "SAME"));
    }

    /** Rows of a table by their numbers, whose gradient adds up where a row occurs twice. */
    static NDArray embedded(NDArray table, NDArray x) {
        NDArray tokens = Np.floor(Np.abs(x).times(3)).astype(DType.I32);
        return Nn.embedding(table, tokens).times(Np.expandDims(x, -1)).sum(0);
    }

    /** The steps of training of two layers, by scan over batches. */
    static NDArray training(List<NDArray> first, NDArray batches) {
        return Lax.scan((List<NDArray> w, NDArray x) -> {
            var v = Jacobi.<List<NDArray>, NDArray>valueAndGrad((List<NDArray> u) -> {
                NDArray said = Np.tanh(x.matmul(u.get(0))).matmul(u.get(1));
                return Np.mean(Np.square(said.minus(x.sum(1, true))));
            }).apply(w);
            return new Scanned<>(List.of(w.get(0).minus(v.grad().get(0).times(0.1)), w.get(1).minus(v.grad().get(1).times(0.1))), v.value());
        }, first, batches).y();
    }

    /** All programs in all forms, by names. */
    static Map<String, Callable<Lowered>> all() {
        var all = new LinkedHashMap<String, Callable<Lowered>>();
        put(all, "scan", ControlPrograms::decays, NDArray.of(0.75f), numbers(1, 9));
        put(all, "scan within scan", ControlPrograms::nested, numbers(2, 3, 3), numbers(3, 4, 2, 3));
        put(all, "foriLoop", ControlPrograms::power, numbers(4, 4, 4), numbers(5, 4));
        put(all, "a loop over rows", ControlPrograms::rows, numbers(6, 4), numbers(7, 5, 4));
        put(all, "whileLoop", ControlPrograms::roots, NDArray.of(1f), numbers(8, 5));
        put(all, "a loop of Java's", ControlPrograms::halved, NDArray.of(0.5f), numbers(9, 5));
        put(all, "cond", ControlPrograms::branch, NDArray.of(0.5f), numbers(10, 5));
        put(all, "switchCase", ControlPrograms::choice, NDArray.of(0.5f), numbers(11, 5));
        put(all, "associativeScan of matrices", ControlPrograms::products, NDArray.of(0.5f), numbers(12, 6, 2, 2));
        put(all, "associativeScan", ControlPrograms::running, NDArray.of(0.5f), numbers(13, 11));
        put(all, "map", ControlPrograms::mapped, numbers(14, 4), numbers(15, 5, 4));
        put(all, "rnn", ControlPrograms::rnn, Nn.cellInit(KEY, 3, 5, 1, DType.F32), numbers(16, 6, 3));
        put(all, "lstm", ControlPrograms::lstm, Nn.cellInit(KEY, 3, 5, 4, DType.F32), numbers(17, 6, 3));
        put(all, "gru", ControlPrograms::gru, Nn.cellInit(KEY, 3, 5, 3, DType.F32), numbers(18, 6, 3));
        put(all, "attention", ControlPrograms::attention, numbers(19, 8, 8), numbers(20, 6, 8));
        put(all, "multiHeadAttention", ControlPrograms::heads, Nn.attentionInit(KEY, 8, DType.F32), numbers(21, 2, 5, 8));
        put(all, "convolutions", ControlPrograms::convolved, List.of(numbers(22, 3, 3, 1, 2), numbers(23, 18, 4), Np.ones(18), Np.zeros(18)), numbers(24, 2, 6, 6, 1));
        put(all, "wide convolution", ControlPrograms::wide, numbers(30, 3, 2, 2, 3), numbers(31, 2, 34, 36, 2));
        put(all, "embedding", ControlPrograms::embedded, numbers(25, 9, 4), numbers(26, 7));
        put(all, "training", ControlPrograms::training, List.of(numbers(27, 3, 4), numbers(28, 4, 1)), numbers(29, 4, 5, 3));
        return all;
    }

    private static <A, B> void put(Map<String, Callable<Lowered>> all, String name, Fn2<A, B, NDArray> f, A a, B b) {
        Fn2<A, B, NDArray> loss = (A p, B x) -> Np.sum(Np.sin(f.apply(p, x)));
        var lanes = new ArrayList<NDArray>();
        NDArray x = (NDArray) b;
        for (int k = 0; k < 3; k++) {
            lanes.add(k == 1 ? x.times(-0.5) : k == 2 ? x.times(0.25).plus(0.125) : x);
        }
        NDArray many = Np.stack(lanes.toArray(NDArray[]::new));
        all.put(name, () -> Jacobi.lower(f, a, b));
        all.put("gradient of " + name, () -> Jacobi.lower(Jacobi.grad(loss), a, b));
        all.put(name + " mapped", () -> Jacobi.lower(Jacobi.<A, B, NDArray, A, NDArray, NDArray>vmap(f, null, 0), a, many));
        all.put("gradient of " + name + " mapped", () -> Jacobi.lower(Jacobi.<A, B, A, A, NDArray, A>vmap(Jacobi.grad(loss), null, 0), a, many));
    }
}
