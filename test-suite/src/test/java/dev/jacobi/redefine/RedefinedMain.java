// Redefines classes whose code is compiled, in several ways, and says what calls give before and after.
package dev.jacobi.redefine;

import static dev.jacobi.Jacobi.cacheInfo;
import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.jit;

import dev.jacobi.Fn1;
import dev.jacobi.redefine.Programs.Callers;
import dev.jacobi.redefine.Programs.Own;
import dev.jacobi.redefine.Programs.Scale;
import dev.jacobi.redefine.Programs.Step;
import dev.jacobi.redefine.Programs.Weight;
import java.util.Arrays;

/**
 * Arguments: how often each method is called between two changes, and whether the class of a compiled method is retransformed, too. JDK 17 begins that with the class file
 * that was loaded, whatever has become of the class since; an agent in front of Jacobi then changes what is no longer there.
 */
public final class RedefinedMain {
    private static final int[] INTS = new int[1000];
    private static final double[] DOUBLES = new double[1000];

    private RedefinedMain() {
    }

    private interface Change {
        void apply() throws Exception;
    }

    private static void all(int calls, String what, int weight, int scale, int step, int own, int zeros) {
        for (int k = 0; k < calls; k++) {
            same(what + " weights", 1000L * weight, Callers.weights(INTS));
            same(what + " scales", 1000.0 * (2 + scale), Callers.scales(DOUBLES, 2));
            same(what + " steps", 1000.0 * (1 + step), Callers.steps(DOUBLES));
            same(what + " own", 1000L + own, Own.total(INTS));
            same(what + " zeros", 1000L * zeros, Callers.zeros(INTS));
        }
    }

    private static void same(String what, Object expected, Object got) {
        if (!expected.equals(got)) {
            throw new AssertionError(what + ": expected " + expected + ", got " + got);
        }
    }

    public static void main(String[] args) throws Exception {
        int calls = Integer.parseInt(args[0]);
        Arrays.fill(INTS, 1);
        Arrays.fill(DOUBLES, 1);
        Fn1<Double, Double> gradient = grad(Callers::loss);
        Fn1<int[], Long> compiled = jit(Callers::weights);
        functions("at first", gradient, compiled, 11);
        all(calls, "at first", 11, 12, 13, 14, 32);
        LaterAgent.redefine(Weight.class, 11, 21);
        functions("redefined", gradient, compiled, 21);
        all(calls, "weight redefined", 21, 12, 13, 14, 32);
        LaterAgent.redefine(Scale.class, 12, 22);
        LaterAgent.redefine(Step.class, 13, 23);
        LaterAgent.redefine(Own.class, 14, 24);
        LaterAgent.redefine(Integer.class, "numberOfTrailingZeros", 32, 33);
        all(calls, "all redefined", 21, 22, 23, 24, 33);
        same("refused", true, LaterAgent.fails(Weight.class));
        all(calls, "a redefinition failed", 21, 22, 23, 24, 33);
        LaterAgent.retransform(Weight.class, 21, 31);
        boolean own = Boolean.parseBoolean(args[1]);
        if (own) {
            LaterAgent.retransform(Own.class, 24, 34);
        }
        functions("retransformed", gradient, compiled, 31);
        all(calls, "retransformed", 31, 22, 23, own ? 34 : 24, 33);
        LaterAgent.restore(Weight.class);
        if (own) {
            LaterAgent.restore(Own.class);
        }
        functions("restored", gradient, compiled, 21);
        all(calls, "restored", 21, 22, 23, 24, 33);
        System.out.println("compilations " + cacheInfo(gradient).compilations() + " " + cacheInfo(compiled).compilations() + " fallbacks " + cacheInfo(compiled).fallbacks());
    }

    private static void functions(String what, Fn1<Double, Double> gradient, Fn1<int[], Long> compiled, double weight) {
        for (int k = 0; k < 3; k++) {
            same(what + " gradient", weight, gradient.apply(5.0));
            same(what + " jit", (long) (1000 * weight), compiled.apply(INTS));
        }
    }
}
