package dev.jacobi.lift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.simplify.Simplify;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.lift.examples.Arithmetic;
import dev.jacobi.lift.examples.Arrays2;
import dev.jacobi.lift.examples.Control;
import dev.jacobi.lift.examples.HandedOn;
import dev.jacobi.lift.examples.Held;
import dev.jacobi.lift.examples.Particles;
import dev.jacobi.lift.examples.Replaced;
import dev.jacobi.lift.examples.Returned;
import dev.jacobi.lift.examples.RowByRow;
import dev.jacobi.lift.examples.RowTables;
import dev.jacobi.lift.examples.Sometimes;
import dev.jacobi.lift.examples.Swaps;
import dev.jacobi.lift.examples.Values;
import dev.jacobi.lift.examples.Words;
import dev.jacobi.lift.request.Lifted;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every static method of the example classes gives the same on the JVM and lifted, for random and edge arguments. */
class LifterDifferentialTest {
    private static final int RUNS = 60;
    private static final double[] DOUBLES = {0, -0.0, 1, -1, 0.5, 3.7, -2.5, 1e10, -1e300, Double.NaN, Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY, Double.MIN_VALUE, Double.MAX_VALUE};
    private static final long[] LONGS = {0, 1, -1, 2, 3, 7, 31, 32, 63, 64, -5, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE};

    @TestFactory
    Stream<DynamicTest> examples() {
        return Stream.of(Arithmetic.class, Control.class, Arrays2.class, Swaps.class, Values.class, Particles.class, Words.class, RowByRow.class, RowTables.class, Returned.class,
            Replaced.class, Held.class, Sometimes.class, HandedOn.class)
            .flatMap(c -> Arrays.stream(c.getDeclaredMethods())
            .filter(m -> Modifier.isStatic(m.getModifiers()) && !Modifier.isPrivate(m.getModifiers()) && !m.isSynthetic())
            .sorted(Comparator.comparing(Method::toString))
            .map(m -> DynamicTest.dynamicTest(c.getSimpleName() + "." + m.getName(), () -> compare(m))));
    }

    private static void compare(Method m) {
        Random random = new Random(m.toString().hashCode());
        Map<List<Integer>, Lifted> lifted = new LinkedHashMap<>();
        int returned = 0;
        for (int run = 0; run < RUNS; run++) {
            Object[] args = arguments(m, random, run);
            Lifted l = lifted.computeIfAbsent(Differential.aliases(args), k -> lift(m, k));
            String expected = Differential.onJvm(m, args);
            String message = m.getName() + Arrays.deepToString(args) + "\n" + l.module();
            assertEquals(expected, Differential.lifted(l, args), message);
            assertEquals(expected, Differential.lifted(simplified(l), args), message);
            returned += expected.equals("throws") ? 0 : 1;
        }
        assertTrue(returned > 0, "no run returned");
    }

    private static Lifted lift(Method m, List<Integer> aliases) {
        Lifted l = Lifter.lift(Differential.request(m, aliases));
        Verifier.verify(l.module());
        return l;
    }

    private static Lifted simplified(Lifted l) {
        var funcs = new LinkedHashMap<>(l.module().funcs());
        funcs.replaceAll((k, f) -> new Simplify().run(f));
        Module module = new Module(funcs);
        Verifier.verify(module);
        return new Lifted(module, l.entry(), l.inputs(), l.result(), l.writes());
    }

    private static Object[] arguments(Method m, Random r, int run) {
        Class<?>[] types = m.getParameterTypes();
        Object[] args = new Object[types.length];
        int n = r.nextInt(7);
        for (int i = 0; i < types.length; i++) {
            args[i] = value(types[i], r, run, r.nextInt(4) == 0 ? r.nextInt(7) : n);
            if (i > 0 && types[i] == types[i - 1] && types[i].isArray() && r.nextInt(5) == 0) {
                args[i] = args[i - 1];
            }
        }
        return args;
    }

    private static Object value(Class<?> t, Random r, int run, int n) {
        if (t.isArray()) {
            Object a = Array.newInstance(t.getComponentType(), n);
            for (int i = 0; i < n; i++) {
                Array.set(a, i, value(t.getComponentType(), r, run, n));
            }
            return a;
        }
        if (t == String.class) {
            var b = new StringBuilder();
            for (int i = 0; i < n + n % 3; i++) {
                b.append("abcab\u00e4\u6f22 7".charAt(r.nextInt(run % 2 == 0 ? 3 : 9)));
            }
            return b.toString();
        }
        if (t.isRecord()) {
            return record(t, r, run, n);
        }
        long small = r.nextInt(16) - 5;
        long l = run % 3 == 0 ? LONGS[r.nextInt(LONGS.length)] : run % 3 == 1 ? small : r.nextLong();
        l = run < 6 ? Math.abs(small) : l;
        double d = run % 3 == 0 ? DOUBLES[r.nextInt(DOUBLES.length)] : run % 3 == 1 ? small : r.nextGaussian() * 10;
        return switch (t.getName()) {
            case "int" -> (int) l;
            case "long" -> l;
            case "short" -> (short) l;
            case "byte" -> (byte) l;
            case "char" -> (char) l;
            case "boolean" -> r.nextBoolean();
            case "float" -> (float) d;
            case "double" -> d;
            default -> throw new AssertionError(t);
        };
    }

    private static Object record(Class<?> t, Random r, int run, int n) {
        var types = new ArrayList<Class<?>>();
        var values = new ArrayList<Object>();
        for (var c : t.getRecordComponents()) {
            types.add(c.getType());
            values.add(value(c.getType(), r, run, n));
        }
        try {
            var ctor = t.getDeclaredConstructor(types.toArray(Class[]::new));
            ctor.setAccessible(true);
            return ctor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            return record(t, r, 1, n); // the constructor wants other values
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
