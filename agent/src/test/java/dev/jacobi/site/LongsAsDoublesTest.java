package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Doubles of 64-bit integers in lanes are rounded as Java rounds them: those of all sizes, at the ends, and halfway between two doubles. */
class LongsAsDoublesTest {
    private final OnDemandCompiler engine = OnDemandCompiler.cpu();

    static void doubles(long[] a, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = a[i];
        }
    }

    static double fractions(long[] a, double[] out, int n) {
        double greatest = 0;
        for (int i = 0; i < n; i++) {
            out[i] = (a[i] >>> 11) * 0x1p-53;
            greatest = Math.max(greatest, out[i]);
        }
        return greatest;
    }

    private static long[] longs() {
        var random = new Random(53);
        long[] all = random.longs(4099).toArray();
        for (int i = 0; i < all.length; i++) {
            int bits = random.nextInt(64);
            // an integer of any length; every other one with a one in front of zeros behind the 53 bits of a double, and one more or less
            all[i] = i % 3 == 0 ? all[i] >> bits : i % 3 == 1 ? (all[i] | 1) << 63 - bits >> Math.max(0, 10 - bits) : (all[i] >> 10 | 1) * 1024 / 2 + random.nextInt(3) - 1;
        }
        long[] ends = {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 53, (1L << 53) + 1, (1L << 53) + 3, -(1L << 53) - 1, (1L << 32) - 1, 1L << 32, -(1L << 32), 0xffff_fffeL, 1L << 52, Long.MAX_VALUE - 511, Long.MAX_VALUE - 512};
        System.arraycopy(ends, 0, all, 100, ends.length);
        return all;
    }

    @Test
    void areRoundedOnce() throws Exception {
        Compiled c = engine.compile(LongsAsDoublesTest.class.getDeclaredMethod("doubles", long[].class, double[].class, int.class));
        long[] all = longs();
        for (int n : new int[] {0, 1, 3, 4, 8, 15, 100, all.length}) {
            var expected = new double[all.length];
            var out = new double[all.length];
            doubles(all, expected, n);
            c.invoke(all, out, n);
            assertArrayEquals(Arrays.stream(expected).mapToLong(Double::doubleToRawLongBits).toArray(), Arrays.stream(out).mapToLong(Double::doubleToRawLongBits).toArray());
        }
    }

    @Test
    void ofRandomNumbers() throws Exception {
        Compiled c = engine.compile(LongsAsDoublesTest.class.getDeclaredMethod("fractions", long[].class, double[].class, int.class));
        long[] all = longs();
        var expected = new double[all.length];
        var out = new double[all.length];
        assertEquals(fractions(all, expected, all.length), c.invoke(all, out, all.length));
        assertArrayEquals(expected, out, 0);
    }
}
