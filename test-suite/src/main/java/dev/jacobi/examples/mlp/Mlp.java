package dev.jacobi.examples.mlp;

import dev.jacobi.Fn2;
import dev.jacobi.Fn3;
import dev.jacobi.Jacobi;
import dev.jacobi.NDArray;
import dev.jacobi.Nn;
import dev.jacobi.Np;
import dev.jacobi.Prng;
import dev.jacobi.Tree;
import dev.jacobi.ValueAndGrad;
import dev.jacobi.examples.Bound;
import dev.jacobi.examples.Example;
import dev.jacobi.examples.Session;
import dev.jacobi.examples.digits.Digits;
import dev.jacobi.examples.digits.Epochs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The program with which most tutorials begin: parameters are a tree, a loss is a function of them, and a step of training is its gradient. */
public final class Mlp implements Example {
    private static final int[] SIZES = {Digits.SIDE * Digits.SIDE, 256, 10};
    private static final int BATCH = 128;
    private static final double RATE = 0.1;

    /** What a layer learns. */
    record Layer(NDArray weights, NDArray bias) {
    }

    /** The network after a step, and the loss before it. */
    record Step(List<Layer> net, NDArray loss) {
    }

    @Override
    public String name() {
        return "mlp";
    }

    @Override
    public String purpose() {
        return "a network of 784, 256 and 10 units learns to read digits";
    }

    /** Layers with random weights: for each layer a key of its own. */
    static List<Layer> init(NDArray key, int[] sizes) {
        NDArray keys = Prng.split(key, sizes.length - 1);
        List<Layer> net = new ArrayList<>();
        for (int i = 0; i + 1 < sizes.length; i++) {
            NDArray weights = Prng.normal(keys.get(i), sizes[i], sizes[i + 1]).times(Math.sqrt(2.0 / sizes[i]));
            net.add(new Layer(weights, Np.zeros(sizes[i + 1])));
        }
        return net;
    }

    /** What the network says of images: for each the logarithm of how probable each digit is. */
    static NDArray predict(List<Layer> net, NDArray images) {
        NDArray x = images;
        for (int i = 0; i + 1 < net.size(); i++) {
            x = Nn.relu(Np.matmul(x, net.get(i).weights()).plus(net.get(i).bias()));
        }
        Layer last = net.get(net.size() - 1);
        return Nn.logSoftmax(Np.matmul(x, last.weights()).plus(last.bias()));
    }

    static NDArray loss(List<Layer> net, NDArray images, NDArray labels) {
        return Np.mean(Np.sum(predict(net, images).times(Nn.oneHot(labels, 10)), 1)).neg();
    }

    static Step step(List<Layer> net, NDArray images, NDArray labels) {
        ValueAndGrad<NDArray, List<Layer>> v = Jacobi.<List<Layer>, NDArray, NDArray, NDArray, List<Layer>>valueAndGrad(Mlp::loss).apply(net, images, labels);
        return new Step(Tree.map((p, g) -> p.minus(g.times(RATE)), net, v.grad()), v.value());
    }

    @Override
    public void run(Session session) throws IOException {
        Digits train = Digits.drawn(1, session.pick(20_000, 1280));
        Digits heldOut = Digits.drawn(2, session.pick(2000, 200));
        session.share("data", Map.of("images", train.images(), "labels", train.labels()));
        NDArray key = Prng.key(0);
        List<Layer> net = init(key, SIZES);
        Fn3<List<Layer>, NDArray, NDArray, Step> step = Jacobi.jit(Mlp::step);

        Epochs epochs = new Epochs(key, train.count(), BATCH);
        int steps = session.steps(15 * epochs.length(), 5 * epochs.length());
        session.training(steps);
        for (int i = 0; i < steps; i++) {
            Digits batch = train.take(epochs.rows(i));
            Step s = step.apply(net, batch.images(), batch.labels());
            net = s.net();
            session.loss(i, s.loss());
        }

        Fn2<List<Layer>, NDArray, NDArray> predict = Jacobi.jit(Mlp::predict);
        NDArray right = Np.argmax(predict.apply(net, heldOut.images()), 1).eq(heldOut.labels());
        session.check("share of held-out digits read rightly", Np.mean(right).item(), Bound.atLeast(session.pick(0.97, 0.5)));
        Digits some = train.take(epochs.rows(0));
        session.compiled("step", step, net, some.images(), some.labels());
        session.compare(20, 1e-5);
    }
}
