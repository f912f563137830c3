package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.lift.examples.Replaced;
import dev.jacobi.lift.examples.Returned;
import dev.jacobi.lift.examples.RowByRow;
import dev.jacobi.lift.examples.RowTables;
import dev.jacobi.lift.examples.Words;
import dev.jacobi.woven.Deopt;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Machine code for arrays of arrays made row by row, arrays that recursive methods hand back, and strings: whenever Java returns, the compiled code itself returns the same. */
class RowByRowTest {
    private static final int RUNS = 12;

    @TestFactory
    Stream<DynamicTest> examples() {
        OnDemandCompiler engine = OnDemandCompiler.cpu();
        return Stream.of(RowByRow.class, RowTables.class, Returned.class, Replaced.class, Words.class).flatMap(c -> Arrays.stream(c.getDeclaredMethods()))
            .filter(m -> Modifier.isStatic(m.getModifiers()) && !Modifier.isPrivate(m.getModifiers()) && !m.isSynthetic())
            .sorted(Comparator.comparing(Method::toString)).map(m -> DynamicTest.dynamicTest(m.getName(), () -> compare(engine, m)));
    }

    private static void compare(OnDemandCompiler engine, Method m) throws Exception {
        m.setAccessible(true);
        Compiled c = engine.compile(m);
        int returned = 0;
        for (int run = 0; run < RUNS; run++) {
            Object[] args = arguments(m, run);
            Object[] own = arguments(m, run);
            String text = m.getName() + Arrays.deepToString(args) + " " + engine.lastFallback(m);
            try {
                Object expected = m.invoke(null, args);
                Object result = c.invoke(own);
                assertEquals(describe(expected, args), describe(result, own), text);
                returned++;
            } catch (InvocationTargetException e) {
                assertThrows(Deopt.class, () -> c.invoke(own), text);
            }
        }
        assertTrue(returned > 0, "no run returned");
    }

    /** The result, which argument it is, and the arguments afterwards. */
    private static String describe(Object result, Object[] args) {
        return Arrays.deepToString(new Object[] {result}) + " is argument " + (result != null && result.getClass().isArray()
            ? Arrays.stream(args).map(a -> a == result).toList() : "") + ", arguments " + Arrays.deepToString(args);
    }

    private static Object[] arguments(Method m, int run) {
        Random r = new Random(m.getName().hashCode() + 31 * run);
        Object[] args = new Object[m.getParameterCount()];
        int n = 2 + r.nextInt(4);
        for (int i = 0; i < args.length; i++) {
            args[i] = value(m.getParameterTypes()[i], r, n);
        }
        return args;
    }

    private static Object value(Class<?> t, Random r, int n) {
        if (t.isArray()) {
            Object a = Array.newInstance(t.getComponentType(), n);
            for (int i = 0; i < n; i++) {
                Array.set(a, i, value(t.getComponentType(), r, n));
            }
            return a;
        }
        if (t == String.class) {
            return "naught".substring(r.nextInt(5));
        }
        if (t == RowByRow.Weights.class) {
            return new RowByRow.Weights((double[]) value(double[].class, r, n), (int[][]) value(int[][].class, r, n));
        }
        return switch (t.getName()) {
            case "int" -> r.nextInt(20) - 3;
            case "long" -> r.nextLong();
            case "short" -> (short) (r.nextInt(9) - 2);
            case "byte" -> (byte) r.nextInt(20);
            case "boolean" -> r.nextBoolean();
            case "float" -> (float) r.nextInt(9);
            case "double" -> r.nextGaussian();
            default -> throw new AssertionError(t);
        };
    }
}
