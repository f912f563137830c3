package dev.jacobi.examples.transformer;

import dev.jacobi.Fn3;
import dev.jacobi.Fn4;
import dev.jacobi.GradientTransformation;
import dev.jacobi.GradientTransformation.Updates;
import dev.jacobi.Jacobi;
import dev.jacobi.NDArray;
import dev.jacobi.Nn;
import dev.jacobi.Np;
import dev.jacobi.Optim;
import dev.jacobi.Prng;
import dev.jacobi.Schedules;
import dev.jacobi.Slice;
import dev.jacobi.ValueAndGrad;
import dev.jacobi.examples.Bound;
import dev.jacobi.examples.Example;
import dev.jacobi.examples.Session;
import java.io.IOException;
import java.util.Map;

/** Attention, a model that is a record with methods, and sampling by a key for each character. */
public final class Transformer implements Example {
    private static final int LENGTH = 64;
    private static final int SIZE = 64;
    private static final int DEPTH = 2;
    private static final int BATCH = 16;
    private static final int STEPS = 600;
    private static final GradientTransformation OPTIMISER = Optim.adam(Schedules.cosineDecay(3e-3, STEPS));

    /** The model and the optimiser's state after a step, and the loss before it. */
    record Step(Model model, Object state, NDArray loss) {
    }

    @Override
    public String name() {
        return "transformer";
    }

    @Override
    public String purpose() {
        return "a transformer learns a paragraph by heart and writes it down";
    }

    /** Windows of the text that begin at these places, each with one character more than the model sees. */
    static NDArray windows(NDArray text, NDArray starts) {
        return Np.take(text, Np.expandDims(starts, 1).plus(Np.arange(LENGTH + 1)), 0);
    }

    static NDArray loss(Model model, NDArray windows) {
        NDArray logits = model.logits(windows.get(Slice.ALL, Slice.to(-1)));
        return Np.mean(Nn.softmaxCrossEntropyWithIntegerLabels(logits, windows.get(Slice.ALL, Slice.from(1))));
    }

    static Step step(Model model, Object state, NDArray windows) {
        ValueAndGrad<NDArray, Model> v = Jacobi.<Model, NDArray, NDArray, Model>valueAndGrad(Transformer::loss).apply(model, windows);
        Updates<Model> u = OPTIMISER.update(v.grad(), state, model);
        return new Step(Optim.applyUpdates(model, u.updates()), u.state(), v.value());
    }

    /** The character after a window: a random one, the likelier the more often; the likeliest where the temperature is 0. */
    static NDArray next(Model model, NDArray window, NDArray key, NDArray temperature) {
        NDArray logits = model.logits(Np.expandDims(window, 0)).get(0, -1);
        NDArray noise = Prng.gumbel(key, Paragraph.ALPHABET.length());
        return Np.argmax(logits.plus(noise.times(temperature)));
    }

    /** What the model writes after the first window of the text. */
    static String write(Fn4<Model, NDArray, NDArray, NDArray, NDArray> next, Model model, NDArray text, int count, double temperature) {
        NDArray window = text.get(Slice.to(LENGTH));
        var written = new StringBuilder();
        for (int i = 0; i < count; i++) {
            NDArray token = next.apply(model, window, Prng.foldIn(Prng.key(2), i), NDArray.scalar(temperature));
            written.append(Paragraph.decode(token));
            window = Np.append(window.get(Slice.from(1)), token);
        }
        return written.toString();
    }

    @Override
    public void run(Session session) throws IOException {
        NDArray text = Paragraph.encode(Paragraph.TEXT);
        int count = (int) text.size();
        NDArray key = Prng.key(0);
        Model model = Model.init(key, Paragraph.ALPHABET.length(), LENGTH, SIZE, DEPTH);
        Object state = OPTIMISER.init(model);
        session.share("data", Map.of("text", text));
        Fn3<Model, Object, NDArray, Step> step = Jacobi.jit(Transformer::step);

        int steps = session.steps(STEPS, 30);
        session.training(steps);
        for (int i = 0; i < steps; i++) {
            NDArray starts = Prng.randint(Prng.foldIn(key, i), new int[] {BATCH}, 0, count - LENGTH);
            Step s = step.apply(model, state, windows(text, starts));
            model = s.model();
            state = s.state();
            session.loss(i, s.loss());
        }

        Fn4<Model, NDArray, NDArray, NDArray, NDArray> next = Jacobi.jit(Transformer::next);
        String rest = Paragraph.TEXT.substring(LENGTH);
        String written = write(next, model, text, session.pick(rest.length(), 40), 0);
        session.say("  it goes on: %s", written);
        session.say("  more freely: %s", write(next, model, text, session.pick(200, 40), 1));
        int right = 0;
        for (int i = 0; i < written.length(); i++) {
            right += written.charAt(i) == rest.charAt(i) ? 1 : 0;
        }
        session.check("share of characters that are those of the paragraph", (double) right / written.length(), Bound.atLeast(session.pick(0.95, 0.01)));
        session.compiled("step", step, model, state, windows(text, Np.arange(BATCH)));
        session.compare(20, 1e-4);
    }
}
