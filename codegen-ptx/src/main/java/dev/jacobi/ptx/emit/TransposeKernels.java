package dev.jacobi.ptx.emit;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.DeviceCode;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.ptx.emit.KernelBuilder.Launch;
import dev.jacobi.ptx.emit.KernelBuilder.Operands;
import dev.jacobi.ptx.emit.KernelText.Operand;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** A matrix turned over its diagonal: tiles of 32 x 32 go through shared memory, so that neighbouring threads read, and write, neighbouring elements. */
public final class TransposeKernels {
    /** Rows and columns of a tile. */
    public static final int TILE = 32;
    private static final int ROWS = KernelBuilder.THREADS / TILE;
    private static final int PADDED = TILE + 1;
    private final KernelBuilder kernels;
    private final DeviceCode code;

    public TransposeKernels(KernelBuilder kernels) {
        this.kernels = kernels;
        this.code = kernels.code;
    }

    /** {@code out} has the extents of {@code a} in opposite order. */
    public Launch transpose(Var a, Var out) {
        String name = kernels.name("transpose");
        DType t = a.dtype();
        var k = new KernelText(code, name);
        var operands = new Operands(k, kernels.device, Set.of(out), Set.of());
        Operand x = operands.get(a);
        Operand y = operands.get(out);
        code.add("@" + name + ".tile = internal addrspace(3) global [" + TILE * PADDED + " x " + Ty.memory(t) + "] undef, align 16\n");
        k.unlessFailed(true);
        String rows = x.dims().get(0);
        String columns = x.dims().get(1);
        String down = k.ceil(rows, TILE);
        String across = k.ceil(columns, TILE);
        String thread = k.thread();
        String tx = k.op("and", thread, TILE - 1);
        String ty = k.op("lshr", thread, 5);
        String tile = k.def("addrspacecast ptr addrspace(3) @" + name + ".tile to ptr");
        k.loop(k.block(), k.op("mul", down, across), k.blocks(), number -> {
            List<String> at = KernelBuilder.indices(k, number, List.of(down, across));
            String r0 = k.op("mul", at.get(0), TILE);
            String c0 = k.op("mul", at.get(1), TILE);
            pass(k, t, x, r0, c0, rows, columns, tx, ty, (r, p) -> k.store(t, k.load(t, p), k.element(t, tile, k.op("add", k.op("mul", r, PADDED), tx))));
            k.barrier();
            pass(k, t, y, c0, r0, columns, rows, tx, ty, (r, p) -> k.store(t, k.load(t, k.element(t, tile, k.op("add", k.op("mul", tx, PADDED), r))), p));
            k.barrier();
        });
        k.finish();
        return kernels.add(name, KernelBuilder.THREADS, 1, 1 << 16, TILE * PADDED * t.bytes(), true, Set.of(out), operands.args());
    }

    /** Each thread goes through its rows of a tile of the array: number of the row in the tile, address of the element. */
    private static void pass(KernelText k, DType t, Operand array, String r0, String c0, String rows, String columns, String tx, String ty, BiConsumer<String, String> element) {
        for (int e = 0; e < TILE / ROWS; e++) {
            String r = k.op("add", ty, e * ROWS);
            String row = k.op("add", r0, r);
            String column = k.op("add", c0, tx);
            String inside = k.def("and i1 " + k.op("icmp slt", row, rows) + ", " + k.op("icmp slt", column, columns));
            k.when(inside, () -> element.accept(r, k.element(t, array.text(), k.op("add", k.op("mul", row, columns), column))));
        }
    }
}
