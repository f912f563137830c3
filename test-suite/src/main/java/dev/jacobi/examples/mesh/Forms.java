package dev.jacobi.examples.mesh;

import dev.jacobi.Fn1;
import dev.jacobi.Fn3;
import dev.jacobi.Jacobi;
import dev.jacobi.Lax;
import dev.jacobi.NDArray;
import dev.jacobi.Tree;
import dev.jacobi.ValueAndGrad;

/** A step of training in the forms in which the devices along the axis "data" can share it; a loss is a function of weights, examples and what is wanted for them. */
final class Forms {
    private static final double RATE = 0.1;
    private static final double MOMENTUM = 0.9;

    private Forms() {
    }

    private static <T> State<T> moved(State<T> s, T slope, NDArray loss) {
        T v = Tree.map((NDArray a, NDArray g) -> a.times(MOMENTUM).plus(g), s.velocity(), slope);
        return new State<>(Tree.map((NDArray a, NDArray b) -> a.minus(b.times(RATE)), s.weights(), v), v, loss);
    }

    /** On one device. */
    static <T> State<T> alone(Fn3<T, NDArray, NDArray, NDArray> loss, State<T> s, NDArray x, NDArray y) {
        ValueAndGrad<NDArray, T> g = Jacobi.<T, NDArray, NDArray, NDArray>valueAndGrad(loss).apply(s.weights(), x, y);
        return moved(s, g.grad(), g.value());
    }

    /** Data parallel: each device has all weights and a part of the examples. */
    static <T> State<T> dataParallel(Fn3<T, NDArray, NDArray, NDArray> loss, State<T> s, NDArray x, NDArray y) {
        ValueAndGrad<NDArray, T> g = Jacobi.<T, NDArray, NDArray, NDArray>valueAndGrad(loss).apply(s.weights(), x, y);
        return moved(s, Tree.map((NDArray a) -> Lax.pmean(a, "data"), g.grad()), Lax.pmean(g.value(), "data"));
    }

    /** Fully sharded: each device has a part of the weights, of the optimiser's state and of the examples; weights are gathered where they are used, and the derivative of that scatters slopes. */
    static <T> State<T> fullySharded(Fn3<T, NDArray, NDArray, NDArray> loss, State<T> s, NDArray x, NDArray y) {
        Fn3<T, NDArray, NDArray, NDArray> ofParts = (w, a, b) -> loss.apply(Tree.map((NDArray p) -> Lax.allGather(p, "data", 0, true), w), a, b);
        ValueAndGrad<NDArray, T> g = Jacobi.<T, NDArray, NDArray, NDArray>valueAndGrad(ofParts).apply(s.weights(), x, y);
        int n = Lax.axisSize("data");
        return moved(s, Tree.map((NDArray a) -> a.dividedBy(n), g.grad()), Lax.pmean(g.value(), "data"));
    }

    /**
     * Tensor parallel: each device has a part of the units, and all examples. A device's slopes are those of the sum of all devices' losses, which are alike; {@code own} makes those of one loss of
     * them, by {@link #ofPart} and {@link #ofWhole}.
     */
    static <T> State<T> tensorParallel(Fn3<T, NDArray, NDArray, NDArray> loss, Fn1<T, T> own, State<T> s, NDArray x, NDArray y) {
        ValueAndGrad<NDArray, T> g = Jacobi.<T, NDArray, NDArray, NDArray>valueAndGrad(loss).apply(s.weights(), x, y);
        return moved(s, own.apply(g.grad()), Lax.pmean(g.value(), "data"));
    }

    /** Of weights that are a device's part. */
    static NDArray ofPart(NDArray slope) {
        return slope.dividedBy(Lax.axisSize("data"));
    }

    /** Of weights that all devices have. */
    static NDArray ofWhole(NDArray slope) {
        return Lax.pmean(slope, "data");
    }
}
