package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.lift.request.ClassSource;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.woven.Deopt;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way from a method's bytecode to a call, by the interpreter at each stage and by machine code. */
class OnDemandCompilerTest {
    private static final int[] TABLE = {1, 2};

    static void axpy(double a, double[] x, double[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] += a * x[i];
        }
    }

    static int sameArray(int[] a, int[] b) {
        return a == b ? 1 : 2;
    }

    static void shift(int[] from, int[] to) {
        for (int i = 1; i < to.length; i++) {
            to[i] = from[i - 1];
        }
    }

    static double[][] transpose(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < t.length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }

    static void half(int[] a, int from, int to, int x) {
        for (int i = from; i < to; i++) {
            a[i] = a[i] * 3 + x;
        }
    }

    static void halfByIndex(int[] a, int from, int to, int x) {
        for (int i = from; i < to; i++) {
            a[i] = a[i] * 3 + a[a.length - 1 & a[i] * 0] * 0 + x;
        }
    }

    static void rows(int[][] a, int from, int to, int x) {
        for (int i = from; i < to; i++) {
            for (int j = 0; j < a[i].length; j++) {
                a[i][j] = a[i][j] * 3 + x;
            }
        }
    }

    static int rowIsArray(int[][] a, int[] b) {
        return a[0] == b ? 1 : 0;
    }

    static int rowsAreSame(int[][] a) {
        return a[0] == a[1] ? 1 : 0;
    }

    static int staticIsArray(int[] a) {
        return TABLE == a ? 1 : 0;
    }

    static class Late {
        static final Object MADE = new Object();
        final int after;

        Late(int x) {
            after = x + 1;
        }

        static int next(int x) {
            return x + 1;
        }

        static void fail(int x) {
            throw new LateFailure(x);
        }
    }

    static class LateFailure extends RuntimeException {
        static final Object MADE = new Object();
        private static final long serialVersionUID = 1L;

        LateFailure(int x) {
            super("no " + x);
        }
    }

    static int late(int x) {
        return x < 0 ? Late.next(x) : x;
    }

    static int lateObject(int x) {
        return x < 0 ? new Late(x).after : x;
    }

    static int lateReference(int x) {
        IntFunction<Late> f = Late::new;
        return x < 0 ? f.apply(x).after : x;
    }

    static int lateThrow(int x) {
        if (x < 0) {
            throw new LateFailure(x);
        }
        return x - 1;
    }

    static int lateFail(int x) {
        if (x < 0) {
            Late.fail(x);
        }
        return x - 1;
    }

    static int deep(int n) {
        return n <= 0 ? 0 : 1 + deep(n - 1);
    }

    private static int burn(Compiled c) {
        try {
            c.invoke(1_000_000);
        } catch (Deopt e) {
            return 1 + burn(c);
        }
        return -1_000_000;
    }

    static String hello(String who) {
        return "hello " + who;
    }

    static Stream<OnDemandCompiler> engines() {
        return Stream.concat(Arrays.stream(OnDemandCompiler.Stage.values()).map(OnDemandCompiler::interpreter), Stream.of(OnDemandCompiler.cpu()));
    }

    private static Method method(String name) {
        return Arrays.stream(OnDemandCompilerTest.class.getDeclaredMethods()).filter(m -> m.getName().equals(name)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void writesAndExceptions(OnDemandCompiler e) {
        Compiled c = e.compile(method("axpy"));
        double[] y = {1, 2};
        c.invoke(2.0, new double[] {10, 20}, y);
        assertArrayEquals(new double[] {21, 42}, y);
        assertThrows(Deopt.class, () -> c.invoke(2.0, new double[1], y));
        assertThrows(Deopt.class, () -> c.invoke(2.0, null, y));
        assertArrayEquals(new double[] {21, 42}, y, "a call that gives up leaves no trace");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theSameArrayTwiceIsAVariantOfItsOwn(OnDemandCompiler e) {
        Compiled shift = e.compile(method("shift"));
        int[] a = {1, 2, 3, 4};
        int[] b = new int[4];
        shift.invoke(a, b);
        assertArrayEquals(new int[] {0, 1, 2, 3}, b);
        shift.invoke(a, a);
        assertArrayEquals(new int[] {1, 1, 1, 1}, a);
        shift.invoke(b, a);
        assertArrayEquals(new int[] {1, 0, 1, 2}, a);
        Compiled same = e.compile(method("sameArray"));
        assertEquals(2, same.invoke(a, b));
        assertEquals(1, same.invoke(a, a));
    }

    /** What another thread writes meanwhile to other elements of the same array stays. */
    @ParameterizedTest
    @ValueSource(strings = {"half", "halfByIndex", "rows"})
    void threadsMayShareAnArray(String name) throws Exception {
        Compiled c = OnDemandCompiler.cpu().compile(method(name));
        for (int n : new int[] {64, 20_000}) {
            int[] flat = new int[n];
            Object shared = name.equals("rows") ? new int[64][n / 64] : flat;
            int end = name.equals("rows") ? 64 : n;
            int rounds = 40_000_000 / n / 20;
            var threads = new Thread[2];
            for (int t = 0; t < 2; t++) {
                int from = t * end / 2;
                int to = from + end / 2;
                threads[t] = new Thread(() -> {
                    for (int k = 0; k < rounds; k++) {
                        c.invoke(shared, from, to, k);
                    }
                });
                threads[t].start();
            }
            for (Thread t : threads) {
                t.join();
            }
            int want = 0;
            for (int k = 0; k < rounds; k++) {
                want = want * 3 + k;
            }
            int expected = want;
            if (shared instanceof int[][] a) {
                assertTrue(Arrays.stream(a).allMatch(row -> Arrays.stream(row).allMatch(x -> x == expected)), name + ", " + n);
            } else {
                assertTrue(Arrays.stream(flat).allMatch(x -> x == expected), name + ", " + n);
            }
        }
    }

    /** Native recursion ends before the thread's stack does, however little of it is left. */
    @Test
    void recursionLeavesTheStackWhole() throws Exception {
        Compiled c = OnDemandCompiler.cpu().compile(method("deep"));
        assertEquals(500, c.invoke(500));
        var ended = new boolean[1];
        Thread t = new Thread(null, () -> {
            try {
                burn(c);
            } catch (StackOverflowError e) {
                ended[0] = true;
            }
        }, "small", 600 << 10);
        t.start();
        t.join();
        assertTrue(ended[0]);
    }

    /** What a class does when it is first used is not left out: its code is inlined only once it is initialised, unless it ends in a throw. */
    @Test
    void classesAreInitialisedByTheProgram() {
        OnDemandCompiler e = OnDemandCompiler.cpu();
        ClassSource loaded = e.classes(OnDemandCompilerTest.class.getClassLoader());
        var early = new ClassSource() {
            @Override
            public byte[] bytes(String internalName) {
                return loaded.bytes(internalName);
            }

            @Override
            public Object constant(String owner, String name, String desc) {
                return loaded.constant(owner, name, desc);
            }

            @Override
            public boolean initialised(String owner) {
                return !owner.contains("$Late");
            }
        };
        for (String name : new String[]{"late", "lateObject", "lateReference"}) {
            assertEquals(ReasonCode.CLASS_NOT_INITIALISED, assertThrows(Refusal.class, () -> e.compile(method(name), early), name).code());
            assertEquals(-1, e.compile(method(name)).invoke(-2), name);
        }
        for (String name : new String[]{"lateThrow", "lateFail"}) {
            Compiled c = e.compile(method(name), early);
            assertEquals(6, c.invoke(7), name);
            assertThrows(Deopt.class, () -> c.invoke(-2), name);
        }
    }

    /** Arrays that may be the same under two names are told apart, or not at all. */
    @ParameterizedTest
    @MethodSource("engines")
    void arraysAreComparedOnlyWhereTheyAreKnown(OnDemandCompiler e) {
        int[] row = {1};
        assertEquals(1, e.compile(method("rowsAreSame")).invoke((Object) new int[][] {row, row}));
        assertEquals(0, e.compile(method("rowsAreSame")).invoke((Object) new int[][] {row, {1}}));
        assertEquals(ReasonCode.IDENTITY, assertThrows(Refusal.class, () -> e.compile(method("rowIsArray"))).code());
        assertEquals(ReasonCode.IDENTITY, assertThrows(Refusal.class, () -> e.compile(method("staticIsArray"))).code());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void arraysOfArraysComeBackAsSuch(OnDemandCompiler e) {
        Object t = e.compile(method("transpose")).invoke((Object) new double[][] {{1, 2, 3}, {4, 5, 6}});
        assertEquals("[[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]", Arrays.deepToString((double[][]) t));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatCannotBeLiftedIsRefusedWithASentence(OnDemandCompiler e) {
        Refusal r = assertThrows(Refusal.class, () -> e.compile(method("hello")));
        assertTrue(r.sentence().startsWith("left to the JVM because ") && r.sentence().contains(r.code() + " at " + r.where()), r.sentence());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theIrIsThereToBeSeen(OnDemandCompiler e) {
        assertTrue(e.lift(method("axpy")).module().toString().contains("f64[n]"));
    }
}
