package dev.jacobi.array.optim;

import dev.jacobi.GradientTransformation;
import dev.jacobi.Tree;

/** Adds up gradients, older ones with less weight, and looks ahead by one step. */
public record Nesterov(double decay) implements GradientTransformation {
    /** The decayed sum of the gradients. */
    public record State(Object trace) {
    }

    @Override
    public Object init(Object params) {
        return new State(Tree.zerosLike(params));
    }

    @Override
    public <T> Updates<T> update(T gradients, Object state, Object params) {
        T next = Tree.map((g, t) -> g.plus(t.times(decay)), gradients, ((State) state).trace());
        return new Updates<>(Tree.map((g, t) -> g.plus(t.times(decay)), gradients, next), new State(next));
    }
}
