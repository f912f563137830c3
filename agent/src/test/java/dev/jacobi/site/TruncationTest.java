package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Reals that become integers in loops of lanes: NaN, what is out of range, and what is next to its ends, as Java says. */
class TruncationTest {
    private static final double[] EDGES = {Double.NaN, 0.0, -0.0, 0.999999, -0.999999, 2147483646.9999998, 2147483647.0, 2147483648.0, -2147483648.0, -2147483648.9, -2147483649.0, 2147483520.0,
        9.223372036854774e18, 0x1p63, Math.nextDown(0x1p63), -0x1p63, Math.nextDown(-0x1p63), 1e300, -1e300, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 4294967296.0, -4294967297.0,
        32768.5, -32769.5, 255.9, 65536.0};

    static int[] ints(double[] x) {
        var y = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = (int) x[i];
        }
        return y;
    }

    static long[] longs(double[] x) {
        var y = new long[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = (long) x[i];
        }
        return y;
    }

    static int[] intsOfFloats(float[] x) {
        var y = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = (int) x[i];
        }
        return y;
    }

    static long[] longsOfFloats(float[] x) {
        var y = new long[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = (long) x[i];
        }
        return y;
    }

    static char[] chars(double[] x) {
        var y = new char[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = (char) x[i];
        }
        return y;
    }

    @Test
    void asJavaTruncates() throws Throwable {
        OnDemandCompiler compiler = OnDemandCompiler.cpu();
        for (String name : new String[] {"ints", "longs", "intsOfFloats", "longsOfFloats", "chars"}) {
            Method method = Arrays.stream(TruncationTest.class.getDeclaredMethods()).filter(m -> m.getName().equals(name)).findFirst().orElseThrow();
            Compiled compiled = compiler.compile(method);
            for (int n = 0; n < 80; n++) {
                double[] x = new double[n];
                float[] f = new float[n];
                for (int i = 0; i < n; i++) {
                    x[i] = EDGES[(i * 5 + n) % EDGES.length];
                    f[i] = (float) x[i];
                }
                Object argument = name.endsWith("Floats") ? f : x;
                assertEquals(text(method.invoke(null, argument)), text(compiled.invoke(argument)), name);
            }
        }
    }

    private static String text(Object array) {
        return Arrays.deepToString(new Object[] {array});
    }
}
