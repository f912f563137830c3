package dev.jacobi.array.optim;

import dev.jacobi.GradientTransformation;
import dev.jacobi.NDArray;
import dev.jacobi.Tree;

/** Makes all elements together no longer than a norm. */
public record ClipByGlobalNorm(double most) implements GradientTransformation {
    @Override
    public Object init(Object params) {
        return null;
    }

    @Override
    public <T> Updates<T> update(T gradients, Object state, Object params) {
        NDArray norm = Tree.globalNorm(gradients);
        NDArray small = Formulas.less(norm, Formulas.number(most));
        return new Updates<>(Tree.map(g -> Formulas.where(small, g, Formulas.div(g, Formulas.as(norm, g)).times(most), g), gradients), null);
    }
}
