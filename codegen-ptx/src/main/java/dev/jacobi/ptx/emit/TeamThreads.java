package dev.jacobi.ptx.emit;

import dev.jacobi.ir.DType;
import java.util.List;
import java.util.function.Consumer;

/** How the threads of a block are teams, each of which works on one item at a time: what the emitter of shared work ({@link TeamKernels}) needs to know of it. */
final class TeamThreads {
    private static final int WARP = 32;
    private static final int WARPS = KernelBuilder.THREADS / WARP;
    private final TeamKernels.Shape shape;
    private final KernelText k;
    private final String thread;
    private final String lane;
    private String active;

    /** For a kernel whose text has come to where the threads know that they are to work. */
    TeamThreads(TeamKernels.Shape shape, KernelText k) {
        this.shape = shape;
        this.k = k;
        this.thread = k.thread();
        this.lane = switch (shape) {
            case WARP -> k.op("and", thread, WARP - 1);
            case BLOCK -> thread;
            case TILE -> k.op("lshr", thread, 5);
        };
    }

    /** Items that a block works on at once. */
    static int items(TeamKernels.Shape shape) {
        return switch (shape) {
            case WARP -> WARPS;
            case BLOCK -> 1;
            case TILE -> WARP;
        };
    }

    /** The number of this thread in its team. */
    String lane() {
        return lane;
    }

    int lanes() {
        return switch (shape) {
            case WARP -> WARP;
            case BLOCK -> KernelBuilder.THREADS;
            case TILE -> WARPS;
        };
    }

    /** Shared memory for a fold over values of this type. */
    static int sharedBytes(TeamKernels.Shape shape, DType t) {
        return switch (shape) {
            case WARP -> 0;
            case BLOCK -> WARP * t.bytes();
            case TILE -> KernelBuilder.THREADS * t.bytes();
        };
    }

    /** Runs the body for all items 0 .. n-1, in turns of the grid. All threads of a tile's block take part in each turn, some without an item of their own. */
    void each(String n, Consumer<String> body) {
        int items = items(shape);
        String block = k.block();
        String first = items == 1 ? block : k.op("mul", block, items);
        String step = items == 1 ? k.blocks() : k.op("mul", k.blocks(), items);
        switch (shape) {
            case WARP -> k.loop(k.op("add", first, k.op("lshr", thread, 5)), n, step, body);
            case BLOCK -> k.loop(first, n, step, body);
            case TILE -> k.loop(first, n, step, tile -> {
                String at = k.op("add", tile, k.op("and", thread, WARP - 1));
                active = k.op("icmp slt", at, n);
                body.accept(k.def("select i1 " + active + ", i64 " + at + ", i64 " + k.op("sub", n, 1)));
            });
        }
    }

    /** The number of trips of a loop that the team shares: none for those without an item. */
    String trips(String n) {
        return active == null ? n : k.def("select i1 " + active + ", i64 " + n + ", i64 0");
    }

    /** True for the one of the team that writes what all of them know. */
    String leads() {
        String first = k.op("icmp eq", lane, 0);
        return active == null ? first : k.def("and i1 " + first + ", " + active);
    }

    /** The team waits for all its members. */
    void meet() {
        if (shape == TeamKernels.Shape.WARP) {
            k.call("void", "jacobi_gpu_warp");
        } else {
            k.barrier();
        }
    }

    /** Joins what the members hold in their variables; each has the result. The team meets before it does this again. */
    List<String> join(FoldValues values, List<String> variables) {
        return switch (shape) {
            case WARP -> values.acrossWarp(values.get(variables));
            case BLOCK -> values.acrossBlock(variables);
            case TILE -> acrossTile(values, variables);
        };
    }

    /** Through shared memory: everybody adds up, in order, what the lanes of the same item have left there. */
    private List<String> acrossTile(FoldValues values, List<String> variables) {
        values.share(KernelBuilder.THREADS);
        values.storeShared(thread, values.get(variables));
        k.barrier();
        String column = k.op("and", thread, WARP - 1);
        List<String> sum = values.loadShared(column);
        for (int w = 1; w < WARPS; w++) {
            sum = values.join(sum, values.loadShared(k.op("add", column, w * WARP)));
        }
        return sum;
    }
}
