package dev.jacobi.backend.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.interp.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LengthBucketsTest {
    @Test
    void bucketsArePowersOfTwoAndThenFourStepsBetweenThem() {
        assertEquals(List.of(0, 1, 2, 4, 8, 16, 32, 64, 128, 160, 192, 224, 256, 320), IntStream.rangeClosed(0, 320).map(LengthBuckets::bucket).distinct().boxed().toList());
        for (int n = 1; n < 100_000; n++) {
            int b = LengthBuckets.bucket(n);
            assertTrue(b >= n && LengthBuckets.bucket(b) == b && (n <= 128 ? b < 2 * n : b <= 1.25 * n + 1), n + " " + b);
            int least = LengthBuckets.least(b);
            assertTrue(least <= n && LengthBuckets.bucket(least) == b && LengthBuckets.bucket(least - 1) < b, n + " " + least);
        }
        assertEquals(1 << 24, LengthBuckets.bucket((1 << 24) - 1));
    }

    @Test
    void elementsStayAtTheirPlaces() {
        Tensor t = Tensor.of(new int[] {1, 2, 3, 4, 5, 6}, 2, 3);
        Tensor wide = LengthBuckets.resized(t, new int[] {3, 4});
        assertArrayEquals(new int[] {1, 2, 3, 0, 4, 5, 6, 0, 0, 0, 0, 0}, (int[]) wide.data());
        assertArrayEquals(new int[] {1, 2, 3, 4, 5, 6}, (int[]) LengthBuckets.resized(wide, new int[] {2, 3}).data());
        assertArrayEquals(new int[] {1, 4}, (int[]) LengthBuckets.resized(wide, new int[] {2, 1}).data());
        assertEquals(0, ((int[]) LengthBuckets.resized(wide, new int[] {0, 3}).data()).length);
        assertSame(t, LengthBuckets.resized(t, new int[] {2, 3}));
        Tensor deep = Tensor.of(IntStream.range(0, 12).toArray(), 2, 3, 2);
        assertArrayEquals(IntStream.range(0, 12).toArray(), (int[]) LengthBuckets.resized(LengthBuckets.resized(deep, new int[] {4, 4, 8}), new int[] {2, 3, 2}).data());
    }
}
