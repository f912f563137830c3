package dev.jacobi.examples.cnn;

import dev.jacobi.Fn2;
import dev.jacobi.Fn4;
import dev.jacobi.GradientTransformation;
import dev.jacobi.GradientTransformation.Updates;
import dev.jacobi.Jacobi;
import dev.jacobi.NDArray;
import dev.jacobi.Nn;
import dev.jacobi.Np;
import dev.jacobi.Optim;
import dev.jacobi.Prng;
import dev.jacobi.ValueAndGrad;
import dev.jacobi.examples.Bound;
import dev.jacobi.examples.Example;
import dev.jacobi.examples.Session;
import dev.jacobi.examples.digits.Digits;
import dev.jacobi.examples.digits.Epochs;
import java.io.IOException;
import java.util.Map;

/** Convolutions, pooling, and an optimiser whose state is a tree like the parameters. */
public final class Cnn implements Example {
    private static final int BATCH = 64;
    private static final GradientTransformation OPTIMISER = Optim.adam(2e-3);

    /** What the network learns: two kernels, a matrix, and what is added behind each. */
    record Net(NDArray kernel1, NDArray bias1, NDArray kernel2, NDArray bias2, NDArray weights, NDArray bias) {
    }

    /** The network and the optimiser's state after a step, and the loss before it. */
    record Step(Net net, Object state, NDArray loss) {
    }

    @Override
    public String name() {
        return "cnn";
    }

    @Override
    public String purpose() {
        return "a network with two convolutions learns to read digits by Adam";
    }

    static Net init(NDArray key) {
        NDArray keys = Prng.split(key, 3);
        return new Net(
            Prng.normal(keys.get(0), 3, 3, 1, 16).times(Math.sqrt(2.0 / 9)), Np.zeros(16),
            Prng.normal(keys.get(1), 3, 3, 16, 32).times(Math.sqrt(2.0 / (9 * 16))), Np.zeros(32),
            Prng.normal(keys.get(2), 7 * 7 * 32, 10).times(Math.sqrt(1.0 / (7 * 7 * 32))), Np.zeros(10));
    }

    /** For each image how much the network is for each digit. */
    static NDArray logits(Net net, NDArray images) {
        NDArray x = images.reshape(-1, Digits.SIDE, Digits.SIDE, 1);
        x = Nn.relu(Nn.conv2d(x, net.kernel1(), 1, "SAME").plus(net.bias1()));
        x = Nn.maxPool(x, new int[] {2, 2}, new int[] {2, 2}, "VALID");
        x = Nn.relu(Nn.conv2d(x, net.kernel2(), 1, "SAME").plus(net.bias2()));
        x = Nn.maxPool(x, new int[] {2, 2}, new int[] {2, 2}, "VALID");
        return Np.matmul(x.reshape(-1, 7 * 7 * 32), net.weights()).plus(net.bias());
    }

    static NDArray loss(Net net, NDArray images, NDArray labels) {
        return Np.mean(Nn.softmaxCrossEntropyWithIntegerLabels(logits(net, images), labels));
    }

    static Step step(Net net, Object state, NDArray images, NDArray labels) {
        ValueAndGrad<NDArray, Net> v = Jacobi.<Net, NDArray, NDArray, NDArray, Net>valueAndGrad(Cnn::loss).apply(net, images, labels);
        Updates<Net> u = OPTIMISER.update(v.grad(), state, net);
        return new Step(Optim.applyUpdates(net, u.updates()), u.state(), v.value());
    }

    @Override
    public void run(Session session) throws IOException {
        Digits train = Digits.drawn(1, session.pick(20_000, 640));
        Digits heldOut = Digits.drawn(2, session.pick(2000, 200));
        session.share("data", Map.of("images", train.images(), "labels", train.labels()));
        NDArray key = Prng.key(0);
        Net net = init(key);
        Object state = OPTIMISER.init(net);
        Fn4<Net, Object, NDArray, NDArray, Step> step = Jacobi.jit(Cnn::step);

        Epochs epochs = new Epochs(key, train.count(), BATCH);
        int steps = session.steps(2 * epochs.length(), 3 * epochs.length());
        session.training(steps);
        for (int i = 0; i < steps; i++) {
            Digits batch = train.take(epochs.rows(i));
            Step s = step.apply(net, state, batch.images(), batch.labels());
            net = s.net();
            state = s.state();
            session.loss(i, s.loss());
        }

        Fn2<Net, NDArray, NDArray> logits = Jacobi.jit(Cnn::logits);
        NDArray right = Np.argmax(logits.apply(net, heldOut.images()), 1).eq(heldOut.labels());
        session.check("share of held-out digits read rightly", Np.mean(right).item(), Bound.atLeast(session.pick(0.985, 0.5)));
        Digits some = train.take(epochs.rows(0));
        session.compiled("step", step, net, state, some.images(), some.labels());
        session.compare(20, 1e-4);
    }
}
