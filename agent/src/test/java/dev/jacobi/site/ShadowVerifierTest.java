package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.jvm.Initialised;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.Registry;
import dev.jacobi.stub.FieldAccess;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.junit.jupiter.api.Test;

/** {@code verify=shadow} with a right and with a wrong "compiled" method. */
class ShadowVerifierTest {
    static double right(double[] a, int n) {
        a[0] += n;
        return a[0];
    }

    static double wrongResult(double[] a, int n) {
        a[0] += n;
        return a[0] + 1;
    }

    static double wrongArray(double[] a, int n) {
        a[0] += n;
        a[1] = 7;
        return a[0];
    }

    static int varargs(int... a) {
        int s = 0;
        for (int x : a) {
            s += x;
        }
        return s;
    }

    private final MethodStats stats = new Registry().method("t/T", "f", "([DI)D");

    private MethodHandle shadow(String compiled) throws ReflectiveOperationException {
        MethodType type = MethodType.methodType(double.class, double[].class, int.class);
        MethodHandles.Lookup l = MethodHandles.lookup();
        var lifted = OnDemandCompiler.interpreter(OnDemandCompiler.Stage.LIFTED).lift(ShadowVerifierTest.class.getDeclaredMethod("right", double[].class, int.class));
        return ShadowVerifier.of(stats, args -> lifted, new FieldAccess(l, ShadowVerifierTest.class, Initialised.byForce()), l.findStatic(ShadowVerifierTest.class, compiled, type),
            l.findStatic(ShadowVerifierTest.class, "right", type)).call();
    }

    /** Calls it on a = {1, 2} and n = 3; returns what was said on stderr. */
    private static String said(MethodHandle h, double[] a) throws Throwable {
        PrintStream err = System.err;
        var out = new ByteArrayOutputStream();
        System.setErr(new PrintStream(out, true));
        try {
            assertEquals(4.0, (double) h.invokeExact(a, 3), "the caller gets the JVM's result");
        } finally {
            System.setErr(err);
        }
        return out.toString();
    }

    @Test
    void equalResultsAreNotWorthAWord() throws Throwable {
        double[] a = {1, 2};
        assertEquals("", said(shadow("right"), a));
        assertArrayEquals(new double[] {4, 2}, a, "written once, not twice");
        assertEquals(0, stats.differences());
    }

    @Test
    void differencesAreSaidWithShapes() throws Throwable {
        String result = said(shadow("wrongResult"), new double[] {1, 2});
        assertTrue(result.contains("t.T.f(double[2], 3) differs: the result is 4.0 on the JVM and 5.0 compiled"), result);
        double[] a = {1, 2};
        String array = said(shadow("wrongArray"), a);
        assertTrue(array.contains("argument 0 is afterwards {4.0, 2.0} on the JVM and {4.0, 7.0} compiled"), array);
        assertArrayEquals(new double[] {4, 2}, a);
        assertEquals(2, stats.differences());
    }

    @Test
    void exceptionsOfTheOriginalAreThrown() throws Throwable {
        MethodHandle h = shadow("right");
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> { double d = (double) h.invokeExact(new double[0], 1); });
    }

    @Test
    void variableArityMethodsTakeTheirArrayAsItIs() throws Throwable {
        MethodHandles.Lookup l = MethodHandles.lookup();
        MethodHandle h = l.findStatic(ShadowVerifierTest.class, "varargs", MethodType.methodType(int.class, int[].class));
        var lifted = OnDemandCompiler.interpreter(OnDemandCompiler.Stage.LIFTED).lift(ShadowVerifierTest.class.getDeclaredMethod("varargs", int[].class));
        MethodHandle call = ShadowVerifier.of(stats, args -> lifted, new FieldAccess(l, ShadowVerifierTest.class, Initialised.byForce()), h.asFixedArity(), h).call();
        assertEquals(6, (int) call.invokeExact(new int[] {1, 2, 3}));
        assertEquals(0, stats.differences());
    }
}
