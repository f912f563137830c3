package dev.jacobi;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.jit;
import static dev.jacobi.Jacobi.vmap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;
import org.junit.jupiter.api.Test;

/** What cannot be compiled is told by the call and the line in the user's own code, never by what the JDK does inside; enums and constants are known. */
class MessagesTest {
    enum Op {
        ADD, MUL {
            @Override
            double of(double a, double b) {
                return a * b;
            }
        };

        double of(double a, double b) {
            return a + b;
        }

        double weight() {
            return switch (this) {
                case ADD -> 0.5;
                case MUL -> 2;
            };
        }
    }

    enum Planet {
        EARTH(5.976e+24, 6.37814e6), MARS(6.421e+23, 3.3972e6);

        final double mass;
        final double radius;

        Planet(double mass, double radius) {
            this.mass = mass;
            this.radius = radius;
        }

        double gravity() {
            return 6.67300E-11 * mass / (radius * radius);
        }
    }

    interface Shape {
        double area(double x);
    }

    static final class Square implements Shape {
        private final double side;

        Square(double side) {
            this.side = side;
        }

        @Override
        public double area(double x) {
            return side * side * x;
        }
    }

    static final class Tables {
        static final Tables INSTANCE = new Tables(new Square(3));
        private static Tables lazy;
        private final double[] table = {1, 2, 3};
        private final Shape shape;

        Tables(Shape shape) {
            this.shape = shape;
        }

        static Tables lazy() {
            if (lazy == null) {
                lazy = new Tables(new Square(1));
            }
            return lazy;
        }

        double at(double x) {
            return table[1] * x + shape.area(x);
        }

        double entry(double x) {
            return table[2] * x;
        }
    }

    static final Shape SHAPE = new Square(2);
    static final List<Double> LIST = new ArrayList<>(Collections.nCopies(100, 2.0));
    static final double[] SHARED = {1, 2, 3};

    static double println(double x) {
        System.out.println(x);
        return x;
    }

    static double format(double x) {
        return String.format(Locale.ROOT, "%.2f", x).length();
    }

    static double text(double x) {
        return Arrays.toString(new double[] {x}).length();
    }

    static double clock(double x) {
        return x + System.nanoTime();
    }

    static double chance(double x) {
        return x * Math.random();
    }

    static double thread(double x) {
        Thread.yield();
        return x;
    }

    static double atomic(double x) {
        return new AtomicInteger(3).incrementAndGet() * x;
    }

    static double decimal(double x) {
        return new BigDecimal(x).add(BigDecimal.ONE).doubleValue();
    }

    static double reference(double x) {
        Fn1<Double, Double> f = Math::abs;
        DoubleConsumer out = System.out::println;
        out.accept(x);
        return f.apply(x);
    }

    static double list(double x) {
        double s = 0;
        for (double d : LIST) {
            s += d * x;
        }
        return s;
    }

    private static String message(Fn1<Double, Double> f) {
        String message = assertThrows(JacobiException.class, () -> jit(f).apply(1.5)).getMessage();
        assertTrue(message.matches("(?s).* at dev\\.jacobi\\.MessagesTest\\.\\w+:\\d+\\); .*\\."), message);
        return message;
    }

    private static void calls(Fn1<Double, Double> f, String call) {
        String message = message(f);
        assertTrue(message.contains("it calls " + call), message);
    }

    @Test
    void theCallIsNamed() {
        calls(MessagesTest::println, "java.io.PrintStream.println, which is output");
        calls(MessagesTest::format, "java.lang.String.format, which makes text");
        calls(MessagesTest::text, "java.util.Arrays.toString, which makes text");
        calls(MessagesTest::clock, "java.lang.System.nanoTime, which reads a clock");
        calls(MessagesTest::chance, "java.lang.Math.random, which gives another number at each call");
        calls(MessagesTest::thread, "java.lang.Thread.yield, which is about threads");
        calls(MessagesTest::atomic, "the constructor of java.util.concurrent.atomic.AtomicInteger");
        calls(MessagesTest::decimal, "the constructor of java.math.BigDecimal");
        calls(MessagesTest::reference, "java.io.PrintStream.println, which is output");
        calls(MessagesTest::list, "java.util.ArrayList.iterator, and that cannot be compiled: it uses a java.util.ArrayList");
    }

    static double each(double x) {
        double s = 0;
        for (Op o : Op.values()) {
            s += o.of(x, 2) * o.weight();
        }
        for (Planet p : Planet.values()) {
            s += p.gravity() * x;
        }
        return s * Op.values().length;
    }

    static double chosen(double x) {
        Op o = x > 1 ? Op.MUL : Op.ADD;
        double s = o.of(x, 3) + o.weight();
        switch (o) {
            case ADD:
                s += x;
                break;
            case MUL:
                s -= x * x;
                break;
        }
        return o == Op.MUL ? s : s * Planet.valueOf("MARS").gravity() + Planet.EARTH.compareTo(Planet.MARS) + o.ordinal();
    }

    static double given(double x, Op o) {
        return o.of(x, 4) * o.weight() + o.name().length();
    }

    @Test
    void enumsAreKnown() {
        for (Fn1<Double, Double> f : List.<Fn1<Double, Double>>of(MessagesTest::each, MessagesTest::chosen)) {
            for (double x : new double[] {0.5, 2, 1}) {
                assertEquals(f.apply(x), jit(f).apply(x), 1e-12 * Math.abs(f.apply(x)));
                if (x != 1) {
                    assertEquals((f.apply(x + 1e-6) - f.apply(x - 1e-6)) / 2e-6, grad(f).apply(x), 1e-6);
                }
            }
            Fn1<double[], double[]> lanes = vmap(f);
            assertEquals(f.apply(2.0), lanes.apply(new double[] {0.5, 2})[1], 1e-12);
        }
    }

    static double constants(double x) {
        double s = Tables.INSTANCE.at(x) + SHAPE.area(x) + Tables.lazy().entry(x);
        return SHAPE instanceof Square q ? s + q.side : s;
    }

    @Test
    void objectsInStaticFieldsAreKnown() {
        Fn1<Double, Double> f = MessagesTest::constants;
        assertEquals(f.apply(1.5), jit(f).apply(1.5), 1e-12);
        assertEquals(2 + 9 + 4 + 3, grad(f).apply(1.5), 1e-12);
    }

    static double sharedIsChanged(double x) {
        SHARED[0] = x;
        return SHARED[0] + SHARED[1];
    }

    @Test
    void aStaticArrayMayBeChangedByAFunctionThatIsOnlyCompiled() {
        Fn1<Double, Double> f = MessagesTest::sharedIsChanged;
        assertEquals(9, jit(f).apply(7.0));
        assertEquals(7, SHARED[0]);
    }

    static double caught(double[] a, double x) {
        try {
            return a[(int) x] * x;
        } catch (ArrayIndexOutOfBoundsException e) {
            return -x;
        }
    }

    static double element(double[] a, int i) {
        return a[i];
    }

    static double caughtAround(double[] a, double x) {
        double y;
        try {
            y = element(a, (int) x) * x;
        } catch (RuntimeException e) {
            y = -x;
        }
        return y * y;
    }

    static double own(double x) {
        try {
            if (x > 0) {
                throw new IllegalStateException("positive");
            }
            return x;
        } catch (IllegalStateException e) {
            return 2 * x;
        }
    }

    private static void catches(Runnable call, String place, String type) {
        String message = assertThrows(JacobiException.class, call::run).getMessage();
        assertTrue(message.matches("(?s).*goes on in the catch block at dev\\.jacobi\\.MessagesTest\\." + place + ":\\d+, which catches java\\.lang\\." + type + "\\..*"), message);
        assertFalse(message.contains("did not throw"), message);
    }

    @Test
    void aCatchBlockIsNamed() {
        double[] a = {1, 2, 3};
        Fn2<double[], Double, Double> caught = MessagesTest::caught;
        assertEquals(-7, jit(caught).apply(a, 7.0));
        assertEquals(2.0, grad(caught, 1).apply(a, 1.0));
        catches(() -> grad(caught, 1).apply(a, 7.0), "caught", "ArrayIndexOutOfBoundsException");
        Fn2<double[], double[], double[]> lanes = vmap(caught, null, 0);
        catches(() -> lanes.apply(a, new double[] {1, 9}), "caught", "ArrayIndexOutOfBoundsException");
        Fn2<double[], Double, Double> around = MessagesTest::caughtAround;
        catches(() -> grad(around, 1).apply(a, 7.0), "caughtAround", "RuntimeException");
        Fn1<Double, Double> own = MessagesTest::own;
        catches(() -> grad(own).apply(7.0), "own", "IllegalStateException");
        assertEquals(1.0, grad(own).apply(-7.0));
    }

    static double corner(double[][] c, double x) {
        return c[0][0] * x;
    }

    @Test
    void aCapturedArrayThatIsJaggedIsNamed() {
        double[][] jagged = {{1, 2}, {3}};
        Fn1<Double, Double> f = x -> corner(jagged, x);
        assertEquals(2, jit(f).apply(2.0));
        String message = assertThrows(JacobiException.class, () -> grad(f).apply(2.0)).getMessage();
        assertTrue(message.startsWith("The captured value 0 of grad(dev.jacobi.MessagesTest.lambda$") && message.contains("is jagged: row 1 has 1 elements and the rows before 2"), message);
        double[][] missing = {{1, 2}, null};
        String nothing = assertThrows(JacobiException.class, () -> grad((Double x) -> corner(missing, x)).apply(2.0)).getMessage();
        assertTrue(nothing.startsWith("The captured value 0 of ") && nothing.contains("is null"), nothing);
    }
}
