package dev.jacobi.examples.mesh;

import dev.jacobi.Lax;
import dev.jacobi.NDArray;
import dev.jacobi.Nn;
import dev.jacobi.Np;
import java.util.List;

/** What needs only neighbours: attention over a sequence whose parts are on different devices, and heat in a plate. */
final class Ring {
    private Ring() {
    }

    /** Attention of a whole sequence: {@code q}, {@code k} and {@code v} are [places, width]. */
    static NDArray attention(NDArray q, NDArray k, NDArray v) {
        return Np.matmul(Nn.softmax(Np.matmul(q, k.transpose()).dividedBy(Math.sqrt(q.shape(1)))), v);
    }

    /** The same of a device's part of the places: keys and values go once around the ring, and what was summed is scaled when a greater exponent comes. */
    static NDArray ringAttention(NDArray q, NDArray k, NDArray v) {
        int n = Lax.axisSize("ring");
        NDArray keys = k;
        NDArray values = v;
        NDArray greatest = Np.fullLike(q.sum(1), Double.NEGATIVE_INFINITY);
        NDArray weight = Np.zerosLike(greatest);
        NDArray sum = Np.zerosLike(q);
        for (int i = 0; i < n; i++) {
            NDArray scores = Np.matmul(q, keys.transpose()).dividedBy(Math.sqrt(q.shape(1)));
            NDArray now = Np.maximum(greatest, Lax.stopGradient(Np.max(scores, 1)));
            NDArray scale = Np.exp(greatest.minus(now));
            NDArray e = Np.exp(scores.minus(Np.expandDims(now, 1)));
            weight = weight.times(scale).plus(e.sum(1));
            sum = sum.times(Np.expandDims(scale, 1)).plus(Np.matmul(e, values));
            greatest = now;
            keys = Lax.pshift(keys, "ring", 1, true);
            values = Lax.pshift(values, "ring", 1, true);
        }
        return sum.dividedBy(Np.expandDims(weight, 1));
    }

    /** Steps of heat in a plate whose edges are cold: all in one piece. */
    static NDArray heat(NDArray u, int steps) {
        NDArray t = u;
        for (int i = 0; i < steps; i++) {
            NDArray p = Np.pad(t, 1);
            t = next(t, p);
        }
        return t;
    }

    private static NDArray next(NDArray t, NDArray padded) {
        int rows = t.shape(0);
        int columns = t.shape(1);
        NDArray up = Lax.slice(padded, new int[] {0, 1}, new int[] {rows, columns + 1});
        NDArray down = Lax.slice(padded, new int[] {2, 1}, new int[] {rows + 2, columns + 1});
        NDArray left = Lax.slice(padded, new int[] {1, 0}, new int[] {rows + 1, columns});
        NDArray right = Lax.slice(padded, new int[] {1, 2}, new int[] {rows + 1, columns + 2});
        return t.plus(up.plus(down).plus(left).plus(right).minus(t.times(4)).times(0.2));
    }

    /** The same on a grid of devices, which get a row or column of each neighbour in each step. */
    static NDArray heatOfBlock(NDArray u, int steps) {
        NDArray t = u;
        for (int i = 0; i < steps; i++) {
            int rows = t.shape(0);
            int columns = t.shape(1);
            NDArray above = Lax.pshift(Lax.slice(t, new int[] {rows - 1, 0}, new int[] {rows, columns}), "y", 1, false);
            NDArray below = Lax.pshift(Lax.slice(t, new int[] {0, 0}, new int[] {1, columns}), "y", -1, false);
            NDArray left = Lax.pshift(Lax.slice(t, new int[] {0, columns - 1}, new int[] {rows, columns}), "x", 1, false);
            NDArray right = Lax.pshift(Lax.slice(t, new int[] {0, 0}, new int[] {rows, 1}), "x", -1, false);
            NDArray sides = Np.concatenate(List.of(left, t, right), 1);
            NDArray corner = Np.zeros(new int[] {1, 1}, t.dtype());
            NDArray top = Np.concatenate(List.of(corner, above, corner), 1);
            NDArray bottom = Np.concatenate(List.of(corner, below, corner), 1);
            t = next(t, Np.concatenate(List.of(top, sides, bottom), 0));
        }
        return t;
    }
}
