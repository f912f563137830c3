package dev.jacobi.ptx.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.llvm.DeviceCode;
import dev.jacobi.llvm.DeviceCode.Body;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.ptx.emit.KernelBuilder.Launch;
import dev.jacobi.ptx.emit.KernelBuilder.Operands;
import dev.jacobi.ptx.emit.KernelText.Operand;
import java.util.ArrayList;
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
    /** Of blocks with many loads under way, so many as are on a large device at once with up to 64 registers: none waits for another to end. */
    private static final int FEW = 512;
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
        var rest = new ArrayList<Operand>();
        f.in().subList(1, f.in().size()).forEach(v -> rest.add(operands.get(v)));
        List<Operand> to = partials.stream().map(operands::get).toList();
        String number = operands.cell(blocks);
        k.unlessFailed(true);
        var join = joins(name, ops, body.results());
        List<String> acc = start(k, ops, body.results());
        String block = k.block();
        String first = k.def("add i64 " + k.def("mul i64 " + block + ", " + THREADS) + ", " + k.thread());
        String step = k.def("mul i64 " + k.blocks() + ", " + THREADS);
        DType t = f.in().get(0).dtype();
        int times = Unrolling.of(f);
        k.loop(first, k.count(count), step, times, i -> {
            var args = new ArrayList<String>(List.of(Ty.value(t) + " " + k.narrow(t, i)));
            rest.forEach(o -> args.add(o.args()));
            List<String> terms = k.call(body, args, null);
            fold(k, join, acc, terms);
        });
        List<String> sums = acrossBlock(k, name, join, acc, ops);
        k.when(k.def("icmp eq i64 " + k.thread() + ", 0"), () -> {
            for (int o = 0; o < ops.size(); o++) {
                k.store(body.results().get(o), sums.get(o), k.element(body.results().get(o), to.get(o).text(), block));
            }
            k.line("store i32 " + k.call("i32", "jacobi_gpu_nctaid") + ", ptr " + number);
        });
        k.finish();
        return kernels.add(name, THREADS, BLOCK, times == Unrolling.MOST ? FEW : MOST, shared(ops, body.results()), true, written, operands.args());
    }

    /** Second kernel: joins the partial results to the initial values, into cells. */
    public Launch second(List<Var> partials, Var blocks, List<Prim> ops, List<Atom> init, List<Var> cells) {
        String name = kernels.name("join");
        var k = new KernelText(code, name);
        var operands = new Operands(k, kernels.device);
        List<Operand> from = partials.stream().map(operands::get).toList();
        List<Operand> starts = init.stream().map(operands::get).toList();
        Operand number = operands.get(blocks);
        List<String> to = cells.stream().map(operands::cell).toList();
        k.unlessFailed(true);
        List<DType> types = cells.stream().map(Var::dtype).toList();
        var join = joins(name, ops, types);
        List<String> acc = start(k, ops, types);
        k.loop(k.thread(), k.count(number), Integer.toString(THREADS), MOST / THREADS, i -> {
            var terms = new ArrayList<String>();
            for (int o = 0; o < ops.size(); o++) {
                terms.add(k.load(types.get(o), k.element(types.get(o), from.get(o).text(), i)));
            }
            fold(k, join, acc, terms);
        });
        List<String> sums = acrossBlock(k, name, join, acc, ops);
        k.when(k.def("icmp eq i64 " + k.thread() + ", 0"), () -> {
            for (int o = 0; o < ops.size(); o++) {
                String v = Ty.value(types.get(o));
                String all = k.call(join.get(o), List.of(v + " " + starts.get(o).text(), v + " " + sums.get(o)), null).get(0);
                k.store(types.get(o), all, to.get(o));
            }
        });
        k.finish();
        return kernels.add(name, THREADS, THREADS, 1, shared(ops, types), true, Set.of(), operands.args());
    }

    // What other kernels with folds use too.

    List<Body> joins(String name, List<Prim> ops, List<DType> types) {
        var out = new ArrayList<Body>();
        for (int o = 0; o < ops.size(); o++) {
            out.add(code.join(name + ".join" + o, ops.get(o), types.get(o)));
        }
        return out;
    }

    /** Variables that hold each operator's neutral value. */
    static List<String> start(KernelText k, List<Prim> ops, List<DType> types) {
        var acc = new ArrayList<String>();
        for (int o = 0; o < ops.size(); o++) {
            String v = Ty.value(types.get(o));
            String a = k.alloca(v);
            k.line("store " + v + " " + Ty.lit(FoldIdentity.neutral(ops.get(o), types.get(o))) + ", ptr " + a);
            acc.add(a);
        }
        return acc;
    }

    static void fold(KernelText k, List<Body> join, List<String> acc, List<String> terms) {
        for (int o = 0; o < join.size(); o++) {
            String v = Ty.value(join.get(o).results().get(0));
            String was = k.def("load " + v + ", ptr " + acc.get(o));
            String now = k.call(join.get(o), List.of(v + " " + was, v + " " + terms.get(o)), null).get(0);
            k.line("store " + v + " " + now + ", ptr " + acc.get(o));
        }
    }

    /** Joins what the lanes of each warp hold; every lane has the result. */
    List<String> acrossWarp(KernelText k, List<Body> join, List<String> values) {
        List<String> now = values;
        String lane = k.def("and i32 " + k.call("i32", "jacobi_gpu_tid") + ", 31");
        for (int distance = 16; distance > 0; distance /= 2) {
            String from = k.def("xor i32 " + lane + ", " + distance);
            var next = new ArrayList<String>();
            for (int o = 0; o < join.size(); o++) {
                DType t = join.get(o).results().get(0);
                String v = Ty.value(t);
                String other = shuffle(k, t, now.get(o), from);
                // the lower lane's value comes first, so that both lanes compute the same
                String lower = k.def("icmp eq i32 " + k.def("and i32 " + lane + ", " + distance) + ", 0");
                String a = k.def("select i1 " + lower + ", " + v + " " + now.get(o) + ", " + v + " " + other);
                String b = k.def("select i1 " + lower + ", " + v + " " + other + ", " + v + " " + now.get(o));
                next.add(k.call(join.get(o), List.of(v + " " + a, v + " " + b), null).get(0));
            }
            now = next;
        }
        return now;
    }

    /** The value that another lane gives, for a scalar of any type. */
    static String shuffle(KernelText k, DType t, String v, String lane) {
        if (t.bits() == 64) {
            String bits = t == DType.F64 ? k.def("bitcast double " + v + " to i64") : v;
            String low = k.call("i32", "jacobi_gpu_shfl", "i32 " + k.def("trunc i64 " + bits + " to i32"), "i32 " + lane);
            String high = k.call("i32", "jacobi_gpu_shfl", "i32 " + k.def("trunc i64 " + k.def("lshr i64 " + bits + ", 32") + " to i32"), "i32 " + lane);
            String up = k.def("shl i64 " + k.def("zext i32 " + high + " to i64") + ", 32");
            String all = k.def("or i64 " + up + ", " + k.def("zext i32 " + low + " to i64"));
            return t == DType.F64 ? k.def("bitcast i64 " + all + " to double") : all;
        }
        return ofWord(k, t, k.call("i32", "jacobi_gpu_shfl", "i32 " + word(k, t, v), "i32 " + lane));
    }

    /** The bits of a scalar of at most 32 as an i32. */
    static String word(KernelText k, DType t, String v) {
        String type = Ty.value(t);
        return switch (t) {
            case I32 -> v;
            case F32 -> k.def("bitcast float " + v + " to i32");
            case F16, BF16 -> k.def("zext i16 " + k.def("bitcast " + type + " " + v + " to i16") + " to i32");
            case BOOL, I8, I16, U16 -> k.def("zext " + type + " " + v + " to i32");
            case I64, F64 -> throw new IllegalStateException();
        };
    }

    /** The scalar of at most 32 bits that {@link #word} has given. */
    static String ofWord(KernelText k, DType t, String word) {
        String type = Ty.value(t);
        return switch (t) {
            case I32 -> word;
            case F32 -> k.def("bitcast i32 " + word + " to float");
            case F16, BF16 -> k.def("bitcast i16 " + k.def("trunc i32 " + word + " to i16") + " to " + type);
            case BOOL, I8, I16, U16 -> k.def("trunc i32 " + word + " to " + type);
            case I64, F64 -> throw new IllegalStateException();
        };
    }

    /** Joins what the threads of the block hold in their variables; every thread has the result. */
    List<String> acrossBlock(KernelText k, String name, List<Body> join, List<String> acc, List<Prim> ops) {
        var mine = new ArrayList<String>();
        for (int o = 0; o < join.size(); o++) {
            mine.add(k.def("load " + Ty.value(join.get(o).results().get(0)) + ", ptr " + acc.get(o)));
        }
        List<String> warp = acrossWarp(k, join, mine);
        String thread = k.thread();
        String lane = k.def("and i64 " + thread + ", 31");
        String number = k.def("lshr i64 " + thread + ", 5");
        String leads = k.def("icmp eq i64 " + lane + ", 0");
        for (int o = 0; o < join.size(); o++) {
            DType t = join.get(o).results().get(0);
            code.add("@" + name + ".shared" + o + " = internal addrspace(3) global [32 x " + Ty.memory(t) + "] undef, align 8\n");
        }
        k.when(leads, () -> {
            for (int o = 0; o < join.size(); o++) {
                k.store(join.get(o).results().get(0), warp.get(o), shared(k, name, o, join.get(o).results().get(0), number));
            }
        });
        k.barrier();
        var all = new ArrayList<String>();
        String there = k.def("icmp ult i64 " + lane + ", " + THREADS / 32);
        for (int o = 0; o < join.size(); o++) {
            DType t = join.get(o).results().get(0);
            String at = k.def("select i1 " + there + ", i64 " + lane + ", i64 0");
            String x = k.load(t, shared(k, name, o, t, at));
            String none = Ty.lit(FoldIdentity.neutral(ops.get(o), t));
            String v = Ty.value(t);
            all.add(k.def("select i1 " + there + ", " + v + " " + x + ", " + v + " " + none));
        }
        return acrossWarp(k, join, all);
    }

    private static String shared(KernelText k, String name, int o, DType t, String i) {
        String generic = k.def("addrspacecast ptr addrspace(3) @" + name + ".shared" + o + " to ptr");
        return k.element(t, generic, i);
    }

    private static int shared(List<Prim> ops, List<DType> types) {
        int bytes = 0;
        for (int o = 0; o < ops.size(); o++) {
            bytes += 32 * types.get(o).bytes();
        }
        return bytes;
    }
}
