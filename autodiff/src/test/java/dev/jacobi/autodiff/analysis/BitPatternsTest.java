// Random programs of bit operations on an active number: those that are given the derivative 0 are step functions.
package dev.jacobi.autodiff.analysis;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.autodiff.jvp.Jvp;
import dev.jacobi.autodiff.vjp.Vjp;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.NoRule;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BitPatternsTest {
    private static final int PROGRAMS = 1500;
    private static final int POINTS = 40;
    private static final long[] MASKS = {0x7ff0000000000000L, 0xfffffffffffffL, 0xffffffff00000000L, 0xffffffffL, 0x8000000000000000L, 0x7ff, 0xff, -1, 0x3ff0000000000000L, 1023};

    private static long constant(Random r) {
        return r.nextInt(4) == 0 ? r.nextLong() : MASKS[r.nextInt(MASKS.length)];
    }

    /** A number's bits, some operations, and a number again: by its bits or by its value. */
    private static String program(Random r) {
        var text = new StringBuilder("f(x:f64[]) {\n b0:i64[] = bitcast[i64 \"P.f:1\"] x\n");
        int n = 1 + r.nextInt(5);
        for (int k = 1; k <= n; k++) {
            String a = "b" + (k - 1);
            String b = "b" + r.nextInt(k);
            text.append(" b").append(k).append(":i64[] = ").append(switch (r.nextInt(13)) {
                case 0, 1, 2 -> "and " + a + " " + constant(r) + ":i64";
                case 3 -> "or " + a + " " + constant(r) + ":i64";
                case 4 -> "xor " + a + " " + (r.nextBoolean() ? b : constant(r) + ":i64");
                case 5 -> "add " + a + " " + (r.nextBoolean() ? b : constant(r) + ":i64");
                case 6 -> "sub " + a + " " + constant(r) + ":i64";
                case 7 -> "shl " + a + " " + (r.nextBoolean() ? 52 : r.nextInt(64)) + ":i64";
                case 8, 9 -> "shr " + a + " " + (r.nextBoolean() ? 52 : r.nextInt(64)) + ":i64";
                case 10 -> "ushr " + a + " " + (r.nextBoolean() ? 52 : r.nextInt(64)) + ":i64";
                case 11 -> (r.nextBoolean() ? "not " : "neg ") + a;
                default -> (r.nextInt(3) == 0 ? "popcnt " : r.nextBoolean() ? "clz " : "ctz ") + a;
            }).append('\n');
        }
        return text.append(" y:f64[] = ").append(r.nextBoolean() ? "bitcast[f64 \"P.f:2\"] b" : "convert[f64] b").append(n).append("\n return y\n}\n").toString();
    }

    private static boolean isRefused(Module m) {
        try {
            Vjp.of(m, "f", List.of(true));
            Jvp.of(m, "f", List.of(true));
            return false;
        } catch (NoRule e) {
            assertTrue(e.getMessage().contains("P.f:"), e.getMessage());
            return true;
        }
    }

    private static double value(Module m, double x) {
        return ((double[]) Interpreter.run(m, "f", List.of(new Tensor(DType.F64, new int[0], new double[] {x}))).get(0).data())[0];
    }

    @Test
    void whatIsNotRefusedMakesSteps() {
        var r = new Random(5);
        int accepted = 0;
        for (int k = 0; k < PROGRAMS; k++) {
            String text = program(r);
            Module m = Parser.parseModule(text);
            if (isRefused(m)) {
                continue;
            }
            accepted++;
            int jumps = 0;
            for (int p = 0; p < POINTS; p++) {
                double x = r.nextGaussian() * 100;
                jumps += Double.doubleToLongBits(value(m, x)) == Double.doubleToLongBits(value(m, Math.nextUp(x))) ? 0 : 1;
            }
            assertTrue(jumps <= 1, jumps + " steps at " + POINTS + " neighbours:\n" + text);
        }
        assertTrue(accepted > PROGRAMS / 10 && accepted < PROGRAMS * 9 / 10, accepted + " accepted");
    }
}
