package dev.jacobi.examples.vae;

import static dev.jacobi.Jacobi.jit;
import static dev.jacobi.Jacobi.valueAndGrad;

import dev.jacobi.DType;
import dev.jacobi.GradientTransformation;
import dev.jacobi.NDArray;
import dev.jacobi.Nn;
import dev.jacobi.Np;
import dev.jacobi.Optim;
import dev.jacobi.Prng;
import dev.jacobi.Slice;
import dev.jacobi.examples.Bound;
import dev.jacobi.examples.Example;
import dev.jacobi.examples.Session;
import dev.jacobi.examples.digits.Digits;
import dev.jacobi.plots.Plots;
import java.io.IOException;
import java.util.Map;

/** A variational autoencoder (Kingma and Welling 2013) of images of digits: 784 pixels become 16 numbers with an uncertainty, from which the image is drawn again. */
public final class Vae implements Example {
    private static final int PIXELS = Digits.SIDE * Digits.SIDE;
    private static final int HIDDEN = 256;
    private static final int CODE = 16;
    private static final int BATCH = 128;
    private static final GradientTransformation OPTIMIZER = Optim.adam(1e-3);

    /** One dense layer. */
    record Layer(NDArray weights, NDArray bias) {
        NDArray apply(NDArray x) {
            return Nn.dense(x, weights, bias);
        }
    }

    /** What the encoder says of an image: where its code is, and the logarithm of the variance there. */
    record Code(NDArray mean, NDArray logVariance) {
    }

    /** The encoder: a hidden layer, and one for each part of a code. */
    record Encoder(Layer hidden, Layer mean, Layer logVariance) {
        Code apply(NDArray x) {
            NDArray h = Nn.relu(hidden.apply(x));
            return new Code(mean.apply(h), logVariance.apply(h));
        }
    }

    /** The decoder: from a code to the logits of pixels. */
    record Decoder(Layer hidden, Layer pixels) {
        NDArray apply(NDArray code) {
            return pixels.apply(Nn.relu(hidden.apply(code)));
        }
    }

    /** All that is learned. */
    record Params(Encoder encoder, Decoder decoder) {
    }

    /** What training goes on with, and the loss of the step before. */
    record State(Params params, Object optimizer, NDArray key, NDArray loss) {
    }

    static Layer layer(NDArray key, int in, int out) {
        return new Layer(Nn.glorotUniform(key, new int[] {in, out}, DType.F32), Np.zeros(out));
    }

    static State init(NDArray key) {
        NDArray keys = Prng.split(key, 6);
        var encoder = new Encoder(layer(keys.get(0), PIXELS, HIDDEN), layer(keys.get(1), HIDDEN, CODE), layer(keys.get(2), HIDDEN, CODE));
        var decoder = new Decoder(layer(keys.get(3), CODE, HIDDEN), layer(keys.get(4), HIDDEN, PIXELS));
        var params = new Params(encoder, decoder);
        return new State(params, OPTIMIZER.init(params), keys.get(5), Np.zeros());
    }

    /** The negative of the evidence's lower bound, a mean over images: what is lost in drawing them again, and how far codes are from normal ones. */
    static NDArray loss(Params p, NDArray images, NDArray key) {
        Code c = p.encoder().apply(images);
        NDArray z = c.mean().plus(Np.exp(c.logVariance().times(0.5)).times(Prng.normalLike(key, c.mean())));
        NDArray lost = Nn.sigmoidBinaryCrossEntropy(p.decoder().apply(z), images).sum(1);
        NDArray far = Np.exp(c.logVariance()).plus(Np.square(c.mean())).minus(1).minus(c.logVariance()).sum(1).times(0.5);
        return lost.plus(far).mean();
    }

    static State step(State s, NDArray images) {
        NDArray keys = Prng.split(s.key(), 3);
        NDArray batch = Np.take(images, Prng.randint(keys.get(1), new int[] {BATCH}, 0, images.shape(0)), 0);
        var r = valueAndGrad((Params p) -> loss(p, batch, keys.get(2))).apply(s.params());
        var u = OPTIMIZER.update(r.grad(), s.optimizer(), s.params());
        return new State(Optim.applyUpdates(s.params(), u.updates()), u.state(), keys.get(0), r.value());
    }

    /** Images that the model draws from codes. */
    static NDArray draw(Params p, NDArray codes) {
        return Nn.sigmoid(p.decoder().apply(codes));
    }

    /** The mean square by which images that are encoded and drawn again differ. */
    static NDArray difference(Params p, NDArray images) {
        return Nn.squaredError(draw(p, p.encoder().apply(images).mean()), images).mean();
    }

    @Override
    public String name() {
        return "vae";
    }

    @Override
    public String purpose() {
        return "a variational autoencoder learns to draw digits from 16 numbers";
    }

    @Override
    public void run(Session session) throws IOException {
        int steps = session.steps(1000, 40);
        NDArray images = Digits.drawn(7, session.pick(5000, 500)).images();
        NDArray heldOut = Digits.drawn(8, 500).images();
        session.share("data", Map.of("images", images, "heldOut", heldOut));
        NDArray keys = Prng.split(Prng.key(7), 3);
        State state = init(keys.get(0));
        var step = jit((State s, NDArray x) -> step(s, x));
        session.training(steps);
        for (int k = 0; k < steps; k++) {
            state = step.apply(state, images);
            session.loss(k, state.loss());
        }
        session.compiled("step", step, state, images);

        Params params = state.params();
        NDArray drawn = jit((Params p, NDArray z) -> draw(p, z)).apply(params, Prng.normal(keys.get(1), 8, CODE));
        session.draw("drawn", Plots.image(sheet(drawn)).title("digits that the model draws"));
        session.draw("again", Plots.image(sheet(Np.concatenate(heldOut.get(Slice.of(0, 4)), draw(params, params.encoder().apply(heldOut.get(Slice.of(0, 4))).mean())))).title("images and what is drawn of them"));
        double plain = Np.square(heldOut.minus(images.mean(0))).mean().item();
        session.check("squared difference of held-out images drawn again, as a part of that of the mean image", difference(params, heldOut).item() / plain, Bound.atMost(session.pick(0.5, 1.2)));
        session.check("bound of the evidence of held-out images", loss(params, heldOut, keys.get(2)).item(), Bound.atMost(session.pick(270, 500)));
        session.compare(20, 1e-4);
    }

    /** Eight images as one: two rows of four. */
    private static NDArray sheet(NDArray images) {
        int side = Digits.SIDE;
        return Np.transpose(images.reshape(2, 4, side, side), 0, 2, 1, 3).reshape(2 * side, 4 * side);
    }
}
