// Arguments for generated programs: edge values, lengths that are equal or not, the same array twice, now and then null or jagged.
package dev.jacobi.fuzz;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Argument lists made from a seed. */
final class Inputs {
    private Inputs() {
    }

    /** The k-th argument list of a program; it depends on nothing but the seed, the types and k. */
    static Object[] of(Methods.Program program, int k, Method method) {
        return of(program.seed(), program.params(), program.kind().lengths(), k, method);
    }

    static Object[] of(long seed, List<JType> types, int[] lengths, int k, Method method) {
        int least = k == 0 ? 4 : 0;
        SplittableRandom random = new SplittableRandom(seed * 31 + k);
        int length = lengths[least + random.nextInt(lengths.length - least)];
        boolean even = k == 0 || random.nextInt(10) < 8;
        int cols = 1 + random.nextInt(9);
        List<Object> args = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            JType t = types.get(i);
            int n = even ? length : lengths[random.nextInt(lengths.length)];
            if (i == 0) {
                args.add(length);
            } else if (t.equals(JType.PAIR)) {
                args.add(pair(random, k, method.getParameterTypes()[i]));
            } else if (!t.isArray()) {
                args.add(scalar(random, t.prim()));
            } else {
                args.add(array(random, t, t.rank() > 1 ? Math.min(n, 9) : n, cols, args, k));
            }
        }
        return args.toArray();
    }

    private static Object array(SplittableRandom random, JType t, int n, int cols, List<Object> earlier, int k) {
        if (k > 0 && random.nextInt(40) == 0) {
            return null;
        }
        List<Object> same = earlier.stream().filter(a -> a != null && a.getClass() == t.javaClass()).toList();
        if (k > 0 && !same.isEmpty() && random.nextInt(3) == 0) {
            return same.get(random.nextInt(same.size()));
        }
        Object array = Array.newInstance(t.element().javaClass(), n);
        for (int i = 0; i < Array.getLength(array); i++) {
            if (t.rank() == 1) {
                Array.set(array, i, scalar(random, t.prim()));
            } else if (k > 1 && i > 0 && random.nextInt(100) == 0) {
                Array.set(array, i, random.nextBoolean() ? null : Array.get(array, i - 1));
            } else {
                int m = k > 1 && random.nextInt(100) == 0 ? cols + 1 : t.rank() > 2 ? Math.min(cols, 4) : cols;
                Array.set(array, i, array(random, t.element(), m, 3, List.of(), 0));
            }
        }
        return array;
    }

    private static Object pair(SplittableRandom random, int k, Class<?> type) {
        if (k > 0 && random.nextInt(40) == 0) {
            return null;
        }
        try {
            Constructor<?> c = type.getDeclaredConstructor(int.class, double.class);
            c.setAccessible(true);
            return c.newInstance(scalar(random, JType.Prim.INT), scalar(random, JType.Prim.DOUBLE));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object scalar(SplittableRandom r, JType.Prim prim) {
        boolean edge = r.nextInt(4) == 0;
        return switch (prim) {
            case BOOLEAN -> r.nextBoolean();
            case BYTE -> (byte) r.nextInt();
            case SHORT -> (short) (edge ? pick(r, -1, 0, 32767, -32768) : r.nextInt());
            case CHAR -> (char) (edge ? pick(r, 0, 65535, 'a') : r.nextInt());
            case INT -> (int) (edge ? pick(r, 0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, r.nextInt()) : r.nextInt(200) - 50);
            case LONG -> edge ? pick(r, 0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, r.nextLong(), 1L << 32) : r.nextInt(200) - 50;
            case FLOAT -> edge ? Float.intBitsToFloat((int) pick(r, 0, 0x80000000, 0x7FC00000, 0x7F800000, 0xFF800000, 1, 0x7F7FFFFF,
                    0x807FFFFF, r.nextInt() & 0x7FBFFFFF)) : (r.nextInt(20000) - 10000) / 64f;
            case DOUBLE -> edge ? Double.longBitsToDouble(pick(r, 0, 1L << 63, 0x7FF8000000000000L, 0x7FF0000000000000L, 0xFFF0000000000000L,
                    1, 0x7FEFFFFFFFFFFFFFL, 0x800FFFFFFFFFFFFFL, r.nextLong() & 0x7FEFFFFFFFFFFFFFL)) : (r.nextInt(20000) - 10000) / 64.0;
        };
    }

    private static long pick(SplittableRandom r, long... values) {
        return values[r.nextInt(values.length)];
    }
}
