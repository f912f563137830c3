package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.Tuning;
import dev.jacobi.llvm.jit.NativeRun;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Square roots that are multiplied out have the bits of {@link Math#sqrt}, whatever a processor's first estimate is. */
class SquareRootsTest {
    private static final long SEED = System.nanoTime();
    private static final int MANY = 1 << 20;
    private static final double WORST_ESTIMATE = 0x1p-14;

    private static LlvmModule module(Tuning tuning) {
        return Emitter.emit(new CompileRequest(Parser.parseModule(
            "f(a:f64[n]) { n = dim[0] a; b = map[n](n) { i -> x = index a i; y = sqrt x; yield y }; return b }"), "f", List.of(-1), false, 1), tuning);
    }

    private static void compareWith(NativeRun code, double[] a) {
        double[] got = (double[]) code.run(List.of(Tensor.of(a))).results().get(0).data();
        for (int i = 0; i < a.length; i++) {
            if (Double.doubleToRawLongBits(got[i]) != Double.doubleToRawLongBits(Math.sqrt(a[i]))) {
                fail("element " + i + ": the root of " + Double.toHexString(a[i]) + " is " + Double.toHexString(Math.sqrt(a[i])) + ", not "
                    + Double.toHexString(got[i]) + "; seed " + SEED);
            }
        }
    }

    private static NativeRun code() {
        assumeTrue(Tuning.host().vectorBytes() == 64, "this processor has no AVX-512");
        LlvmModule m = module(new Tuning(64, true, false, true));
        assertTrue(m.text().contains("rsqrt14"), m.text());
        return new NativeRun(m, false);
    }

    @Test
    void randomBits() {
        System.out.println("seed " + SEED);
        var random = new SplittableRandom(SEED);
        NativeRun code = code();
        // in most vectors of the first kind a lane goes to the divider, in few of the others
        compareWith(code, random.longs(MANY).mapToDouble(Double::longBitsToDouble).toArray());
        compareWith(code, random.longs(MANY, 0x0400000000000000L, 0x7FF0000000000000L).mapToDouble(Double::longBitsToDouble).toArray());
        compareWith(code, random.doubles(MANY, 1, 4).toArray());
        compareWith(code, RootCases.nearSquares(random, MANY / 8));
    }

    @Test
    void hardCases() {
        NativeRun code = code();
        compareWith(code, RootCases.powers());
        double[] middles = RootCases.nearMiddles(1 << 14).stream().mapToDouble(x -> x).toArray();
        for (int e : new int[] {-1020, -1008, -980, -962, -960, -500, -2, 0, 2, 512, 1020}) {
            compareWith(code, Arrays.stream(middles).map(x -> Math.scalb(x, e)).toArray());
        }
    }

    /** Every special value in every lane among ordinary ones, in whole vectors and in the rest. */
    @Test
    void specialLanes() {
        NativeRun code = code();
        for (double s : RootCases.SPECIAL) {
            for (int n : new int[] {1, 7, 8, 15, 16, 17, 40}) {
                for (int at = 0; at < n; at++) {
                    int lane = at;
                    compareWith(code, IntStream.range(0, n).mapToDouble(i -> i == lane ? s : i + 0.3).toArray());
                }
            }
        }
        compareWith(code, RootCases.SPECIAL);
        compareWith(code, new double[0]);
    }

    @Test
    void onlyWithWideRegisters() {
        for (Tuning t : List.of(new Tuning(64, true, false, false), new Tuning(32, true, false, true), new Tuning(0, true, false, true))) {
            assertEquals(-1, module(t).text().indexOf("rsqrt14"));
        }
    }

    /** The same steps in Java, from the worst estimates that the processor's manual allows. */
    @Test
    void anyEstimate() {
        System.out.println("seed " + SEED);
        var random = new SplittableRandom(SEED);
        double[] cases = DoubleStream.concat(RootCases.nearMiddles(256).stream().mapToDouble(x -> x),
            DoubleStream.concat(DoubleStream.of(1, 1.0000000000000002, 1.0000000000000004, 2, 4 - 0x1p-51, 4 - 0x1p-50, 0x1p-960), Arrays.stream(RootCases.nearSquares(random, 500)))).toArray();
        for (DoubleUnaryOperator error : List.<DoubleUnaryOperator>of(x -> WORST_ESTIMATE, x -> -WORST_ESTIMATE, x -> 0, x -> random.nextDouble(-WORST_ESTIMATE, WORST_ESTIMATE))) {
            for (double a : cases) {
                double e = error.applyAsDouble(a);
                assertEquals(Math.sqrt(a), root(a, 1 / Math.sqrt(a) * (1 + e)), () -> "from an estimate that is wrong by " + e + "; seed " + SEED);
            }
        }
    }

    private static double root(double a, double y) {
        double g0 = a * y;
        double h0 = y * 0.5;
        double r = Math.fma(-g0, h0, 0.5);
        double g1 = Math.fma(g0, r, g0);
        double h1 = Math.fma(h0, r, h0);
        double d = Math.fma(-g1, g1, a);
        double low = Math.fma(d, h1, g1);
        if (new BigDecimal(low).compareTo(new BigDecimal(d).multiply(new BigDecimal(h1)).add(new BigDecimal(g1))) > 0) {
            low = Math.nextDown(low);
        }
        double high = Math.nextUp(low);
        return Math.fma(-low, high, a) > 0 ? high : low;
    }
}
