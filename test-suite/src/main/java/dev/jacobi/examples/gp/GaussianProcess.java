package dev.jacobi.examples.gp;

import dev.jacobi.DType;
import dev.jacobi.Fn4;
import dev.jacobi.GradientTransformation;
import dev.jacobi.GradientTransformation.Updates;
import dev.jacobi.Jacobi;
import dev.jacobi.Linalg;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import dev.jacobi.Optim;
import dev.jacobi.Prng;
import dev.jacobi.ValueAndGrad;
import dev.jacobi.examples.Bound;
import dev.jacobi.examples.Example;
import dev.jacobi.examples.Session;
import dev.jacobi.plots.Plots;
import java.io.IOException;
import java.util.Map;

/** Linear algebra within a loss: the gradient goes through a Cholesky factorisation. All in 64 bits. */
public final class GaussianProcess implements Example {
    private static final double NOISE = 0.2;
    private static final GradientTransformation OPTIMISER = Optim.adam(0.05);

    /** Logarithms of how far points know of each other, of how high the function goes, and of the noise. */
    record Hyper(NDArray length, NDArray height, NDArray noise) {
    }

    /** Hyperparameters and the optimiser's state after a step, and the loss before it. */
    record Step(Hyper hyper, Object state, NDArray loss) {
    }

    /** Mean and standard deviation of the function at some places. */
    record Prediction(NDArray mean, NDArray deviation) {
    }

    @Override
    public String name() {
        return "gp";
    }

    @Override
    public String purpose() {
        return "a Gaussian process is fitted to noisy points, with its hyperparameters";
    }

    /** The covariance of function values at places: the closer, the more alike. */
    static NDArray kernel(Hyper h, NDArray a, NDArray b) {
        NDArray distance = Np.expandDims(a, 1).minus(b).dividedBy(Np.exp(h.length()));
        return Np.exp(Np.square(distance).times(-0.5)).times(Np.exp(h.height().times(2)));
    }

    /** The Cholesky factor of the covariance of what is measured. */
    static NDArray factor(Hyper h, NDArray x) {
        return Linalg.cholesky(kernel(h, x, x).plus(Np.exp(h.noise().times(2)).times(Np.eye(x.shape(0)).astype(DType.F64))));
    }

    /** Less the logarithm of how likely the points are, for each point. */
    static NDArray loss(Hyper h, NDArray x, NDArray y) {
        NDArray l = factor(h, x);
        NDArray white = Linalg.solveTriangular(l, y, true);
        NDArray total = Np.sum(Np.square(white)).times(0.5).plus(Np.sum(Np.log(Np.diag(l))));
        return total.dividedBy(x.size()).plus(0.5 * Math.log(2 * Math.PI));
    }

    static Step step(Hyper h, Object state, NDArray x, NDArray y) {
        ValueAndGrad<NDArray, Hyper> v = Jacobi.<Hyper, NDArray, NDArray, NDArray, Hyper>valueAndGrad(GaussianProcess::loss).apply(h, x, y);
        Updates<Hyper> u = OPTIMISER.update(v.grad(), state, h);
        return new Step(Optim.applyUpdates(h, u.updates()), u.state(), v.value());
    }

    static Prediction predict(Hyper h, NDArray x, NDArray y, NDArray at) {
        NDArray l = factor(h, x);
        NDArray white = Linalg.solveTriangular(l, y, true);
        NDArray known = Linalg.solveTriangular(l, kernel(h, x, at), true);
        NDArray variance = Np.exp(h.height().times(2)).minus(Np.sum(Np.square(known), 0));
        return new Prediction(Np.matmul(known.transpose(), white), Np.sqrt(Np.maximum(variance, NDArray.scalar(0))));
    }

    /** The function that the points are of. */
    static NDArray truth(NDArray x) {
        return Np.sin(x.times(2)).plus(x.times(0.3));
    }

    @Override
    public void run(Session session) throws IOException {
        int count = session.pick(200, 60);
        NDArray keys = Prng.split(Prng.key(0));
        NDArray x = Np.sort(Prng.uniform(keys.get(0), new int[] {count}, DType.F64, -3, 3));
        NDArray y = truth(x).plus(Prng.normal(keys.get(1), new int[] {count}, DType.F64).times(NOISE));
        session.share("data", Map.of("x", x, "y", y));
        Hyper hyper = new Hyper(NDArray.of(1.0, DType.F64), NDArray.of(0.0, DType.F64), NDArray.of(0.0, DType.F64));
        Object state = OPTIMISER.init(hyper);
        Fn4<Hyper, Object, NDArray, NDArray, Step> step = Jacobi.jit(GaussianProcess::step);

        int steps = session.steps(300, 80);
        session.training(steps);
        for (int i = 0; i < steps; i++) {
            Step s = step.apply(hyper, state, x, y);
            hyper = s.hyper();
            state = s.state();
            session.loss(i, s.loss());
        }

        NDArray at = Np.linspace(-3, 3, 121).astype(DType.F64);
        Fn4<Hyper, NDArray, NDArray, NDArray, Prediction> predict = Jacobi.jit(GaussianProcess::predict);
        Prediction p = predict.apply(hyper, x, y, at);
        NDArray two = p.deviation().times(2);
        session.draw("fit", Plots.scatter(x, y).named("points").line(at, p.mean()).named("mean")
            .line(at, p.mean().plus(two)).named("two deviations above").line(at, p.mean().minus(two)).named("and below").title("gp"));
        NDArray error = Np.sqrt(Np.mean(Np.square(p.mean().minus(truth(at)))));
        session.check("error of the mean", error.item(), Bound.atMost(session.pick(0.08, 0.2)));
        session.check("noise found", Math.exp(hyper.noise().item()), new Bound(NOISE * session.pick(0.85, 0.5), NOISE * session.pick(1.15, 3.0)));
        session.compiled("step", step, hyper, state, x, y);
        session.compare(steps, 1e-9);
    }
}
