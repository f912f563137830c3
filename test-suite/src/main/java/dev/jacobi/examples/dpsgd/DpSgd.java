package dev.jacobi.examples.dpsgd;

import dev.jacobi.Fn2;
import dev.jacobi.Fn3;
import dev.jacobi.Fn4;
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

/** Per-example gradients are the word {@code vmap(grad(loss))}: the loss is written for one example, and nothing else changes. */
public final class DpSgd implements Example {
    private static final int HIDDEN = 64;
    private static final int BATCH = 250;
    private static final double RATE = 0.5;
    /** The longest gradient that an example may have. */
    private static final double CLIP = 1;
    /** The standard deviation of the noise, as a part of {@link #CLIP}. */
    private static final double NOISE = 1;

    /** A network of two layers. */
    record Net(NDArray w1, NDArray b1, NDArray w2, NDArray b2) {
    }

    /** The network after a step, and the mean loss before it. */
    record Step(Net net, NDArray loss) {
    }

    @Override
    public String name() {
        return "dpsgd";
    }

    @Override
    public String purpose() {
        return "a network learns to read digits by gradients of single examples, clipped and with noise";
    }

    static Net init(NDArray key) {
        NDArray keys = Prng.split(key, 2);
        int pixels = Digits.SIDE * Digits.SIDE;
        return new Net(Prng.normal(keys.get(0), pixels, HIDDEN).times(Math.sqrt(1.0 / pixels)), Np.zeros(HIDDEN),
            Prng.normal(keys.get(1), HIDDEN, 10).times(Math.sqrt(1.0 / HIDDEN)), Np.zeros(10));
    }

    static NDArray logits(Net net, NDArray image) {
        NDArray hidden = Np.tanh(Np.matmul(image, net.w1()).plus(net.b1()));
        return Np.matmul(hidden, net.w2()).plus(net.b2());
    }

    /** The loss of one image. */
    static NDArray loss(Net net, NDArray image, NDArray label) {
        return Nn.softmaxCrossEntropyWithIntegerLabels(logits(net, image), label);
    }

    /** The loss of one image and its gradient, which is made shorter where it is longer than it may be. */
    static ValueAndGrad<NDArray, Net> clipped(Net net, NDArray image, NDArray label) {
        ValueAndGrad<NDArray, Net> v = Jacobi.<Net, NDArray, NDArray, NDArray, Net>valueAndGrad(DpSgd::loss).apply(net, image, label);
        NDArray factor = Np.minimum(NDArray.scalar(1.0), NDArray.scalar(CLIP).dividedBy(Tree.globalNorm(v.grad())));
        return new ValueAndGrad<>(v.value(), Tree.map(g -> g.times(factor), v.grad()));
    }

    static Step step(Net net, NDArray key, NDArray images, NDArray labels) {
        Fn3<Net, NDArray, NDArray, ValueAndGrad<NDArray, Net>> each = Jacobi.vmap(DpSgd::clipped, null, 0, 0);
        ValueAndGrad<NDArray, Net> v = each.apply(net, images, labels);
        List<NDArray> sums = Tree.leaves(Tree.map(g -> Np.sum(g, 0), v.grad()));
        NDArray keys = Prng.split(key, sums.size());
        List<NDArray> noisy = new ArrayList<>();
        for (int i = 0; i < sums.size(); i++) {
            noisy.add(sums.get(i).plus(Prng.normalLike(keys.get(i), sums.get(i)).times(NOISE * CLIP)));
        }
        Net gradient = Tree.unflatten(net, noisy);
        return new Step(Tree.map((p, g) -> p.minus(g.times(RATE / BATCH)), net, gradient), Np.mean(v.value()));
    }

    @Override
    public void run(Session session) throws IOException {
        Digits train = Digits.drawn(1, session.pick(20_000, 1000));
        Digits heldOut = Digits.drawn(2, session.pick(2000, 200));
        session.share("data", Map.of("images", train.images(), "labels", train.labels()));
        NDArray key = Prng.key(0);
        Net net = init(key);
        Fn4<Net, NDArray, NDArray, NDArray, Step> step = Jacobi.jit(DpSgd::step);

        Epochs epochs = new Epochs(key, train.count(), BATCH);
        int steps = session.steps(10 * epochs.length(), 5 * epochs.length());
        NDArray noise = Prng.key(1);
        session.training(steps);
        for (int i = 0; i < steps; i++) {
            Digits batch = train.take(epochs.rows(i));
            Step s = step.apply(net, Prng.foldIn(noise, i), batch.images(), batch.labels());
            net = s.net();
            session.loss(i, s.loss());
        }

        Fn2<Net, NDArray, NDArray> logits = Jacobi.jit(DpSgd::logits);
        NDArray right = Np.argmax(logits.apply(net, heldOut.images()), 1).eq(heldOut.labels());
        session.check("share of held-out digits read rightly", Np.mean(right).item(), Bound.atLeast(session.pick(0.85, 0.2)));
        double epsilon = Privacy.epsilon((double) BATCH / train.count(), NOISE, steps, 1e-5);
        session.check("epsilon for delta = 1e-5, if batches were drawn anew for each step", epsilon, Bound.atMost(session.pick(5.0, 50.0)));
        Digits some = train.take(epochs.rows(0));
        session.compiled("step", step, net, noise, some.images(), some.labels());
        session.compare(100, 1e-4);
    }
}
