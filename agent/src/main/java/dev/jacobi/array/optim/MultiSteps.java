package dev.jacobi.array.optim;

import dev.jacobi.DType;
import dev.jacobi.GradientTransformation;
import dev.jacobi.NDArray;
import dev.jacobi.Tree;

/** Takes a step with the average of several gradients, and none in between. */
public record MultiSteps(GradientTransformation inner, int every) implements GradientTransformation {
    /** Where it is between two steps, and the average of the gradients since the last one. */
    public record State(NDArray miniStep, NDArray gradientStep, Object inner, Object gradients) {
    }

    @Override
    public Object init(Object params) {
        return new State(Formulas.zero(), Formulas.zero(), inner.init(params), Tree.zerosLike(params));
    }

    @Override
    public <T> Updates<T> update(T gradients, Object state, Object params) {
        State s = (State) state;
        NDArray n = s.miniStep();
        T sums = Tree.map((g, a) -> a.plus(Formulas.div(g.minus(a), Formulas.as(n.plus(Formulas.one()), g))), gradients, s.gradients());
        Updates<T> u = inner.update(sums, s.inner(), params);
        NDArray emit = Formulas.equal(n, NDArray.of(every - 1, DType.I32));
        NDArray mini = Formulas.where(emit, Formulas.zero(), n.plus(Formulas.one()), n);
        NDArray steps = Formulas.where(emit, Formulas.next(s.gradientStep()), s.gradientStep(), n);
        Object kept = Tree.map((b, a) -> Formulas.where(emit, b, a, b), u.state(), s.inner());
        return new Updates<>(Tree.map(x -> Formulas.where(emit, x, Formulas.full(x, Formulas.number(0)), x), u.updates()),
            new State(mini, steps, kept, Tree.map(x -> Formulas.where(emit, Formulas.full(x, Formulas.number(0)), x, x), sums)));
    }
}
