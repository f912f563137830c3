package dev.jacobi.tsvc;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The table of the loops, and arguments for them. */
public final class TsvcLoops {
    /** The suite's length of arrays, and of the rows of its matrices. */
    public static final int LENGTH = 32_000;
    public static final int ROW = 256;

    private static final List<Class<?>> FLAT = List.of(LinearDependence.class, InductionVariables.class, GlobalDataFlow.class, Reordering.class, Interchanges.class, Expansion.class,
        ControlFlow.class, Reductions.class, VectorOperations.class);
    private static final List<Class<?>> ROWS = List.of(RowLoops.class, RowSearches.class);

    private TsvcLoops() {
    }

    /** What conditions of data find: nearly always the same, as in the suite, or one thing as often as the other. */
    public enum Data { STEADY, MIXED }

    /** One loop; those over {@code float[][]} have the suffix {@code [][]}. */
    public record Loop(String name, Method method) {
        /** The method as a handle that takes all arguments in an array. */
        public MethodHandle handle() {
            try {
                method.setAccessible(true);
                return MethodHandles.lookup().unreflect(method).asSpreader(Object[].class, method.getParameterCount()).asType(
                    java.lang.invoke.MethodType.methodType(Object.class, Object[].class));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Arguments for arrays of {@code n} elements and matrices of {@code w} rows and columns, the same for the same numbers; {@code n} is at least {@code w} and 40. */
        public Object[] arguments(int n, int w, Data data) {
            var random = new Random(n);
            // places within rows are those of the elements of one
            int places = Stream.of(method.getParameterTypes()).anyMatch(t -> t == float[][].class) ? w : n;
            return Stream.of(method.getParameters()).map(p -> p.getName().equals("ip") ? shuffled(places) : argument(p, n, w, data, random)).toArray();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** All loops: those over flat arrays, then those over arrays of rows. */
    public static List<Loop> all() {
        var all = new ArrayList<Loop>();
        FLAT.forEach(c -> add(c, "", all));
        ROWS.forEach(c -> add(c, "[][]", all));
        return all;
    }

    private static void add(Class<?> c, String suffix, List<Loop> to) {
        Stream.of(c.getDeclaredMethods()).filter(m -> m.getName().matches("s\\d+|v[a-z]+")).sorted(Comparator.comparing(Method::getName)).forEach(m -> to.add(new Loop(m.getName() + suffix, m)));
    }

    private static Object argument(Parameter p, int n, int w, Data data, Random random) {
        Class<?> type = p.getType();
        if (type == float[].class) {
            boolean matrix = p.getName().length() == 2 || p.getName().equals("flat");
            float[] values = floats(matrix ? Math.max(w * w, p.getName().equals("flat") ? n + 64 : 0) : n, p.getName().charAt(0), data, random);
            return values;
        } else if (type == float[][].class) {
            return Stream.generate(() -> floats(w, p.getName().charAt(0), data, random)).limit(w).toArray(float[][]::new);
        }
        return switch (p.getName()) {
            case "kind" -> random.ints(n, 1, 5).toArray();
            case "w" -> w;
            case "j", "half" -> p.getName().equals("j") ? w / 2 : n / 2;
            case "n1", "n3", "inc", "k", "t" -> 1;
            case "two" -> 2;
            case "s1" -> 1f;
            case "s2" -> 2f;
            default -> throw new IllegalArgumentException("no value for the parameter " + p);
        };
    }

    /** Steady ones are such that a is above b and e above one, b above c, all positive, and the last the largest; mixed ones have both signs and some zeros. */
    private static float[] floats(int n, char array, Data data, Random random) {
        float least = array == 'a' || array == 'e' ? 1 : array == 'b' ? 0.5f : 0.25f;
        var values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = data == Data.STEADY ? least + random.nextFloat() * Math.min(least, 0.5f) : random.nextInt(8) == 0 ? 0 : 2 * random.nextFloat() - 1;
        }
        values[n - 1] = 3;
        return values;
    }

    /** Each number once, those of each five in another order. */
    private static int[] shuffled(int n) {
        var ip = new int[n];
        for (int i = 0; i < n; i++) {
            ip[i] = i - i % 5 + 5 <= n ? i - i % 5 + (4 + 3 * (i % 5)) % 5 : i;
        }
        return ip;
    }
}
