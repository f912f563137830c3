package dev.jacobi.array.optim;

import dev.jacobi.GradientTransformation;
import dev.jacobi.NDArray;
import dev.jacobi.Tree;

/** Divides the average gradient by the root of the average square. */
public record ScaleByAdam(double b1, double b2, double eps, double epsRoot, boolean nesterov) implements GradientTransformation {
    /** Moving averages of the gradients and of their squares. */
    public record State(NDArray count, Object mu, Object nu) {
    }

    @Override
    public Object init(Object params) {
        return new State(Formulas.zero(), Tree.zerosLike(params), Tree.zerosLike(params));
    }

    @Override
    public <T> Updates<T> update(T gradients, Object state, Object params) {
        State s = (State) state;
        NDArray count = Formulas.next(s.count());
        T mu = Formulas.moment(gradients, s.mu(), b1, false);
        T nu = Formulas.moment(gradients, s.nu(), b2, true);
        T mean = nesterov
            ? Tree.map((m, g) -> m.times(b1).plus(g.times(1 - b1)), Formulas.corrected(mu, b1, Formulas.next(count)), Formulas.corrected(gradients, b1, count))
            : Formulas.corrected(mu, b1, count);
        T updates = Tree.map((m, v) -> Formulas.div(m, Formulas.sqrt(v.plus(epsRoot)).plus(eps)), mean, Formulas.corrected(nu, b2, count));
        return new Updates<>(updates, new State(count, mu, nu));
    }
}
