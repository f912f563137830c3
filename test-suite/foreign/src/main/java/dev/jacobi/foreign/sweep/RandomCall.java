// Arguments for a method of which nothing is known but its parameters.
package dev.jacobi.foreign.sweep;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Random;

/**
 * Arguments as a caller might give them: arrays mostly of one length, numbers mostly within it, sometimes sorted, sometimes the same array twice, now and then a null or an extreme number. The same for the same seed.
 */
final class RandomCall {
    private static final double[] EDGES = {0, -0.0, 1, -1, 0.5, -0.5, 2, 3, 1e-300, Double.MIN_VALUE, Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, Math.PI, 1e5, -1e5, 1e16};
    private static final long[] WHOLE = {0, 1, -1, 2, 3, 7, 10, 62, 255, 256, -128, 1023, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final int[] LENGTHS = {0, 1, 2, 3, 5, 8, 16, 17, 33, 64, 100};
    private static final int MOST_RANK = 3;
    private static final int LONG = 100_000;
    private final Random random;
    private final int length;
    private final boolean alike;
    private final boolean sorted;
    private final Mood mood;

    /** What the numbers of a call are like. */
    private enum Mood { EDGES, WHOLE, WITHIN, POSITIVE, NORMAL, LARGE }

    private RandomCall(Random random) {
        this.random = random;
        length = random.nextInt(3) == 0 ? 4 + random.nextInt(30) : LENGTHS[random.nextInt(LENGTHS.length)];
        alike = random.nextInt(10) < 7;
        mood = Mood.values()[random.nextInt(Mood.values().length)];
        sorted = random.nextInt(8) == 0;
    }

    /** Whether all parameters are numbers, booleans, or arrays of them. */
    static boolean fits(Method m) {
        return Arrays.stream(m.getParameterTypes()).allMatch(RandomCall::isNumeric);
    }

    static boolean isNumeric(Class<?> type) {
        int rank = 0;
        Class<?> c = type;
        for (; c.isArray(); c = c.getComponentType()) {
            rank++;
        }
        return c.isPrimitive() && rank <= MOST_RANK;
    }

    static Object[] arguments(Method m, long seed) {
        return new RandomCall(new Random(seed)).all(m.getParameterTypes());
    }

    private Object[] all(Class<?>[] types) {
        var out = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            out[i] = types[i].isArray() ? array(types, out, i) : number(types[i], false);
        }
        return out;
    }

    private Object array(Class<?>[] types, Object[] before, int at) {
        if (random.nextInt(50) == 0) {
            return null;
        }
        if (random.nextInt(12) == 0) {
            for (int j = 0; j < at; j++) {
                if (types[j] == types[at] && before[j] != null) {
                    return before[j];
                }
            }
        }
        Object array = elements(types[at].getComponentType(), alike ? length : Math.max(0, length + random.nextInt(9) - 3));
        if (sorted) {
            sort(array);
        }
        return array;
    }

    private static void sort(Object array) {
        if (array instanceof int[] x) {
            Arrays.sort(x);
        } else if (array instanceof long[] x) {
            Arrays.sort(x);
        } else if (array instanceof float[] x) {
            Arrays.sort(x);
        } else if (array instanceof double[] x) {
            Arrays.sort(x);
        }
    }

    private Object elements(Class<?> type, int count) {
        Object out = Array.newInstance(type, count);
        int row = random.nextInt(4) == 0 ? Math.max(0, length + random.nextInt(5) - 2) : count;
        for (int i = 0; i < count; i++) {
            boolean shorter = !alike && random.nextInt(20) == 0;
            Array.set(out, i, type.isArray() ? elements(type.getComponentType(), Math.max(0, shorter ? row - 1 : row)) : number(type, true));
        }
        return out;
    }

    private Object number(Class<?> type, boolean element) {
        if (type == boolean.class) {
            return random.nextBoolean();
        }
        if (type == double.class) {
            return real();
        }
        if (type == float.class) {
            return (float) real();
        }
        long whole = element ? element() : position();
        if (type == long.class) {
            return whole;
        }
        if (type == int.class) {
            // nobody wants to compare two OutOfMemoryErrors
            return (int) (whole > LONG && !element && random.nextInt(4) != 0 ? length / 2 : whole);
        }
        return type == short.class ? (Object) (short) whole : type == byte.class ? (Object) (byte) whole : (Object) (char) whole;
    }

    private double real() {
        return switch (mood) {
            case EDGES -> random.nextInt(3) == 0 ? EDGES[random.nextInt(EDGES.length)] : random.nextGaussian();
            case WHOLE -> random.nextInt(20) - 5;
            case WITHIN -> random.nextDouble();
            case POSITIVE -> Math.abs(random.nextGaussian()) * 10;
            case NORMAL -> random.nextGaussian();
            case LARGE -> random.nextGaussian() * 1000;
        };
    }

    private long element() {
        return switch (mood) {
            case EDGES -> random.nextInt(3) == 0 ? WHOLE[random.nextInt(WHOLE.length)] : random.nextLong();
            case WHOLE -> random.nextLong();
            case WITHIN -> within();
            case POSITIVE -> random.nextInt(256);
            case NORMAL -> random.nextInt(3) - 1;
            case LARGE -> random.nextInt(2001) - 1000;
        };
    }

    /** A number that stands alone is a position, a length or a small number more often than not. */
    private long position() {
        int k = random.nextInt(20);
        if (k < 8) {
            return within();
        }
        if (k < 13) {
            return k < 12 ? length : length - 1;
        }
        return k < 16 ? random.nextInt(6) - 2 : k < 18 ? 0 : k < 19 ? random.nextInt(1000) : WHOLE[random.nextInt(WHOLE.length)];
    }

    private long within() {
        return length == 0 ? 0 : random.nextInt(length);
    }
}
