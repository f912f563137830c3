package dev.jacobi.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is compiled when, with made-up programs, clocks and stacks. */
class CompileSchedulerTest {
    private static final long TICK = 10_000_000;

    /** A method whose standing the test sets. */
    private static final class Method implements Candidate {
        private final String name;
        private Standing standing = Standing.WAITING;
        private long calls = 10;
        private long saved;
        private long least;
        private int from = 1;
        private int to = Integer.MAX_VALUE;
        private long chosen;
        private boolean named;
        private String told = "";

        Method(String name) {
            this.name = name;
        }

        @Override
        public String frame() {
            return "p.C." + name;
        }

        @Override
        public boolean covers(int line) {
            return line < 1 || line >= from && line < to;
        }

        @Override
        public Standing standing() {
            return standing;
        }

        @Override
        public long calls() {
            return calls;
        }

        @Override
        public long savedNanos() {
            return saved;
        }

        @Override
        public long leastNanos() {
            return least;
        }

        @Override
        public boolean named() {
            return named;
        }

        @Override
        public void notYet(long nanos, long needed, boolean within) {
            told = nanos / 1_000_000 + " of " + needed / 1_000_000 + (within ? " within" : "");
        }

        @Override
        public void choose(long nanos) {
            chosen = nanos;
            standing = Standing.BUSY;
        }
    }

    private final Heat heat = new Heat();
    private final Beacon beacon = new Beacon();
    private final Budget budget = new Budget();
    private final List<StackTraceElement[]> running = new ArrayList<>();
    private long wall;
    private long process;
    private long own;
    private boolean idle = true;
    private final CompileScheduler scheduler = new CompileScheduler(
        new CompileScheduler.View(() -> wall, () -> process, () -> own, () -> running, () -> idle), heat, beacon, budget, (stacks, nanos) -> stacks);

    private Method method(String name) {
        var m = new Method(name);
        heat.add(m);
        return m;
    }

    /** A stack, the outermost method first. */
    private static StackTraceElement[] stack(String... names) {
        var out = new StackTraceElement[names.length];
        for (int i = 0; i < names.length; i++) {
            String[] parts = names[names.length - 1 - i].split(":");
            out[i] = new StackTraceElement("p.C", parts[0], "C.java", parts.length > 1 ? Integer.parseInt(parts[1]) : -1);
        }
        return out;
    }

    /** The program runs so for a while. */
    private void run(long millis, String... names) {
        running.clear();
        running.add(stack(names));
        for (long t = 0; t < millis * 1_000_000; t += TICK) {
            wall += TICK;
            process += TICK;
            scheduler.tick();
        }
    }

    @Test
    void whatCostsMostTimeComesFirst() {
        Method cold = method("cold");
        Method hot = method("hot");
        idle = false;
        run(200, "main", "cold");
        run(600, "main", "hot");
        idle = true;
        run(10, "main");
        assertTrue(hot.chosen >= 600_000_000L, "chosen with " + hot.chosen);
        assertEquals(0, cold.chosen);
        run(2_000, "main");
        assertEquals(0, cold.chosen, "the program may end soon");
        run(400, "main");
        assertTrue(cold.chosen >= 200_000_000L);
    }

    @Test
    void whatWasNamedNeedNotWaitForTheProgramToBeLong() {
        Method named = method("named");
        named.named = true;
        run(600, "main");
        run(200, "main", "named");
        assertTrue(named.chosen > 0);
    }

    @Test
    void whatIsBriefIsNeverChosen() {
        Method brief = method("brief");
        run(50, "main", "brief");
        run(2000, "main");
        assertEquals(0, brief.chosen);
    }

    @Test
    void aSmallPartOfALongRunIsNotWorthIt() {
        Method small = method("small");
        run(20_000, "main");
        run(600, "main", "small");
        assertEquals(0, small.chosen);
        run(400, "main", "small");
        assertTrue(small.chosen > 0);
    }

    @Test
    void ofWhatWasNamedASmallerPartIsWorthIt() {
        Method small = method("small");
        small.named = true;
        run(20_000, "main");
        run(300, "main", "small");
        assertEquals(0, small.chosen);
        run(200, "main", "small");
        assertTrue(small.chosen > 0);
    }

    @Test
    void whatIsNotWorthItYetDoesNotHideWhatItCalls() {
        Method outer = method("outer");
        Method inner = method("inner");
        outer.least = 2_000_000_000L;
        run(800, "main", "outer", "inner");
        assertEquals(0, outer.chosen);
        assertTrue(inner.chosen > 0);
        inner.standing = Candidate.Standing.OUT;
        run(1_500, "main", "outer", "inner");
        assertTrue(outer.chosen >= 2_000_000_000L, "chosen with " + outer.chosen);
    }

    /** As of all methods that have not been read: each needs some time. */
    @Test
    void ofTwoThatHaveCostEnoughTheOuterOneIsChosen() {
        Method inner = method("inner");
        Method outer = method("outer");
        inner.least = 400_000_000L;
        outer.least = 500_000_000L;
        idle = false;
        run(800, "main", "outer", "inner");
        idle = true;
        run(10, "main", "outer", "inner");
        assertTrue(outer.chosen >= 800_000_000L, "chosen with " + outer.chosen);
        run(1_000, "main", "outer", "inner");
        assertEquals(0, inner.chosen, "it is compiled with what calls it");
        assertTrue(inner.told.startsWith("0 of ") && inner.told.endsWith(" within"), inner.told);
    }

    @Test
    void waitingForAProcessorIsNoTimeOfTheProgram() {
        Method hot = method("hot");
        running.add(stack("main", "hot"));
        for (int i = 0; i < 50; i++) {
            wall += 10 * TICK;
            process += 2 * TICK;
            scheduler.tick();
        }
        assertTrue(hot.chosen > 0 && hot.chosen <= 50 * 2 * TICK, "chosen with " + hot.chosen);
    }

    @Test
    void whatIsCalledIsCompiledWithItsCaller() {
        Method outer = method("outer");
        Method inner = method("inner");
        run(500, "main", "outer", "inner");
        assertTrue(outer.chosen > 0);
        assertEquals(0, inner.chosen);
        outer.standing = Candidate.Standing.OUT;
        run(10, "main");
        assertTrue(inner.chosen >= 490_000_000L, "the time is the inner one's as soon as the outer one is left to the JVM: " + inner.chosen);
    }

    @Test
    void methodsOfOneNameAreToldApartByTheirLines() {
        Method first = method("f");
        Method second = method("f");
        first.to = 20;
        second.from = 20;
        run(300, "main", "f:25");
        assertEquals(0, first.chosen);
        assertTrue(second.chosen > 0);
    }

    @Test
    void shortMethodsThatNoStackShowsAreFoundByTheirCalls() {
        Method leaf = method("leaf");
        for (int i = 0; i < 30; i++) {
            leaf.calls += 1000;
            beacon.enters(leaf);
            run(10, "main");
        }
        assertTrue(leaf.chosen > 0);
    }

    @Test
    void aMethodThatReturnedLongAgoIsNotWhereTheTimeGoes() {
        Method once = method("once");
        beacon.enters(once);
        run(1000, "main");
        assertEquals(0, once.chosen);
    }

    @Test
    void aShareOfTheProgramsTimeIsSpentAndNoMore() {
        var methods = new ArrayList<Method>();
        for (int i = 0; i < 20; i++) {
            methods.add(method("m" + i));
        }
        long spent = 0;
        for (int round = 0; round < 300; round++) {
            run(100, "main", "m" + round % 20);
            for (Method m : methods) {
                if (m.standing == Candidate.Standing.BUSY) {
                    m.standing = Candidate.Standing.OUT;
                    long before = budget.spent();
                    budget.spend(100_000_000);
                    process += budget.spent() - before;
                    spent = budget.spent();
                }
            }
        }
        long program = 30_000_000_000L;
        assertTrue(spent <= 0.15 * program, "spent " + spent);
        assertTrue(spent >= 0.05 * program, "spent " + spent);
    }

    @Test
    void whatWasGainedMayBeSpent() {
        budget.spend(10_000_000_000L);
        Method hot = method("hot");
        Method fast = method("fast");
        fast.standing = Candidate.Standing.BUSY;
        process = budget.spent();
        run(1000, "main", "hot");
        assertEquals(0, hot.chosen);
        fast.saved = 60_000_000_000L;
        run(10, "main", "hot");
        assertTrue(hot.chosen > 0);
    }

    @Test
    void whatIsNotWorthItYetComesBackWhenItIs() {
        Method large = method("large");
        large.least = 2_000_000_000L;
        run(1900, "main", "large");
        assertEquals(0, large.chosen);
        run(200, "main", "large");
        assertTrue(large.chosen >= 2_000_000_000L);
    }

    @Test
    void whatIsNotChosenIsTold() {
        Method brief = method("brief");
        Method named = method("asked");
        named.named = true;
        brief.least = 700_000_000;
        run(100, "main", "brief");
        run(100, "main", "asked");
        run(500, "main");
        assertEquals("100 of 700", brief.told);
        assertEquals("", named.told);
    }

    @Test
    void anIdleProgramIsNotLookedAt() {
        Method waits = method("waits");
        running.add(stack("main", "waits"));
        for (int i = 0; i < 500; i++) {
            wall += TICK;
            scheduler.tick();
        }
        assertEquals(0, waits.chosen);
    }

    @Test
    void looksRarelyWhenLookingTakesLong() {
        method("any");
        var slow = new CompileScheduler(new CompileScheduler.View(() -> wall, () -> process, () -> own, () -> {
            own += 1_000_000;
            wall += 1_500_000;
            return List.of();
        }, () -> true), heat, beacon, budget, (stacks, nanos) -> stacks);
        wall += TICK;
        process += TICK;
        assertEquals(40_000_000, slow.tick());
        wall += 20_000_000_000L;
        process += 20_000_000_000L;
        assertEquals(250_000_000, slow.tick(), "in a long run");
    }

    @Test
    void pathsAreBounded() {
        Method hot = method("hot");
        for (int i = 0; i < 3000; i++) {
            Method m = method("x" + i);
            heat.sample(List.<StackTraceElement[]>of(stack("main", "x" + i)), null, 1000);
            m.standing = Candidate.Standing.BUSY;
            heat.sample(List.<StackTraceElement[]>of(stack("main", "hot")), null, TICK);
        }
        assertEquals(hot, heat.hottest(TICK, TICK).candidate());
    }

    @Test
    void nothingIsChosenWithoutCandidates() {
        run(1000, "main");
        assertNull(heat.hottest(0, 0));
        assertFalse(heat.anyWaits());
    }
}
