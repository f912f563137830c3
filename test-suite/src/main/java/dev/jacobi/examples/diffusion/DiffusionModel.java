package dev.jacobi.examples.diffusion;

import static dev.jacobi.Jacobi.valueAndGrad;

import dev.jacobi.DType;
import dev.jacobi.GradientTransformation;
import dev.jacobi.NDArray;
import dev.jacobi.Nn;
import dev.jacobi.Np;
import dev.jacobi.Optim;
import dev.jacobi.Prng;
import java.util.List;

/**
 * A denoising diffusion model (Ho, Jain and Abbeel 2020) of points in the plane: a perceptron that is told a noisy point and the time, and says which noise was added. Sampling starts from pure noise and
 * takes away what the perceptron sees, from the last time to the first.
 */
final class DiffusionModel {
    /** Number of noise levels, and how many waves tell the perceptron which one it looks at. */
    static final int TIMES = 64;
    static final int WAVES = 4;
    static final int WIDTH = 96;
    static final int BATCH = 256;
    static final GradientTransformation OPTIMIZER = Optim.adam(2e-3);

    /** One dense layer. */
    record Layer(NDArray weights, NDArray bias) {
        NDArray apply(NDArray x) {
            return Nn.dense(x, weights, bias);
        }
    }

    /** The perceptron: three dense layers. */
    record Params(Layer first, Layer second, Layer last) {
    }

    /** What training goes on with, and the loss of the step before. */
    record State(Params params, Object optimizer, NDArray key, NDArray loss) {
    }

    private DiffusionModel() {
    }

    static Layer layer(NDArray key, int in, int out) {
        return new Layer(Nn.glorotNormal(key, new int[] {in, out}, DType.F32), Np.zeros(out));
    }

    static State init(NDArray key) {
        NDArray keys = Prng.split(key, 4);
        var params = new Params(layer(keys.get(0), 2 + 2 * WAVES, WIDTH), layer(keys.get(1), WIDTH, WIDTH), layer(keys.get(2), WIDTH, 2));
        return new State(params, OPTIMIZER.init(params), keys.get(3), Np.zeros());
    }

    /** How much of a point is left at each time: running products of 1 - beta, where beta grows linearly. */
    static NDArray kept() {
        return Np.cumprod(Np.linspace(1e-3, 0.12, TIMES).neg().plus(1));
    }

    /** Two half circles that reach into each other, with a little noise: n x 2. */
    static NDArray moons(NDArray key, int n) {
        NDArray keys = Prng.split(key, 3);
        NDArray angle = Prng.uniform(keys.get(0), n).times(Math.PI);
        NDArray second = Prng.bernoulli(keys.get(1), 0.5, n);
        NDArray x = Np.where(second, Np.cos(angle).neg().plus(1), Np.cos(angle));
        NDArray y = Np.where(second, Np.sin(angle).neg().plus(0.5), Np.sin(angle));
        NDArray noise = Prng.normal(keys.get(2), n, 2).times(0.06);
        return Np.stack(List.of(x.minus(0.5), y.minus(0.25)), 1).plus(noise);
    }

    /** The noise that the perceptron sees in the points x (n x 2) at the times t (n). */
    static NDArray noiseIn(Params p, NDArray x, NDArray t) {
        NDArray phase = Np.outer(t.astype(DType.F32).dividedBy(TIMES), Np.exp2(Np.arange(WAVES).astype(DType.F32))).times(Math.PI);
        NDArray h = Np.concatenate(List.of(x, Np.sin(phase), Np.cos(phase)), 1);
        return p.last().apply(Nn.silu(p.second().apply(Nn.silu(p.first().apply(h)))));
    }

    /** The mean square of what the perceptron misses of the noise, which is added at random times. */
    static NDArray loss(Params p, NDArray x, NDArray key) {
        NDArray keys = Prng.split(key);
        int n = x.shape(0);
        NDArray t = Prng.randint(keys.get(0), new int[] {n}, 0, TIMES);
        NDArray noise = Prng.normal(keys.get(1), n, 2);
        NDArray kept = Np.take(kept(), t).reshape(n, 1);
        NDArray noisy = Np.sqrt(kept).times(x).plus(Np.sqrt(kept.neg().plus(1)).times(noise));
        return Nn.squaredError(noiseIn(p, noisy, t), noise).mean();
    }

    /** One step of training on some of the points. */
    static State step(State s, NDArray points) {
        NDArray keys = Prng.split(s.key(), 3);
        NDArray x = Np.take(points, Prng.randint(keys.get(1), new int[] {BATCH}, 0, points.shape(0)), 0);
        var r = valueAndGrad((Params p) -> loss(p, x, keys.get(2))).apply(s.params());
        var u = OPTIMIZER.update(r.grad(), s.optimizer(), s.params());
        return new State(Optim.applyUpdates(s.params(), u.updates()), u.state(), keys.get(0), r.value());
    }

    /** n points that the model draws. */
    static NDArray sample(Params p, NDArray key, int n) {
        NDArray kept = kept();
        NDArray x = Prng.normal(Prng.foldIn(key, TIMES), n, 2);
        for (int t = TIMES - 1; t >= 0; t--) {
            NDArray before = t == 0 ? NDArray.scalar(1.0) : kept.get(t - 1);
            NDArray beta = kept.get(t).dividedBy(before).neg().plus(1);
            NDArray seen = noiseIn(p, x, Np.full(new int[] {n}, t));
            x = x.minus(seen.times(beta.dividedBy(Np.sqrt(kept.get(t).neg().plus(1))))).dividedBy(Np.sqrt(beta.neg().plus(1)));
            if (t > 0) {
                x = x.plus(Prng.normal(Prng.foldIn(key, t), n, 2).times(Np.sqrt(beta)));
            }
        }
        return x;
    }

    /** The energy distance of two sets of points: 2 E|X - Y| - E|X - X'| - E|Y - Y'|, 0 for equal distributions. */
    static NDArray energyDistance(NDArray a, NDArray b) {
        return distance(a, b).times(2).minus(distance(a, a)).minus(distance(b, b));
    }

    private static NDArray distance(NDArray a, NDArray b) {
        NDArray d = Np.expandDims(a, 1).minus(Np.expandDims(b, 0));
        return Np.sqrt(Np.square(d).sum(2)).mean();
    }
}
