// Enum constants are part of the structure; what grows inside of a function is refused in words.
package dev.jacobi;

import static dev.jacobi.Numeric.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Captured, as arguments, static, in records; collections and streams. */
class ConstantsTest {
    enum Mode { SQUARE, CUBE, OTHER }

    record Model(Mode mode, double w) {
    }

    static double of(Mode m, double x) {
        return switch (m) {
            case SQUARE -> x * x;
            case CUBE -> x * x * x;
            case OTHER -> x;
        };
    }

    static double compared(Model m, double x) {
        return m.mode == Mode.CUBE ? m.w * x * x * x : m.w * x;
    }

    @Test
    void enumConstants() {
        for (Mode m : Mode.values()) {
            double want = m == Mode.SQUARE ? 4 : m == Mode.CUBE ? 12 : 1;
            assertNear(want, Jacobi.grad((Double x) -> of(m, x)).apply(2.0));
            Fn2<Mode, Double, Double> g = Jacobi.grad(ConstantsTest::of, 1);
            assertNear(want, g.apply(m, 2.0));
        }
        Fn2<Mode, Double, Double> f = Jacobi.jit(ConstantsTest::of, Options.DEFAULT.staticArgs(0));
        assertNear(8.0, f.apply(Mode.CUBE, 2.0));
        assertNear(4.0, f.apply(Mode.SQUARE, 2.0));
        assertEquals(2, Jacobi.cacheInfo(f).compilations());
        assertNear(new Model(Mode.CUBE, 8), Jacobi.grad(ConstantsTest::compared).apply(new Model(Mode.CUBE, 3), 2.0));
        assertNear(new Model(Mode.SQUARE, 2), Jacobi.grad(ConstantsTest::compared).apply(new Model(Mode.SQUARE, 3), 2.0));
    }

    static double map(double x) {
        Map<String, Double> m = new HashMap<>();
        m.put("a", x);
        return m.get("a");
    }

    static double list(double[] x) {
        List<Double> l = new ArrayList<>();
        for (double v : x) {
            l.add(v);
        }
        return l.get(0);
    }

    static double queue(double x) {
        var q = new PriorityQueue<Double>();
        q.add(x);
        return q.poll();
    }

    static double stream(double[] x) {
        return Arrays.stream(x).map(v -> v * v).sum();
    }

    static double streamOfAList(List<Double> x) {
        return x.stream().mapToDouble(v -> v).sum();
    }

    private static void says(Executable call, String... parts) {
        String message = assertThrows(JacobiException.class, call).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), part + " in: " + message);
        }
        assertTrue(message.matches("(?s).*ConstantsTest\\.\\w+:\\d+.*\\."), message);
    }

    @Test
    void whatGrowsInside() {
        assertEquals(1.0, Jacobi.grad(ConstantsTest::map).apply(1.0));
        says(() -> Jacobi.grad(ConstantsTest::list).apply(new double[] {1}), "in a loop of which it is not known how often it runs", "make it outside and pass it");
        says(() -> Jacobi.grad(ConstantsTest::queue).apply(1.0), "java.util.PriorityQueue", "ArrayDeque", "use a list or map whose size is always known");
        assertEquals(4.0, Jacobi.grad(ConstantsTest::stream).apply(new double[] {2})[0]);
        says(() -> Jacobi.jit(ConstantsTest::streamOfAList).apply(List.of(1.0)), "it uses a stream");
    }
}
