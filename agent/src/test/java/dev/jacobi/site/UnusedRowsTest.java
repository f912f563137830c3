package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.woven.Deopt;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Programs of which nothing is left once what has no effect has been taken out: where a row is missing or too short Java throws, so the call is the original's. */
class UnusedRowsTest {
    static void columns(double[][] a) {
        for (int j = 0; j < a[0].length; j++) {
            for (int i = 0; i < a.length; i++) {
                a[i][j] = a[i][j];
            }
        }
    }

    static void timesOne(double[][] a) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                a[i][j] *= 1;
            }
        }
    }

    static void twice(double[][] a) {
        for (int j = 0; j < a[0].length; j++) {
            for (int i = 0; i < a.length; i++) {
                double x = a[i][j];
                a[i][j] = 0;
                a[i][j] = x;
            }
        }
    }

    private static Stream<Method> programs() {
        return List.of("columns", "timesOne", "twice").stream().map(name -> {
            try {
                return UnusedRowsTest.class.getDeclaredMethod(name, double[][].class);
            } catch (NoSuchMethodException e) {
                throw new AssertionError(e);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> missingAndShortRowsAreSeen() {
        return programs().map(m -> DynamicTest.dynamicTest(m.getName(), () -> {
            Compiled code = OnDemandCompiler.cpu().compile(m);
            double[][] whole = {{1, 2, 3}, {-0.0, Double.NaN, 6}, {7, 8, 9}};
            double[][] same = Stream.of(whole).map(double[]::clone).toArray(double[][]::new);
            code.invoke((Object) whole);
            assertArrayEquals(same, whole);
            assertThrows(Deopt.class, () -> code.invoke((Object) new double[][] {{1, 2, 3}, null, {7, 8, 9}}));
            assertThrows(Deopt.class, () -> code.invoke((Object) new double[][] {{1, 2, 3}, {4, 5}, {7, 8, 9}}));
        }));
    }
}
