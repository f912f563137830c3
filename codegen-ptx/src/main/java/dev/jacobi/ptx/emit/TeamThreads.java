package dev.jacobi.ptx.emit;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Prim;
import dev.jacobi.llvm.DeviceCode;
import dev.jacobi.llvm.DeviceCode.Body;
import dev.jacobi.llvm.text.Ty;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** How the threads of a block are teams, each of which works on one item at a time: what the emitter of shared work ({@link TeamKernels}) needs to know of it. */
final class TeamThreads {
    private static final int WARP = 32;
    private static final int WARPS = KernelBuilder.THREADS / WARP;
    private final TeamKernels.Shape shape;
    private final KernelText k;
    private final DeviceCode code;
    private final ReductionKernels reductions;
    private final String thread;
    private final String lane;
    private String active;

    /** For a kernel whose text has come to where the threads know that they are to work. */
    TeamThreads(TeamKernels.Shape shape, KernelText k, KernelBuilder kernels) {
        this.shape = shape;
        this.k = k;
        this.code = kernels.code;
        this.reductions = new ReductionKernels(kernels);
        this.thread = k.thread();
        this.lane = switch (shape) {
            case WARP -> k.def("and i64 " + thread + ", " + (WARP - 1));
            case BLOCK -> thread;
            case TILE -> k.def("lshr i64 " + thread + ", 5");
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
        String first = items == 1 ? block : k.def("mul i64 " + block + ", " + items);
        String step = items == 1 ? k.blocks() : k.def("mul i64 " + k.blocks() + ", " + items);
        switch (shape) {
            case WARP -> k.loop(k.def("add i64 " + first + ", " + k.def("lshr i64 " + thread + ", 5")), n, step, body);
            case BLOCK -> k.loop(first, n, step, body);
            case TILE -> k.loop(first, n, step, tile -> {
                String at = k.def("add i64 " + tile + ", " + k.def("and i64 " + thread + ", " + (WARP - 1)));
                active = k.def("icmp slt i64 " + at + ", " + n);
                body.accept(k.def("select i1 " + active + ", i64 " + at + ", i64 " + k.def("sub i64 " + n + ", 1")));
            });
        }
    }

    /** The number of trips of a loop that the team shares: none for those without an item. */
    String trips(String n) {
        return active == null ? n : k.def("select i1 " + active + ", i64 " + n + ", i64 0");
    }

    /** True for the one of the team that writes what all of them know. */
    String leads() {
        String first = k.def("icmp eq i64 " + lane + ", 0");
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
    List<String> join(String part, List<Body> join, List<String> acc, List<Prim> ops) {
        return switch (shape) {
            case WARP -> reductions.acrossWarp(k, join, values(join, acc));
            case BLOCK -> reductions.acrossBlock(k, part, join, acc, ops);
            case TILE -> acrossTile(part, join, acc);
        };
    }

    private List<String> values(List<Body> join, List<String> acc) {
        var out = new ArrayList<String>();
        for (int o = 0; o < join.size(); o++) {
            out.add(k.def("load " + Ty.value(type(join, o)) + ", ptr " + acc.get(o)));
        }
        return out;
    }

    private static DType type(List<Body> join, int o) {
        return join.get(o).results().get(0);
    }

    /** Through shared memory: everybody adds up, in order, what the lanes of the same item have left there. */
    private List<String> acrossTile(String part, List<Body> join, List<String> acc) {
        List<String> mine = values(join, acc);
        for (int o = 0; o < join.size(); o++) {
            code.add("@" + part + ".shared" + o + " = internal addrspace(3) global [" + KernelBuilder.THREADS + " x " + Ty.memory(type(join, o)) + "] undef, align 8\n");
            k.store(type(join, o), mine.get(o), shared(part, o, type(join, o), thread));
        }
        k.barrier();
        String column = k.def("and i64 " + thread + ", " + (WARP - 1));
        var out = new ArrayList<String>();
        for (int o = 0; o < join.size(); o++) {
            DType t = type(join, o);
            String v = Ty.value(t);
            String sum = k.load(t, shared(part, o, t, column));
            for (int w = 1; w < WARPS; w++) {
                String next = k.load(t, shared(part, o, t, k.def("add i64 " + column + ", " + w * WARP)));
                sum = k.call(join.get(o), List.of(v + " " + sum, v + " " + next), null).get(0);
            }
            out.add(sum);
        }
        return out;
    }

    private String shared(String part, int o, DType t, String i) {
        return k.element(t, k.def("addrspacecast ptr addrspace(3) @" + part + ".shared" + o + " to ptr"), i);
    }
}
