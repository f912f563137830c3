package dev.jacobi.array.optim;

import dev.jacobi.GradientTransformation;
import dev.jacobi.Tree;

/** Multiplies by a number. */
public record Scale(double factor) implements GradientTransformation {
    @Override
    public Object init(Object params) {
        return null;
    }

    @Override
    public <T> Updates<T> update(T gradients, Object state, Object params) {
        return new Updates<>(Tree.map(g -> g.times(factor), gradients), null);
    }
}
