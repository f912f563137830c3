package dev.jacobi.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.llvm.jit.Signature;
import dev.jacobi.report.Registry;
import org.junit.jupiter.api.Test;

/** Which calls work on copies, from how long earlier ones took. */
class PinningClockTest {
    private static final long MILLI = 1_000_000;
    private long copied;

    private PinningClock clock(boolean pins) {
        return new PinningClock(() -> copied, pins, false);
    }

    private static long bit(PinningClock c, int k) {
        return c.copies >>> k & 1;
    }

    @Test
    void whatIsNotKnownWorksOnCopies() {
        assertEquals(-1, clock(false).copies);
        assertEquals(0, clock(true).copies);
    }

    @Test
    void theTimeWithoutCopyingCounts() {
        PinningClock c = clock(false);
        copied = MILLI;
        c.add(0, 0, 0, 1000, 1024, 1);
        assertEquals(0, bit(c, 10));
        assertEquals(1, bit(c, 9));
        assertEquals(1, bit(c, 11));
        copied = 26 * MILLI;
        c.add(0, 0, 0, 4096, 4096, 1);
        assertEquals(1, bit(c, 12));
    }

    @Test
    void threeLongCallsOneAfterTheOtherDecide() {
        PinningClock c = clock(false);
        for (long[] step : new long[][] {{1, 0}, {30, 0}, {1, 0}, {30, 0}, {30, 0}, {30, 1}, {30, 1}, {1, 0}, {4, 0}}) {
            c.add(1, 0, step[0] * MILLI, 1000, 1000, 0);
            assertEquals(step[1], bit(c, 9), step[0] + " ms");
        }
    }

    @Test
    void collectorsWithShortPausesWaitForShorterCallsOnly() {
        PinningClock c = new PinningClock(() -> copied, false, true);
        copied = MILLI / 2;
        c.add(0, 0, 0, 1000, 1024, 1);
        assertEquals(0, bit(c, 10));
        copied = 2 * MILLI;
        c.add(0, 0, 0, 4096, 4096, 1);
        assertEquals(1, bit(c, 12));
    }

    @Test
    void collectorsThatPinNeedNoCopies() {
        PinningClock c = clock(true);
        c.add(1, 0, 100 * MILLI, 1 << 20, 1 << 20, 0);
        assertEquals(0, c.copies);
    }

    /** Few elements are copied, unless native code finds arrays by itself: then they are used where they lie if the call is certainly short. */
    @Test
    void fewElements() {
        assertEquals(Signature.COPY, clock(false).few);
        var finds = new PinningClock(new PinningClock.Code() {
            @Override
            public long copiedNanos() {
                return 0;
            }

            @Override
            public boolean findsArrays() {
                return true;
            }
        }, false, false);
        assertEquals(Signature.BRIEF, finds.few);
        assertTrue(finds.small > 0);
        for (int k = 0; k < 15; k++) {
            finds.refuse(20, Signature.BRIEF);
        }
        assertEquals(Signature.BRIEF, finds.few);
        finds.refuse(20, Signature.BRIEF);
        assertEquals(Signature.COPY, finds.few, "they are not tried for ever");
    }

    @Test
    void rowsThatAreRefusedAgainAndAgain() {
        PinningClock c = clock(false);
        for (int k = 0; k < 20; k++) {
            c.add(1, 0, 10, 1000, 1024, 1);
            assertEquals(k < 16 ? 0 : 1, bit(c, 10), k + " refusals");
            c.refuse(1024, c.limit);
        }
        assertEquals(1, bit(c, 9));
        c.add(1, 0, 10, 1000, 4096, 1);
        assertEquals(0, bit(c, 12), "other sizes may be used where they lie");
    }

    @Test
    void callsAreTimedSeldomAfterAWhile() {
        PinningClock c = clock(false);
        for (int k = 0; k < 15; k++) {
            c.add(1, 0, 10, 1000, 1000, 0);
        }
        assertEquals(0, c.mask);
        c.add(1, 0, 10, 1000, 1000, 0);
        assertEquals(63, c.mask);
    }

    /** What is left when the code is gone are the medians; a newer variant's clock stays. */
    @Test
    void whatIsSettledDoesNotChange() {
        var stats = new Registry().method("t/T", "f", "()V");
        PinningClock c = clock(true);
        stats.samples(c);
        c.add(System.nanoTime() - MILLI, 0, 5, 10, 10, 0);
        long taken = stats.compiledNanos();
        assertEquals(c.compiledNanos(), taken);
        PinningClock other = clock(true);
        stats.settle(other);
        c.add(System.nanoTime() - 3_600_000 * MILLI, 0, 5, 10, 10, 0);
        c.add(System.nanoTime() - 3_600_000 * MILLI, 0, 5, 10, 10, 0);
        assertEquals(c.compiledNanos(), stats.compiledNanos());
        stats.settle(c);
        long settled = stats.compiledNanos();
        assertTrue(settled > taken);
        for (int k = 0; k < 9; k++) {
            c.add(System.nanoTime() - 7_200_000 * MILLI, 0, 5, 10, 10, 0);
        }
        assertEquals(settled, stats.compiledNanos());
        stats.samples(other);
        assertEquals(0, stats.compiledNanos());
    }

    /** What is on copies because its size says so may be in place again when an argument is smaller; what was given up in the middle is not tried for ever. */
    @Test
    void onlyCallsThatWereGivenUpAreNotTriedAgain() {
        long[] counts = new long[2];
        var c = new PinningClock(new PinningClock.Code() {
            @Override
            public long copiedNanos() {
                return 1000;
            }

            @Override
            public long heldBack() {
                return counts[0];
            }

            @Override
            public long begunAgain() {
                return counts[1];
            }
        }, false, false);
        for (int k = 0; k < 40; k++) {
            counts[0]++;
            c.add(1, 0, 10, 1000, 1000, 0);
        }
        assertEquals(0, c.copies & 1 << 9);
        for (int k = 0; k < 4; k++) {
            counts[0]++;
            counts[1]++;
            c.add(1, 0, 10, 1000, 1000, 0);
        }
        assertEquals(1 << 9, c.copies & 1 << 9);
        assertEquals(44, c.onCopies());
    }
}
