package dev.jacobi.llvm.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.llvm.LlvmModule;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The native thread pool covers each index exactly once, whoever calls it and from wherever. */
class ThreadPoolTest {
    /** entry(long[] x, long grain, long inner, long patience): every element += 1 + its index, through a nested loop of {@code inner} parts when inner > 0. */
    private static final LlvmModule MODULE = new LlvmModule("""
        declare void @jacobi_parallel_for(ptr, ptr, i64, i64, i64)
        define void @leaf(ptr %ctx, i64 %lo, i64 %hi) {
          br label %loop
        loop:
          %i = phi i64 [ %lo, %0 ], [ %j, %body ]
          %c = icmp slt i64 %i, %hi
          br i1 %c, label %body, label %end
        body:
          %p = getelementptr i64, ptr %ctx, i64 %i
          %v = load i64, ptr %p
          %w = add i64 %v, %i
          %w1 = add i64 %w, 1
          store i64 %w1, ptr %p
          %j = add i64 %i, 1
          br label %loop
        end:
          ret void
        }
        define void @outer(ptr %args, i64 %lo, i64 %hi) {
          br label %loop
        loop:
          %i = phi i64 [ %lo, %0 ], [ %j, %body ]
          %c = icmp slt i64 %i, %hi
          br i1 %c, label %body, label %end
        body:
          %x = load ptr, ptr %args
          %p = getelementptr i64, ptr %x, i64 %i
          call void @jacobi_parallel_for(ptr @one, ptr %p, i64 4, i64 1, i64 0)
          %v = load i64, ptr %p
          %w = add i64 %v, %i
          %w1 = sub i64 %w, 3
          store i64 %w1, ptr %p
          %j = add i64 %i, 1
          br label %loop
        end:
          ret void
        }
        define void @one(ptr %p, i64 %lo, i64 %hi) {
          %n = sub i64 %hi, %lo
          %o = atomicrmw add ptr %p, i64 %n monotonic
          ret void
        }
        define i32 @entry(ptr %args, ptr %res) {
          %x = load ptr, ptr %args
          %np = getelementptr i64, ptr %args, i64 1
          %n = load i64, ptr %np
          %gp = getelementptr i64, ptr %args, i64 2
          %g = load i64, ptr %gp
          %ip = getelementptr i64, ptr %args, i64 3
          %inner = load i64, ptr %ip
          %qp = getelementptr i64, ptr %args, i64 4
          %q = load i64, ptr %qp
          %nested = icmp ne i64 %inner, 0
          br i1 %nested, label %deep, label %flat
        flat:
          call void @jacobi_parallel_for(ptr @leaf, ptr %x, i64 %n, i64 %g, i64 %q)
          ret i32 0
        deep:
          call void @jacobi_parallel_for(ptr @outer, ptr %args, i64 %n, i64 %g, i64 %q)
          ret i32 0
        }
        """, "entry", List.of(Shared.array(DType.I64, 1), Shared.scalar(DType.I64), Shared.scalar(DType.I64), Shared.scalar(DType.I64)), List.of(), List.of());

    /** entry(long[] x): index 1 takes 10 milliseconds, index 0 next to nothing. */
    private static final LlvmModule SLOW = new LlvmModule("""
        declare void @jacobi_parallel_for(ptr, ptr, i64, i64, i64)
        declare i32 @usleep(i32)
        define void @part(ptr %x, i64 %lo, i64 %hi) {
          %n = mul i64 %lo, 10000
          %t = trunc i64 %n to i32
          %rc = call i32 @usleep(i32 %t)
          %size = sub i64 %hi, %lo
          %o = atomicrmw add ptr %x, i64 %size monotonic
          ret void
        }
        define i32 @slowly(ptr %args, ptr %res) {
          %x = load ptr, ptr %args
          call void @jacobi_parallel_for(ptr @part, ptr %x, i64 2, i64 1, i64 0)
          ret i32 0
        }
        """, "slowly", List.of(Shared.array(DType.I64, 1)), List.of(), List.of());

    static native void slowly(long[] x, int n, int mode);

    static native void run(long[] x, int n, long grain, long inner, long patience, int mode);

    static {
        NativeCode code = Shared.LLVM.compile(MODULE, Signature.of(MODULE, List.of(0)));
        code.bind(ThreadPoolTest.class, "run", Shared.failures(code));
        NativeCode slow = Shared.LLVM.compile(SLOW, Signature.of(SLOW, List.of(0)));
        slow.bind(ThreadPoolTest.class, "slowly", Shared.failures(slow));
    }

    private static void check(int n, int rounds, long grain, long inner, int mode) {
        check(n, rounds, grain, inner, 0, mode);
    }

    private static void check(int n, int rounds, long grain, long inner, long patience, int mode) {
        long[] x = new long[n];
        long[] want = new long[n];
        for (int r = 0; r < rounds; r++) {
            run(x, x.length, grain, inner, patience, mode);
        }
        for (int i = 0; i < n; i++) {
            want[i] = rounds * (i + 1L);
        }
        assertArrayEquals(want, x);
    }

    @Test
    void everyIndexOnce() {
        for (int n : new int[] {0, 1, 2, 3, 7, 64, 1000, 100_003}) {
            for (long grain : new long[] {-1, 0, 1, 3, 1000, Integer.MAX_VALUE}) {
                check(n, 3, grain, 0, Signature.IN_PLACE);
                check(n, 3, grain, 0, Signature.COPY);
                check(n, 3, grain, 0, 1, Signature.IN_PLACE);
                check(n, 3, grain, 0, 60_000, Signature.COPY);
            }
        }
    }

    /** More threads than there are parts of the indices, and then fewer threads than have been made. */
    static final class Many {
        private Many() {
        }

        public static void main(String[] args) {
            for (int more : new int[] {19, 2}) {
                Bridge.call(Shared.LLVM.address("jacobi_pool_workers"), more);
                for (int n : new int[] {15, 16, 17, 33, 640, 100_003}) {
                    for (long grain : new long[] {0, 1, 2, 1000}) {
                        check(n, 20, grain, 0, Signature.IN_PLACE);
                        check(n, 20, grain, 0, 2_000, Signature.IN_PLACE);
                    }
                }
            }
        }
    }

    /** In a JVM of their own, as threads stay. */
    @Test
    void moreThreadsThanParts() throws Exception {
        Process p = Shared.java(List.of(), Many.class);
        assertEquals("", new String(p.getInputStream().readAllBytes()));
        assertEquals(0, p.waitFor());
    }

    @Test
    void nestedLoops() {
        check(5000, 20, 7, 1, Signature.IN_PLACE);
    }

    @Test
    void eightThreadsAtOnceWithCollections() throws Exception {
        var service = Executors.newFixedThreadPool(8);
        try {
            var all = new ArrayList<Callable<Integer>>();
            for (int t = 0; t < 8; t++) {
                int id = t;
                all.add(() -> {
                    int garbage = 0;
                    for (int k = 0; k < 40; k++) {
                        check(1000 + 977 * id, 5, 1 + 50L * id, id % 3 == 0 ? 1 : 0, k % 2);
                        garbage += new byte[1 << 20].length;
                        if (k % 10 == 0) {
                            System.gc();
                        }
                    }
                    return garbage;
                });
            }
            for (var f : service.invokeAll(all)) {
                assertEquals(40 << 20, f.get());
            }
        } finally {
            service.shutdown();
        }
    }

    /** Who waits for a thread that does not come back for long must not keep a processor from it, nor give way in a loop, which on a busy machine costs its turn each time. */
    @Test
    void callersSleepWhileTheyWait() {
        long[] x = new long[1];
        slowly(x, 1, Signature.IN_PLACE);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        for (int k = 0; k < 30; k++) {
            slowly(x, 1, Signature.IN_PLACE);
        }
        assertEquals(62, x[0]);
        long nanos = threads.getCurrentThreadCpuTime() - before;
        assertTrue(nanos < 60_000_000, "30 waits of 10 ms each took " + nanos + " ns of the caller's processor time");
    }

    @Test
    void workersWakeAfterSleep() throws Exception {
        for (int k = 0; k < 20; k++) {
            check(10_000, 2, 100, 0, Signature.IN_PLACE);
            Thread.sleep(5);
        }
    }

    /** To be woken costs the caller more than a short loop takes. */
    @Test
    void workersSleepThroughShortLoopsThatComeOneByOne() throws Exception {
        check(10_000, 1, 100, 0, Signature.IN_PLACE);
        // on a busy machine they fall asleep late
        String before;
        do {
            before = ofWorkers("voluntary_ctxt_switches:").toString();
            Thread.sleep(50);
        } while (!before.equals(ofWorkers("voluntary_ctxt_switches:").toString()));
        for (int k = 0; k < 50; k++) {
            check(1000, 1, 100, 0, 50_000_000, Signature.IN_PLACE);
            Thread.sleep(1);
        }
        assertEquals(before, ofWorkers("voluntary_ctxt_switches:").toString());
    }

    /** Each loop alone is shorter than its patience, all of them together are longer. */
    @Test
    void workersWakeForShortLoopsThatFollowEachOther() throws Exception {
        check(10_000, 1, 100, 0, Signature.IN_PLACE);
        // on a busy machine they fall asleep late
        String before;
        do {
            before = ofWorkers("voluntary_ctxt_switches:").toString();
            Thread.sleep(50);
        } while (!before.equals(ofWorkers("voluntary_ctxt_switches:").toString()));
        long end = System.nanoTime() + 10_000_000_000L;
        do {
            check(1000, 3000, 50, 0, 200_000, Signature.IN_PLACE);
        } while (before.equals(ofWorkers("voluntary_ctxt_switches:").toString()) && System.nanoTime() < end);
        assertNotEquals(before, ofWorkers("voluntary_ctxt_switches:").toString());
    }

    @Test
    void workersBlockTheJvmsSignals() throws Exception {
        check(10_000, 1, 10, 0, Signature.IN_PLACE);
        List<String> masks = ofWorkers("SigBlk:");
        for (String mask : masks) {
            long blocked = Long.parseUnsignedLong(mask, 16);
            for (int signal : new int[] {1, 2, 3, 12, 15}) {
                assertTrue((blocked >> (signal - 1) & 1) == 1, "signal " + signal);
            }
        }
        assertEquals(1, masks.size());
    }

    /** What the system says of each worker under a name. */
    private static List<String> ofWorkers(String name) throws IOException {
        var found = new ArrayList<String>();
        try (var tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path t : tasks.toList()) {
                if (name(t).equals("jacobi-worker")) {
                    found.add(Files.readAllLines(t.resolve("status")).stream().filter(l -> l.startsWith(name)).findFirst().orElseThrow().substring(name.length()).trim());
                }
            }
        }
        return found;
    }

    /** Empty for a thread that has ended meanwhile; workers do not. */
    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm")).trim();
        } catch (IOException e) {
            return "";
        }
    }
}
