package dev.jacobi.array.optim;

import dev.jacobi.GradientTransformation;
import dev.jacobi.JacobiException;
import dev.jacobi.Tree;

/** Adds parameters times a number. */
public record AddDecayedWeights(double decay) implements GradientTransformation {
    @Override
    public Object init(Object params) {
        return null;
    }

    @Override
    public <T> Updates<T> update(T gradients, Object state, Object params) {
        if (params == null) {
            throw new JacobiException("Optim: weight decay is a part of the parameters, and update was given none; pass them as its third argument.");
        }
        return new Updates<>(Tree.map((g, p) -> g.plus(p.times(decay)), gradients, params), null);
    }
}
