package dev.jacobi.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Who is chosen for which times, and how long it takes; the times are made up. */
class BucketTest {
    /** Adds pairs of times until a decision is there; the number of pairs, or -1. */
    private static int decide(Bucket b, long jvm, long compiled, int most) {
        for (int i = 1; i <= most; i++) {
            assertFalse(b.nextIsCompiled());
            boolean done = b.add(false, jvm);
            assertTrue(done || b.nextIsCompiled());
            if (done || b.add(true, compiled)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void fasterCodeIsKeptOnceTheOriginalIsWarm() {
        var b = new Bucket();
        assertEquals(-1, decide(b, 10_000, 5_000, 19_000));
        assertTrue(b.prefersCompiled());
        assertTrue(decide(b, 10_000, 5_000, 10_000) > 0);
        assertEquals(Bucket.COMPILED, b.decision);
        assertEquals(10_000, b.originalMedian());
        assertEquals(5_000, b.compiledMedian());
    }

    @Test
    void aTieGoesToTheJvm() {
        var b = new Bucket();
        assertTrue(decide(b, 1_000_000, 990_000, 1000) > 0);
        assertEquals(Bucket.JVM, b.decision);
    }

    @Test
    void callsOfTheOriginalThatOtherWorkHasSlowedDownAreNoReasonForCompiledCode() {
        var b = new Bucket();
        boolean done = false;
        for (int i = 0; !done && i < 1000; i++) {
            done = b.add(false, i % 4 == 0 ? 1_000_000 : 1_100_000) || b.add(true, 1_000_000);
        }
        assertTrue(b.compiledMedian() < b.originalMedian() * Bucket.WORTH);
        assertEquals(Bucket.JVM, b.decision);
    }

    @Test
    void slowerCodeIsGivenUpWithoutWaiting() {
        var b = new Bucket();
        assertEquals(7, decide(b, 1000, 2000, 100));
        assertEquals(Bucket.JVM, b.decision);
    }

    @Test
    void aLargeLeadIsBelievedEarly() {
        var b = new Bucket();
        int pairs = decide(b, 5_000_000, 1_000_000, 100);
        assertTrue(pairs >= 7 && pairs < 10, "pairs " + pairs);
        assertEquals(Bucket.COMPILED, b.decision);
    }

    @Test
    void longCallsNeedFewSamples() {
        assertEquals(3, decide(new Bucket(), 200_000_000, 50_000_000, 100));
    }

    @Test
    void oneOutlierDecidesNothing() {
        var b = new Bucket();
        for (int i = 0; i < 6; i++) {
            b.add(false, 1_000_000);
            b.add(true, i == 3 ? 900_000_000 : 100_000);
        }
        decide(b, 1_000_000, 100_000, 1000);
        assertEquals(Bucket.COMPILED, b.decision);
    }

    @Test
    void codeThatAlwaysFallsBackIsGivenUp() {
        var b = new Bucket();
        int n = 1;
        while (!b.failed()) {
            n++;
        }
        assertEquals(32, n);
        assertEquals(Bucket.JVM, b.decision);
    }

    @Test
    void decisionsAreLookedAtAgainLessAndLessOften() {
        var b = new Bucket();
        decide(b, 1000, 2000, 100);
        long first = b.recheck;
        b.reopen();
        assertEquals(Bucket.OPEN, b.decision);
        assertTrue(b.recheck > first);
        decide(b, 2_000_000, 200_000, 1000);
        assertEquals(Bucket.COMPILED, b.decision);
    }
}
