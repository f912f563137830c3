package dev.jacobi.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Who is chosen for which times, and how long it takes; the times are made up. */
class SizeClassTimingsTest {
    /** Adds pairs of times until a decision is there; the number of pairs, or -1. */
    private static int decide(SizeClassTimings b, long jvm, long compiled, int most) {
        for (int i = 1; i <= most; i++) {
            boolean first = b.nextIsCompiled();
            boolean done = b.add(first, first ? compiled : jvm);
            assertTrue(done || b.nextIsCompiled() != first, "one of a pair is the original");
            if (done || b.add(!first, first ? jvm : compiled)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void fasterCodeIsKeptOnceTheOriginalIsWarm() {
        var b = new SizeClassTimings();
        assertEquals(-1, decide(b, 10_000, 5_000, 19_000));
        assertTrue(b.prefersCompiled());
        assertTrue(decide(b, 10_000, 5_000, 10_000) > 0);
        assertEquals(SizeClassTimings.COMPILED, b.decision);
        assertEquals(10_000, b.originalMedian());
        assertEquals(5_000, b.compiledMedian());
    }

    @Test
    void aTieGoesToTheJvm() {
        var b = new SizeClassTimings();
        assertTrue(decide(b, 1_000_000, 990_000, 1000) > 0);
        assertEquals(SizeClassTimings.JVM, b.decision);
    }

    @Test
    void callsOfTheOriginalThatOtherWorkHasSlowedDownAreNoReasonForCompiledCode() {
        var b = new SizeClassTimings();
        boolean done = false;
        for (int i = 0; !done && i < 1000; i++) {
            done = b.add(false, i % 4 == 0 ? 1_000_000 : 1_100_000) || b.add(true, 1_000_000);
        }
        assertTrue(b.compiledMedian() < b.originalMedian() * SizeClassTimings.WORTH);
        assertEquals(SizeClassTimings.JVM, b.decision);
    }

    @Test
    void slowerCodeIsGivenUpWithoutWaiting() {
        var b = new SizeClassTimings();
        assertEquals(8, decide(b, 1000, 2000, 100));
        assertEquals(SizeClassTimings.JVM, b.decision);
    }

    @Test
    void aLargeLeadIsBelievedEarly() {
        var b = new SizeClassTimings();
        int pairs = decide(b, 5_000_000, 1_000_000, 100);
        assertTrue(pairs >= 7 && pairs < 10, "pairs " + pairs);
        assertEquals(SizeClassTimings.COMPILED, b.decision);
    }

    @Test
    void longCallsNeedFewSamples() {
        assertEquals(4, decide(new SizeClassTimings(), 200_000_000, 50_000_000, 100));
    }

    /** A lead over an original that was not warm is believed, but not reported; calls of the original go on until it is. */
    @Test
    void aLeadIsCheckedAndOnlyThenReported() {
        var b = new SizeClassTimings();
        assertTrue(decide(b, 5_000_000, 1_000_000, 100) > 0);
        assertEquals(SizeClassTimings.COMPILED, b.decision);
        assertFalse(b.comparison().sure());
        assertEquals(0, b.comparison().speedup());
        b.seen = 1000;
        assertTrue(b.wantsCheck());
        for (int i = 0; !b.comparison().sure() && b.decision == SizeClassTimings.COMPILED; i++) {
            assertTrue(i < 1000);
            b.add(b.nextIsCompiled(), b.nextIsCompiled() ? 1_000_000 : 1_500_000);
        }
        assertEquals(1.5, b.comparison().speedup());
        assertFalse(b.wantsCheck());
    }

    @Test
    void aLeadThatMeltsAwayIsGivenUp() {
        var b = new SizeClassTimings();
        assertTrue(decide(b, 5_000_000, 1_000_000, 100) > 0);
        for (int i = 0; b.decision == SizeClassTimings.COMPILED; i++) {
            assertTrue(i < 1000);
            b.add(b.nextIsCompiled(), b.nextIsCompiled() ? 1_000_000 : 900_000);
        }
        assertEquals(SizeClassTimings.JVM, b.decision);
        assertEquals(0.9, b.comparison().speedup());
    }

    /** The numbers never say the opposite of the decision. */
    @Test
    void noSpeedUpStandsBesideADecisionForTheJvm() {
        var b = new SizeClassTimings();
        boolean done = false;
        for (int i = 0; !done && i < 1000; i++) {
            done = b.add(false, i % 4 == 0 ? 1_000_000 : 1_640_000) || b.add(true, 1_000_000);
        }
        assertEquals(SizeClassTimings.JVM, b.decision);
        assertEquals(0, b.comparison().speedup());
    }

    @Test
    void codeThatIsInstalledForGoodNeedsMoreThanALead() {
        var b = new SizeClassTimings();
        b.onlyWhenWarm();
        int pairs = decide(b, 5_000_000, 1_000_000, 100);
        assertTrue(pairs >= 50, "pairs " + pairs);
        assertTrue(b.comparison().sure());
    }

    /** A program that does a long thing and a short thing by turns has both timed for both. */
    @Test
    void turnsDoNotFollowTheProgramsOwn() {
        var b = new SizeClassTimings();
        long[] work = {2_000_000, 1_000_000};
        for (int i = 0; b.decision == SizeClassTimings.OPEN && i < 1000; i++) {
            b.add(b.nextIsCompiled(), work[i % 2]);
        }
        assertEquals(SizeClassTimings.JVM, b.decision);
    }

    @Test
    void oneOutlierDecidesNothing() {
        var b = new SizeClassTimings();
        for (int i = 0; i < 6; i++) {
            b.add(false, 1_000_000);
            b.add(true, i == 3 ? 900_000_000 : 100_000);
        }
        decide(b, 1_000_000, 100_000, 1000);
        assertEquals(SizeClassTimings.COMPILED, b.decision);
    }

    @Test
    void codeThatAlwaysFallsBackIsGivenUp() {
        var b = new SizeClassTimings();
        int n = 1;
        while (!b.failed()) {
            n++;
        }
        assertEquals(32, n);
        assertEquals(SizeClassTimings.JVM, b.decision);
    }

    @Test
    void decisionsAreLookedAtAgainLessAndLessOften() {
        var b = new SizeClassTimings();
        decide(b, 1000, 2000, 100);
        long first = b.recheck;
        b.reopen();
        assertEquals(SizeClassTimings.OPEN, b.decision);
        assertTrue(b.recheck > first);
        decide(b, 2_000_000, 200_000, 1000);
        assertEquals(SizeClassTimings.COMPILED, b.decision);
    }
}
