package dev.jacobi.array.optim;

import dev.jacobi.GradientTransformation;

/** One transformation after another. */
public record Chain(GradientTransformation first, GradientTransformation second) implements GradientTransformation {
    /** The states of both. */
    public record State(Object first, Object second) {
    }

    @Override
    public Object init(Object params) {
        return new State(first.init(params), second.init(params));
    }

    @Override
    public <T> Updates<T> update(T gradients, Object state, Object params) {
        State s = (State) state;
        Updates<T> a = first.update(gradients, s.first(), params);
        Updates<T> b = second.update(a.updates(), s.second(), params);
        return new Updates<>(b.updates(), new State(a.state(), b.state()));
    }
}
