package dev.jacobi.examples.mesh;

import dev.jacobi.Lax;
import dev.jacobi.NDArray;
import dev.jacobi.Np;

/** Layers one behind the other, each on a device of its own: examples go through in small batches, so that all devices are at work at the same time but for the first and last ones (GPipe's order). */
final class Pipeline {
    private Pipeline() {
    }

    /** All layers on one device. {@code w} is [layers, width, width], {@code x} and {@code y} [batches, examples, width]. */
    static NDArray alone(NDArray w, NDArray x, NDArray y) {
        NDArray h = x;
        for (int k = 0; k < w.shape(0); k++) {
            h = Np.tanh(Np.matmul(h, w.get(k)));
        }
        return Np.square(h.minus(y)).mean();
    }

    /** A device has one layer. In each tick it works on the batch that it got from the device in front; results are those that the last one has, from the tick on in which the first batch gets there. */
    static NDArray staged(NDArray w, NDArray x, NDArray y) {
        int stages = Lax.psum(1, "stage");
        int batches = x.shape(0);
        NDArray stage = NDArray.scalar(Lax.axisIndex("stage"));
        NDArray got = Np.zerosLike(x.get(0));
        NDArray error = Np.zerosLike(x.get(0).sum());
        for (int tick = 0; tick < batches + stages - 1; tick++) {
            NDArray in = Np.where(stage.eq(0), x.get(Math.min(tick, batches - 1)), got);
            NDArray h = Np.tanh(Np.matmul(in, w.get(0)));
            if (tick >= stages - 1) {
                error = error.plus(Np.square(h.minus(y.get(tick - stages + 1))).sum());
            }
            got = Lax.pshift(h, "stage", 1, false);
        }
        return Lax.psum(Np.where(stage.eq(stages - 1), error, Np.zerosLike(error)), "stage").dividedBy(x.size());
    }

    /** The share of ticks in which a device has nothing to do. */
    static double bubble(int stages, int batches) {
        return (stages - 1.0) / (batches + stages - 1);
    }
}
