package dev.jacobi.bench.peers;

import static dev.jacobi.bench.peers.PeerInputs.normal;
import static dev.jacobi.bench.peers.PeerInputs.rows;

import dev.jacobi.Fn3;
import dev.jacobi.Fn6;
import dev.jacobi.Jacobi;
import dev.jacobi.NDArray;
import dev.jacobi.bench.peers.ArrayForms.Params;
import dev.jacobi.bench.peers.LayerLoops.Net;
import dev.jacobi.bench.peers.PeerForm.Call;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Rows that train networks. */
final class PeerNetworks {
    private static final int INPUTS = 784;
    private static final int UNITS = 256;
    private static final int OUTPUTS = 10;
    private static final int BATCH = 128;
    private static final int EXAMPLES = 64;
    private static final int STATES = 128;
    private static final int FEATURES = 64;
    private static final int TIMES = 256;

    private PeerNetworks() {
    }

    static Map<String, Supplier<PeerRow>> all() {
        var all = new LinkedHashMap<String, Supplier<PeerRow>>();
        all.put("mlp-step", PeerNetworks::step);
        all.put("example-gradients", PeerNetworks::exampleGradients);
        all.put("rnn-gradient", PeerNetworks::recurrent);
        return all;
    }

    private static PeerRow step() {
        Net net = new Net(rows(normal(20, INPUTS * UNITS, 0.01), UNITS), new float[UNITS], rows(normal(21, UNITS * OUTPUTS, 0.01), OUTPUTS), new float[OUTPUTS]);
        Params params = new Params(NDArray.of(net.w1()), NDArray.of(net.b1()), NDArray.of(net.w2()), NDArray.of(net.b2()));
        float[][] x = rows(normal(22, BATCH * INPUTS, 1), INPUTS);
        float[][] y = rows(normal(23, BATCH * OUTPUTS, 1), OUTPUTS);
        NDArray nx = NDArray.of(x);
        NDArray ny = NDArray.of(y);
        return new PeerRow("mlp-step", "mlp_step", 0, 6.0 * BATCH * (INPUTS * UNITS + UNITS * OUTPUTS))
            .input("w1", net.w1()).input("b1", net.b1()).input("w2", net.w2()).input("b2", net.b2()).input("x", x).input("y", y)
            .java(() -> LayerLoops.stepByHand(net, x, y))
            .loops(o -> {
                Fn3<Net, float[][], float[][], Net> f = Jacobi.jit(LayerLoops::step, o);
                return new Call(f, () -> f.apply(net, x, y));
            })
            .arrays(o -> {
                Fn3<Params, NDArray, NDArray, Params> f = Jacobi.jit(ArrayForms::step, o);
                return new Call(f, () -> f.apply(params, nx, ny));
            });
    }

    private static PeerRow exampleGradients() {
        float[] w1 = normal(20, INPUTS * UNITS, 0.01);
        float[] b1 = new float[UNITS];
        float[] w2 = normal(21, UNITS * OUTPUTS, 0.01);
        float[] b2 = new float[OUTPUTS];
        float[][] x = rows(normal(22, EXAMPLES * INPUTS, 1), INPUTS);
        float[][] y = rows(normal(23, EXAMPLES * OUTPUTS, 1), OUTPUTS);
        Params params = new Params(NDArray.of(w1).reshape(INPUTS, UNITS), NDArray.of(b1), NDArray.of(w2).reshape(UNITS, OUTPUTS), NDArray.of(b2));
        NDArray nx = NDArray.of(x);
        NDArray ny = NDArray.of(y);
        return new PeerRow("example-gradients", "example_gradients", 4.0 * EXAMPLES * (w1.length + w2.length), 0)
            .input("w1", rows(w1, UNITS)).input("b1", b1).input("w2", rows(w2, OUTPUTS)).input("b2", b2).input("x", x).input("y", y)
            .java(() -> LayerLoops.exampleSlopes(w1, b1, w2, b2, x, y))
            .loops(o -> {
                Fn6<float[], float[], float[], float[], float[], float[], Object> slopes =
                    Jacobi.<float[], float[], float[], float[], float[], float[], Float, Object>grad(LayerLoops::exampleLoss, 0, 1, 2, 3);
                Fn6<float[], float[], float[], float[], float[][], float[][], Object> each = Jacobi.vmap(slopes, null, null, null, null, 0, 0);
                Fn6<float[], float[], float[], float[], float[][], float[][], Object> f = Jacobi.jit(each, o);
                return new Call(f, () -> f.apply(w1, b1, w2, b2, x, y));
            })
            .arrays(o -> {
                Fn3<Params, NDArray, NDArray, Params> slopes = Jacobi.<Params, NDArray, NDArray, NDArray>grad(ArrayForms::loss);
                Fn3<Params, NDArray, NDArray, Params> each = Jacobi.vmap(slopes, null, 0, 0);
                Fn3<Params, NDArray, NDArray, Params> f = Jacobi.jit(each, o);
                return new Call(f, () -> f.apply(params, nx, ny));
            });
    }

    private static PeerRow recurrent() {
        float[][] w = rows(normal(24, STATES * STATES, 0.05), STATES);
        float[][] u = rows(normal(25, STATES * FEATURES, 0.05), FEATURES);
        float[][] xs = rows(normal(26, TIMES * FEATURES, 1), FEATURES);
        NDArray[] n = {NDArray.of(w), NDArray.of(u), NDArray.of(xs)};
        return new PeerRow("rnn-gradient", "rnn_gradient", 0, 0).input("w", w).input("u", u).input("xs", xs)
            .java(() -> RecurrentLoops.slopes(w, u, xs))
            .loops(o -> {
                Fn3<float[][], float[][], float[][], Object> f = Jacobi.jit(Jacobi.<float[][], float[][], float[][], Float, Object>grad(RecurrentLoops::total, 0, 1), o);
                return new Call(f, () -> f.apply(w, u, xs));
            })
            .arrays(o -> {
                Fn3<NDArray, NDArray, NDArray, Object> f = Jacobi.jit(Jacobi.<NDArray, NDArray, NDArray, NDArray, Object>grad(ArrayForms::recurrent, 0, 1), o);
                return new Call(f, () -> f.apply(n[0], n[1], n[2]));
            });
    }
}
