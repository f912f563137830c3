// What cannot be transformed is told in a sentence with the method, the line and what to do.
package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** One test per mistake. */
class SentencesTest {
    private final double factor = 3;

    static double[] twice(double[] a) {
        return new double[] {2 * a[0]};
    }

    static double dot(double[] a, double[] b) {
        return a[0] * b[0];
    }

    static double count(int n) {
        return n;
    }

    static double print(double x) {
        System.out.println(x);
        return x;
    }

    static double corner(double[][] a) {
        return a[0][0] * a[0][0];
    }

    static double pascal(double[] x) {
        double[][] table = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            table[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                table[i][j] = x[j] + (j < i ? table[i - 1][j] : 0);
            }
        }
        return table[x.length - 1][0];
    }

    private static void says(Executable call, String... parts) {
        String message = assertThrows(JacobiException.class, call).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), part + " in: " + message);
        }
        assertTrue(message.matches("(?s).*[\\w$]+:\\d+.*"), "a line in: " + message);
        assertTrue(message.endsWith("."), message);
    }

    @Test
    void theGradientOfSeveralNumbers() {
        says(() -> Jacobi.grad(SentencesTest::twice).apply(new double[1]), "SentencesTest.twice:", "its result is double[]", "use jacrev");
    }

    @Test
    void theGradientOfATableWhoseRowsGrow() {
        says(() -> Jacobi.grad(SentencesTest::pascal).apply(new double[3]), "SentencesTest.pascal:", "it makes rows of different lengths", "as long as the longest one", "flat array");
    }

    @Test
    void theGradientByAnInteger() {
        says(() -> Jacobi.grad(SentencesTest::count).apply(3), "SentencesTest.count:", "argument 0 is int", "argnums");
    }

    @Test
    void axesThatDoNotFit() {
        Fn2<Object, Object, Object> few = Jacobi.vmap(SentencesTest::dot, 0);
        says(() -> few.apply(new double[1][1], new double[1]), "inAxes has 1 entries for 2 arguments", "SentencesTest.dot:");
        Fn2<Object, Object, Object> deep = Jacobi.vmap(SentencesTest::dot, 0, 1);
        says(() -> deep.apply(new double[1][1], new double[1]), "argument 1, double[], has no axis 1");
        Fn2<Object, Object, Object> none = Jacobi.vmap(SentencesTest::dot, null, null);
        says(() -> none.apply(new double[1], new double[1]), "no lanes");
    }

    @Test
    void lanesOfDifferentNumbers() {
        Fn2<Object, Object, Object> f = Jacobi.vmap(SentencesTest::dot, 0, 0);
        says(() -> f.apply(new double[2][1], new double[3][1]), "argument 0 has 2 lanes and argument 1 has 3", "SentencesTest.dot:");
    }

    static double[] both(double[] a, double[] b) {
        return new double[] {a[0], b[0]};
    }

    static double mean(double[] a) {
        return Lax.pmean(a[0], "i");
    }

    @Test
    void oneResultOfLanesThatDiffer() {
        Fn2<double[][], double[], double[]> f = Jacobi.vmap(SentencesTest::both, Axes.in(0, null).out(null));
        says(() -> f.apply(new double[2][1], new double[1]), "its result, double[], may differ from lane to lane", "SentencesTest.both:", "Lax.psum");
        Fn1<double[][], Double> same = Jacobi.vmap(SentencesTest::mean, Axes.in(0).out(null).named("i"));
        org.junit.jupiter.api.Assertions.assertEquals(2.0, same.apply(new double[][] {{1}, {3}}));
    }

    static double meetsNowhere(double x) {
        return x > 0 ? Lax.psum(x, "i") : x;
    }

    @Test
    void whatAPassHasNoRuleFor() {
        Fn1<double[], double[]> f = Jacobi.vmap(SentencesTest::meetsNowhere, Axes.in(0).named("i"));
        says(() -> f.apply(new double[2]), "differ from lane to lane", "SentencesTest.meetsNowhere:");
    }

    @Test
    void anObjectThatIsNoLambda() {
        Fn1<Double, Double> object = new Fn1<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public Double apply(Double x) {
                return x * factor;
            }
        };
        says(() -> Jacobi.grad(object).apply(1.0), "SentencesTest$", "not a lambda", "give a lambda");
    }

    @Test
    void aLambdaThatCapturesItsObject() {
        says(() -> Jacobi.grad((Double x) -> x * this.factor()).apply(1.0), "captures 'this'", "make it static");
    }

    private double factor() {
        return factor;
    }

    @Test
    void aLambdaWithState() {
        int[] calls = {0};
        says(() -> Jacobi.grad((Double x) -> {
            calls[0]++;
            return x;
        }).apply(1.0), "changes an array that it captured", "return the new value");
        StringBuilder text = new StringBuilder();
        String message = assertThrows(JacobiException.class, () -> Jacobi.grad((Double x) -> x * text.length()).apply(1.0)).getMessage();
        assertTrue(message.contains("java.lang.StringBuilder"), message);
    }

    @Test
    void output() {
        says(() -> Jacobi.grad(SentencesTest::print).apply(1.0), "java.io.PrintStream.println", "SentencesTest.print:", "outside of it");
        says(() -> Jacobi.jit(SentencesTest::print).apply(1.0), "java.io.PrintStream.println");
    }

    @Test
    void aJaggedArray() {
        says(() -> Jacobi.grad(SentencesTest::corner).apply(new double[][] {{1, 2}, {3}}), "argument 0", "jagged", "row 1 has 1 elements", "pad the rows");
    }

    @Test
    void aTangentOfAnotherStructure() {
        says(() -> Jacobi.jvp(SentencesTest::twice, new Object[] {new double[1]}, new Object[] {1.0}), "the tangent of argument 0 is double");
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void argumentsOfAnotherType() {
        Fn1 g = Jacobi.grad((double[] a) -> a[0]);
        says(() -> g.apply(new float[] {1}), "argument 0 is float[] where double[] is expected");
        Fn1 v = Jacobi.vmap(SentencesTest::count);
        says(() -> v.apply(new double[2]), "argument 0 is double where int is expected", "SentencesTest.count:");
        says(() -> v.apply("x"), "SentencesTest.count:");
    }

    @Test
    void collectivesWithoutTheirAxis() {
        says(() -> Jacobi.jit((Double x) -> Lax.psum(x, "i")).apply(1.0), "the axis 'i'", "named");
        assertThrows(JacobiException.class, () -> Lax.psum(1.0, "i"));
    }
}
