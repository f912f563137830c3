package dev.jacobi.examples.logistic;

import static dev.jacobi.Jacobi.hessian;
import static dev.jacobi.Jacobi.jit;
import static dev.jacobi.Jacobi.valueAndGrad;

import dev.jacobi.Fn1;
import dev.jacobi.Linalg;
import dev.jacobi.NDArray;
import dev.jacobi.Nn;
import dev.jacobi.Np;
import dev.jacobi.Prng;
import dev.jacobi.examples.Bound;
import dev.jacobi.examples.Example;
import dev.jacobi.examples.Session;
import java.io.IOException;
import java.util.Map;

/** Logistic regression by Newton's method: the Hessian of the loss is one call, and a handful of steps is enough. */
public final class Logistic implements Example {
    private static final int FEATURES = 20;
    private static final double DECAY = 1e-3;

    /** Points with their classes, 0 or 1. */
    record Data(NDArray points, NDArray classes) {
    }

    /** Weights after a step; the loss, and how long its gradient was, before it. */
    record Step(NDArray weights, NDArray loss, NDArray slope) {
    }

    /** Points of which each belongs to a class with the probability that the given weights say. */
    static Data draw(NDArray key, NDArray weights, int n) {
        NDArray keys = Prng.split(key);
        NDArray points = Prng.normal(keys.get(0), n, FEATURES);
        NDArray classes = Prng.bernoulli(keys.get(1), Nn.sigmoid(points.matmul(weights)));
        return new Data(points, classes.astype(points.dtype()));
    }

    /** The mean cross entropy, and a little of the squares of weights. */
    static NDArray loss(NDArray weights, Data data) {
        NDArray logits = data.points().matmul(weights);
        return Nn.sigmoidBinaryCrossEntropy(logits, data.classes()).mean().plus(Np.square(weights).sum().times(DECAY / 2));
    }

    /** To where the loss would be least if it were the parabola that it looks like here. */
    static Step newton(NDArray weights, Data data) {
        var r = valueAndGrad((NDArray w) -> loss(w, data)).apply(weights);
        Fn1<NDArray, NDArray> curvature = hessian((NDArray w) -> loss(w, data));
        return new Step(weights.minus(Linalg.solve(curvature.apply(weights), r.grad())), r.value(), Linalg.norm(r.grad()));
    }

    static NDArray accuracy(NDArray weights, Data data) {
        return data.points().matmul(weights).gt(0).eq(data.classes().gt(0.5)).mean();
    }

    @Override
    public String name() {
        return "logistic";
    }

    @Override
    public String purpose() {
        return "logistic regression by Newton's method, with the Hessian";
    }

    @Override
    public void run(Session session) throws IOException {
        int steps = session.steps(40, 8);
        NDArray keys = Prng.split(Prng.key(8), 3);
        NDArray truth = Prng.normal(keys.get(0), FEATURES);
        int points = session.pick(20_000, 2000);
        session.share("size", Map.of("points", NDArray.scalar((long) points)));
        Data data = draw(keys.get(1), truth, points);
        Data heldOut = draw(keys.get(2), truth, 2000);
        var newton = jit((NDArray w, Data d) -> newton(w, d));
        session.training(steps);
        Step s = new Step(Np.zeros(FEATURES), Np.zeros(), Np.zeros());
        for (int k = 0; k < steps; k++) {
            s = newton.apply(s.weights(), data);
            session.loss(k, s.loss());
        }
        session.compiled("newton", newton, s.weights(), data);
        session.check("slope of the loss at the end", s.slope().item(), Bound.atMost(1e-5));
        session.check("share of held-out points in the right class, as a part of what the true weights reach", accuracy(s.weights(), heldOut).item() / accuracy(truth, heldOut).item(),
            Bound.atLeast(session.pick(0.99, 0.95)));
        session.check("largest error of a weight", Np.max(s.weights().minus(truth).abs()).item(), Bound.atMost(session.pick(0.25, 1)));
        session.compare(20, 1e-5);
    }
}
