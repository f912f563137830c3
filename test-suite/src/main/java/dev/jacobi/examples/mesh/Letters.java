package dev.jacobi.examples.mesh;

import static dev.jacobi.examples.mesh.Forms.ofPart;
import static dev.jacobi.examples.mesh.Forms.ofWhole;
import static dev.jacobi.examples.mesh.Network.ROWS;
import static dev.jacobi.examples.mesh.Network.WHOLE;

import dev.jacobi.DType;
import dev.jacobi.Fn1;
import dev.jacobi.Lax;
import dev.jacobi.NDArray;
import dev.jacobi.Nn;
import dev.jacobi.Np;
import dev.jacobi.PartitionSpec;
import dev.jacobi.Prng;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A transformer that says which letter comes next, in the forms in which devices can share its training. */
final class Letters {
    static final int ALPHABET = 16;
    static final int PLACES = 16;
    /** Elements of a head; each of 16 devices has one. */
    private static final int HEAD = 2;
    private static final PartitionSpec COLUMNS = PartitionSpec.of(null, "data");
    /** Heads and hidden units are divided: columns of what makes them, rows of what takes them. */
    private static final Map<String, PartitionSpec> UNITS = Map.of("norm1", WHOLE, "query", COLUMNS, "key", COLUMNS, "value", COLUMNS, "mix", ROWS, "norm2", WHOLE, "up", COLUMNS, "down", ROWS);

    private Letters() {
    }

    /** Attention, then a network of two layers; each sees scaled vectors, and adds to what it was given. */
    record Block(NDArray norm1, NDArray query, NDArray key, NDArray value, NDArray mix, NDArray norm2, NDArray up, NDArray down) {
    }

    /** A vector for each letter and each place, the blocks, and from vectors to letters. */
    record Weights(NDArray letters, NDArray places, List<Block> blocks, NDArray norm, NDArray out) {
    }

    private static NDArray random(NDArray key, int... shape) {
        return Prng.normal(key, shape, DType.F64).times(Math.sqrt(1.0 / shape[0]));
    }

    /** A block over vectors of so many elements. */
    static Block block(NDArray key, int width) {
        NDArray keys = Prng.split(key, 6);
        NDArray ones = Np.ones(new int[] {width}, DType.F64);
        return new Block(ones, random(keys.get(0), width, width), random(keys.get(1), width, width), random(keys.get(2), width, width), random(keys.get(3), width, width), ones,
            random(keys.get(4), width, 2 * width), random(keys.get(5), 2 * width, width));
    }

    static State<Weights> first(int depth, int width) {
        NDArray keys = Prng.split(Prng.key(6), depth + 3);
        List<Block> blocks = IntStream.range(0, depth).mapToObj(k -> block(keys.get(k), width)).toList();
        return State.first(new Weights(random(keys.get(depth), ALPHABET, width), random(keys.get(depth + 1), PLACES, width), blocks, Np.ones(new int[] {width}, DType.F64), random(keys.get(depth + 2), width, ALPHABET)));
    }

    /** How a device's units of so many blocks are divided. */
    static Object units(int depth) {
        return Map.of("letters", WHOLE, "places", WHOLE, "blocks", Collections.nCopies(depth, UNITS), "norm", WHOLE, "out", WHOLE);
    }

    /** What a block makes of vectors, [examples, places, width], where {@code all} makes the sum over all units of that over those that are here. */
    private static NDArray through(Block b, NDArray x, Fn1<NDArray, NDArray> all) {
        NDArray h = Nn.rmsNorm(x, b.norm1());
        NDArray attended = attention(heads(Np.matmul(h, b.query())), heads(Np.matmul(h, b.key())), heads(Np.matmul(h, b.value())));
        NDArray mixed = x.plus(all.apply(Np.matmul(attended.reshape(x.shape(0), x.shape(1), -1), b.mix())));
        return mixed.plus(all.apply(Np.matmul(Nn.gelu(Np.matmul(Nn.rmsNorm(mixed, b.norm2()), b.up())), b.down())));
    }

    /** Of places behind themselves a place sees nothing. All in 64 bits, which {@code Nn.dotProductAttention} is not, as in JAX. */
    private static NDArray attention(NDArray query, NDArray key, NDArray value) {
        NDArray scores = Np.einsum("bthd,bshd->bhts", query, key).dividedBy(Math.sqrt(HEAD));
        NDArray seen = Np.tri(query.shape(1)).astype(DType.BOOL);
        return Np.einsum("bhts,bshd->bthd", Nn.softmax(Np.where(seen, scores, Np.fullLike(scores, Double.NEGATIVE_INFINITY))), value);
    }

    private static NDArray heads(NDArray x) {
        return x.reshape(x.shape(0), x.shape(1), -1, HEAD);
    }

    /** A block on one device. */
    static NDArray through(Block b, NDArray x) {
        return through(b, x, sum -> sum);
    }

    private static NDArray loss(Weights w, NDArray text, NDArray next, Fn1<NDArray, NDArray> all) {
        NDArray x = Nn.embedding(w.letters(), text).plus(w.places());
        for (Block b : w.blocks()) {
            x = through(b, x, all);
        }
        return Np.mean(Nn.softmaxCrossEntropyWithIntegerLabels(Np.matmul(Nn.rmsNorm(x, w.norm()), w.out()), next));
    }

    /** {@code text} and the letters that come {@code next} are [examples, places]. */
    static NDArray loss(Weights w, NDArray text, NDArray next) {
        return loss(w, text, next, sum -> sum);
    }

    /** Of a device's heads and hidden units. */
    static NDArray lossOfUnits(Weights w, NDArray text, NDArray next) {
        return loss(w, text, next, part -> Lax.psum(part, "data"));
    }

    static Weights own(Weights g) {
        return new Weights(ofWhole(g.letters()), ofWhole(g.places()), own(g.blocks()), ofWhole(g.norm()), ofWhole(g.out()));
    }

    private static List<Block> own(List<Block> slopes) {
        List<Block> out = new ArrayList<>();
        for (Block g : slopes) {
            out.add(own(g));
        }
        return out;
    }

    private static Block own(Block g) {
        return new Block(ofWhole(g.norm1()), ofPart(g.query()), ofPart(g.key()), ofPart(g.value()), ofPart(g.mix()), ofWhole(g.norm2()), ofPart(g.up()), ofPart(g.down()));
    }

    static State<Weights> alone(State<Weights> s, NDArray text, NDArray next) {
        return Forms.alone(Letters::loss, s, text, next);
    }

    static State<Weights> dataParallel(State<Weights> s, NDArray text, NDArray next) {
        return Forms.dataParallel(Letters::loss, s, text, next);
    }

    static State<Weights> fullySharded(State<Weights> s, NDArray text, NDArray next) {
        return Forms.fullySharded(Letters::loss, s, text, next);
    }

    static State<Weights> tensorParallel(State<Weights> s, NDArray text, NDArray next) {
        return Forms.tensorParallel(Letters::lossOfUnits, Letters::own, s, text, next);
    }
}
