package dev.jacobi.bench.peers;

import dev.jacobi.DType;
import dev.jacobi.Jacobi;
import dev.jacobi.Lax;
import dev.jacobi.NDArray;
import dev.jacobi.Nn;
import dev.jacobi.Np;
import dev.jacobi.Prng;
import dev.jacobi.Scanned;
import dev.jacobi.Stats;
import dev.jacobi.Tree;
import java.util.List;

/** The rows as functions on NDArrays, written as in NumPy. */
final class ArrayForms {
    private static final int TRIPS = 100;

    /** What the network of two layers learns. */
    record Params(NDArray w1, NDArray b1, NDArray w2, NDArray b2) {
    }

    /** Points that move by the square of themselves, and for how many steps they have been near. */
    record Points(NDArray x, NDArray y, NDArray count) {
    }

    private ArrayForms() {
    }

    static NDArray saxpy(NDArray x, NDArray y) {
        return x.times(2).plus(y);
    }

    static NDArray sines(NDArray x) {
        NDArray s = Np.sin(x);
        NDArray c = Np.cos(x);
        return s.times(s).plus(c.times(c));
    }

    static NDArray prices(NDArray s, NDArray k, NDArray t) {
        double rate = OptionLoops.RATE;
        double volatility = OptionLoops.VOLATILITY;
        NDArray spread = Np.sqrt(t).times(volatility);
        NDArray d1 = Np.log(s.dividedBy(k)).plus(t.times(rate + volatility * volatility / 2)).dividedBy(spread);
        return s.times(Stats.normCdf(d1)).minus(k.times(Np.exp(t.times(-rate))).times(Stats.normCdf(d1.minus(spread))));
    }

    static NDArray total(NDArray s, NDArray k, NDArray t) {
        return Np.sum(prices(s, k, t));
    }

    static NDArray mandelbrot(NDArray cx, NDArray cy) {
        Points start = new Points(Np.zerosLike(cx), Np.zerosLike(cx), Np.zeros(cx.shape(), DType.I32));
        return Lax.<Points>foriLoop(0, TRIPS, (i, p) -> {
            NDArray live = p.x().times(p.x()).plus(p.y().times(p.y())).lt(4);
            NDArray x = p.x().times(p.x()).minus(p.y().times(p.y())).plus(cx);
            NDArray y = p.x().times(2).times(p.y()).plus(cy);
            return new Points(Np.where(live, x, p.x()), Np.where(live, y, p.y()), p.count().plus(live.astype(DType.I32)));
        }, start).count();
    }

    static NDArray nbody(NDArray p) {
        NDArray d = Np.expandDims(p, 0).minus(Np.expandDims(p, 1));
        NDArray inverse = Np.power(Lax.rsqrt(Np.sum(d.times(d), -1).plus(1e-2)), 3);
        return Np.sum(d.times(Np.expandDims(inverse, -1)), 1);
    }

    static NDArray layernorm(NDArray x) {
        return x.minus(Np.mean(x, -1, true)).times(Lax.rsqrt(Np.var(x, -1, true).plus(1e-5)));
    }

    static NDArray loss(Params p, NDArray x, NDArray y) {
        NDArray h = Np.tanh(Np.matmul(x, p.w1()).plus(p.b1()));
        return Np.mean(Np.square(Np.matmul(h, p.w2()).plus(p.b2()).minus(y)));
    }

    static Params step(Params p, NDArray x, NDArray y) {
        Params g = Jacobi.<Params, NDArray, NDArray, NDArray>grad(ArrayForms::loss).apply(p, x, y);
        return Tree.map((a, b) -> a.minus(b.times(LayerLoops.STEP)), p, g);
    }

    static NDArray recurrent(NDArray w, NDArray u, NDArray xs) {
        Scanned<NDArray, NDArray> end = Lax.scan((h, x) -> {
            NDArray next = Np.tanh(Np.matmul(w, h).plus(Np.matmul(u, x)));
            return new Scanned<>(next, next);
        }, Np.zeros(w.shape()[0]), xs);
        return Np.sum(end.carry());
    }

    static NDArray normal(NDArray key, int n) {
        return Prng.normal(key, n);
    }

    static NDArray softmax(NDArray x) {
        return Nn.softmax(x);
    }

    static NDArray sum(NDArray x) {
        return Np.sum(x);
    }

    static NDArray columnSums(NDArray x) {
        return Np.sum(x, 0);
    }

    static List<NDArray> grid(NDArray x, NDArray y) {
        return Np.meshgrid(x, y);
    }
}
