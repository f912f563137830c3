// One array given twice to a function that changes it: as Java where it is only compiled, refused where arguments are values.
package dev.jacobi;

import static dev.jacobi.Numeric.assertNear;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** grad, vmap, jvp and vjp of a function that writes into its first argument, and calls of these in lifted code. */
class AliasedTest {
    static double writes(double[] a, double[] b) {
        a[0] = 5 * b[1];
        return a[0] * b[0];
    }

    static double reads(double[] a, double[] b) {
        return a[0] * b[0] * b[1];
    }

    static double inside(double[] a) {
        Fn2<double[], double[], double[]> g = Jacobi.grad(AliasedTest::writes, 1);
        return g.apply(a, a)[0];
    }

    static double insideWithCopy(double[] a) {
        Fn2<double[], double[], double[]> g = Jacobi.grad(AliasedTest::writes, 1);
        return g.apply(a.clone(), a)[0];
    }

    private static void refused(Executable call) {
        String message = assertThrows(JacobiException.class, call).getMessage();
        assertTrue(message.matches("(?s).*AliasedTest\\.[\\w$]+:\\d+.*") && message.contains("pass a copy of"), message);
    }

    @Test
    void compiledOnlyIsJava() {
        double[] a = {2, 3};
        assertNear(225.0, Jacobi.jit(AliasedTest::writes).apply(a, a));
        assertNear(new double[] {15, 3}, a);
    }

    @Test
    void transformedIsRefused() {
        double[] a = {2, 3};
        double[][] rows = {{2, 3}, {4, 5}};
        refused(() -> Jacobi.grad(AliasedTest::writes).apply(a, a));
        refused(() -> Jacobi.jit(Jacobi.grad(AliasedTest::writes)).apply(a, a));
        refused(() -> Jacobi.hessian(AliasedTest::writes).apply(a, a));
        refused(() -> Jacobi.jvp(AliasedTest::writes).apply(a, a, new double[2], new double[2]));
        refused(() -> Jacobi.vjp(AliasedTest::writes).apply(a, a, 1.0));
        Fn2<double[][], double[][], double[]> lanes = Jacobi.vmap(AliasedTest::writes);
        refused(() -> lanes.apply(rows, rows));
        refused(() -> Jacobi.checkpoint(AliasedTest::writes).apply(a, a));
        refused(() -> Jacobi.grad((double[] x) -> writes(x, a)).apply(a));
        refused(() -> Jacobi.jit(AliasedTest::inside).apply(a));
        assertNear(new double[] {2, 3}, a);
    }

    record Pair(double[] a, double[] b) {
    }

    static double rows(double[][] a, double[][] b) {
        a[0][0] = 3 * b[0][1];
        return a[0][0] * b[0][0] + a[a.length - 1][0];
    }

    static double pair(Pair p, double[] c) {
        return writes(p.a, p.b) + c[0];
    }

    static double insideOfARecord(double[] a) {
        Fn2<Pair, double[], Pair> g = Jacobi.grad(AliasedTest::pair);
        return g.apply(new Pair(a, a), a.clone()).b[0];
    }

    static double recordAndArray(double[] a) {
        Fn2<Pair, double[], Pair> g = Jacobi.grad(AliasedTest::pair);
        return g.apply(new Pair(a, a.clone()), a).b[0];
    }

    static double recordWithCopies(double[] a) {
        Fn2<Pair, double[], Pair> g = Jacobi.grad(AliasedTest::pair);
        return g.apply(new Pair(a.clone(), a), a.clone()).b[0];
    }

    @Test
    void rowsThatAreShared() {
        double[] row = {1, 2};
        refused(() -> Jacobi.grad(AliasedTest::rows, 0, 1).apply(new double[][] {row}, new double[][] {row}));
        refused(() -> Jacobi.grad(AliasedTest::rows).apply(new double[][] {row, row}, new double[][] {{1, 2}}));
        Fn2<double[][], double[][], double[][]> g = Jacobi.grad(AliasedTest::rows, 1);
        assertNear(new double[][] {{6, 3}}, g.apply(new double[][] {{0, 0}, {1, 2}}, new double[][] {row}));
        assertNear(new double[] {1, 2}, row);
        assertNear(12.0, Jacobi.jit(AliasedTest::rows).apply(new double[][] {{5, 6}}, new double[][] {row}));
        assertNear(42.0, Jacobi.jit(AliasedTest::rows).apply(new double[][] {row}, new double[][] {row}));
    }

    @Test
    void arraysInRecords() {
        double[] a = {2, 3};
        refused(() -> Jacobi.grad(AliasedTest::pair).apply(new Pair(a, a), a.clone()));
        refused(() -> Jacobi.grad(AliasedTest::pair).apply(new Pair(a, a.clone()), a));
        refused(() -> Jacobi.jit(AliasedTest::insideOfARecord).apply(a));
        refused(() -> Jacobi.jit(AliasedTest::recordAndArray).apply(a));
        assertNear(15.0, Jacobi.jit(AliasedTest::recordWithCopies).apply(a));
    }

    @Test
    void whatSharesNothingIsFine() {
        double[] a = {2, 3};
        Fn2<double[], double[], double[]> g = Jacobi.grad(AliasedTest::writes, 1);
        assertNear(new double[] {15, 10}, g.apply(a.clone(), a));
        assertNear(new double[] {15, 10}, g.apply(new double[2], a));
        assertNear(15.0, Jacobi.jit(AliasedTest::insideWithCopy).apply(a));
        assertNear(new double[] {6, 0}, Jacobi.grad(AliasedTest::reads).apply(a, a));
        double[] t = {1, 1};
        assertNear(25.0, Jacobi.jvp(AliasedTest::writes).apply(t, a, t, t).tangent());
    }
}
