// Calls every static method of commons-math's FastMath and MathArrays that takes numbers or numeric arrays, and writes down what they did.
package dev.jacobi.commons;

import dev.jacobi.harness.Outcome;
import java.io.IOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.math3.util.FastMath;
import org.apache.commons.math3.util.MathArrays;

/** The program that runs in both JVMs; its argument is the file for the outcomes, one line per call. */
final class CommonsMathCalls {
    static final List<Class<?>> CLASSES = List.of(MathArrays.class, FastMath.class);
    private static final int CALLS = 60;
    private static final double[] EDGES = {0, -0.0, 1, -1, 0.5, -0.5, 2, 3, 1e-300, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MAX_VALUE,
            Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, Math.PI, Math.E, 1e5, -1e5, 709.5, -745.5, 1e16, 0.999999};
    private static final long[] WHOLE = {0, 1, -1, 2, 3, 7, 10, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, 62, 1023};

    private CommonsMathCalls() {
    }

    public static void main(String[] args) throws IOException, IllegalAccessException {
        List<String> lines = new ArrayList<>();
        for (Method m : methods()) {
            for (int k = 0; k < CALLS; k++) {
                lines.add(name(m) + "\t" + outcome(m, arguments(m, k)).text().replace("\n", " "));
            }
        }
        Files.write(Path.of(args[0]), lines);
    }

    /** The methods called, in a fixed order. */
    static List<Method> methods() {
        return CLASSES.stream().flatMap(c -> Stream.of(c.getDeclaredMethods()))
                .filter(m -> Modifier.isPublic(m.getModifiers()) && Modifier.isStatic(m.getModifiers()) && m.getParameterCount() > 0)
                .filter(m -> Stream.of(m.getParameterTypes()).allMatch(CommonsMathCalls::isNumeric))
                .sorted(Comparator.comparing(CommonsMathCalls::name)).toList();
    }

    /** As the report names a method: {@code Class.method(descriptor)}. */
    static String name(Method m) {
        return m.getDeclaringClass().getName() + "." + m.getName()
                + MethodType.methodType(m.getReturnType(), m.getParameterTypes()).toMethodDescriptorString();
    }

    private static boolean isNumeric(Class<?> t) {
        Class<?> c = t;
        while (c.isArray()) {
            c = c.getComponentType();
        }
        return c.isPrimitive();
    }

    private static Outcome outcome(Method m, Object[] args) {
        return Outcome.of(a -> {
            try {
                Object result = m.invoke(null, a);
                if (m.getName().equals("shuffle")) {
                    // Its order is random by contract; what can be compared is that nothing got lost.
                    Arrays.sort((int[]) a[0]);
                }
                return result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }, args);
    }

    private static Object[] arguments(Method m, int k) {
        Random random = new Random(name(m).hashCode() * 31L + k);
        int n = k % 6 == 0 ? k / 6 : 3;
        // Lengths and positions in arrays stay small: nobody wants to compare two OutOfMemoryErrors.
        boolean small = m.getDeclaringClass() == MathArrays.class;
        int mode = random.nextInt(3);
        return Stream.of(m.getParameterTypes()).map(t -> value(t, random, n, mode, small)).toArray();
    }

    private static Object value(Class<?> t, Random random, int n, int mode, boolean small) {
        if (t.isArray()) {
            Object array = Array.newInstance(t.getComponentType(), n);
            for (int i = 0; i < n; i++) {
                Array.set(array, i, value(t.getComponentType(), random, n, mode, false));
            }
            return array;
        }
        boolean edge = mode == 0;
        long whole = small ? random.nextInt(12) - 2 : edge ? WHOLE[random.nextInt(WHOLE.length)] : random.nextInt(40) - (mode == 1 ? 0 : 20);
        double real = edge ? EDGES[random.nextInt(EDGES.length)] : mode == 1 ? random.nextGaussian() : random.nextGaussian() * Math.pow(10, random.nextInt(12) - 4);
        return switch (t.getName()) {
            case "boolean" -> random.nextBoolean();
            case "byte" -> (byte) whole;
            case "short" -> (short) whole;
            case "char" -> (char) whole;
            case "int" -> (int) whole;
            case "long" -> whole;
            case "float" -> (float) real;
            default -> real;
        };
    }
}
