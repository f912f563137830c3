package dev.jacobi.array.optim;

import dev.jacobi.GradientTransformation;
import dev.jacobi.JacobiException;

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
        if (state == null) {
            throw new JacobiException("Optim: the state given to update is null, and this transformation keeps one; "
                + "give what init returned for the parameters, and then what each update returns.");
        }
        State s = (State) state;
        Updates<T> a = first.update(gradients, s.first(), params);
        Updates<T> b = second.update(a.updates(), s.second(), params);
        return new Updates<>(b.updates(), new State(a.state(), b.state()));
    }
}
