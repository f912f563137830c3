package dev.jacobi.llvm.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The memory of native code: blocks never overlap, are reused, zeroed when asked for, and given back. */
class MemoryTest {
    private static final long LIMIT = 512L << 20;
    private static final long ALLOC;
    private static final long ZERO;
    private static final long FREE;
    private static final long IDLE;

    static {
        ALLOC = Shared.LLVM.address("jacobi_alloc");
        ZERO = Shared.LLVM.address("jacobi_alloc_zero");
        FREE = Shared.LLVM.address("jacobi_free");
        IDLE = Shared.LLVM.address("jacobi_idle");
    }

    /** A block that is full of its mark. */
    private record Block(long address, int size, byte mark) {
        static Block of(boolean zero, int size, byte mark) {
            long a = Bridge.call(zero ? ZERO : ALLOC, size);
            assertNotEquals(0, a);
            assertEquals(0, a % 64, "alignment of a block of " + size);
            ByteBuffer b = Bridge.buffer(a, Math.max(1, size));
            for (int i = 0; i < size; i++) {
                if (zero) {
                    is((byte) 0, b.get(i), i, size);
                }
                b.put(i, mark);
            }
            return new Block(a, size, mark);
        }

        void free() {
            ByteBuffer b = Bridge.buffer(address, Math.max(1, size)).order(ByteOrder.nativeOrder());
            for (int i = 0; i < size; i++) {
                is(mark, b.get(i), i, size);
            }
            Bridge.call(FREE, address);
        }

        /** Says what is wrong only where something is: there are many bytes. */
        private static void is(byte wanted, byte is, int at, int size) {
            if (wanted != is) {
                assertEquals(wanted, is, "byte " + at + " of " + size);
            }
        }
    }

    /** Gives back what is kept; returns the bytes still mapped. */
    private static long idle() {
        Bridge.call(IDLE, 0);
        return Bridge.call(IDLE, 0);
    }

    @Test
    void sizesAroundEveryBoundary() {
        for (int round = 0; round < 2; round++) {
            var blocks = new ArrayList<Block>();
            for (int size : new int[] {0, 1, 15, 16, 17, 63, 64, 65, 4095, 4096, 28671, 28672, 28673, 32768, 36608, 36609, 65536 - 4160, 65537 - 4160, 1 << 20}) {
                blocks.add(Block.of(size % 2 == 0, size, (byte) (blocks.size() + 1)));
            }
            blocks.forEach(Block::free);
        }
    }

    @Test
    void aFreedBlockIsUsedAgainAndZeroedOnDemand() {
        Block a = Block.of(false, 3_000_000, (byte) 7);
        a.free();
        Block b = Block.of(true, 3_000_001, (byte) 8);
        assertEquals(a.address(), b.address());
        b.free();
        Bridge.call(FREE, 0);
    }

    @Test
    void nothingIsKeptWhenIdle() {
        long before = idle();
        Block.of(false, 5_000_000, (byte) 1).free();
        assertTrue(Bridge.call(IDLE, 0) >= before + 5_000_000, "kept while in use");
        assertEquals(before, idle());
    }

    /** A program that leaves thousands of arrays of one shape to the collector gets their memory again. */
    @Test
    void manyBlocksOfOneSizeAreUsedAgain() {
        int[][] sizesAndBlocks = {{30_000, 10_000}, {80_000, 4_000}, {131_072, 2_000}, {700_000, 500}, {3_000_000, 100}};
        for (int[] s : sizesAndBlocks) {
            idle();
            var first = new HashSet<Long>();
            for (int round = 0; round < 3; round++) {
                var blocks = new ArrayList<Long>();
                for (int k = 0; k < s[1]; k++) {
                    blocks.add(Bridge.call(ALLOC, s[0]));
                }
                first.addAll(blocks);
                blocks.forEach(b -> Bridge.call(FREE, b));
            }
            assertEquals(s[1], first.size(), "blocks of " + s[0] + " bytes");
        }
    }

    /** Blocks of all sizes are cut from common pieces: each is whole and clear when it is made, whatever its neighbours do. */
    @Test
    void neighboursOfAllSizes() {
        long before = idle();
        var random = new Random(11);
        var blocks = new ArrayList<Block>();
        for (int k = 0; k < 150; k++) {
            blocks.add(Block.of(true, k % 50 == 25 ? 9_000_000 : (int) Math.exp(random.nextDouble() * 5.5 + 9.5), (byte) k));
            if (blocks.size() > 40) {
                blocks.remove(random.nextInt(blocks.size())).free();
            }
            if (k % 50 == 0) {
                idle();
            }
        }
        blocks.forEach(Block::free);
        assertEquals(before, idle());
    }

    @Test
    void whatIsKeptIsBounded() {
        long before = idle();
        for (int round = 0; round < 3; round++) {
            var blocks = new ArrayList<Long>();
            for (int k = 0; k < 60; k++) {
                blocks.add(Bridge.call(ALLOC, 9_000_000L + 1_000_000L * k));
            }
            blocks.forEach(b -> Bridge.call(FREE, b));
            long mapped = Bridge.call(IDLE, 0);
            assertTrue(mapped <= before + LIMIT, mapped + " bytes are kept");
        }
        Bridge.call(FREE, Bridge.call(ALLOC, 300L << 20));
        assertEquals(before, idle());
    }

    @Test
    void sizesThatCannotBeHad() {
        for (long size : new long[] {-1, Long.MIN_VALUE, -4096, 1L << 46, (1L << 46) + 1, 1L << 62}) {
            assertEquals(0, Bridge.call(ALLOC, size), "a block of " + size);
            assertEquals(0, Bridge.call(ZERO, size), "a block of " + size);
        }
        Block.of(true, 1 << 20, (byte) 3).free();
    }

    @Test
    void eightThreads() throws Exception {
        long before = idle();
        var service = Executors.newFixedThreadPool(8);
        try {
            var all = new ArrayList<Callable<Integer>>();
            for (int t = 0; t < 8; t++) {
                int id = t;
                all.add(() -> work(new Random(4711 + id), id));
            }
            for (var f : service.invokeAll(all)) {
                assertEquals(600, f.get());
            }
        } finally {
            service.shutdown();
        }
        assertEquals(before, idle());
    }

    private static int work(Random random, int id) {
        var live = new ArrayList<Block>();
        for (int k = 0; k < 600; k++) {
            int size = random.nextInt(10) == 0 ? random.nextInt(100) : 28_000 + random.nextInt(4) * 5000;
            live.add(Block.of(random.nextBoolean(), size, (byte) (id * 16 + k)));
            while (live.size() > random.nextInt(12)) {
                live.remove(random.nextInt(live.size())).free();
            }
            if (random.nextInt(50) == 0) {
                Bridge.call(IDLE, 0);
            }
        }
        List.copyOf(live).forEach(Block::free);
        return 600;
    }

    /** Rows of three elements, of which the second begins four behind the first. */
    @Test
    void rowsThatTheCallerHasAreFilledWhereTheyLie() {
        var m = Parser.parseModule("f(n:i32[], m:i32[]) { r:f64[a,b] = full[f64[a,b]] 1.5:f64 n m; return r }");
        var code = new NativeRun(Emitter.emit(new CompileRequest(m, "f", List.of(-1), false, 1, false, Set.of(), Set.of(), Set.of(0), Map.of()), 64, false), false);
        try (var memory = new Bridge.Memory()) {
            Object[] in = {2, 3, Bridge.call(ZERO, 64), memory.longs(0, 4), 2L, 3L};
            assertArrayEquals(new double[] {1.5, 1.5, 1.5, 0, 1.5, 1.5}, (double[]) code.run(Tensors.all(in)).results().get(0).data());
        }
    }
}
