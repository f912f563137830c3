package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Static fields that hold null work as in Java: tests see it, using one throws what Java throws, and code is made anew when the field holds something else. */
class NullFieldsTest {
    private static final NDArray X = NDArray.of(new float[] {1, 2});
    private static final NDArray NEVER = null;
    private static Integer factor;
    private static Double scale;
    private static String name;
    private static Mode mode;
    private static NDArray shift;
    private static int[] axes;
    private static double[] table;
    private static List<Integer> sizes;
    private static Integer[] boxes;
    private static Options options;
    private static Node chain;
    private static Fn1<NDArray, NDArray> function;

    enum Mode {
        DOUBLED, TRIPLED
    }

    /** Fields of an object in a field. */
    record Options(Integer factor, NDArray shift) {
    }

    /** An object that leads to one of its own class. */
    record Node(Node next, NDArray value) {
    }

    @BeforeEach
    @AfterEach
    void clear() {
        factor = null;
        scale = null;
        name = null;
        mode = null;
        shift = null;
        axes = null;
        table = null;
        sizes = null;
        boxes = null;
        options = null;
        chain = null;
        function = null;
    }

    private static NDArray tested(NDArray x) {
        NDArray y = factor == null ? x : x.times(factor);
        y = scale == null ? y : y.times(scale);
        y = name == null || "one".equals(name) ? y : y.times(2);
        y = mode == null ? y : mode == Mode.DOUBLED ? y.times(2) : y.times(3);
        y = shift == null ? y : y.plus(shift);
        y = axes == null ? y : Np.sum(y, axes);
        y = table == null ? y : y.times(table[0]);
        y = sizes == null ? y : y.times(sizes.get(0));
        y = boxes == null || boxes[0] == null ? y : y.times(boxes[0]);
        y = NEVER == null ? y : y.plus(NEVER);
        y = function == null ? y : y.plus(1);
        y = Objects.equals(factor, 3) ? y.plus(1) : y;
        y = options == null ? y : options.shift() == null ? y.plus(1) : y.plus(options.shift());
        for (Node n = chain; n != null; n = n.next()) {
            y = y.plus(n.value());
        }
        return y;
    }

    private static NDArray unboxed(NDArray x) {
        return x.times(factor);
    }

    private static double plain(double x) {
        return factor == null ? x * x : x * factor;
    }

    private static void setAll() {
        factor = 3;
        scale = 0.5;
        name = "two";
        mode = Mode.TRIPLED;
        shift = NDArray.of(1f);
        table = new double[] {2};
        sizes = List.of(4);
        boxes = new Integer[] {null};
        options = new Options(null, null);
        chain = new Node(new Node(null, NDArray.of(1f)), NDArray.of(2f));
    }

    @Test
    void testsOfNullSeeWhatTheFieldHoldsNow() {
        Fn1<NDArray, NDArray> f = Jacobi.jit(NullFieldsTest::tested);
        assertEquals(tested(X), f.apply(X));
        setAll();
        assertEquals(tested(X), f.apply(X));
        options = new Options(7, X);
        boxes[0] = 2;
        chain = chain.next();
        assertEquals(tested(X), f.apply(X));
        axes = new int[] {0};
        assertEquals(tested(X), f.apply(X));
        clear();
        assertEquals(X, f.apply(X));
    }

    @Test
    void derivativesAndLanes() {
        Fn1<NDArray, NDArray> slope = Jacobi.jit(Jacobi.grad((NDArray x) -> Np.sum(tested(x))));
        Fn1<double[], double[]> lanes = Jacobi.vmap(NullFieldsTest::plain);
        Fn1<Double, Double> grad = Jacobi.grad(NullFieldsTest::plain);
        assertEquals(NDArray.of(new float[] {1, 1}), slope.apply(X));
        assertEquals(6.0, grad.apply(3.0));
        assertEquals(9.0, lanes.apply(new double[] {3})[0]);
        setAll();
        assertEquals(NDArray.of(new float[] {72, 72}), slope.apply(X));
        assertEquals(3.0, grad.apply(3.0));
        assertEquals(9.0, lanes.apply(new double[] {3})[0]);
        factor = 5;
        assertEquals(5.0, grad.apply(3.0));
    }

    @Test
    void unboxingNullThrowsWhatJavaThrows() {
        Fn1<NDArray, NDArray> f = Jacobi.jit(NullFieldsTest::unboxed);
        String said = assertThrows(NullPointerException.class, () -> unboxed(X)).getMessage();
        assertEquals(said, assertThrows(NullPointerException.class, () -> f.apply(X)).getMessage());
        factor = 2;
        assertEquals(NDArray.of(new float[] {2, 4}), f.apply(X));
        factor = null;
        assertEquals(said, assertThrows(NullPointerException.class, () -> f.apply(X)).getMessage());
    }
}
