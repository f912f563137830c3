package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.array.core.ArrayRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Arrays that nobody refers to any more are freed while others are made: memory outside of the heap does not grow with their number. */
@Isolated("it counts what all arrays of the process hold, and those of other tests are among them")
class ArrayMemoryTest {
    private static final int MANY = 1_000_000;
    /** Bytes, of some 170 MB that are made in all: the JVM collects when its own heap asks for it, every 50,000 to 100,000 calls. */
    private static final long SOME = 96 << 20;

    @Test
    void droppedOnesLeaveNothing() {
        NDArray x = NDArray.of(1.0, 2.0, 3.0);
        Fn1<NDArray, NDArray> f = Jacobi.jit((NDArray y) -> y.times(2));
        NDArray last = x;
        // other tests may have left arrays to the collector
        long before = ArrayRuntime.ofProcess().heap().outstanding();
        for (int i = 0; i < MANY; i++) {
            last = i % 2 == 0 ? x.plus(i) : f.apply(x);
            assertTrue(i % 1000 != 0 || ArrayRuntime.ofProcess().heap().outstanding() - before < SOME, () -> "blocks that nobody reaches pile up: " + ArrayRuntime.ofProcess().heap().outstanding());
        }
        assertEquals(6, last.toDoubleArray()[2]);
    }

    @Test
    void largeOnesAreCollectedThoughTheJavaHeapHasRoom() {
        NDArray x = Np.zeros(1 << 20);
        // other tests may have held much at the last collection, so that the next one would be far away
        ArrayRuntime.ofProcess().heap().reclaim();
        long before = ArrayRuntime.ofProcess().heap().outstanding();
        for (int i = 0; i < 300; i++) {
            x.plus(i);
        }
        assertTrue(ArrayRuntime.ofProcess().heap().outstanding() - before < Math.max(700L << 20, 2 * before), () -> "outstanding: " + ArrayRuntime.ofProcess().heap().outstanding());
    }
}
