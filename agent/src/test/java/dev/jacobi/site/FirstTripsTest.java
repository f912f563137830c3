package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.woven.Deopt;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Loops whose first trips are split off, as their scalars wrap around: what the trips behind these need is checked before the first ones write, so that arguments are not worked on in copies, and a call that fails has
 * changed nothing that the original does not write again.
 */
class FirstTripsTest {
    static void last(double[] a, double[] b) {
        int before = b.length - 1;
        for (int i = 0; i < a.length; i++) {
            a[i] = (b[i] + b[before]) * 0.5;
            before = i;
        }
    }

    static void lastTwo(double[] a, double[] b) {
        int one = b.length - 1;
        int two = b.length - 2;
        for (int i = 0; i < a.length; i++) {
            a[i] = (b[i] + b[one] + b[two]) * .333;
            two = one;
            one = i;
        }
    }

    static void whileLoop(double[] a, double[] b) {
        int before = b.length - 1;
        int i = 0;
        while (i < a.length) {
            a[i] = b[before] - b[i];
            before = i++;
        }
    }

    private static double mean(double[] b, int i, int j) {
        return (b[i] + b[j]) / 2;
    }

    static void helper(double[] a, double[] b) {
        int before = 0;
        for (int i = 0; i < a.length - 1; i++) {
            a[i] = mean(b, i + 1, before);
            before = i;
        }
    }

    static void value(double[] a, double[] b) {
        double before = b[b.length - 1];
        for (int i = 0; i < a.length; i++) {
            a[i] += before;
            before = b[i];
        }
    }

    static void branch(double[] a, double[] b) {
        if (a.length > 2) {
            a[0] = 7;
            if (b.length != 5) {
                for (int i = 0; i < a.length; i++) {
                    a[i] += b[i] * 3;
                }
            }
        } else {
            for (int i = 0; i < b.length; i++) {
                a[i] = b[i];
            }
        }
    }

    static Stream<Method> programs() {
        return Arrays.stream(FirstTripsTest.class.getDeclaredMethods()).filter(m -> Arrays.equals(m.getParameterTypes(), new Class<?>[] {double[].class, double[].class}) && !m.isSynthetic());
    }

    @ParameterizedTest
    @MethodSource("programs")
    void asJava(Method m) throws Exception {
        Compiled code = OnDemandCompiler.cpu().compile(m);
        assertTrue(checksStandInFront(code), code.lifted().module()::toString);
        int passed = 0;
        for (int n = 0; n < 40; n++) {
            for (int k = 0; k < 40; k++) {
                double[] b = new double[k];
                double[] a = new double[n];
                for (int i = 0; i < k; i++) {
                    b[i] = i % 11 == 3 ? Double.NaN : i % 7 == 2 ? -0.0 : 1.0 / (i - 5);
                }
                Arrays.setAll(a, i -> 3 + i);
                double[] expected = a.clone();
                if (runs(m, expected, b)) {
                    code.invoke(a, b);
                    assertEquals(Arrays.toString(expected), Arrays.toString(a), n + " " + k);
                    passed++;
                } else {
                    assertThrows(Deopt.class, () -> code.invoke(a, b));
                    // the original runs then, and writes the same again
                    assertFalse(runs(m, a, b));
                    assertEquals(Arrays.toString(expected), Arrays.toString(a), n + " " + k);
                }
            }
        }
        assertTrue(passed > 500, "only " + passed);
    }

    private static boolean runs(Method m, double[] a, double[] b) throws Exception {
        try {
            m.invoke(null, a, b);
            return true;
        } catch (java.lang.reflect.InvocationTargetException e) {
            return false;
        }
    }

    /** Whether no check stands in a branch that writes. */
    private static boolean checksStandInFront(Compiled code) {
        List<Eqn> body = code.lifted().module().get(code.lifted().entry()).body();
        return body.stream().noneMatch(e -> e.prim() == Prim.COND && Regions.any(List.of(e), x -> x.prim() == Prim.CHECK) && Regions.any(List.of(e), x -> x.prim() == Prim.UPDATE));
    }
}
