package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.stub.size.ResultSizes;
import dev.jacobi.woven.Deopt;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results of one of several lengths, by the arguments, or of which some calls return none: their arrays are made in front of the call, too, as long as this one needs. */
class ChosenResultsTest {
    static double[] noneOfNone(double[] x, double[][] g, int k) {
        if (x.length == 0) {
            return new double[0];
        }
        var r = new double[x.length];
        for (int i = 0; i < r.length; i++) {
            r[i] = x[i] + k;
        }
        return r;
    }

    static double[] copyOrNew(double[] x, double[][] g, int k) {
        if (k == 0) {
            return x.clone();
        }
        var r = new double[x.length + 1];
        for (int i = 0; i < x.length; i++) {
            r[i] = x[i] * k;
        }
        return r;
    }

    static double[] itselfOrNew(double[] x, double[][] g, int k) {
        if (k == 1) {
            return x;
        }
        var r = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            r[i] = x[i] * k;
        }
        return r;
    }

    static double[] nullOrNew(double[] x, double[][] g, int k) {
        if (x.length > 3 && x[3] == k) {
            return null;
        }
        var r = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            r[i] = x[i] - k;
        }
        return r;
    }

    static double[] nullInBetween(double[] x, double[][] g, int k) {
        var r = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            if (x[i] == k) {
                return null;
            }
            r[i] = x[i] - k;
        }
        return r;
    }

    static double[] oneOfThree(double[] x, double[][] g, int k) {
        switch (k) {
            case 0:
                return new double[1];
            case 1:
                return new double[] {x.length, k};
            default:
                var r = new double[2 * x.length];
                for (int i = 0; i < r.length; i++) {
                    r[i] = x[i / 2] + k;
                }
                return r;
        }
    }

    static double[] quotients(double[] x, double[][] g, int k) {
        var r = new double[(x.length + k) / k];
        for (int i = 0; i < r.length && i * k < x.length; i++) {
            r[i] = x[i * k];
        }
        return r;
    }

    static double[] remainders(double[] x, double[][] g, int k) {
        int n = x.length % 1000 + k / 2;
        var r = new double[n];
        for (int i = 0; i < n && i < x.length; i++) {
            r[i] = x[i];
        }
        return r;
    }

    static double[] several(double[] x, double[][] g, int k) {
        int n = k > 1 && x.length > 5 ? x.length / 2 : k < 0 || x.length == 7 ? 4 : x.length;
        var r = new double[n];
        for (int i = 0; i < n && i < x.length; i++) {
            r[i] = x[i] + n;
        }
        return r;
    }

    static double[][] noRows(double[] x, double[][] g, int k) {
        if (g.length == 0) {
            return new double[0][0];
        }
        var r = new double[g.length][g[0].length];
        for (int i = 0; i < r.length; i++) {
            for (int j = 0; j < r[0].length; j++) {
                r[i][j] = g[i][j] * 2 + k;
            }
        }
        return r;
    }

    static double[][] turned(double[] x, double[][] g, int k) {
        int n = g.length;
        if (n == 0) {
            return new double[0][0];
        } else if (k > 1) {
            var t = new double[g[0].length][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < t.length; j++) {
                    t[j][i] = g[i][j];
                }
            }
            return t;
        }
        var r = new double[n + k][g[0].length];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < g[0].length; j++) {
                r[i][j] = g[i][j] - k;
            }
        }
        return r;
    }

    static double[][] rowsOrNull(double[] x, double[][] g, int k) {
        if (g.length == 0 || g[0][0] == k) {
            return null;
        }
        var r = new double[g.length][g[0].length];
        for (int i = 0; i < r.length; i++) {
            for (int j = 0; j < r[0].length; j++) {
                r[i][j] = g[i][j] / k;
            }
        }
        return r;
    }

    static double[][] rowsOrThese(double[] x, double[][] g, int k) {
        if (g.length == 0 || k == 0) {
            return g;
        }
        var r = new double[g.length][g[0].length];
        for (int i = 0; i < r.length; i++) {
            for (int j = 0; j < r[0].length; j++) {
                r[i][j] = g[i][j] / k;
            }
        }
        return r;
    }

    interface Shape {
    }

    record Line(double[] at, int n) implements Shape {
        @Override
        public String toString() {
            return "line " + n + java.util.Arrays.toString(at);
        }
    }

    record Curve(double[] at, double[] more) implements Shape {
        @Override
        public String toString() {
            return "curve " + java.util.Arrays.toString(at) + java.util.Arrays.toString(more);
        }
    }

    /** One array belongs to each of several results, another one to one of them. */
    static Object lineOrCurve(double[] x, double[][] g, int k) {
        if (k == 3) {
            return null;
        }
        var r = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            r[i] = x[i] * k;
        }
        if (k > 0) {
            var s = new double[x.length / k];
            for (int i = 0; i < s.length; i++) {
                s[i] = r[i] + i;
            }
            return new Curve(r, s);
        }
        return new Line(r, k);
    }

    static Stream<Method> methods() {
        return Stream.of(ChosenResultsTest.class.getDeclaredMethods()).filter(m -> m.getParameterCount() == 3 && m.getParameterTypes()[1] == double[][].class);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void resultsAreThoseOfJava(Method m) throws Exception {
        Compiled c = OnDemandCompiler.cpu().compile(m);
        assertEquals(m.getReturnType() == Object.class ? 2 : 1, ResultSizes.of(c.lifted()).size(), m.getName());
        for (int n : new int[] {0, 1, 4, 7, 300, 1023, 5000}) {
            for (int k = -1; k < 4; k++) {
                var x = new double[n];
                var g = new double[Math.min(n, 40)][n == 4 ? 0 : 11];
                for (int i = 0; i < n; i++) {
                    x[i] = (i + n) % 9 - 3 + 0.5 * (n % 2);
                }
                for (int i = 0; i < g.length; i++) {
                    for (int j = 0; j < g[i].length; j++) {
                        g[i][j] = (i * 5 + j) % 8 - 1;
                    }
                }
                for (int again = 0; again < 3; again++) {
                    compare(m, c, x, g, k);
                }
            }
        }
    }

    /** The branch that returns an argument has nothing in place of the new array, for which the argument would be packed and copied. */
    @ParameterizedTest
    @ValueSource(strings = {"itselfOrNew", "rowsOrThese"})
    void anArgumentThatIsReturnedIsNotCopied(String name) throws Exception {
        Lifted l = OnDemandCompiler.cpu().compile(ChosenResultsTest.class.getDeclaredMethod(name, double[].class, double[][].class, int.class)).lifted();
        Func f = l.module().get(l.entry());
        assertFalse(Regions.any(f.body(), e -> e.prim() == Prim.COND && Regions.of(e).stream().anyMatch(r -> r.out().stream().anyMatch(a -> a.isArray() && f.in().contains(a)))), f::toString);
    }

    private static void compare(Method m, Compiled c, double[] x, double[][] g, int k) throws Exception {
        String what = m.getName() + " " + x.length + " " + k;
        Object expected;
        try {
            expected = m.invoke(null, x, g, k);
        } catch (InvocationTargetException e) {
            assertThrows(Deopt.class, () -> c.invoke(x, g, k), what);
            return;
        }
        Object result = c.invoke(x, g, k);
        if (expected instanceof Shape) {
            assertEquals(expected.toString(), result.toString(), what);
        } else {
            assertArrayEquals(new Object[] {expected}, new Object[] {result}, what);
        }
        assertEquals(expected == x || expected == g, result == x || result == g, what);
    }
}
