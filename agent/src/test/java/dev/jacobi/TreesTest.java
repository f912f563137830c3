// Arguments and results that are records, lists, maps, and nestings of them.
package dev.jacobi;

import static dev.jacobi.Numeric.assertCompiled;
import static dev.jacobi.Numeric.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Structures go in and gradients of the same structure come out. */
class TreesTest {
    record Layer(double[][] w, double[] b) {
    }

    record Model(double[] w, double bias, int power) {
    }

    record Net(Layer first, List<Layer> rest, Map<String, Double> scales) {
    }

    static double predict(Model m, double[] x) {
        double s = m.bias();
        for (int i = 0; i < x.length; i++) {
            s += m.w()[i] * x[i];
        }
        double r = 1;
        for (int i = 0; i < m.power(); i++) {
            r *= s;
        }
        return r;
    }

    static double[] forward(Layer l, double[] x) {
        double[] y = l.b().clone();
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < x.length; j++) {
                y[i] += l.w()[i][j] * x[j];
            }
        }
        return y;
    }

    static double run(Net n, double[] x) {
        double[] y = forward(n.first(), x);
        for (Layer l : n.rest()) {
            y = forward(l, y);
        }
        double s = 0;
        for (double v : y) {
            s += v * v;
        }
        return s * n.scales().get("out");
    }

    @Test
    void aRecordsGradientIsSuchARecordWithZeroForItsInteger() {
        Fn2<Model, double[], Model> g = Jacobi.grad(TreesTest::predict);
        Model m = new Model(new double[] {1, 2}, 0.5, 2);
        assertNear(new Model(new double[] {2 * 11.5 * 3, 2 * 11.5 * 4}, 2 * 11.5, 0), g.apply(m, new double[] {3, 4}));
        assertCompiled(g, 1);
    }

    @Test
    void recordsInListsInRecords() {
        Layer a = new Layer(new double[][] {{1, 2}, {3, 4}}, new double[] {0.1, 0.2});
        Layer b = new Layer(new double[][] {{0.5, -1}}, new double[] {0.3});
        Net n = new Net(a, List.of(b), Map.of("out", 1.5));
        double[] x = {0.7, -0.4};
        Fn2<Net, double[], Net> g = Jacobi.grad(TreesTest::run);
        Net got = g.apply(n, x);
        assertNear(Numeric.gradient(v -> run(new Net(new Layer(a.w(), v), n.rest(), n.scales()), x), a.b()), got.first().b());
        assertNear(Numeric.gradient(v -> run(new Net(a, List.of(new Layer(new double[][] {v}, b.b())), n.scales()), x), b.w()[0]), got.rest().get(0).w()[0]);
        assertNear(run(n, x) / 1.5, got.scales().get("out"));
        assertCompiled(g, 1);
    }

    @Test
    void listsByIndexAndByIteration() {
        List<double[]> l = List.of(new double[] {1}, new double[] {2, 3}, new double[] {4, 5, 6});
        Fn1<List<double[]>, List<double[]>> g = Jacobi.grad((List<double[]> v) -> {
            double s = 0;
            for (double[] a : v) {
                for (double x : a) {
                    s += x * x;
                }
            }
            for (int i = 0; i < v.size(); i++) {
                s += 10 * v.get(i)[0];
            }
            return s;
        });
        assertNear(List.of(new double[] {12}, new double[] {14, 6}, new double[] {18, 10, 12}), g.apply(l));
        assertCompiled(g, 1);
    }

    @Test
    void mapsAndWhatIsMadeInside() {
        Fn1<Map<String, double[]>, Map<String, double[]>> f = Jacobi.jit((Map<String, double[]> m) -> {
            double[] sum = m.get("a").clone();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += m.get("b")[i];
            }
            return Map.of("sum", sum, "first", new double[] {m.containsKey("c") ? 1 : sum[0]});
        });
        assertNear(Map.of("sum", new double[] {4, 6}, "first", new double[] {4}), f.apply(Map.of("a", new double[] {1, 2}, "b", new double[] {3, 4})));
        assertNear(Map.of("sum", new double[] {4, 6}, "first", new double[] {1}),
            f.apply(Map.of("a", new double[] {1, 2}, "b", new double[] {3, 4}, "c", new double[0])));
        assertCompiled(f, 2);
    }

    @Test
    void resultsThatAreRecordsAndLists() {
        Fn1<Double, List<Double>> f = Jacobi.jit((Double x) -> List.of(x, 2 * x));
        assertEquals(List.of(3.0, 6.0), f.apply(3.0));
        Fn1<Double, List<Double>> j = Jacobi.jacfwd((Double x) -> List.of(x * x, 2 * x));
        assertNear(List.of(6.0, 2.0), j.apply(3.0));
    }

    @Test
    void lanesOfRecordsAreArraysOfThem() {
        Fn2<Model[], double[], double[]> f = Jacobi.vmap(TreesTest::predict, 0, null);
        Model[] ms = {new Model(new double[] {1, 2}, 0.5, 2), new Model(new double[] {1, 1}, 0, 1)};
        assertNear(new double[] {132.25, 7}, f.apply(ms, new double[] {3, 4}));
        Fn2<Model[], double[], Model[]> g = Jacobi.vmap(Jacobi.grad(TreesTest::predict), 0, null);
        assertNear(new Model[] {new Model(new double[] {69, 92}, 23, 0), new Model(new double[] {3, 4}, 1, 0)}, g.apply(ms, new double[] {3, 4}));
        Fn1<double[], Model[]> made = Jacobi.vmap((Double a) -> new Model(new double[] {a, 2 * a}, a, 3));
        assertNear(new Model[] {new Model(new double[] {1, 2}, 1, 3), new Model(new double[] {2, 4}, 2, 3)}, made.apply(new double[] {1, 2}));
    }

    @Test
    void lanesOfMapsHaveAnAxisInEachEntry() {
        Fn1<Map<String, double[]>, double[]> f = Jacobi.vmap((Map<String, Double> m) -> m.get("x") * m.get("y"), Axes.in(Map.of("x", 0, "y", 0)));
        assertNear(new double[] {3, 8}, f.apply(Map.of("x", new double[] {1, 2}, "y", new double[] {3, 4})));
        Fn1<Map<String, Object>, double[]> g = Jacobi.vmap((Map<String, Double> m) -> m.get("x") * m.get("y"),
            Axes.in(new HashMap<>(Collections.singletonMap("y", null)) {
                private static final long serialVersionUID = 1L;
                {
                    put("x", 0);
                }
            }));
        assertNear(new double[] {3, 6}, g.apply(Map.of("x", new double[] {1, 2}, "y", 3.0)));
    }
}
