package dev.jacobi.examples.neuralode;

import dev.jacobi.Fn2;
import dev.jacobi.Fn3;
import dev.jacobi.GradientTransformation;
import dev.jacobi.GradientTransformation.Updates;
import dev.jacobi.Jacobi;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import dev.jacobi.Ode;
import dev.jacobi.Optim;
import dev.jacobi.Prng;
import dev.jacobi.Slice;
import dev.jacobi.ValueAndGrad;
import dev.jacobi.examples.Bound;
import dev.jacobi.examples.Example;
import dev.jacobi.examples.Session;
import dev.jacobi.plots.Plots;
import java.io.IOException;
import java.util.Map;

/** A gradient through a solver that chooses its steps itself. */
public final class NeuralOde implements Example {
    private static final int HIDDEN = 32;
    private static final int TIMES = 40;
    private static final double TOLERANCE = 1e-4;
    private static final GradientTransformation OPTIMISER = Optim.adam(1e-2);

    /** The network that says where a point goes. */
    record Net(NDArray w1, NDArray b1, NDArray w2, NDArray b2) {
    }

    /** The network and the optimiser's state after a step, and the loss before it. */
    record Step(Net net, Object state, NDArray loss) {
    }

    @Override
    public String name() {
        return "neuralode";
    }

    @Override
    public String purpose() {
        return "a differential equation whose right side is a network is fitted to a spiral";
    }

    static Net init(NDArray key) {
        NDArray keys = Prng.split(key);
        return new Net(Prng.normal(keys.get(0), 2, HIDDEN).times(0.5), Np.zeros(HIDDEN), Prng.normal(keys.get(1), HIDDEN, 2).times(0.1), Np.zeros(2));
    }

    /** Where points go, by the network. */
    static NDArray velocity(Net net, NDArray y) {
        return Np.matmul(Np.tanh(Np.matmul(y, net.w1()).plus(net.b1())), net.w2()).plus(net.b2());
    }

    /** Where points go in truth: round the middle and inwards. */
    static NDArray spiral(NDArray y) {
        NDArray turn = NDArray.of(new double[][] {{-0.3, 2}, {-2, -0.3}});
        return Np.matmul(y, turn);
    }

    /** Where points that are at {@code start} are at some times. */
    static NDArray path(Net net, NDArray start, NDArray times) {
        return Ode.odeint((NDArray y, NDArray t) -> velocity(net, y), start, times, TOLERANCE, TOLERANCE);
    }

    static NDArray loss(Net net, NDArray times, NDArray points) {
        return Np.mean(Np.square(path(net, points.get(0), times).minus(points)));
    }

    static Step step(Net net, Object state, NDArray times, NDArray points) {
        ValueAndGrad<NDArray, Net> v = Jacobi.<Net, NDArray, NDArray, NDArray, Net>valueAndGrad(NeuralOde::loss).apply(net, times, points);
        Updates<Net> u = OPTIMISER.update(v.grad(), state, net);
        return new Step(Optim.applyUpdates(net, u.updates()), u.state(), v.value());
    }

    @Override
    public void run(Session session) throws IOException {
        NDArray times = Np.linspace(0, 3, TIMES);
        NDArray start = NDArray.of(new double[][] {{2, 0}, {0, 1.5}, {-1, -1}});
        Fn2<NDArray, NDArray, NDArray> truth = Jacobi.jit((NDArray s, NDArray t) -> Ode.odeint((NDArray y, NDArray at) -> spiral(y), s, t, 1e-6, 1e-6));
        NDArray points = truth.apply(start, times);
        session.share("data", Map.of("times", times, "points", points));
        Net net = init(Prng.key(0));
        Object state = OPTIMISER.init(net);
        var step = Jacobi.jit((Net n, Object s, NDArray t, NDArray p) -> step(n, s, t, p));

        int steps = session.steps(500, 20);
        session.training(steps);
        for (int i = 0; i < steps; i++) {
            Step s = step.apply(net, state, times, points);
            net = s.net();
            state = s.state();
            session.loss(i, s.loss());
        }

        Fn3<Net, NDArray, NDArray, NDArray> path = Jacobi.jit(NeuralOde::path);
        NDArray found = path.apply(net, start, times);
        session.draw("path", Plots.scatter(points.get(Slice.ALL, 0, 0), points.get(Slice.ALL, 0, 1)).named("spiral")
            .line(found.get(Slice.ALL, 0, 0), found.get(Slice.ALL, 0, 1)).named("found").title("neuralode"));
        session.check("mean distance of the paths", Np.mean(Np.sqrt(Np.sum(Np.square(found.minus(points)), 2))).item(), Bound.atMost(session.pick(0.1, 3)));
        session.compiled("step", step, net, state, times, points);
        session.compare(20, 1e-3);
    }
}
