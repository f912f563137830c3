package dev.jacobi.array.optim;

import dev.jacobi.DType;
import dev.jacobi.GradientTransformation;
import dev.jacobi.NDArray;
import dev.jacobi.Tree;

/** Multiplies by an estimate of the inverse Hessian, made of the last differences of parameters and gradients (L-BFGS, in two loops). */
public record ScaleByLbfgs(int memory) implements GradientTransformation {
    /** The last parameters and gradients, the differences in a ring along a first axis, and 1 over the products of these. */
    public record State(NDArray count, Object params, Object updates, Object paramDifferences, Object updateDifferences, NDArray weights) {
    }

    @Override
    public Object init(Object params) {
        Object zeros = Tree.zerosLike(params);
        Object ring = Tree.map(x -> Formulas.ring(x, memory), zeros);
        return new State(Formulas.zero(), zeros, zeros, ring, ring, Formulas.ring(NDArray.of(0f, DType.F32), memory));
    }

    @Override
    public <T> Updates<T> update(T gradients, Object state, Object params) {
        State s = (State) state;
        NDArray length = NDArray.of(memory, DType.I32);
        NDArray index = Formulas.remainder(s.count(), length);
        NDArray last = Formulas.remainder(s.count().minus(Formulas.one()), length);
        NDArray begun = Formulas.less(Formulas.zero(), s.count());
        Object dp = Tree.map((a, b) -> Formulas.orZero(begun, a.minus(b)), params, s.params());
        T du = Tree.map((a, b) -> Formulas.orZero(begun, a.minus(b)), gradients, s.updates());
        NDArray product = Tree.dot(du, dp);
        NDArray weight = Formulas.where(Formulas.equal(product, NDArray.scalar(0)), NDArray.scalar(0.0), Formulas.div(NDArray.scalar(1.0), product), product);
        NDArray weights = Formulas.put(s.weights(), last, Formulas.as(Formulas.orZero(begun, weight), s.weights()));
        Object dps = Tree.map((ring, x) -> Formulas.put(ring, last, x), s.paramDifferences(), dp);
        Object dus = Tree.map((ring, x) -> Formulas.put(ring, last, x), s.updateDifferences(), du);
        NDArray squares = Tree.squaredNorm(du);
        NDArray ratio = Formulas.where(Formulas.less(NDArray.scalar(0), squares), Formulas.div(product, squares), NDArray.scalar(1.0), squares);
        NDArray inverse = Formulas.min(NDArray.scalar(1.0), Formulas.div(NDArray.scalar(1.0), Tree.globalNorm(gradients)));
        NDArray scale = Formulas.where(begun, ratio, inverse, squares);
        return new Updates<>(product(gradients, index, length, dps, dus, weights, scale), new State(Formulas.next(s.count()), params, gradients, dps, dus, weights));
    }

    private <T> T product(T gradients, NDArray index, NDArray length, Object dps, Object dus, NDArray weights, NDArray scale) {
        T vec = Tree.map(v -> v, gradients); // an object that nobody else has, so that the loop can carry its arrays
        NDArray alphas = Formulas.zeros(weights);
        for (int k = memory - 1; k >= 0; k--) {
            NDArray at = Formulas.remainder(index.plus(NDArray.of(k, DType.I32)), length);
            NDArray alpha = Formulas.get(weights, at).times(Tree.dot(Tree.map(ring -> Formulas.get(ring, at), dps), vec));
            vec = Tree.map((v, ring) -> v.minus(Formulas.get(ring, at).times(alpha)), vec, dus);
            alphas = Formulas.put(alphas, NDArray.of(k, DType.I32), alpha);
        }
        vec = Tree.map(v -> v.times(Formulas.as(scale, v)), vec);
        for (int k = 0; k < memory; k++) {
            NDArray at = Formulas.remainder(index.plus(NDArray.of(k, DType.I32)), length);
            NDArray beta = Formulas.get(weights, at).times(Tree.dot(Tree.map(ring -> Formulas.get(ring, at), dus), vec));
            NDArray step = Formulas.get(alphas, NDArray.of(k, DType.I32)).minus(beta);
            vec = Tree.map((v, ring) -> v.plus(Formulas.get(ring, at).times(step)), vec, dps);
        }
        return vec;
    }
}
