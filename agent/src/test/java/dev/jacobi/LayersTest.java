// Loops over lists and arrays of records, and lists and maps that a function makes itself.
package dev.jacobi;

import static dev.jacobi.Numeric.assertCompiled;
import static dev.jacobi.Numeric.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A network of layers of different sizes, forwards and backwards, written in the ways in which people write it. */
class LayersTest {
    record Layer(double[][] w, double[] b) {
    }

    record Net(Layer[] layers, double scale) {
    }

    static double[] dense(Layer l, double[] x) {
        double[] y = new double[l.b().length];
        for (int i = 0; i < y.length; i++) {
            double s = l.b()[i];
            for (int j = 0; j < x.length; j++) {
                s += l.w()[i][j] * x[j];
            }
            y[i] = Math.tanh(s);
        }
        return y;
    }

    static double norm(double[] x) {
        double s = 0;
        for (double v : x) {
            s += v * v;
        }
        return s;
    }

    static double overList(List<Layer> layers, double[] x) {
        for (Layer l : layers) {
            x = dense(l, x);
        }
        return norm(x);
    }

    static double byIndex(List<Layer> layers, double[] x) {
        for (int i = 0; i < layers.size(); i++) {
            x = dense(layers.get(i), x);
        }
        return norm(x);
    }

    static double overNet(Net n, double[] x) {
        double[] h = x;
        for (Layer l : n.layers()) {
            h = dense(l, h);
        }
        return n.scale() * norm(h);
    }

    static double madeInside(double[][] w, double[] b, double[] x) {
        Layer[] layers = new Layer[3];
        for (int i = 0; i < layers.length; i++) {
            layers[i] = new Layer(w, i == 1 ? new double[] {0.1, 0.2} : b);
        }
        for (Layer l : layers) {
            x = dense(l, x);
        }
        return norm(x);
    }

    static double stopsEarly(List<Layer> layers, double[] x, double limit) {
        for (Layer l : layers) {
            x = dense(l, x);
            if (x[0] > limit) {
                break;
            }
            if (x[0] < -limit) {
                return -norm(x);
            }
        }
        return norm(x);
    }

    static double trained(List<Layer> layers, double[][] xs, int epochs) {
        double s = 0;
        for (int e = 0; e < epochs; e++) {
            for (double[] x : xs) {
                double[] h = x;
                for (Layer l : layers) {
                    h = dense(l, h);
                }
                s += norm(h) * (e + 1);
            }
        }
        return s;
    }

    private static final List<Layer> LAYERS = List.of(layer(3, 4, 1), layer(4, 4, 2), layer(4, 2, 3));
    private static final double[] X = {0.3, -0.2, 0.5};

    private static Layer layer(int in, int out, long seed) {
        var r = new Random(seed);
        double[][] w = new double[out][in];
        double[] b = new double[out];
        for (int i = 0; i < out; i++) {
            b[i] = r.nextGaussian();
            for (int j = 0; j < in; j++) {
                w[i][j] = r.nextGaussian();
            }
        }
        return new Layer(w, b);
    }

    private static List<Layer> with(int k, double[] b, double[] row) {
        var all = new ArrayList<>(LAYERS);
        double[][] w = all.get(k).w().clone();
        w[0] = row == null ? w[0] : row;
        all.set(k, new Layer(w, b == null ? all.get(k).b() : b));
        return all;
    }

    @Test
    void forwards() {
        double want = overList(LAYERS, X);
        Fn2<List<Layer>, double[], Double> f = Jacobi.jit(LayersTest::overList);
        assertNear(want, f.apply(LAYERS, X));
        assertCompiled(f, 1);
        assertNear(want, Jacobi.jit(LayersTest::byIndex).apply(LAYERS, X));
        assertNear(2 * want, Jacobi.jit(LayersTest::overNet).apply(new Net(LAYERS.toArray(new Layer[0]), 2), X));
        double[][] w = {{1, 2}, {0.5, -1}};
        double[] b = {0.3, -0.1};
        assertNear(madeInside(w, b, new double[] {1, 2}), Jacobi.jit(LayersTest::madeInside).apply(w, b, new double[] {1, 2}));
        for (double limit : new double[] {0, 0.1, 0.3, 0.9, 2}) {
            assertNear(stopsEarly(LAYERS, X, limit), Jacobi.jit(LayersTest::stopsEarly).apply(LAYERS, X, limit));
        }
    }

    @Test
    void backwards() {
        Fn2<List<Layer>, double[], List<Layer>> g = Jacobi.grad(LayersTest::overList);
        List<Layer> got = g.apply(LAYERS, X);
        assertCompiled(g, 1);
        for (int k = 0; k < 3; k++) {
            int at = k;
            assertNear(Numeric.gradient(b -> overList(with(at, b, null), X), LAYERS.get(k).b()), got.get(k).b());
            assertNear(Numeric.gradient(row -> overList(with(at, null, row), X), LAYERS.get(k).w()[0]), got.get(k).w()[0]);
        }
        Net n = new Net(LAYERS.toArray(new Layer[0]), 2);
        Net gn = Jacobi.grad(LayersTest::overNet).apply(n, X);
        assertEquals(Layer[].class, gn.layers().getClass());
        assertNear(Numeric.gradient(b -> 2 * overList(with(1, b, null), X), LAYERS.get(1).b()), gn.layers()[1].b());
        assertNear(overList(LAYERS, X), gn.scale());
        Fn3<List<Layer>, double[][], Integer, List<Layer>> gt = Jacobi.grad(LayersTest::trained);
        double[][] xs = {X, {1, 0, -1}};
        assertNear(Numeric.gradient(b -> trained(with(0, b, null), xs, 3), LAYERS.get(0).b()), gt.apply(LAYERS, xs, 3).get(0).b());
        Fn3<List<Layer>, double[], Double, List<Layer>> early = Jacobi.grad(LayersTest::stopsEarly);
        for (double limit : new double[] {0.1, 0.9}) {
            assertNear(Numeric.gradient(b -> stopsEarly(with(0, b, null), X, limit), LAYERS.get(0).b()), early.apply(LAYERS, X, limit).get(0).b());
        }
    }

    @Test
    void lanes() {
        Fn2<List<Layer>, double[][], double[]> f = Jacobi.vmap(LayersTest::overList, null, 0);
        double[] other = {1, 0, -1};
        assertNear(new double[] {overList(LAYERS, X), overList(LAYERS, other)}, f.apply(LAYERS, new double[][] {X, other}));
        Fn2<Net, double[][], double[]> n = Jacobi.vmap(LayersTest::overNet, null, 0);
        assertNear(new double[] {overList(LAYERS, X)}, n.apply(new Net(LAYERS.toArray(new Layer[0]), 1), new double[][] {X}));
    }

    static List<double[]> activations(List<Layer> layers, double[] x) {
        List<double[]> out = new ArrayList<>();
        out.add(x);
        for (Layer l : layers) {
            out.add(dense(l, out.get(out.size() - 1)));
        }
        return out;
    }

    static double weighted(double a, double b) {
        List<Double> l = new ArrayList<>(4);
        l.add(a * b);
        l.add(0, b);
        for (int i = 0; i < 3; i++) {
            l.add(a * i);
        }
        double old = l.set(1, 7 * a);
        List<Double> copy = new ArrayList<>(l);
        copy.addAll(List.of(old, 1.0));
        l.clear();
        double s = l.isEmpty() ? 0 : Double.NaN;
        int k = 1;
        for (double v : copy) {
            s += v * v * k++;
        }
        return s + copy.size();
    }

    static Map<String, Double> statistics(double[] x) {
        Map<String, Double> m = new HashMap<>();
        double s = 0;
        for (double v : x) {
            s += v * v;
        }
        m.put("sum", s);
        m.put("mean", m.get("sum") / x.length);
        m.put("sum", m.getOrDefault("sum", 0.0) + m.size());
        return m;
    }

    static double inOrder(double a) {
        Map<String, Double> m = new LinkedHashMap<>();
        m.put("z", a);
        m.put("a", 2 * a);
        double s = 0;
        for (double v : m.values()) {
            s = 10 * s + v;
        }
        return s;
    }

    @Test
    void whatIsMadeInside() {
        List<double[]> want = activations(LAYERS, X);
        assertNear(want, Jacobi.jit(LayersTest::activations).apply(LAYERS, X));
        assertNear(weighted(2, 3), Jacobi.jit(LayersTest::weighted).apply(2.0, 3.0));
        assertNear(Numeric.derivative(a -> weighted(a, 3), 2), Jacobi.grad(LayersTest::weighted).apply(2.0, 3.0));
        assertNear(statistics(X), Jacobi.jit(LayersTest::statistics).apply(X));
        Fn1<double[], Map<String, double[]>> j = Jacobi.jacrev(LayersTest::statistics);
        assertNear(Map.of("sum", new double[] {0.6, -0.4, 1}, "mean", new double[] {0.2, -0.4 / 3, 1.0 / 3}), j.apply(X));
        assertNear(new ValueAndGrad<>(statistics(X), new double[] {0.6, -0.4, 1}), Jacobi.vjp(LayersTest::statistics).apply(X, Map.of("sum", 1.0, "mean", 0.0)));
        assertNear(inOrder(3), Jacobi.jit(LayersTest::inOrder).apply(3.0));
    }

    static double perElement(double[] x) {
        List<Double> l = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            l.add(x[i]);
        }
        return l.get(0);
    }

    static double perhaps(double a) {
        List<Double> l = new ArrayList<>();
        l.add(a);
        if (a > 0) {
            l.add(2.0);
        }
        return l.size();
    }

    static double whileGoing(double a) {
        List<Double> l = new ArrayList<>();
        l.add(a);
        for (double v : l) {
            if (l.size() < 2) {
                l.add(v);
            }
        }
        return l.size();
    }

    static double argument(List<Double> l) {
        l.add(1.0);
        return l.get(0);
    }

    static boolean same(Layer a, Layer b) {
        return a == b;
    }

    static boolean longer(double[] a, double[] b) {
        return a.length > b.length;
    }

    private static void refused(String code, Fn1<Fn, Object> call) {
        String said = assertThrows(JacobiException.class, () -> call.apply(null)).getMessage();
        assertTrue(said.contains(" (" + code + " at LayersTest.") || said.contains(" (" + code + " at dev.jacobi.LayersTest."), said);
    }

    @Test
    void whatIsNotKnownBeforeIsRefused() {
        refused("COLLECTION", f -> Jacobi.jit(LayersTest::perElement).apply(X));
        refused("COLLECTION", f -> Jacobi.jit(LayersTest::perhaps).apply(1.0));
        refused("COLLECTION", f -> Jacobi.jit(LayersTest::whileGoing).apply(1.0));
        refused("UNKNOWN-CALL", f -> Jacobi.jit(LayersTest::argument).apply(new ArrayList<>(List.of(1.0))));
        refused("IDENTITY", f -> Jacobi.jit(LayersTest::same).apply(LAYERS.get(0), LAYERS.get(0)));
        Object longer = Jacobi.jit(LayersTest::longer).apply(X, new double[1]);
        assertEquals(true, longer);
    }

    static double oneOfTwo(List<Double> a, List<Double> b, boolean first) {
        List<Double> l = first ? a : b;
        double s = 0;
        for (int i = 0; i < l.size(); i++) {
            s += l.get(i);
        }
        return s * l.size();
    }

    @Test
    void listsOfDifferentSizesAreNotMixedUp() {
        Fn3<List<Double>, List<Double>, Boolean, Double> f = Jacobi.jit(LayersTest::oneOfTwo);
        assertNear(6.0, f.apply(List.of(1.0, 2.0), List.of(3.0, 4.0, 5.0), true));
        assertNear(36.0, f.apply(List.of(1.0, 2.0), List.of(3.0, 4.0, 5.0), false));
        assertCompiled(f, 1);
    }

    static Object[] throughALoop(Object[] o, int n) {
        double s = 0;
        for (int i = 0; i < n; i++) {
            s += i;
        }
        return new Object[] {o, s};
    }

    static double twelve(Layer[] layers, double[] x, int n) {
        double s = 0;
        for (int e = 0; e < n; e++) {
            s += e;
        }
        int k = 1;
        for (Layer l : layers) {
            s += k++ * l.b()[0] * x[0];
        }
        return s;
    }

    /** Elements keep their places though merges sort fields by name. */
    @Test
    void moreThanTenElements() {
        Object[] o = new Object[12];
        var layers = new Layer[12];
        for (int i = 0; i < 12; i++) {
            o[i] = (double) i;
            layers[i] = new Layer(new double[0][], new double[] {i * i});
        }
        Object[] got = Jacobi.jit(LayersTest::throughALoop, Options.DEFAULT.backend("interp")).apply(o, 3);
        assertNear(o, got[0]);
        assertNear(twelve(layers, X, 3), Jacobi.jit(LayersTest::twelve, Options.DEFAULT.backend("interp")).apply(layers, X, 3));
    }

    static double stored(Layer[] layers) {
        layers[0] = new Layer(null, new double[] {7});
        return layers[0].b()[0];
    }

    static double storedInRecord(Net n) {
        n.layers()[0] = new Layer(null, new double[] {7});
        return n.scale();
    }

    static double charKeys(double a) {
        Map<Character, Double> m = Map.of('x', a, 'y', 2 * a);
        return m.get('y');
    }

    static double valuesOf(Map<String, Double> m) {
        double s = 0;
        for (double v : m.values()) {
            s = 10 * s + v;
        }
        return s;
    }

    static double copied(Map<String, Double> m) {
        return valuesOf(new LinkedHashMap<>(m));
    }

    static double changedView(double a) {
        Map<String, Double> m = new LinkedHashMap<>();
        m.put("a", a);
        var view = m.values();
        m.put("b", a);
        double s = 0;
        for (double v : view) {
            s += v;
        }
        return s;
    }

    enum Kind { ONE }

    static double mixed(boolean c) {
        List<Object> l = new ArrayList<>();
        l.add(1.0);
        if (c) {
            l.set(0, Kind.ONE);
        } else {
            l.set(0, null);
        }
        return l.size();
    }

    static double refilled(double a) {
        List<Double> l = new ArrayList<>();
        l.add(a);
        l.add(a);
        double s = 0;
        for (double v : l) {
            s += v;
            l.clear();
            l.add(a);
            l.add(a);
        }
        return s;
    }

    @Test
    void whatJavaDoesOtherwiseIsRefused() {
        refused("FIELD-WRITE", f -> Jacobi.jit(LayersTest::stored).apply(LAYERS.toArray(new Layer[0])));
        refused("FIELD-WRITE", f -> Jacobi.jit(LayersTest::storedInRecord).apply(new Net(LAYERS.toArray(new Layer[0]), 1)));
        refused("MAP-KEY", f -> Jacobi.jit(LayersTest::charKeys).apply(1.0));
        Map<String, Double> given = new LinkedHashMap<>();
        given.put("z", 1.0);
        given.put("a", 2.0);
        refused("COLLECTION", f -> Jacobi.jit(LayersTest::valuesOf).apply(given));
        refused("COLLECTION", f -> Jacobi.jit(LayersTest::copied).apply(given));
        refused("COLLECTION", f -> Jacobi.jit(LayersTest::changedView).apply(1.0));
        refused("COLLECTION", f -> Jacobi.jit(LayersTest::refilled).apply(1.0));
        try {
            assertEquals(1.0, Jacobi.jit(LayersTest::mixed).apply(true));
        } catch (JacobiException e) {
            assertTrue(e.getMessage().contains("(COLLECTION at"), e.getMessage());
        }
    }

    /** More elements than loops are lifted one by one for. */
}
