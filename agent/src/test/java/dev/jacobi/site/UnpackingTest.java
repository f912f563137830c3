package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.llvm.Tuning;
import dev.jacobi.woven.Deopt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Loops that read or write one element after the other in some of their trips: which trip gets which element, and where there are too few. */
class UnpackingTest {
    static final class Loops {
        private Loops() {
        }

        static int floats(float[] a, float[] b, float[] c) {
            int j = -1;
            for (int i = 0; i < a.length; i++) {
                if (a[i] > 0f) {
                    j++;
                    a[i] = b[j];
                }
            }
            return j;
        }

        static int after(double[] a, double[] b, double[] c) {
            int j = 0;
            for (int i = 0; i < a.length; i++) {
                if (c[i] != c[0] || c[i] > 2) {
                    a[i] += b[j++] * c[i] - c[1];
                }
            }
            return j;
        }

        static int ints(int[] a, int[] b, int[] c) {
            int j = 1;
            for (int i = 0; i < a.length; i++) {
                if ((c[i] & 1) == 0) {
                    int x = b[j - 1];
                    a[i] = x * x + a[i];
                    j++;
                }
            }
            return j;
        }

        static int packed(int[] a, int[] b, int[] c) {
            int j = 0;
            for (int i = 0; i < a.length; i++) {
                if ((c[i] & 1) == 0) {
                    a[j++] = b[i] + c[i];
                }
            }
            return j;
        }

        static int packedOf(double[] a, double[] b, double[] c) {
            int j = -1;
            for (int i = 0; i < a.length; i++) {
                if (c[i] > 2 || c[i] < 0 && b[i] > c[1]) {
                    j++;
                    a[j] = b[i] > 0 ? b[i] : c[i];
                }
            }
            return j;
        }

        static int packedLongs(long[] a, long[] b, long[] c) {
            int j = -3;
            for (int i = 0; i < b.length; i++) {
                if (!(b[i] < -3)) {
                    a[j + 3] = 5 * b[i];
                    j = j + 1;
                }
            }
            return j;
        }

        /** All trips store, into an array that may be too short, if by one element. */
        static int packedInto(int[] a, int[] b, int[] c) {
            int j = 0;
            for (int i = 0; i < b.length; i++) {
                if (b[i] > -9) {
                    a[j++] = b[i] ^ c[i];
                }
            }
            return j;
        }

        static int longs(long[] a, long[] b, long[] c) {
            long j = 0;
            for (int i = 0; i < a.length; i++) {
                if (c[i] > a[i]) {
                    a[i] = b[(int) j + 1];
                    j = j + 1;
                }
            }
            return (int) j;
        }

        static int twice(float[] a, float[] b, float[] c) {
            int j = 0;
            for (int i = 0; i < a.length; i++) {
                if (a[i] > 1f) {
                    a[i] = b[j] + c[j];
                    j++;
                }
            }
            return j;
        }

        static int used(float[] a, float[] b, float[] c) {
            int j = 0;
            for (int i = 0; i < a.length; i++) {
                if (a[i] > 1f) {
                    a[i] = b[j] + j;
                    j++;
                }
            }
            return j;
        }

        static int previous(float[] a, float[] b, float[] c) {
            int j = 0;
            for (int i = 1; i < a.length; i++) {
                if (a[i - 1] > 1f) {
                    a[i] = b[j];
                    j++;
                }
            }
            return j;
        }

        static int mixed(float[] a, float[] b, float[] c) {
            int j = 0;
            for (int i = 0; i < a.length; i++) {
                if (a[i] > 1f) {
                    a[i] = b[j];
                    j++;
                } else {
                    a[i] = c[i];
                }
            }
            return j;
        }
    }

    private static Object array(Class<?> type, int n, Random random) {
        double[] x = random.doubles(n, -5, 5).toArray();
        if (type == float[].class) {
            var f = new float[n];
            for (int i = 0; i < n; i++) {
                f[i] = random.nextInt(9) == 0 ? new float[] {Float.NaN, -0f, Float.POSITIVE_INFINITY, 0f}[random.nextInt(4)] : (float) x[i];
            }
            return f;
        }
        return type == double[].class ? x : type == int[].class ? Arrays.stream(x).mapToInt(d -> (int) d).toArray() : Arrays.stream(x).mapToLong(d -> (long) d).toArray();
    }

    private static Object[] arguments(Method m, int n, int short0, int seed) {
        Random random = new Random(seed);
        Class<?> t = m.getParameterTypes()[0];
        boolean into = m.getName().equals("packedInto");
        int some = Math.max(0, n + 2 - short0);
        return new Object[] {array(t, into ? some : n, random), array(t, into ? n + 2 : some, random), array(t, n + 2, random)};
    }

    @TestFactory
    Stream<DynamicTest> loops() {
        OnDemandCompiler engine = OnDemandCompiler.cpu();
        return Arrays.stream(Loops.class.getDeclaredMethods()).filter(m -> !m.isSynthetic()).map(m -> DynamicTest.dynamicTest(m.getName(), () -> {
            // the code for wider registers is right on all processors, that for AVX2 where these instructions are
            int narrow = Math.min(32, Tuning.host().vectorBytes());
            for (OnDemandCompiler way : List.of(engine, engine.with(new Tuning(narrow, false, false, false)), engine.with(new Tuning(64, false, false, false)))) {
                Compiled c = way.compile(m);
                for (int n : new int[] {0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 100, 253, 254, 255, 262, 263, 1000, 3001}) {
                    for (int missing : new int[] {0, 1, n / 2, n - 1}) {
                        compare(c, m, n, missing);
                    }
                }
            }
        }));
    }

    private static void compare(Compiled c, Method m, int n, int missing) throws IllegalAccessException {
        for (int seed = 0; seed < 4; seed++) {
            Object[] expected = arguments(m, n, missing, seed);
            Object[] own = arguments(m, n, missing, seed);
            String what = m.getName() + " " + n + " without " + missing + ", seed " + seed;
            try {
                Object result = m.invoke(null, expected);
                if (missing > 0 && gaveUp(c, own)) {
                    // a check that has been moved in front of the loop may fail where Java does not come to it
                    assertEquals(Arrays.deepToString(arguments(m, n, missing, seed)), Arrays.deepToString(own), what);
                    continue;
                } else if (missing <= 0) {
                    assertEquals(result, c.invoke(own), what);
                }
                assertEquals(Arrays.deepToString(expected), Arrays.deepToString(own), what);
            } catch (InvocationTargetException e) {
                assertThrows(Deopt.class, () -> c.invoke(own), what);
                assertEquals(Arrays.deepToString(arguments(m, n, missing, seed)), Arrays.deepToString(own), what);
            }
        }
    }

    private static boolean gaveUp(Compiled c, Object[] args) {
        try {
            c.invoke(args);
            return false;
        } catch (Deopt e) {
            return true;
        }
    }

    /** Processors have an instruction that moves lanes together and apart, or one that takes them in any order, or neither. */
    @TestFactory
    Stream<DynamicTest> lanes() throws Exception {
        int bytes = Tuning.host().vectorBytes();
        if (bytes < 32) {
            return Stream.of();
        }
        return Stream.of("floats", "after", "ints", "packed", "packedOf", "packedLongs").map(name -> DynamicTest.dynamicTest(name, () -> {
            Path folder = Files.createTempDirectory("unpack");
            Method m = Arrays.stream(Loops.class.getDeclaredMethods()).filter(x -> x.getName().equals(name)).findFirst().orElseThrow();
            new OnDemandCompiler(SiteFixture.options("dump=" + folder), OnDemandCompiler.Stage.RAISED).compile(m);
            String by = name.startsWith("packed") ? bytes < 64 ? "jacobi.lanes.together" : "vector.compress" : bytes < 64 ? "jacobi.lanes.apart" : "expandload";
            try (Stream<Path> files = Files.walk(folder)) {
                assertTrue(files.filter(f -> f.toString().endsWith("09-llvm.ll")).anyMatch(f -> read(f).contains(by)), name);
            }
        }));
    }

    private static String read(Path f) {
        try {
            return Files.readString(f);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
