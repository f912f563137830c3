// Transformed functions written by Java's serialization and read again give what they gave before.
package dev.jacobi;

import static dev.jacobi.Numeric.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each kind of transformation, nested, with captured values of each kind; what cannot be sent, or made where it arrives, is said in a sentence. */
class SentFunctionsTest {
    /** Neither this nor what it holds implements Serializable. */
    record Layer(double[] w, double bias) {
    }

    record Net(List<Layer> layers, Map<String, Layer> named, Layer[] rest) {
    }

    /** No value that functions know, and not serializable. */
    static final class Thing {
        double by = 2;
    }

    static byte[] write(Object v) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(v);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings("unchecked")
    static <T> T sent(T v) {
        try (var in = new ObjectInputStream(new ByteArrayInputStream(write(v)))) {
            return (T) in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    static double loss(double[] w, double[] x, double y) {
        double s = -y;
        for (int i = 0; i < w.length; i++) {
            s += w[i] * x[i];
        }
        return s * s;
    }

    static double cube(Double x) {
        return x * x * x;
    }

    private static final double[] W = {1, -2, 0.5};
    private static final double[][] X = {{1, 2, 3}, {-1, 0.5, 2}, {0, 0, 0}, {4, 3, -2}, {1, 1, 1}};
    private static final double[] Y = {1, 0, -1, 2, 3};

    @Test
    void methodReferencesInAnyNesting() {
        Fn3<double[], double[], Double, double[]> g = Jacobi.grad(SentFunctionsTest::loss);
        assertArrayEquals(g.apply(W, X[0], Y[0]), sent(g).apply(W, X[0], Y[0]));
        Fn3<double[], double[][], double[], double[][]> each = Jacobi.jit(Jacobi.vmap(g, null, 0, 0));
        assertArrayEquals(each.apply(W, X, Y), sent(each).apply(W, X, Y));
        assertArrayEquals(each.apply(W, X, Y), sent(sent(each)).apply(W, X, Y));
        Fn3<double[], double[][], double[], double[][]> inside = Jacobi.jit(Jacobi.vmap(sent(g), null, 0, 0));
        assertArrayEquals(each.apply(W, X, Y), inside.apply(W, X, Y));
        Fn3<double[], double[], Double, double[][]> h = Jacobi.hessian(SentFunctionsTest::loss);
        assertArrayEquals(h.apply(W, X[1], Y[1]), sent(h).apply(W, X[1], Y[1]));
    }

    @Test
    void eachTransformation() {
        Fn1<Double, Double> f = SentFunctionsTest::cube;
        assertEquals(12.0, sent(Jacobi.grad(f)).apply(2.0));
        assertEquals(new ValueAndGrad<>(8.0, 12.0), sent(Jacobi.valueAndGrad(f)).apply(2.0));
        assertEquals(new ValueAndTangent<>(8.0, 12.0), sent(Jacobi.jvp(f)).apply(2.0, 1.0));
        assertEquals(new ValueAndGrad<>(8.0, 24.0), sent(Jacobi.vjp(f)).apply(2.0, 2.0));
        assertEquals(8.0, sent(Jacobi.checkpoint(f)).apply(2.0));
        assertEquals(8.0, sent(Jacobi.jit(f, Options.DEFAULT.backend("interp").fp(Fp.FAST))).apply(2.0));
        assertEquals(Jacobi.jit(f, Options.DEFAULT.backend("interp")).toString(), sent(Jacobi.jit(f, Options.DEFAULT.backend("interp"))).toString());
        Fn1<double[], double[]> columns = Jacobi.vmap(f, Axes.in(0).out(0).named("i"));
        assertArrayEquals(new double[] {1, 8}, sent(columns).apply(new double[] {1, 2}));
        Fn1<Double, Double> own = Jacobi.customJvp(f, (Double x, Double t) -> new ValueAndTangent<>(x * x * x, 7 * t));
        assertEquals(7.0, sent(Jacobi.grad(own)).apply(2.0));
        Fn1<Double, Double> reverse = Jacobi.customVjp(f, (Double x) -> new WithAux<>(x * x * x, x), (Double x, Double y) -> 5 * x * y);
        assertEquals(10.0, Jacobi.grad(sent(reverse)).apply(2.0));
    }

    /** Variables of a class of the JDK's, with records that are not serializable in them. */
    @Test
    void listsAndMapsOfTheirClass() {
        var linked = new LinkedList<>(List.of(new Layer(new double[] {1}, 2)));
        assertEquals(6.0, sent(Jacobi.jit((Double x) -> linked.getFirst().bias() * x)).apply(3.0));
        var grown = new ArrayList<>(List.of(new Layer(new double[] {1}, 2), new Layer(new double[] {4}, 3)));
        assertEquals(12.0, sent(Jacobi.jit((Double x) -> grown.get(1).w()[0] * x)).apply(3.0));
        var hashed = new HashMap<>(Map.of("a", new Layer(new double[] {1}, 5)));
        assertEquals(15.0, sent(Jacobi.jit((Double x) -> hashed.get("a").bias() * x)).apply(3.0));
    }

    @Test
    void arraysOnMeshes() {
        Mesh mesh = Mesh.of(Jacobi.devices("cpu:2"), "data", 2);
        assertEquals(mesh, sent(mesh));
        Fn1<NDArray, NDArray> f = Jacobi.shardMap((NDArray x) -> Lax.psum(x.times(2), "data"), mesh, PartitionSpec.of("data"), PartitionSpec.of());
        NDArray x = NDArray.of(1.0, 2.0, 3.0, 4.0);
        assertArrayEquals(new double[] {8, 12}, f.apply(x).toDoubleArray());
        NDArray got = sent(f).apply(x);
        assertArrayEquals(new double[] {8, 12}, got.toDoubleArray());
        assertEquals(f.apply(x).sharding(), got.sharding());
        var rows = new NamedSharding(mesh, PartitionSpec.of("data"));
        Fn1<NDArray, NDArray> whole = Jacobi.jit((NDArray y) -> y.plus(1), Options.DEFAULT.in(rows).out(rows));
        assertEquals(rows, sent(whole).apply(x).sharding());
    }

    @Test
    void capturedValues() {
        var list = new ArrayList<>(List.of(new Layer(new double[] {1, 2}, 3)));
        var named = new TreeMap<>(Map.of("b", new Layer(new double[] {5}, 6), "a", new Layer(new double[] {7}, 8)));
        var net = new Net(list, named, new Layer[] {new Layer(new double[0], 9)});
        NDArray scale = NDArray.of(new float[] {2, 3});
        int[] k = {1};
        Fn1<Double, Double> inner = x -> x * k[0];
        Fn1<Double, Double> f = x -> {
            double s = net.layers().get(0).w()[1] * x * x + net.named().get("a").bias() * x + net.rest()[0].bias();
            return s + inner.apply(x) + scale.get(1).toDouble();
        };
        Fn1<Double, Double> g = Jacobi.grad(f);
        assertNear(4 * 1.5 + 8 + 1, g.apply(1.5), 1e-15);
        Fn1<Double, Double> there = sent(g);
        assertNear(4 * 1.5 + 8 + 1, there.apply(1.5), 1e-15);
        k[0] = 10; // a copy was sent
        assertNear(4 * 1.5 + 8 + 10, g.apply(1.5), 1e-15);
        assertNear(4 * 1.5 + 8 + 1, there.apply(1.5), 1e-15);
        assertEquals(f.apply(1.5), sent(Jacobi.jit(f)).apply(1.5), 1e-12);
    }

    @Test
    void oneStreamKeepsWhatIsSharedShared() {
        double[] w = {1, 2};
        Fn1<Double, Double> f = Jacobi.jit((Double x) -> x * w[0]);
        Object[] all = sent(new Object[] {f, w, f});
        assertSame(all[0], all[2]);
        ((double[]) all[1])[0] = 5; // what arrived together is one array, which is read at each call
        assertEquals(15.0, ((Fn1<Double, Double>) cast(all[0])).apply(3.0));
    }

    @SuppressWarnings("unchecked")
    private static <T> T cast(Object o) {
        return (T) o;
    }

    @Test
    void derivativesAtAPointKeepIt() {
        double[] by = {3};
        Fn1<Double, Double> f = x -> by[0] * x * x;
        Pullback<Double, Double> p = Jacobi.vjp(f, 2.0);
        Linearized<Double, Fn1<Double, Double>> l = Jacobi.linearize(f, 2.0);
        by[0] = 100;
        assertEquals(12.0, p.pullback().apply(1.0));
        assertEquals(12.0, sent(p).pullback().apply(1.0));
        assertEquals(12.0, sent(p.value()));
        assertEquals(12.0, sent(l).tangent().apply(1.0));
        assertEquals(12.0, sent(sent(p)).pullback().apply(1.0));
    }

    @Test
    void settings() {
        Options o = Options.DEFAULT.staticArgs(1).donate(0).backend("cpu").fp(Fp.FAST);
        assertEquals(o, sent(o));
        Axes a = Axes.in(0, null, Map.of("w", 1), Arrays.asList(0, null)).out(null).named("batch");
        assertEquals(a, sent(a));
        assertEquals(Slice.of(1, null, 2), sent(Slice.of(1, null, 2)));
        assertEquals(new Args5<>(1, 2, 3, 4, 5), sent(new Args5<>(1, 2, 3, 4, 5)));
        TreeStructure t = Tree.structure(Map.of("a", List.of(1.0, "x"), "b", new double[] {1}));
        assertEquals(t, sent(t));
    }

    @Test
    void whatCannotBeSent() {
        Thing thing = new Thing();
        Fn1<Double, Double> f = x -> x * thing.by;
        Fn1<Double, Double> around = x -> f.apply(x) + 1;
        for (Fn g : List.of(Jacobi.grad(f), Jacobi.jit(Jacobi.grad(f)), Jacobi.grad(around), Jacobi.jit(Jacobi.grad(around)))) {
            String said = assertThrows(NotSerializableException.class, () -> write(g)).getMessage();
            assertTrue(said.startsWith("The function dev.jacobi.SentFunctionsTest.lambda$whatCannotBeSent$"), said);
            assertTrue(said.contains(" cannot be sent: captured value 0 is or has an object of dev.jacobi.SentFunctionsTest$Thing, which is not serializable. Capture numbers"), said);
            assertTrue(said.endsWith("."), said);
        }
        Fn1<Double, Double> of = new Fn1<>() {
            @Override
            public Double apply(Double x) {
                return x + thing.by;
            }
        };
        String said = assertThrows(NotSerializableException.class, () -> write(Jacobi.jit(of))).getMessage();
        assertTrue(said.contains("is or has an object of dev.jacobi.SentFunctionsTest"), said);
        Fn1<NDArray, NDArray> closed = closed();
        assertTrue(assertThrows(JacobiException.class, () -> write(closed)).getMessage().contains("The array has been closed"));
    }

    private static Fn1<NDArray, NDArray> closed() {
        NDArray x = NDArray.of(1.0, 2.0);
        x.close();
        return Jacobi.jit((NDArray y) -> y.plus(x));
    }

    /** Reads where some classes are missing. */
    private static Object readWithout(byte[] bytes, String missing) throws IOException, ClassNotFoundException {
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            protected Class<?> resolveClass(ObjectStreamClass c) throws IOException, ClassNotFoundException {
                if (c.getName().equals(missing)) {
                    throw new ClassNotFoundException(c.getName());
                }
                return super.resolveClass(c);
            }
        }) {
            return in.readObject();
        }
    }

    @Test
    void classesThatAreMissingWhereItArrives() throws IOException {
        byte[] bytes = write(Jacobi.jit(Jacobi.grad(SentFunctionsTest::cube)));
        String home = SentFunctionsTest.class.getName();
        assertEquals("The function dev.jacobi.SentFunctionsTest.cube cannot be made where it has arrived: the class " + home + " is not there; put the jar that has it on the class path of this JVM.",
            assertThrows(InvalidObjectException.class, () -> readWithout(bytes, home)).getMessage());
        var layer = new Layer(new double[] {2}, 1);
        byte[] capturing = write(Jacobi.jit((Double x) -> x * layer.bias()));
        String said = assertThrows(InvalidObjectException.class, () -> readWithout(capturing, Layer.class.getName())).getMessage();
        assertTrue(said.startsWith("The function dev.jacobi.SentFunctionsTest.lambda$classesThatAreMissing"), said);
        assertTrue(said.contains("the class dev.jacobi.SentFunctionsTest$Layer is not there"), said);
    }
}
