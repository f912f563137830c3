package dev.jacobi.array.optim;

import dev.jacobi.GradientTransformation;
import dev.jacobi.NDArray;
import dev.jacobi.Tree;

/** Gives the sign of the average gradient. */
public record ScaleByLion(double b1, double b2) implements GradientTransformation {
    /** The moving average of the gradients. */
    public record State(NDArray count, Object mu) {
    }

    @Override
    public Object init(Object params) {
        return new State(Formulas.zero(), Tree.zerosLike(params));
    }

    @Override
    public <T> Updates<T> update(T gradients, Object state, Object params) {
        State s = (State) state;
        T updates = Tree.map((g, m) -> Formulas.sign(g.times(1 - b1).plus(m.times(b1))), gradients, s.mu());
        return new Updates<>(updates, new State(Formulas.next(s.count()), Formulas.moment(gradients, s.mu(), b2, false)));
    }
}
