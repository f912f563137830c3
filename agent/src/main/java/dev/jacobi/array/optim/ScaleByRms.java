package dev.jacobi.array.optim;

import dev.jacobi.GradientTransformation;
import dev.jacobi.Tree;

/** Divides by the root of the moving average of the squares. */
public record ScaleByRms(double decay, double eps, double initial) implements GradientTransformation {
    /** The moving average of the squares. */
    public record State(Object nu) {
    }

    @Override
    public Object init(Object params) {
        return new State(Tree.fullLike(params, initial));
    }

    @Override
    public <T> Updates<T> update(T gradients, Object state, Object params) {
        T nu = Formulas.moment(gradients, ((State) state).nu(), decay, true);
        T updates = Tree.map((n, g) -> Formulas.inverseRoot(n.plus(eps)).times(g), nu, gradients);
        return new Updates<>(updates, new State(nu));
    }
}
