package dev.jacobi.ptx.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The GPU's own addition to floats in memory takes subnormal numbers as zeros: which values it may be used for. */
class HistogramKernelsTest {
    private static float flushed(float x) {
        return Math.abs(x) < Float.MIN_NORMAL ? Math.copySign(0f, x) : x;
    }

    private static void same(float bin, float value) {
        assertEquals(bin + value, flushed(flushed(bin) + flushed(value)), () -> bin + " + " + value);
    }

    @Test
    void largeValuesAreAddedAsIfSubnormalNumbersWereKept() {
        float least = Float.intBitsToFloat(HistogramKernels.ADDED_DIRECTLY);
        assertEquals(Math.scalb(1f, -100), least);
        var random = new Random(5);
        for (int k = 0; k < 1_000_000; k++) {
            float value = Float.intBitsToFloat(HistogramKernels.ADDED_DIRECTLY + (k % 2 == 0 ? random.nextInt(1 << 23) : random.nextInt(200 << 23)));
            float subnormal = Float.intBitsToFloat(random.nextInt(1 << 23));
            float near = Float.intBitsToFloat(Float.floatToIntBits(value) + random.nextInt(9) - 4);
            for (float sign : new float[] {-1, 1}) {
                same(sign * subnormal, value);
                same(sign * near, value);
                same(sign * near, -value);
                same(sign * subnormal, -value);
            }
        }
        for (float bin : new float[] {Float.MIN_VALUE, Math.nextDown(Float.MIN_NORMAL), Float.MIN_NORMAL, least, Math.nextDown(least), 0}) {
            same(bin, least);
            same(-bin, least);
        }
    }

    @Test
    void smallValuesAreLost() {
        assertTrue(Float.MIN_NORMAL / 2 + Float.MIN_NORMAL / 2 != flushed(flushed(Float.MIN_NORMAL / 2) + flushed(Float.MIN_NORMAL / 2)));
    }
}
