package dev.jacobi.ported;

import static dev.jacobi.Slice.ALL;

import dev.jacobi.DType;
import dev.jacobi.Lax;
import dev.jacobi.NDArray;
import dev.jacobi.Nn;
import dev.jacobi.Np;
import dev.jacobi.Prng;
import dev.jacobi.Slice;
import java.util.List;

/** Grids, graphs and searches. */
final class Searches {
    private Searches() {
    }

    static NDArray life(NDArray start) {
        NDArray board = start;
        for (int step = 0; step < 4; step++) {
            NDArray n = Np.zerosLike(board);
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    if (dx == 0 && dy == 0) {
                        continue;
                    }
                    n = n.plus(Np.roll(Np.roll(board, dy, 0), dx, 1));
                }
            }
            board = Np.where(n.eq(3).or(board.eq(1).and(n.eq(2))), NDArray.of(1), NDArray.of(0));
        }
        return board;
    }

    static NDArray mandelbrot(NDArray range) {
        NDArray c = NDArray.complex(range.get(NDArray.NEW_AXIS, ALL).minus(0.5), range.times(1.2).get(ALL, NDArray.NEW_AXIS));
        NDArray z = Np.zerosLike(c);
        NDArray count = Np.zeros(new int[] {c.shape(0), c.shape(1)}, DType.I32);
        for (int i = 0; i < 12; i++) {
            NDArray inside = Np.abs(z).le(2.0);
            z = Np.where(inside, z.times(z).plus(c), z);
            count = count.plus(inside.astype(DType.I32));
        }
        return count;
    }

    static NDArray floydWarshall(NDArray weights) {
        int n = weights.shape(0);
        NDArray d = Np.where(Np.eye(n, DType.BOOL), NDArray.scalar(0.0), Np.abs(weights).plus(0.1));
        for (int k = 0; k < n; k++) {
            d = Np.minimum(d, d.get(ALL, Slice.of(k, k + 1)).plus(d.get(Slice.of(k, k + 1))));
        }
        return d;
    }

    static NDArray pageRank(NDArray links) {
        int n = links.shape(0);
        NDArray out = links.sum(1, true);
        NDArray m = Np.where(out.gt(0), links.dividedBy(Np.maximum(out, 1e-9)), NDArray.scalar(1.0 / n)).T();
        NDArray rank = Np.full(new int[] {n}, 1.0 / n, DType.F64);
        NDArray change;
        int trips = 0;
        do {
            NDArray next = m.matmul(rank).times(0.85).plus(0.15 / n);
            change = Np.abs(next.minus(rank)).sum();
            rank = next;
        } while (change.gt(1e-7).toBoolean() && ++trips <= 100);
        return rank;
    }

    static NDArray metropolis(NDArray start) {
        NDArray key = Prng.key(7);
        NDArray x = start;
        NDArray accepted = NDArray.of(0.0);
        for (int i = 0; i < 30; i++) {
            NDArray keys = Prng.split(key, 3);
            key = keys.get(0);
            NDArray proposed = x.plus(Prng.normal(keys.get(1), x.shape(), x.dtype()).times(0.5));
            NDArray ratio = x.times(x).sum().minus(proposed.times(proposed).sum()).times(0.5);
            if (Np.log(Prng.uniform(keys.get(2), new int[0], x.dtype())).lt(ratio).toBoolean()) {
                x = proposed;
                accepted = accepted.plus(1);
            }
        }
        return Np.append(x, accepted);
    }

    record Hypotheses(NDArray texts, NDArray scores) {
    }

    static NDArray beam(NDArray logits) {
        int words = logits.shape(0);
        NDArray next = Nn.logSoftmax(logits, -1);
        var h = new Hypotheses(Np.zeros(new int[] {2, 4}, DType.I32), NDArray.of(new double[] {0, -1e9}));
        NDArray last = Np.zeros(new int[] {2}, DType.I32);
        for (int t = 0; t < 4; t++) {
            List<NDArray> top = Lax.topK(h.scores().get(ALL, NDArray.NEW_AXIS).plus(next.get(last)).ravel(), 2);
            last = top.get(1).mod(words);
            h = new Hypotheses(h.texts().get(top.get(1).floorDivide(words)).at(ALL, t).set(last), top.get(0));
        }
        return Np.concatenate(h.texts().astype(DType.F64).ravel(), h.scores());
    }

    static NDArray bubble(NDArray given) {
        NDArray x = given;
        boolean swapped;
        do {
            swapped = false;
            for (int i = 1; i < x.shape(0); i++) {
                if (x.get(i - 1).toDouble() > x.get(i).toDouble()) {
                    NDArray t = x.get(i - 1);
                    x = x.at(i - 1).set(x.get(i)).at(i).set(t);
                    swapped = true;
                }
            }
        } while (swapped);
        return x;
    }

    static NDArray knapsack(NDArray values) {
        int[] weights = {3, 4, 2, 5};
        NDArray best = Np.zeros(new int[] {11}, DType.F64);
        for (int i = 0; i < weights.length; i++) {
            NDArray moved = Np.concatenate(Np.full(new int[] {weights[i]}, Double.NEGATIVE_INFINITY, DType.F64), best.get(Slice.to(-weights[i])));
            best = Np.maximum(best, moved.plus(values.get(i)));
        }
        return best.max();
    }

    private sealed interface Solid permits Ball, Box {
    }

    private record Ball(double radius) implements Solid {
    }

    private record Box(double width, double height) implements Solid {
    }

    private static NDArray distance(Solid s, NDArray p) {
        if (s instanceof Ball b) {
            return Np.sqrt(p.times(p).sum(-1)).minus(b.radius());
        }
        Box b = (Box) s;
        NDArray q = Np.abs(p).minus(NDArray.of(new double[] {b.width(), b.height()}));
        return Np.sqrt(Np.square(Np.maximum(q, 0.0)).sum(-1).plus(1e-12)).plus(Np.minimum(q.max(-1), 0.0));
    }

    static NDArray scene(NDArray p) {
        NDArray nearest = null;
        for (Solid s : List.of(new Ball(0.5), new Box(0.3, 0.7))) {
            NDArray d = distance(s, p);
            nearest = nearest == null ? d : Np.minimum(nearest, d);
        }
        return nearest;
    }
}
