package dev.jacobi.ported;

import static dev.jacobi.Slice.ALL;

import dev.jacobi.DType;
import dev.jacobi.Lax;
import dev.jacobi.Linalg;
import dev.jacobi.NDArray;
import dev.jacobi.Fn1;
import dev.jacobi.Nn;
import dev.jacobi.Np;
import dev.jacobi.Scanned;
import dev.jacobi.Slice;
import java.util.ArrayList;
import java.util.List;

/** Filters and sequences. */
final class Sequences {
    private static final NDArray TRANSITIONS = Np.log(NDArray.of(new double[][] {{0.7, 0.2, 0.1}, {0.3, 0.5, 0.2}, {0.2, 0.3, 0.5}}, DType.F64));

    private Sequences() {
    }

    record Belief(NDArray mean, NDArray covariance) {
    }

    static NDArray kalman(NDArray z) {
        NDArray f = NDArray.of(new double[][] {{1, 0.1}, {0, 1}});
        NDArray h = NDArray.of(new double[][] {{1, 0}});
        NDArray q = Np.eye(2).times(0.01);
        NDArray r = Np.eye(1).times(0.5);
        var init = new Belief(Np.zeros(2), Np.eye(2));
        return Lax.scan((Belief b, NDArray seen) -> {
            NDArray m = f.matmul(b.mean());
            NDArray p = f.matmul(b.covariance()).matmul(f.T()).plus(q);
            NDArray s = h.matmul(p).matmul(h.T()).plus(r);
            NDArray gain = Linalg.solve(s.T(), h.matmul(p.T())).T();
            NDArray mean = m.plus(gain.matmul(seen.reshape(1).minus(h.matmul(m))));
            return new Scanned<>(new Belief(mean, Np.eye(2).minus(gain.matmul(h)).matmul(p)), mean);
        }, init, z).y();
    }

    static NDArray viterbi(NDArray logEmit) {
        NDArray score = logEmit.get(0);
        List<NDArray> back = new ArrayList<>();
        for (int t = 1; t < logEmit.shape(0); t++) {
            NDArray candidates = score.get(ALL, NDArray.NEW_AXIS).plus(TRANSITIONS);
            back.add(candidates.argmax(0));
            score = candidates.max(0).plus(logEmit.get(t));
        }
        NDArray state = score.argmax();
        NDArray path = Np.zeros(new int[] {logEmit.shape(0)}, DType.I64).at(logEmit.shape(0) - 1).set(state);
        for (int t = back.size() - 1; t >= 0; t--) {
            state = back.get(t).get(state);
            path = path.at(t).set(state);
        }
        return path;
    }

    static NDArray forward(NDArray logEmit) {
        NDArray alpha = logEmit.get(0);
        for (int t = 1; t < logEmit.shape(0); t++) {
            alpha = Nn.logsumexp(alpha.get(ALL, NDArray.NEW_AXIS).plus(TRANSITIONS), 0).plus(logEmit.get(t));
        }
        return Nn.logsumexp(alpha, 0);
    }

    static NDArray attention(NDArray x) {
        int n = x.shape(0);
        NDArray mask = Np.tril(Np.ones(new int[] {n, n}, DType.BOOL));
        NDArray scores = x.matmul(Np.sin(x).T()).dividedBy(Math.sqrt(x.shape(1)));
        return Nn.softmax(Np.where(mask, scores, NDArray.scalar(-1e9)), -1).matmul(Np.cos(x));
    }

    static NDArray lstm(NDArray xs) {
        int h = 3;
        NDArray w = Np.sin(Np.arange(0, (xs.shape(1) + h) * 4 * h, 1, DType.F64)).reshape(xs.shape(1) + h, 4 * h);
        NDArray[] state = {Np.zeros(h), Np.zeros(h)};
        List<NDArray> out = new ArrayList<>();
        for (int t = 0; t < xs.shape(0); t++) {
            NDArray z = Np.concatenate(xs.get(t), state[0]).matmul(w);
            NDArray in = Nn.sigmoid(z.get(Slice.to(h)));
            NDArray forget = Nn.sigmoid(z.get(Slice.of(h, 2 * h)));
            NDArray cell = Np.tanh(z.get(Slice.of(2 * h, 3 * h)));
            state[1] = forget.times(state[1]).plus(in.times(cell));
            state[0] = Nn.sigmoid(z.get(Slice.from(3 * h))).times(Np.tanh(state[1]));
            out.add(state[0]);
        }
        return Np.stack(out, 0);
    }

    static NDArray editDistance(NDArray texts) {
        NDArray a = texts.get(0);
        NDArray b = texts.get(1);
        int n = b.shape(0);
        return Lax.scan((NDArray row, NDArray c) -> {
            NDArray replaced = row.get(Slice.to(-1)).plus(c.ne(b).astype(DType.I64));
            NDArray best = Np.minimum(replaced, row.get(Slice.from(1)).plus(1));
            NDArray start = row.get(0).plus(1);
            NDArray rest = Lax.scan((NDArray left, NDArray v) -> {
                NDArray m = Np.minimum(left.plus(1), v);
                return new Scanned<>(m, m);
            }, start, best).y();
            return new Scanned<>(Np.concatenate(start.reshape(1), rest), start);
        }, Np.arange(n + 1), a).carry().get(n);
    }

    private static NDArray fourier(NDArray x) {
        int n = x.shape(0);
        if (n == 1) {
            return x.astype(DType.COMPLEX128);
        }
        NDArray even = fourier(x.get(Slice.of(null, null, 2)));
        NDArray k = Np.arange(n / 2).astype(DType.F64).times(-2 * Math.PI / n);
        NDArray odd = fourier(x.get(Slice.of(1, null, 2))).times(NDArray.complex(Np.cos(k), Np.sin(k)));
        return Np.concatenate(even.plus(odd), even.minus(odd));
    }

    static NDArray fft(NDArray x) {
        NDArray y = fourier(x);
        return Np.concatenate(y.real(), y.imag());
    }

    static NDArray lorenz(NDArray start) {
        Fn1<NDArray, NDArray> f = s -> Np.stack(s.get(1).minus(s.get(0)).times(10.0), s.get(0).times(s.get(2).neg().plus(28.0)).minus(s.get(1)),
            s.get(0).times(s.get(1)).minus(s.get(2).times(8.0 / 3)));
        double h = 0.01;
        NDArray s = start;
        for (int i = 0; i < 20; i++) {
            NDArray k1 = f.apply(s);
            NDArray k2 = f.apply(s.plus(k1.times(h / 2)));
            NDArray k3 = f.apply(s.plus(k2.times(h / 2)));
            NDArray k4 = f.apply(s.plus(k3.times(h)));
            s = s.plus(k1.plus(k2.times(2)).plus(k3.times(2)).plus(k4).times(h / 6));
        }
        return s;
    }
}
