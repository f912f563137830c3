package dev.jacobi.array.optim;

import dev.jacobi.GradientTransformation;
import dev.jacobi.Tree;

/** Keeps each element between two bounds. */
public record Clip(double most) implements GradientTransformation {
    @Override
    public Object init(Object params) {
        return null;
    }

    @Override
    public <T> Updates<T> update(T gradients, Object state, Object params) {
        return new Updates<>(Tree.map(g -> Formulas.min(Formulas.max(g, Formulas.number(-most)), Formulas.number(most)), gradients), null);
    }
}
