package dev.jacobi.array.optim;

import dev.jacobi.GradientTransformation;
import dev.jacobi.Tree;

/** A transformation of some leaves; others are left as they are, and are 0 for it. */
public record Masked(GradientTransformation inner, Object mask) implements GradientTransformation {
    @Override
    public Object init(Object params) {
        return inner.init(params);
    }

    @Override
    public <T> Updates<T> update(T gradients, Object state, Object params) {
        T seen = Tree.map((g, m) -> Formulas.where(Formulas.truth(m), g, Formulas.full(g, Formulas.number(0)), g), gradients, mask);
        Updates<T> u = inner.update(seen, state, params);
        return new Updates<>(Tree.map((x, g, m) -> Formulas.where(Formulas.truth(m), x, g, g), u.updates(), gradients, mask), u.state());
    }
}
