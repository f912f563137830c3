package dev.jacobi.array.optim;

import dev.jacobi.GradientTransformation;
import dev.jacobi.Tree;

/** Divides by the root of the sum of all squares so far. */
public record ScaleByRss(double initial, double eps) implements GradientTransformation {
    /** The sum of the squares. */
    public record State(Object sumOfSquares) {
    }

    @Override
    public Object init(Object params) {
        return new State(Tree.fullLike(params, initial));
    }

    @Override
    public <T> Updates<T> update(T gradients, Object state, Object params) {
        T sums = Tree.map((g, t) -> g.times(g).plus(t), gradients, ((State) state).sumOfSquares());
        T updates = Tree.map((t, g) -> Formulas.where(Formulas.less(Formulas.number(0), t), Formulas.inverseRoot(t.plus(eps)), Formulas.full(t, Formulas.number(0)), t).times(g), sums, gradients);
        return new Updates<>(updates, new State(sums));
    }
}
