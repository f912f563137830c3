package dev.jacobi.array.optim;

import dev.jacobi.GradientTransformation;
import dev.jacobi.NDArray;
import dev.jacobi.Schedule;
import dev.jacobi.Tree;

/** Multiplies by a number that depends on how many steps there were. */
public record ScaleBySchedule(Schedule schedule, double sign) implements GradientTransformation {
    /** How many steps there were. */
    public record State(NDArray count) {
    }

    @Override
    public Object init(Object params) {
        return new State(Formulas.zero());
    }

    @Override
    public <T> Updates<T> update(T gradients, Object state, Object params) {
        NDArray count = ((State) state).count();
        NDArray factor = schedule.at(count).times(sign);
        return new Updates<>(Tree.map(g -> Formulas.as(factor, g).times(g), gradients), new State(Formulas.next(count)));
    }
}
