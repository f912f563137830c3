package dev.jacobi.array.optim;

import dev.jacobi.GradientTransformation;

/** Gives the gradients as they are. */
public record Identity() implements GradientTransformation {
    @Override
    public Object init(Object params) {
        return null;
    }

    @Override
    public <T> Updates<T> update(T gradients, Object state, Object params) {
        return new Updates<>(gradients, null);
    }
}
