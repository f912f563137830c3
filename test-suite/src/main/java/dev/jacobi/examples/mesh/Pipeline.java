package dev.jacobi.examples.mesh;

import dev.jacobi.Fn2;
import dev.jacobi.Jacobi;
import dev.jacobi.Lax;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import dev.jacobi.Pullback;
import dev.jacobi.Tree;

/**
 * Layers one behind the other, each on a device of its own along the axis "stage": examples go through in small batches, so that all devices are at work at the same time but for the first and last ones. A layer
 * is a function of its weights and of what it gets; the weights of all layers are arrays with an axis in front. {@code x} and {@code y} are [batches, ..].
 */
final class Pipeline {
    private Pipeline() {
    }

    /** The mean square of how far results are from {@code y}, and its slopes by a device's weights. */
    record Slopes<T>(NDArray loss, T weights) {
    }

    /** All layers on one device. */
    static <T> NDArray alone(Fn2<T, NDArray, NDArray> layer, T weights, int layers, NDArray x, NDArray y) {
        NDArray sum = Np.zerosLike(x.get(0).sum());
        for (int i = 0; i < x.shape(0); i++) {
            NDArray h = x.get(i);
            for (int k = 0; k < layers; k++) {
                h = layer.apply(at(weights, k), h);
            }
            sum = sum.plus(Np.square(h.minus(y.get(i))).sum());
        }
        return sum.dividedBy(x.size());
    }

    private static <T> T at(T weights, int layer) {
        return Tree.map((NDArray w) -> w.get(layer), weights);
    }

    /**
     * All batches go forward, and a derivative of this function takes all of them back (GPipe's order). In each tick a device works on the batch that it got from the device in front; results are those that the
     * last one has, from the tick on in which the first batch gets there.
     */
    static <T> NDArray staged(Fn2<T, NDArray, NDArray> layer, T own, NDArray x, NDArray y) {
        int stages = Lax.axisSize("stage");
        int batches = x.shape(0);
        NDArray stage = NDArray.scalar(Lax.axisIndex("stage"));
        T weights = at(own, 0);
        NDArray got = Np.zerosLike(x.get(0));
        NDArray error = Np.zerosLike(x.get(0).sum());
        for (int tick = 0; tick < batches + stages - 1; tick++) {
            NDArray h = layer.apply(weights, Np.where(stage.eq(0), x.get(Math.min(tick, batches - 1)), got));
            if (tick >= stages - 1) {
                error = error.plus(Np.square(h.minus(y.get(tick - stages + 1))).sum());
            }
            got = Lax.pshift(h, "stage", 1, false);
        }
        return Lax.psum(Np.where(stage.eq(stages - 1), error, Np.zerosLike(error)), "stage").dividedBy(x.size());
    }

    /**
     * In each tick a device takes one batch forward and another one back (one forward, one backward): the last device takes a batch back as soon as it has it. So a device keeps what it got for as many batches
     * as are on their way behind it, however many there are in all.
     */
    static <T> Slopes<T> inTurns(Fn2<T, NDArray, NDArray> layer, T own, NDArray x, NDArray y) {
        int stages = Lax.axisSize("stage");
        int batches = x.shape(0);
        int kept = 2 * stages - 1;
        NDArray stage = NDArray.scalar(Lax.axisIndex("stage"));
        NDArray isLast = stage.eq(stages - 1);
        T weights = at(own, 0);
        NDArray nothing = Np.zerosLike(x.get(0));
        NDArray inputs = Np.repeat(Np.expandDims(nothing, 0), kept, 0);
        NDArray got = nothing;
        NDArray back = nothing;
        T sum = Tree.zerosLike(weights);
        NDArray error = Np.zerosLike(nothing.sum());
        for (int tick = 0; tick < batches + 2 * (stages - 1); tick++) {
            NDArray in = Np.where(stage.eq(0), x.get(Math.min(tick, batches - 1)), got);
            inputs = Lax.dynamicUpdateIndexInDim(inputs, in, tick % kept, 0);
            // this device had the batch that comes back twice as many ticks ago as there are devices behind it
            NDArray slot = stage.times(2).plus(tick - 2 * (stages - 1) + kept).mod(kept);
            NDArray before = Lax.dynamicIndexInDim(inputs, slot, 0, false);
            NDArray batch = stage.plus(tick - 2 * (stages - 1));
            NDArray counts = batch.ge(0).and(batch.lt(batches));
            Pullback<NDArray, Object[]> p = Jacobi.vjp(layer, weights, before);
            NDArray off = p.value().minus(y.get(Math.max(0, Math.min(tick - stages + 1, batches - 1))));
            Object[] slopes = p.pullback().apply(Np.where(isLast, off.times(2.0 / x.size()), back));
            @SuppressWarnings("unchecked")
            T step = (T) slopes[0];
            sum = Tree.map((NDArray s, NDArray g) -> s.plus(Np.where(counts, g, Np.zerosLike(g))), sum, step);
            error = error.plus(Np.where(counts.and(isLast), Np.square(off).sum(), Np.zerosLike(error)));
            got = Lax.pshift(layer.apply(weights, in), "stage", 1, false);
            back = Lax.pshift((NDArray) slopes[1], "stage", -1, false);
        }
        return new Slopes<>(Lax.psum(error, "stage").dividedBy(x.size()), Tree.map((NDArray s) -> Np.expandDims(s, 0), sum));
    }

    /** The share of ticks in which a device has nothing to do, with a tick of this for all batches forward and one for all of them back. */
    static double bubble(int stages, int batches) {
        return (stages - 1.0) / (batches + stages - 1);
    }
}
