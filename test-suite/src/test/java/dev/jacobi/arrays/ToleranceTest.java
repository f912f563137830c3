package dev.jacobi.arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The comparison finds what is wrong: a test of arrays that could not fail would be worth nothing. */
class ToleranceTest {
    private static RawArray f32(double... v) {
        return RawArray.of(ElementType.F32, new int[] {v.length}, v);
    }

    private static String difference(String tolerance, RawArray expected, RawArray got) {
        return Tolerance.of(tolerance).difference(expected, got, false);
    }

    @Test
    void exactMeansEveryBitButThoseOfNaN() {
        assertNull(difference("exact", f32(1, Double.NaN), f32(1, -Double.NaN)));
        assertEquals("element 1 is 0.0 for -0.0", difference("exact", f32(1, -0.0), f32(1, 0.0)));
        assertNotNull(difference("exact", f32(1), f32(Math.nextUp(1f))));
        assertNotNull(difference("exact", f32(Double.POSITIVE_INFINITY), f32(Float.MAX_VALUE)));
    }

    @Test
    void stepsAreCounted() {
        float up = Math.nextUp(Math.nextUp(1f));
        assertNull(difference("ulp2", f32(1), f32(up)));
        assertNotNull(difference("ulp1", f32(1), f32(up)));
        assertNull(difference("ulp1", f32(0.0), f32(-0.0)));
        assertNull(difference("ulp0", f32(Float.MIN_VALUE), f32(0)));
        assertNotNull(difference("ulp100", f32(1), f32(Double.NaN)));
        RawArray one = RawArray.of(ElementType.BF16, new int[0], new double[] {1});
        RawArray next = RawArray.of(ElementType.BF16, new int[0], new double[] {1.0078125});
        assertNull(difference("ulp1", one, next));
        assertNotNull(difference("ulp0", one, next));
    }

    @Test
    void normsAreOfTheWholeArray() {
        assertNull(difference("norm1", f32(1e-9, 100), f32(2e-9, 100)));
        assertNotNull(difference("norm1", f32(1e-9, 1e-3), f32(2e-9 + 1e-6, 1e-3)));
        assertNotNull(difference("norm8", f32(Double.POSITIVE_INFINITY, 1), f32(1e30, 1)));
    }

    @Test
    void whatIsLeftOfNumbersAboutOneMayHaveTheirRounding() {
        assertNull(difference("unit1", f32(0, 1e-3), f32(1e-7, 1e-3)));
        assertNotNull(difference("unit1", f32(0, 1e-3), f32(2e-7, 1e-3)));
        assertNull(difference("unit1", f32(100), f32(100 + 1e-5)));
        assertNotNull(difference("unit1", f32(0, 0.5), f32(Double.NaN, 0.5)));
    }

    @Test
    void dtypeAndShapeCount() {
        assertEquals("the dtype is i32 for f32", difference("norm8", f32(1), RawArray.ofIntegers(ElementType.I32, new int[] {1}, new long[] {1})));
        assertEquals("the shape is [1, 1] for [1]", difference("norm8", f32(1), RawArray.of(ElementType.F32, new int[] {1, 1}, new double[] {1})));
        RawArray seven = RawArray.ofIntegers(ElementType.U8, new int[0], new long[] {7});
        assertEquals("element 0 is 8 for 7", difference("norm1000", seven, RawArray.ofIntegers(ElementType.U8, new int[0], new long[] {8})));
    }

    @Test
    void signsMayBeLeftOut() {
        assertNull(Tolerance.of("norm1").difference(f32(1, -2), f32(-1, 2), true));
        assertNotNull(Tolerance.of("norm1").difference(f32(1, -2), f32(-1, 3), true));
    }

    @Test
    void aMissingResultIsADifference() {
        CaseTable.Row row = CaseTable.read("elementwise").get(0);
        assertEquals("there are 0 results for 1", CaseRunner.difference(row, row.tolerance(), List.of(f32(1)), List.of()));
    }

    @Test
    void halvesAreReadAndWritten() {
        for (int b = 0; b < 0x10000; b++) {
            double v = RawArray.half(b);
            RawArray a = RawArray.of(ElementType.F16, new int[0], new double[] {v});
            assertTrue(Double.isNaN(v) ? Double.isNaN(a.value(0)) : a.bits(0) == b, "half of the bits " + b);
        }
    }
}
