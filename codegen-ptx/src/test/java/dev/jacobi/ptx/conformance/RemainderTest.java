package dev.jacobi.ptx.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ptx.program.Arch;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The one function of StrictMath that a GPU computes: to the bit. */
class RemainderTest {
    private static final Module EACH = Parser.parseModule("f(x:f64[n], y:f64[n]) { n = dim[0] y; r = map[n](n, y) { i, d -> u = index x i; v = index y i; "
        + "w:f64[] = call[StrictMath.IEEEremainder] u v; e = update d i w; yield e }; return r }");
    private static final double[] EDGES = {0, Double.MIN_VALUE, 2 * Double.MIN_VALUE, 3 * Double.MIN_VALUE, Double.MIN_NORMAL, Math.nextDown(Double.MIN_NORMAL),
        Math.nextUp(Double.MIN_NORMAL), 0x1p-1021, 0x1.8p-1021, 0x1p-1020, 0.5, 1, 1.5, 2, 2.5, 3, 4.5, 5, 7, 0x1p52, 0x1p53 - 1, 0x1p53, 1e300, 0x1p1022, 0x1.8p1022,
        0x1p1023, Math.nextUp(0x1p1022), Math.nextUp(0x1p1023), 0x1.8p1023, Double.MAX_VALUE / 3, Double.MAX_VALUE / 2, Math.nextUp(Double.MAX_VALUE / 2),
        Math.nextDown(Double.MAX_VALUE), Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NaN, 0x1.fffffffffffffp-1022};

    private static void same(double[] x, double[] y) {
        double[] r = (double[]) Emulated.run(Emulated.compile(EACH, "f", false, Arch.SM_80), List.of(Tensor.of(x, x.length), Tensor.of(y, y.length)), false).get(0).data();
        for (int i = 0; i < x.length; i++) {
            // of NaN there is one
            assertEquals(Double.doubleToLongBits(Math.IEEEremainder(x[i], y[i])), Double.doubleToLongBits(r[i]), x[i] + " by " + y[i] + " is " + r[i]);
        }
    }

    @Test
    void edgesByEdges() {
        double[] all = new double[2 * EDGES.length];
        Arrays.setAll(all, i -> i % 2 == 0 ? EDGES[i / 2] : -EDGES[i / 2]);
        int n = all.length;
        double[] x = new double[n * n];
        double[] y = new double[n * n];
        Arrays.setAll(x, i -> all[i / n]);
        Arrays.setAll(y, i -> all[i % n]);
        same(x, y);
    }

    @Test
    void randomNumbers() {
        var random = new Random(6);
        int n = 100_000;
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            y[i] = Double.longBitsToDouble(random.nextLong());
            x[i] = switch (i % 4) {
                case 0 -> Double.longBitsToDouble(random.nextLong());
                case 1 -> y[i] * (0.5 + random.nextInt(9));
                case 2 -> Math.scalb(y[i], random.nextInt(60) - 4) * random.nextGaussian();
                default -> random.nextInt(400) * 0.125;
            };
            y[i] = i % 4 == 3 ? random.nextInt(40) * 0.25 - 4 : y[i];
        }
        same(x, y);
    }

    /** Of numbers that the host knows, and in a function that calls itself. */
    @Test
    void elsewhere() {
        Module m = Parser.parseModule("f(x:f64[], y:f64[], k:i32[]) { r:f64[] = call[StrictMath.IEEEremainder] x y; s:f64[] = call[g] x y k; return r, s }\n"
            + "g(x:f64[], y:f64[], k:i32[]) { c = le k 0:i32; r:f64[] = cond(c) false { z:f64[] = call[StrictMath.IEEEremainder] x y; q = add z 5.0:f64; "
            + "j = sub k 1:i32; w:f64[] = call[g] q y j; yield w } true { yield x }; return r }");
        Emulated.same(m, "f", List.of(Tensor.of(Lit.f64(7.25)), Tensor.of(Lit.f64(-3)), Tensor.of(Lit.i32(5))), false, 0, false);
    }
}
