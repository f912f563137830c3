package dev.jacobi;

import static dev.jacobi.Jacobi.cacheInfo;
import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.jit;
import static dev.jacobi.Jacobi.vmap;
import static dev.jacobi.Slice.ALL;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Java around arrays as people write it: variables that are null at first, lists filled by loops, constants in static fields, maps gone over. Compiled, it is what it is as it stands. */
class ArrayFormsTest {
    private static final Object NEW = NDArray.NEW_AXIS;
    private static final Slice FIRST = Slice.to(2);
    private static final Object[] CORNER = {0, Slice.ALL};
    private static final DType TYPE = DType.F64;
    private static final Map<String, Double> CONFIGURATION = Map.of("rate", 0.5);
    private static final List<Integer> SIZES = List.of(2, 3);
    private static Mode mode = Mode.TWICE;
    private static final NDArray X = NDArray.of(new double[][] {{0.3, -0.9, 1.4}, {2.2, 0.1, -0.7}, {-1.5, 0.8, 0.6}, {1.1, -0.2, 0.5}});

    private enum Mode {
        ONCE, TWICE
    }

    /** A sum that begins as null. */
    private static final class Total {
        private NDArray sum;
        private int n;

        void add(NDArray x) {
            sum = sum == null ? x : sum.plus(x);
            n++;
        }

        NDArray mean() {
            return sum.dividedBy(n);
        }
    }

    /** Compiled, mapped and differentiated it gives what it gives as Java. */
    private static void same(Fn1<NDArray, NDArray> f) {
        double[] plain = f.apply(X).toDoubleArray();
        Fn1<NDArray, NDArray> compiled = jit(f);
        assertArrayEquals(plain, compiled.apply(X).toDoubleArray(), 1e-6);
        assertEquals(1, cacheInfo(compiled).compilations());
        Fn1<NDArray, NDArray> lanes = vmap(f);
        NDArray other = X.times(-0.5);
        NDArray both = lanes.apply(Np.stack(X, other));
        assertArrayEquals(plain, both.get(0).toDoubleArray(), 1e-6);
        assertArrayEquals(f.apply(other).toDoubleArray(), both.get(1).toDoubleArray(), 1e-6);
        Fn1<NDArray, NDArray> total = x -> f.apply(x).times(0.5).sum();
        double slope = grad(total).apply(X).times(X).sum().item();
        assertEquals(slope, ((NDArray) Jacobi.jvp(total, new Object[] {X}, new Object[] {X}).tangent()).item(), 1e-4 * (1 + Math.abs(slope)));
    }

    static NDArray best(NDArray x) {
        NDArray best = null;
        double most = -1e9;
        for (int i = 0; i < x.shape(0); i++) {
            double s = x.get(i).sum().item();
            if (s > most) {
                most = s;
                best = x.get(i);
            }
        }
        return best;
    }

    static NDArray mean(NDArray x) {
        Total t = new Total();
        for (int i = 0; i < x.shape(0); i++) {
            t.add(x.get(i).times(i + 1));
        }
        return t.mean();
    }

    @Test
    void variablesThatAreNullAtFirst() {
        same(ArrayFormsTest::best);
        same(ArrayFormsTest::mean);
        Fn1<NDArray, NDArray> perhaps = jit(x -> {
            NDArray y = null;
            if (x.sum().item() > 0) {
                y = x.plus(1);
            }
            return y == null ? x : y;
        });
        assertArrayEquals(new double[] {2, 3}, perhaps.apply(NDArray.of(1.0, 2.0)).toDoubleArray());
        assertArrayEquals(new double[] {-1, -2}, perhaps.apply(NDArray.of(-1.0, -2.0)).toDoubleArray());
        Fn1<NDArray, NDArray> none = jit(x -> x.sum().item() > 0 ? x : null);
        assertNull(none.apply(NDArray.of(-1.0)));
        assertEquals(1, none.apply(NDArray.of(1.0)).item());
    }

    @Test
    void listsAndArraysFilledByLoops() {
        same(x -> {
            List<NDArray> rows = new ArrayList<>();
            for (int i = 0; i < x.shape(0); i++) {
                rows.add(x.get(i).times(i));
            }
            return Np.stack(rows, 0);
        });
        same(x -> {
            NDArray[] columns = new NDArray[x.shape(1)];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = x.get(ALL, i).plus(i);
            }
            return Np.concatenate(columns);
        });
    }

    @Test
    void partsByTheNumberOfTheTrip() {
        same(x -> {
            NDArray s = Np.zeros(1, x.shape(1));
            for (int k = 0; k < x.shape(0); k++) {
                s = s.times(2).plus(x.get(Slice.of(k, k + 1)));
            }
            return s;
        });
        same(x -> {
            NDArray s = NDArray.scalar(0.0);
            for (int k = 1; k < x.shape(1); k++) {
                s = s.plus(x.get(ALL, Slice.from(k)).times(x.get(ALL, Slice.to(-k))).sum());
            }
            return s;
        });
    }

    @Test
    void constantsInStaticFields() {
        same(x -> x.get(NEW, ALL, 0).plus(x.get(ALL, NEW, 1)));
        same(x -> x.get(FIRST).plus(x.get(FIRST, ALL)).plus(x.get(CORNER)));
        same(x -> x.astype(TYPE).times(CONFIGURATION.get("rate")).reshape(SIZES.get(0), 2, SIZES.get(1)));
        Fn1<NDArray, NDArray> byMode = jit(x -> mode == Mode.TWICE ? x.times(2) : x);
        assertEquals(6, byMode.apply(NDArray.of(3.0)).item());
        mode = Mode.ONCE;
        assertEquals(3, byMode.apply(NDArray.of(3.0)).item());
        mode = Mode.TWICE;
    }

    @Test
    void typesOfElements() {
        same(x -> x.dtype().isComplex() || x.dtype() == DType.I32 ? x.real() : x.times(x));
        same(x -> x.dividedBy(Np.abs(x).plus(Np.finfo(x.dtype()).eps())));
    }

    @Test
    void mapsGoneOver() {
        same(x -> {
            Map<String, NDArray> m = new HashMap<>();
            for (String name : List.of("weight", "bias", "scale", "offset")) {
                m.put(name, x.times(name.length()));
            }
            NDArray s = x;
            for (Map.Entry<String, NDArray> e : m.entrySet()) {
                s = s.times(0.5).plus(e.getValue().times(e.getKey().equals("bias") ? 1 : 3));
            }
            return s;
        });
        same(x -> {
            Map<Integer, NDArray> m = new TreeMap<>();
            Map<Integer, NDArray> inOrder = new LinkedHashMap<>();
            for (int k : new int[] {3, 1, 2}) {
                m.put(k, x.plus(k));
                inOrder.put(k, x.plus(k));
            }
            NDArray s = x;
            for (int k : m.keySet()) {
                s = s.times(0.5).plus(m.get(k));
            }
            for (NDArray v : inOrder.values()) {
                s = s.times(0.5).plus(v);
            }
            return s;
        });
        Fn1<Map<String, NDArray>, NDArray> given = jit(m -> {
            NDArray s = NDArray.scalar(0.0);
            for (NDArray v : m.values()) {
                s = s.plus(v);
            }
            return s;
        });
        String said = assertThrows(JacobiException.class, () -> given.apply(new HashMap<>(Map.of("a", X, "b", X)))).getMessage();
        assertTrue(said.contains("goes over a map whose order is not known before the call"), said);
        assertEquals(NDArray.scalar(0.0).plus(X), given.apply(new HashMap<>(Map.of("a", X))));
    }

    @Test
    void elementsAsNumbersOfJava() {
        same(x -> {
            double[][] rows = (double[][]) x.astype(DType.F64).toArray();
            double s = 0;
            for (double[] row : rows) {
                for (double v : row) {
                    s += v * v;
                }
            }
            return x.times(s);
        });
        same(x -> {
            double s = 0;
            for (int i = 0; i < x.shape(0); i++) {
                s += x.getDouble(i, 1) * x.getDouble(-1 - i, -1);
            }
            return x.times(s);
        });
        Fn1<NDArray, NDArray> outside = jit(x -> x.times(x.getDouble(7, 0)));
        String said = assertThrows(JacobiException.class, () -> outside.apply(X)).getMessage();
        assertTrue(said.contains("has no element at [7, 0]"), said);
    }

    static NDArray halves(NDArray x) {
        int n = x.shape(0);
        return n == 1 ? x.get(0) : Np.concatenate(halves(x.get(Slice.of(null, null, 2))), halves(x.get(Slice.of(1, null, 2))).times(2));
    }

    @Test
    void lengthsEndRecursionAndAreComputedWith() {
        same(ArrayFormsTest::halves);
        same(x -> {
            int[] order = new int[x.ndim()];
            for (int i = 0; i < order.length; i++) {
                order[i] = order.length - 1 - i;
            }
            int[] more = Arrays.copyOf(x.shape(), x.ndim() + 1);
            more[x.ndim()] = 1;
            return x.transpose(order).matmul(x.reshape(more).times(Np.ones(2)).sum(-1));
        });
        same(x -> {
            int rows = (int) Math.ceil(x.shape(0) / 3.0);
            return Np.einsum("ij,kj->i", Np.pad(x, new int[][] {{0, 3 * rows - x.shape(0)}, {0, 0}}), x);
        });
        same(x -> {
            List<NDArray> last = new ArrayList<>();
            for (int i = 0; i < x.shape(0); i++) {
                last.add(x.get(i));
                if (last.size() > 2) {
                    last.remove(0);
                }
            }
            return Np.stack(last, 0);
        });
    }

    static NDArray fitted(NDArray t) {
        NDArray p = NDArray.of(1.5, -0.5);
        Fn1<NDArray, NDArray> residual = q -> q.get(0).times(Np.exp(q.get(1).times(t))).minus(1);
        for (int i = 0; i < 3; i++) {
            Fn1<NDArray, NDArray> jacobian = Jacobi.jacfwd(residual);
            NDArray j = jacobian.apply(p);
            p = p.minus(Linalg.solve(j.T().matmul(j).plus(Np.eye(2)), j.T().matmul(residual.apply(p))));
        }
        return p;
    }

    @Test
    void jacobiansInLoopsHaveDerivatives() {
        NDArray t = NDArray.of(0.1, 0.5, 0.9);
        Fn1<NDArray, NDArray> total = x -> fitted(x).sum();
        double slope = grad(total).apply(t).sum().item();
        double h = 1e-2;
        assertEquals((total.apply(t.plus(h)).item() - total.apply(t.minus(h)).item()) / (2 * h), slope, 1e-2 * (1 + Math.abs(slope)));
    }

    @Test
    void derivativesThatNeedLengths() {
        Fn1<NDArray, NDArray> factor = x -> Linalg.qr(x).r();
        Fn1<NDArray, NDArray> mapped = b -> {
            Fn1<NDArray, NDArray> lanes = vmap(factor);
            return lanes.apply(b).sum();
        };
        NDArray one = grad((NDArray x) -> factor.apply(x).sum()).apply(X);
        assertArrayEquals(one.toDoubleArray(), grad(mapped).apply(Np.stack(X, X.times(2))).get(0).toDoubleArray(), 1e-4);
    }
}
