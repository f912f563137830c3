// The slope of a remainder by its divisor is minus the number of times that the divisor went into the dividend, exactly.
package dev.jacobi.autodiff.vjp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.autodiff.Gradients;
import dev.jacobi.autodiff.jvp.Jvp;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.text.Parser;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Both modes, against exact arithmetic and against differences. */
class RemainderTest {
    private static final double[][] POINTS = {{1.0, 0.1}, {7.5, 2}, {-7.5, 2}, {7.5, -2}, {-7.5, -2}, {0.3, 0.7}, {0.6, 0.2}, {12345.678, 0.1}, {1e9 + 0.5, 3}};

    private static void check(String equation, RoundingMode rounding) {
        Module m = Parser.parseModule("f(x:f64[], y:f64[]) { r:f64[] = " + equation + " x y; return r }");
        Module forward = Jvp.of(m, "f", List.of(false, true));
        Module reverse = Vjp.of(m, "f", List.of(true, true));
        for (double[] p : POINTS) {
            double n = new BigDecimal(p[0]).divide(new BigDecimal(p[1]), 0, rounding).doubleValue();
            var x = Gradients.scalar(p[0]);
            var y = Gradients.scalar(p[1]);
            String at = equation + " " + p[0] + " " + p[1];
            assertEquals(-n, Interpreter.run(forward, "jvp(f)", List.of(x, y, Gradients.scalar(1.0))).get(1).get(0).asDouble(), 1e-300, at);
            var grads = Interpreter.run(reverse, "vjp(f)", List.of(x, y, Gradients.scalar(1.0)));
            assertEquals(1.0, grads.get(1).get(0).asDouble(), at);
            assertEquals(-n, grads.get(2).get(0).asDouble(), 1e-300, at);
        }
    }

    @Test
    void truncated() {
        check("rem", RoundingMode.DOWN);
    }

    @Test
    void nearest() {
        check("call[StrictMath.IEEEremainder]", RoundingMode.HALF_EVEN);
    }

    @Test
    void againstDifferences() {
        for (double[] p : new double[][] {{7.5, 2.1}, {-7.5, 2.1}, {7.5, -2.1}, {0.3, 0.7}}) {
            double h = 1e-6;
            double rem = (p[0] % (p[1] + h) - p[0] % (p[1] - h)) / (2 * h);
            double ieee = (Math.IEEEremainder(p[0], p[1] + h) - Math.IEEEremainder(p[0], p[1] - h)) / (2 * h);
            for (String op : List.of("rem", "call[StrictMath.IEEEremainder]")) {
                Module m = Vjp.of(Parser.parseModule("f(x:f64[], y:f64[]) { r:f64[] = " + op + " x y; return r }"), "f", List.of(false, true));
                double got = Interpreter.run(m, "vjp(f)", List.of(Gradients.scalar(p[0]), Gradients.scalar(p[1]), Gradients.scalar(1.0))).get(1).get(0).asDouble();
                assertEquals(op.equals("rem") ? rem : ieee, got, 1e-7, op);
            }
        }
    }
}
