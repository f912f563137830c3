package dev.jacobi.cycles;

import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Fn3;
import dev.jacobi.Fn4;
import dev.jacobi.Fn5;
import dev.jacobi.Fp;
import dev.jacobi.Jacobi;
import dev.jacobi.Lowered;
import dev.jacobi.Options;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;

/** Methods by name with arguments to compile them for, and the numbers that these have. */
final class MethodTable {
    private static final Options FAST = Options.DEFAULT.fp(Fp.FAST);
    /** What lowers each. */
    final Map<String, Callable<Lowered>> rows = new LinkedHashMap<>();

    private final boolean small;

    /** {@code small}: for a few numbers only, to be run. */
    MethodTable(boolean small) {
        this.small = small;
    }

    /** An extent, or one in its place that is small. */
    int s(int extent) {
        return small ? 5 + (int) Math.cbrt(extent) : extent;
    }

    private void put(String name, Callable<Lowered> lowered) {
        if (rows.put(name, lowered) != null) {
            throw new AssertionError("two methods are called " + name);
        }
    }

    <A, R> MethodTable of(String name, Fn1<A, R> f, A a) {
        put(name, () -> Jacobi.lower(Jacobi.jit(f, FAST), a));
        return this;
    }

    <A, B, R> MethodTable of(String name, Fn2<A, B, R> f, A a, B b) {
        put(name, () -> Jacobi.lower(Jacobi.jit(f, FAST), a, b));
        return this;
    }

    <A, B, C, R> MethodTable of(String name, Fn3<A, B, C, R> f, A a, B b, C c) {
        put(name, () -> Jacobi.lower(Jacobi.jit(f, FAST), a, b, c));
        return this;
    }

    <A, B, C, D, R> MethodTable of(String name, Fn4<A, B, C, D, R> f, A a, B b, C c, D d) {
        put(name, () -> Jacobi.lower(Jacobi.jit(f, FAST), a, b, c, d));
        return this;
    }

    <A, B, C, D, E, R> MethodTable of(String name, Fn5<A, B, C, D, E, R> f, A a, B b, C c, D d, E e) {
        put(name, () -> Jacobi.lower(Jacobi.jit(f, FAST), a, b, c, d, e));
        return this;
    }

    /** The gradient of a method by its first argument. */
    <A, R> MethodTable gradient(String name, Fn1<A, R> f, A a) {
        put(name + "'", () -> Jacobi.lower(Jacobi.jit(Jacobi.grad(f), FAST), a));
        return this;
    }

    <A, B, R> MethodTable gradient(String name, Fn2<A, B, R> f, A a, B b) {
        put(name + "'", () -> Jacobi.lower(Jacobi.jit(Jacobi.grad(f), FAST), a, b));
        return this;
    }

    <A, B, C, R> MethodTable gradient(String name, Fn3<A, B, C, R> f, A a, B b, C c) {
        put(name + "'", () -> Jacobi.lower(Jacobi.jit(Jacobi.grad(f), FAST), a, b, c));
        return this;
    }

    <A, B, C, D, R> MethodTable gradient(String name, Fn4<A, B, C, D, R> f, A a, B b, C c, D d) {
        put(name + "'", () -> Jacobi.lower(Jacobi.jit(Jacobi.grad(f), FAST), a, b, c, d));
        return this;
    }

    <A, B, C, D, E, R> MethodTable gradient(String name, Fn5<A, B, C, D, E, R> f, A a, B b, C c, D d, E e) {
        put(name + "'", () -> Jacobi.lower(Jacobi.jit(Jacobi.grad(f), FAST), a, b, c, d, e));
        return this;
    }

    static float[] floats(int n) {
        var r = new Random(n);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = r.nextFloat() + 0.25f;
        }
        return x;
    }

    static float[][] matrix(int rows, int columns) {
        var r = new Random(31L * rows + columns);
        float[][] x = new float[rows][columns];
        for (float[] row : x) {
            for (int j = 0; j < columns; j++) {
                row[j] = r.nextFloat() + 0.25f;
            }
        }
        return x;
    }

    /** Numbers around zero. */
    static float[][] weights(int rows, int columns) {
        float[][] x = matrix(rows, columns);
        var r = new Random(rows + columns);
        for (float[] row : x) {
            for (int j = 0; j < columns; j++) {
                row[j] = (r.nextFloat() - 0.5f) / 2;
            }
        }
        return x;
    }

    /** Numbers around zero, and larger ones along the diagonal: the triangular factors are as good as the matrix. */
    static float[][] dominant(int n) {
        float[][] x = weights(n, n);
        for (int i = 0; i < n; i++) {
            x[i][i] += 4 + i % 3;
        }
        return x;
    }

    static int[] ints(int n, int bound) {
        var r = new Random(n);
        int[] x = new int[n];
        for (int i = 0; i < n; i++) {
            x[i] = r.nextInt(bound);
        }
        return x;
    }

    /** Half the sum of squares: what gradients of methods that give arrays are taken of. */
    static float half(float[] y) {
        float s = 0;
        for (int i = 0; i < y.length; i++) {
            s += y[i] * y[i];
        }
        return 0.5f * s;
    }

    static float half(float[][] y) {
        float s = 0;
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < y[i].length; j++) {
                s += y[i][j] * y[i][j];
            }
        }
        return 0.5f * s;
    }
}
