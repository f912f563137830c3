package dev.jacobi.lift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.lift.request.Lifted;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Arrays of arrays that are not rectangular, not complete or not made of different rows: the lifted form runs for arguments that are
 * harmless, and fails a check for the others, so that the original bytecode runs.
 */
class RowFallbackTest {
    static int[][] partly(int n, int filled) {
        int[][] a = new int[n][];
        for (int i = 0; i < filled; i++) {
            a[i] = new int[3];
        }
        return a;
    }

    static int readsPartly(int n, int filled, int at) {
        int[][] a = new int[n][];
        for (int i = 0; i < filled; i++) {
            a[i] = new int[] {i, n};
        }
        return a[at][0];
    }

    static int replacedPartly(int n, int filled, int steps) {
        int[][] a = new int[n][];
        for (int i = 0; i < n; i++) {
            a[i] = new int[] {i, n};
        }
        int[][] b = new int[n][];
        for (int i = 0; i < filled; i++) {
            b[i] = new int[2];
        }
        for (int s = 0; s < steps; s++) {
            for (int i = 0; i < n; i++) {
                b[i] = new int[] {a[i][0] + b[i][1], s};
            }
        }
        return b[n - 1][0];
    }

    static int[][] jagged(int n, int[] lengths) {
        int[][] a = new int[n][];
        for (int i = 0; i < n; i++) {
            a[i] = new int[lengths[i]];
        }
        return a;
    }

    static int[][] twice(int n, boolean again) {
        int[][] a = new int[2][3];
        a[0][0] = n;
        if (again) {
            a[1] = a[0];
        }
        return a;
    }

    static int oldRow(int n, int at) {
        int[][] a = new int[2][2];
        int[] old = a[at];
        a[0] = new int[] {n, n};
        old[0] += 5;
        return a[0][0] * 100 + a[1][0];
    }

    static int writesClone(int[][] a, boolean deep) {
        int[][] c = a.clone();
        for (int i = 0; i < c.length; i++) {
            if (deep) {
                c[i] = a[i].clone();
            }
        }
        c[0][0] = 77;
        return a[0][0];
    }

    static int readsCloneAfterwards(int[][] a, int at) {
        int[][] c = a.clone();
        c[1] = new int[a[0].length];
        a[0][0] = 5;
        return c[at][0];
    }

    static int[] swapsGiven(int[][] a, int[][] b, boolean swap) {
        int[][] c = a.clone();
        if (swap) {
            int[][] t = a;
            a = b;
            b = t;
        }
        b[0][0] = 41;
        c[1] = new int[a[0].length];
        return new int[] {c[1][0], swap ? 0 : c[0][0]};
    }

    static int nulls(int[][] a, int at) {
        int[][] c = new int[a.length][a[0].length];
        c[at] = null;
        return c[0].length;
    }

    private static Stream<DynamicTest> cases(String name, Object[] fits, Object[]... others) {
        Method m = Arrays.stream(RowFallbackTest.class.getDeclaredMethods()).filter(x -> x.getName().equals(name)).findFirst().orElseThrow();
        var tests = Stream.<DynamicTest>builder();
        tests.add(DynamicTest.dynamicTest(name, () -> assertEquals(Differential.onJvm(m, fits), run(m, fits))));
        for (Object[] o : others) {
            tests.add(DynamicTest.dynamicTest(name + Arrays.deepToString(o), () -> assertEquals("throws", run(m, o))));
        }
        return tests.build();
    }

    private static String run(Method m, Object[] args) {
        Lifted l = Lifter.lift(Differential.request(m, Differential.aliases(args)));
        Verifier.verify(l.module());
        return Differential.lifted(l, args);
    }

    private static Object[] of(Object... args) {
        return args;
    }

    private static int[][] matrix() {
        return new int[][] {{1, 2}, {3, 4}};
    }

    @TestFactory
    Stream<DynamicTest> fallbacks() {
        int[][] same = matrix();
        return List.of(
            cases("partly", of(3, 3), of(3, 2), of(2, 3), of(-1, 0)),
            cases("readsPartly", of(3, 2, 1), of(3, 2, 2), of(3, 0, 0), of(3, 2, 3)),
            cases("replacedPartly", of(3, 3, 2), of(3, 2, 2)),
            cases("jagged", of(3, new int[] {2, 2, 2}), of(3, new int[] {2, 2, 1}), of(2, new int[] {1, -1})),
            cases("twice", of(3, false), of(3, true)),
            cases("oldRow", of(3, 1), of(3, 0)),
            cases("writesClone", of(matrix(), true), of(matrix(), false)),
            cases("readsCloneAfterwards", of(matrix(), 1), of(matrix(), 0)),
            cases("swapsGiven", of(matrix(), matrix(), true), of(matrix(), matrix(), false)),
            cases("nulls", of(same, 1), of(same, 0))).stream().flatMap(s -> s);
    }
}
