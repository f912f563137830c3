package dev.jacobi.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which collector runs is told by the names of its threads. */
class CollectorNamesTest {
    @TempDir
    Path folder;
    private int threads;

    private List<String> names(String... comm) throws IOException {
        Path tasks = Files.createDirectories(folder.resolve("tasks" + threads++));
        Files.createDirectories(tasks.resolve("ended"));
        for (int i = 0; i < comm.length; i++) {
            Files.writeString(Files.createDirectories(tasks.resolve("" + i)).resolve("comm"), comm[i] + "\n");
        }
        return Collector.ofThreads(tasks);
    }

    @Test
    void eachIsKnownByItsThreadsThoughAnotherThreadHasEndedMeanwhile() throws IOException {
        assertEquals(List.of("G1"), names("java", "GC Thread#0", "G1 Main Marker", "G1 Conc#0", "VM Thread"));
        assertEquals(List.of("ZGC"), names("java", "ZDirector", "ZStat", "VM Thread"));
        assertEquals(List.of("Shenandoah"), names("java", "Shenandoah GC T", "Shenandoah Cont", "VM Thread"));
        assertEquals(List.of(), names("java", "GC Thread#0", "VM Thread"), "Parallel has it, and G1");
        assertEquals(List.of(), names("java", "VM Thread"));
        assertEquals(List.of(), Collector.ofThreads(folder.resolve("nowhere")));
    }

    @Test
    void whichMoveNothingWhileAnArrayIsPinned() {
        assertTrue(Collector.movesNothing(List.of("G1"), 17));
        assertTrue(Collector.movesNothing(List.of("G1 Young Generation", "G1 Old Generation"), 21));
        assertFalse(Collector.movesNothing(List.of("G1"), 22));
        assertTrue(Collector.movesNothing(List.of("Copy", "MarkSweepCompact"), 25));
        assertTrue(Collector.movesNothing(List.of("PS MarkSweep", "PS Scavenge"), 25));
        for (String other : List.of("ZGC", "ZGC Minor Pauses", "Shenandoah", "Epsilon Heap", "scavenge", "global")) {
            assertFalse(Collector.movesNothing(List.of(other), 17), other);
        }
        assertFalse(Collector.movesNothing(List.of(), 17), "nothing is known");
    }

    @Test
    void theManagementBeansSayTheSameOfThisJvm() {
        String bean = ManagementFactory.getGarbageCollectorMXBeans().get(0).getName();
        List<String> names = Collector.names();
        for (String begin : List.of("G1", "ZGC", "Shenandoah", "Epsilon")) {
            assertEquals(bean.startsWith(begin), names.stream().anyMatch(n -> n.startsWith(begin)), bean + " and " + names);
        }
        assertTrue(!names.isEmpty(), bean);
    }
}
