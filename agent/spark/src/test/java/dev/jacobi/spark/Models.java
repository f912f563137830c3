// Functions that the tests map, differentiate and train, with their data and what a plain loop on one thread makes of them.
package dev.jacobi.spark;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.Nn;
import dev.jacobi.Np;
import dev.jacobi.Prng;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;

/** A logistic regression on rows, networks on rows and on batches. */
final class Models {
    static final int FEATURES = 5;
    static final int HIDDEN = 7;

    private Models() {
    }

    /** What a logistic regression says of a row of features, the last of which is the label. */
    static double logistic(double[] w, double[] row) {
        double z = w[FEATURES];
        for (int i = 0; i < FEATURES; i++) {
            z += w[i] * row[i];
        }
        double s = row[FEATURES] > 0 ? z : -z;
        return s > 0 ? Math.log1p(Math.exp(-s)) : Math.log1p(Math.exp(s)) - s;
    }

    /** Its gradient, by hand. */
    static double[] logisticSlope(double[] w, double[] row) {
        double z = w[FEATURES];
        for (int i = 0; i < FEATURES; i++) {
            z += w[i] * row[i];
        }
        double label = row[FEATURES] > 0 ? 1 : 0;
        double error = 1 / (1 + Math.exp(-z)) - label;
        double[] g = new double[FEATURES + 1];
        for (int i = 0; i < FEATURES; i++) {
            g[i] = error * row[i];
        }
        g[FEATURES] = error;
        return g;
    }

    /** A network of one hidden layer; neither this nor {@link Layer} is Serializable. */
    record Net(Layer hidden, double[] out, double bias) {
    }

    record Layer(double[][] w, double[] b) {
    }

    static double output(Net net, double[] row) {
        double y = net.bias();
        for (int j = 0; j < net.out().length; j++) {
            double z = net.hidden().b()[j];
            for (int i = 0; i < FEATURES; i++) {
                z += net.hidden().w()[j][i] * row[i];
            }
            y += net.out()[j] * Math.tanh(z);
        }
        return y;
    }

    /** The squared error of a row. */
    static double error(Net net, double[] row) {
        double e = output(net, row) - row[FEATURES];
        return e * e;
    }

    /** The gradient of {@link #error}, by hand. */
    static Net errorSlope(Net net, double[] row) {
        int n = net.out().length;
        double e = 2 * (output(net, row) - row[FEATURES]);
        double[][] gw = new double[n][FEATURES];
        double[] gb = new double[n];
        double[] go = new double[n];
        for (int j = 0; j < n; j++) {
            double z = net.hidden().b()[j];
            for (int i = 0; i < FEATURES; i++) {
                z += net.hidden().w()[j][i] * row[i];
            }
            double t = Math.tanh(z);
            go[j] = e * t;
            gb[j] = e * net.out()[j] * (1 - t * t);
            for (int i = 0; i < FEATURES; i++) {
                gw[j][i] = gb[j] * row[i];
            }
        }
        return new Net(new Layer(gw, gb), go, e);
    }

    static Net net(long seed) {
        return net(seed, HIDDEN);
    }

    static Net net(long seed, int hidden) {
        var random = new Random(seed);
        double[][] w = new double[hidden][FEATURES];
        double[] b = new double[hidden];
        double[] out = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            for (int i = 0; i < FEATURES; i++) {
                w[j][i] = random.nextGaussian() / 2;
            }
            b[j] = random.nextGaussian() / 10;
            out[j] = random.nextGaussian() / 2;
        }
        return new Net(new Layer(w, b), out, 0.1);
    }

    /** A layer of NDArrays, and rows of which one is a batch. */
    record Dense(NDArray w, NDArray b) {
    }

    record Rows(NDArray x, NDArray y) implements Serializable {
    }

    static NDArray batchLoss(List<Dense> net, Rows rows) {
        NDArray h = Np.tanh(Nn.dense(rows.x(), net.get(0).w(), net.get(0).b()));
        return Np.mean(Np.square(Nn.dense(h, net.get(1).w(), net.get(1).b()).minus(rows.y())));
    }

    static List<Dense> layers() {
        return List.of(new Dense(Prng.normal(Prng.key(1), new int[] {FEATURES, HIDDEN}, DType.F64).times(0.5), NDArray.of(new double[HIDDEN], DType.F64)),
            new Dense(Prng.normal(Prng.key(2), new int[] {HIDDEN, 1}, DType.F64).times(0.5), NDArray.of(new double[1], DType.F64)));
    }

    static List<Rows> batches(int n, int each) {
        var out = new ArrayList<Rows>();
        for (int k = 0; k < n; k++) {
            NDArray x = Prng.normal(Prng.key(100 + k), new int[] {each, FEATURES}, DType.F64);
            out.add(new Rows(x, Np.sin(x.sum(1, true))));
        }
        return out;
    }

    /** Rows of features and a label that depends on them. */
    static List<double[]> rows(int n) {
        var random = new Random(11);
        var out = new ArrayList<double[]>();
        for (int k = 0; k < n; k++) {
            double[] row = new double[FEATURES + 1];
            double s = 0.2;
            for (int i = 0; i < FEATURES; i++) {
                row[i] = random.nextGaussian();
                s += row[i] * (i - 1.5);
            }
            row[FEATURES] = Math.sin(s) + random.nextGaussian() / 10;
            out.add(row);
        }
        return out;
    }

    /** Gradient descent in plain Java: the mean of the slopes, row by row. */
    static <P> P descent(P start, List<double[]> rows, int steps, double rate, BiFunction<P, double[], P> slope) {
        P at = start;
        for (int k = 0; k < steps; k++) {
            Object sum = null;
            for (double[] row : rows) {
                Object g = slope.apply(at, row);
                sum = sum == null ? g : LeafSums.add(sum, g);
            }
            @SuppressWarnings("unchecked")
            P next = (P) LeafSums.add(LeafSums.copy(at), LeafSums.scaled(sum, -rate / rows.size()));
            at = next;
        }
        return at;
    }
}
