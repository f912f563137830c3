package dev.jacobi.examples.policy;

import static dev.jacobi.Jacobi.grad;

import dev.jacobi.DType;
import dev.jacobi.GradientTransformation;
import dev.jacobi.NDArray;
import dev.jacobi.Nn;
import dev.jacobi.Np;
import dev.jacobi.Optim;
import dev.jacobi.Prng;

/** Who pushes the cart: a perceptron that says how likely each push should be, and how it learns from what it tried (Williams 1992). */
final class Agent {
    static final int LONGEST = 200;
    static final int WIDTH = 32;
    static final GradientTransformation OPTIMIZER = Optim.adam(1e-2);

    /** What is learned. */
    record Params(NDArray weights, NDArray bias, NDArray weights2, NDArray bias2) {
        /** The logits of pushes to the left and to the right. */
        NDArray apply(NDArray seen) {
            return Np.tanh(seen.matmul(weights).plus(bias)).matmul(weights2).plus(bias2);
        }
    }

    /** What was seen before each push (LONGEST x 4), whether it was to the right, and how many there were. */
    record Episode(NDArray seen, NDArray right, NDArray length) {
    }

    /** What training goes on with. */
    record State(Params params, Object optimizer) {
    }

    private Agent() {
    }

    static State init(NDArray key) {
        NDArray keys = Prng.split(key);
        var params = new Params(Nn.glorotUniform(keys.get(0), new int[] {4, WIDTH}, DType.F32), Np.zeros(WIDTH), Prng.normal(keys.get(1), WIDTH, 2).times(0.01), Np.zeros(2));
        return new State(params, OPTIMIZER.init(params));
    }

    /** Plays until the pole falls, or for so long that it will not. */
    static Episode play(Params p, NDArray key) {
        NDArray start = Prng.uniform(Prng.foldIn(key, LONGEST), new int[] {4}, DType.F32, -0.05, 0.05);
        Cart cart = new Cart(start.get(0).toFloat(), start.get(1).toFloat(), start.get(2).toFloat(), start.get(3).toFloat());
        float[][] seen = new float[LONGEST][4];
        int[] right = new int[LONGEST];
        int k = 0;
        while (k < LONGEST && cart.stands()) {
            seen[k][0] = cart.place();
            seen[k][1] = cart.speed();
            seen[k][2] = cart.angle();
            seen[k][3] = cart.turn();
            right[k] = Prng.categorical(Prng.foldIn(key, k), p.apply(NDArray.of(seen[k]))).toInt();
            cart = cart.pushed(right[k] == 1);
            k++;
        }
        return new Episode(NDArray.of((Object) seen), NDArray.of(right), NDArray.of(k));
    }

    /** Its gradient makes pushes likelier after which the pole stood longer than on average; of episodes that were played at once. */
    static NDArray loss(Params p, Episode e) {
        NDArray left = Np.expandDims(e.length(), 1).minus(Np.arange(LONGEST)).astype(DType.F32);
        NDArray counts = left.gt(0).astype(DType.F32);
        NDArray n = counts.sum();
        NDArray mean = left.times(counts).sum().dividedBy(n);
        NDArray better = left.minus(mean).times(counts);
        NDArray scaled = better.dividedBy(Np.sqrt(Np.square(better).sum().dividedBy(n)).plus(1e-6));
        NDArray surprise = Nn.softmaxCrossEntropyWithIntegerLabels(p.apply(e.seen()), e.right());
        return surprise.times(scaled).sum().dividedBy(n);
    }

    /** A step of training. */
    static State learn(State s, Episode e) {
        Params gradient = grad((Params p) -> loss(p, e)).apply(s.params());
        var u = OPTIMIZER.update(gradient, s.optimizer(), s.params());
        return new State(Optim.applyUpdates(s.params(), u.updates()), u.state());
    }
}
