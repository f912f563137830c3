package dev.jacobi.ptx.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.DeviceCode;
import dev.jacobi.llvm.DeviceCode.Body;
import dev.jacobi.ptx.emit.KernelBuilder.Launch;
import dev.jacobi.ptx.emit.KernelBuilder.Operands;
import dev.jacobi.ptx.emit.KernelText.Operand;
import java.util.List;
import java.util.Set;

/**
 * A reduction of all elements: every thread folds its share, a block's threads join theirs (by shuffles within a warp, then through shared memory), and a
 * second kernel of one block joins what the blocks have. The order depends on the number of elements alone.
 */
public final class ReductionKernels {
    private static final int THREADS = KernelBuilder.THREADS;
    /** Elements per block and blocks at most: their partial results fit one block of the second kernel four times. */
    private static final int BLOCK = THREADS * 8;
    public static final int MOST = 1024;
    private final KernelBuilder kernels;
    private final DeviceCode code;

    public ReductionKernels(KernelBuilder kernels) {
        this.kernels = kernels;
        this.code = kernels.code;
    }

    /**
     * First kernel: {@code f} is the body (index, operands), whose first results are one term per operator. {@code partials}: per operator an array of
     * {@link #MOST} elements, of which the blocks fill as many as there are; {@code blocks} gets their number.
     */
    public Launch first(Atom n, Func f, Set<Var> written, List<Prim> ops, List<Var> partials, Var blocks) {
        String name = kernels.name("reduce");
        Body body = code.add(name + ".body", f, written);
        var k = new KernelText(code, name);
        var operands = new Operands(k, kernels.device);
        Operand count = operands.get(n);
        List<Operand> rest = operands.get(f.in().subList(1, f.in().size()));
        List<Operand> to = operands.get(partials);
        String number = operands.cell(blocks);
        k.unlessFailed(true);
        var values = FoldValues.of(k, name, ops, body.results().subList(0, ops.size()));
        List<String> acc = values.variables();
        String block = k.block();
        String first = k.op("add", k.op("mul", block, THREADS), k.thread());
        String step = k.stepOf(THREADS);
        DType t = f.in().get(0).dtype();
        int times = Unrolling.of(f);
        k.loop(first, k.count(count), step, times, i -> {
            values.fold(acc, k.call(body, k.args(t, i, rest), null));
        });
        List<String> sums = values.acrossBlock(acc);
        k.when(k.op("icmp eq", k.thread(), 0), () -> {
            values.storeAt(to, block, sums);
            k.line("store i32 " + k.call("i32", "jacobi_gpu_nctaid") + ", ptr " + number);
        });
        k.finish();
        return kernels.add(name, THREADS, BLOCK, MOST, values.sharedBytes(32), true, written, operands.args());
    }

    /** Second kernel: joins the partial results to the initial values, into cells. */
    public Launch second(List<Var> partials, Var blocks, List<Prim> ops, List<Atom> init, List<Var> cells) {
        String name = kernels.name("join");
        var k = new KernelText(code, name);
        var operands = new Operands(k, kernels.device);
        List<Operand> from = operands.get(partials);
        List<Operand> starts = operands.get(init);
        Operand number = operands.get(blocks);
        List<String> to = cells.stream().map(operands::cell).toList();
        k.unlessFailed(true);
        List<DType> types = cells.stream().map(Var::dtype).toList();
        var values = FoldValues.of(k, name, ops, types);
        List<String> acc = values.variables();
        k.loop(k.thread(), k.count(number), Integer.toString(THREADS), MOST / THREADS, i -> values.fold(acc, values.loadAt(from, i)));
        List<String> sums = values.acrossBlock(acc);
        k.when(k.op("icmp eq", k.thread(), 0), () -> values.storeCells(to, values.join(starts.stream().map(Operand::text).toList(), sums)));
        k.finish();
        return kernels.add(name, THREADS, THREADS, 1, values.sharedBytes(32), true, Set.of(), operands.args());
    }
}
