package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.lift.request.Refusal;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Results in which one new array stands twice: the caller gets one array, on each back end; where compiled code cannot say so, the method is left to the JVM with the reason. */
class SharedResultsTest {
    record Pair(float[] a, float[] b) {
    }

    record Matrices(double[][] a, float[] between, double[][] b) {
    }

    static Pair twice(float[] x) {
        float[] o = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            o[i] = x[i] * 2;
        }
        return new Pair(o, o);
    }

    static Pair equal(float[] x) {
        return new Pair(x.clone(), x.clone());
    }

    static Matrices rows(float[] x) {
        double[][] o = new double[3][x.length];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < x.length; j++) {
                o[i][j] = x[j] + i;
            }
        }
        return new Matrices(o, x, o);
    }

    static float[][] oneRowTwice(float[] x) {
        float[] o = x.clone();
        o[0] = 3;
        return new float[][] {o, o};
    }

    static float[][] exchanged(float[] x) {
        float[][] r = {x.clone(), new float[x.length], x.clone()};
        float[] t = r[0];
        r[0] = r[1];
        r[1] = t;
        return r;
    }

    static Stream<Supplier<OnDemandCompiler>> engines() {
        return Stream.of(OnDemandCompiler::cpu, () -> new OnDemandCompiler(SiteFixture.options("backend=interp"), OnDemandCompiler.Stage.RAISED));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void oneArrayComesOutAsOne(Supplier<OnDemandCompiler> engine) throws Throwable {
        Compiled twice = engine.get().compile(SharedResultsTest.class.getDeclaredMethod("twice", float[].class));
        Compiled equal = engine.get().compile(SharedResultsTest.class.getDeclaredMethod("equal", float[].class));
        Compiled rows = engine.get().compile(SharedResultsTest.class.getDeclaredMethod("rows", float[].class));
        for (int n : new int[] {1, 5, 400, 2000, 2000, 2000}) {
            float[] x = new float[n];
            x[n - 1] = 7;
            Pair p = (Pair) twice.invoke((Object) x);
            assertSame(p.a, p.b);
            assertArrayEquals(twice(x).a, p.a);
            Pair q = (Pair) equal.invoke((Object) x);
            assertNotSame(q.a, q.b);
            assertArrayEquals(x, q.b);
            Matrices m = (Matrices) rows.invoke((Object) x);
            assertSame(m.a, m.b);
            assertSame(x, m.between);
            assertArrayEquals(rows(x).a, m.a);
        }
    }

    @Test
    void oneRowTwiceIsLeftToTheJvm() throws Throwable {
        OnDemandCompiler cpu = OnDemandCompiler.cpu();
        var refused = SharedResultsTest.class.getDeclaredMethod("oneRowTwice", float[].class);
        assertEquals("it returns an array of arrays in which one row stands twice", assertThrows(Refusal.class, () -> cpu.compile(refused)).getMessage());
        float[] x = {1, 2, 3};
        assertArrayEquals(exchanged(x), (float[][]) cpu.compile(SharedResultsTest.class.getDeclaredMethod("exchanged", float[].class)).invoke((Object) x));
    }
}
