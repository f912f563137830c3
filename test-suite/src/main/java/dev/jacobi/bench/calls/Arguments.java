package dev.jacobi.bench.calls;

import dev.jacobi.bench.calls.Given.Kind;
import java.lang.reflect.Array;
import java.lang.reflect.Parameter;
import java.util.Random;

/** Makes what methods are called with, from their parameters. */
public final class Arguments {
    private static final int COLUMNS = 4;
    private static final int ROOTS = 3;
    private final int n;
    private final Random random = new Random(7);

    private Arguments(int n) {
        this.n = n;
    }

    /** Arguments for a size. */
    public static Object[] of(Parameter[] parameters, int n) {
        var all = new Arguments(n);
        var out = new Object[parameters.length];
        for (int k = 0; k < out.length; k++) {
            out[k] = all.value(parameters[k]);
        }
        return out;
    }

    private Object value(Parameter p) {
        Given given = p.getAnnotation(Given.class);
        Kind kind = given == null ? Kind.NUMBERS : given.value();
        int size = given == null ? n : given.length() > 0 ? given.length() : (given.root() ? (int) (ROOTS * Math.sqrt(n)) : n / given.part()) + given.more();
        if (!p.getType().isArray()) {
            return size;
        }
        Class<?> element = p.getType().getComponentType();
        if (!element.isArray()) {
            return filled(Array.newInstance(element, size), kind);
        }
        int root = (int) Math.sqrt(size);
        int columns = kind == Kind.TALL ? COLUMNS : kind == Kind.WIDE ? size / 2 : root;
        int rows = kind == Kind.TALL ? Math.max(1, size / COLUMNS) : kind == Kind.WIDE ? 2 : root;
        Object out = Array.newInstance(element, rows);
        for (int i = 0; i < rows; i++) {
            Array.set(out, i, filled(Array.newInstance(element.getComponentType(), columns), kind));
        }
        return out;
    }

    private Object filled(Object array, Kind kind) {
        int size = Array.getLength(array);
        int[] permuted = kind == Kind.PERMUTATION ? permutation(size) : null;
        for (int i = 0; i < size && kind != Kind.ZEROS; i++) {
            set(array, i, permuted != null ? permuted[i] : number(kind, i, size));
        }
        return array;
    }

    private int number(Kind kind, int i, int size) {
        return switch (kind) {
            case NUMBERS, TALL, WIDE -> random.nextInt(size);
            case SORTED -> i + random.nextInt(2);
            case SMALL -> random.nextInt(16);
            case SIGNED -> random.nextInt();
            case DIGITS -> random.nextInt(4) == 0 ? ',' : '0' + random.nextInt(10);
            case LETTERS -> 'a' + random.nextInt(4);
            case ZEROS, PERMUTATION -> 0;
        };
    }

    private int[] permutation(int size) {
        var out = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            out[i] = out[j];
            out[j] = i;
        }
        return out;
    }

    private static void set(Object array, int i, int x) {
        if (array instanceof byte[] b) {
            b[i] = (byte) x;
        } else if (array instanceof char[] c) {
            c[i] = (char) x;
        } else if (array instanceof boolean[] b) {
            b[i] = (x & 1) != 0;
        } else {
            Array.setInt(array, i, x);
        }
    }
}
