package dev.jacobi.arrayfuzz;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import java.util.Random;

/**
 * A program of two arrays, {@code x} of numbers with derivatives and {@code y} of any type, which gives a list of arrays.
 *
 * @param seed what it was made of
 * @param x the shape of the first argument
 * @param yType the type of the second argument's elements
 * @param y the shape of the second argument
 * @param source a class with the method {@code function()}, which gives the program
 */
record ArrayProgram(long seed, int[] x, DType yType, int[] y, String source) {
    private static final DType[] TYPES = {DType.F64, DType.F32, DType.I32, DType.I64, DType.U8, DType.I16, DType.BOOL, DType.F16};

    /** A sum of all that has derivatives, as a function of the first argument. */
    private static final String OBJECTIVE = """
            static NDArray total(List<NDArray> all) {
                NDArray s = NDArray.of(0.0);
                for (NDArray a : all) {
                    if (a.dtype() == DType.F64) {
                        NDArray weights = Np.cos(Np.arange(a.size()).astype(DType.F64).plus(0.5)).reshape(a.shape());
                        s = s.plus(a.times(weights).sum());
                    }
                }
                return s;
            }

            public static Fn1<NDArray, NDArray> objective(NDArray y) {
                return x -> total(f(x, y));
            }
        """;

    static ArrayProgram of(long seed) {
        var r = new Random(seed * 0x9E3779B97F4A7C15L + 11);
        int[] x = shape(r, 1 + r.nextInt(3));
        int[] y = shape(r, r.nextInt(3));
        DType t = TYPES[r.nextInt(TYPES.length)];
        String body = new ArrayStatements(r).method(new Part("x", DType.F64, x), new Part("y", t, y));
        String name = name(seed);
        return new ArrayProgram(seed, x, t, y, "import dev.jacobi.*;\nimport java.util.*;\nimport static dev.jacobi.Slice.ALL;\npublic final class " + name + " {\n" + body
            + "    public static Fn2<NDArray, NDArray, List<NDArray>> function() {\n        return " + name + "::f;\n    }\n\n" + OBJECTIVE + "}\n");
    }

    static String name(long seed) {
        return "ArrayProgram" + seed;
    }

    String name() {
        return name(seed);
    }

    private static int[] shape(Random r, int rank) {
        int[] s = new int[rank];
        for (int k = 0; k < rank; k++) {
            s[k] = r.nextInt(6) == 0 ? 1 : 2 + r.nextInt(3);
        }
        return s;
    }

    /** The first argument of a call; different numbers for each. */
    NDArray first(int call) {
        double[] v = new double[size(x)];
        var r = new Random(seed * 31 + call);
        for (int i = 0; i < v.length; i++) {
            v[i] = Math.round(r.nextGaussian() * 1e4) / 1e4;
        }
        return NDArray.of(v).reshape(x);
    }

    /** The second argument of a call. */
    NDArray second(int call) {
        double[] v = new double[size(y)];
        var r = new Random(seed * 37 + call);
        for (int i = 0; i < v.length; i++) {
            v[i] = yType == DType.BOOL ? r.nextInt(2) : yType.isInteger() ? r.nextInt(7) - (yType.isUnsigned() ? 0 : 3) : r.nextInt(200) / 64.0 - 1.5;
        }
        return NDArray.of(v).astype(yType).reshape(y);
    }

    static int size(int[] shape) {
        int n = 1;
        for (int d : shape) {
            n *= d;
        }
        return n;
    }

    /** An expression or variable: its text, the type of its elements, its shape. */
    record Part(String text, DType type, int[] shape) {
        int rank() {
            return shape.length;
        }

        int size() {
            return ArrayProgram.size(shape);
        }

        boolean isReal() {
            return type.isReal();
        }
    }
}
