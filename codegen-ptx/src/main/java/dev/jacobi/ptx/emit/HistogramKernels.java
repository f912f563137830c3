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
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Values joined into bins by atomic operations, in any order. */
public final class HistogramKernels {
    /**
     * The bits of 2^-100. What is at least so large can be added to a float by the GPU's own instruction, which takes subnormal numbers, and makes them, as
     * zeros (NVIDIA, "PTX ISA", atom): one in the bin is less than a quarter of this number's last place, and what is left of two such numbers that
     * nearly cancel is a multiple of 2^-124, so no subnormal one.
     */
    static final int ADDED_DIRECTLY = 27 << 23;
    /** So many bins a block has for itself in shared memory, if there are no more. */
    private static final int OWN_BINS = 2048;
    /** Blocks, each of which adds its bins to those of all. */
    private static final int BLOCKS = 512;
    private static final int ELEMENTS = 8 * KernelBuilder.THREADS;
    private final KernelBuilder kernels;
    private final DeviceCode code;

    public HistogramKernels(KernelBuilder kernels) {
        this.kernels = kernels;
        this.code = kernels.code;
    }

    /** {@code f}: the body (index, operands), which gives the bin and the value. What is outside of the bins is dropped. */
    public Launch hist(Atom n, Func f, Prim op, Var bins) {
        String name = kernels.name("hist");
        Body body = code.add(name + ".body", f, Set.of());
        DType type = bins.dtype();
        Body join = code.join(name + ".join", op, type);
        var k = new KernelText(code, name);
        var operands = new Operands(k, kernels.device, Set.of(), Set.of(bins));
        Operand count = operands.get(n);
        List<Operand> rest = operands.get(f.in().subList(1, f.in().size()));
        Operand to = operands.get(bins);
        boolean own = direct(op, type) != null && !BlockControl.checks(f);
        k.unlessFailed(own);
        String first = k.firstOf(KernelBuilder.THREADS);
        String step = k.stepOf(KernelBuilder.THREADS);
        DType t = f.in().get(0).dtype();
        Consumer<String> into = bins0 -> k.loop(first, k.count(count), step, Unrolling.of(f), i -> {
            List<String> r = k.call(body, k.args(t, i, rest), k::leave);
            DType it = body.results().get(0);
            String wide = it == DType.I64 ? r.get(0) : k.def((it == DType.U16 ? "zext " : "sext ") + Ty.value(it) + " " + r.get(0) + " to i64");
            String inside = k.op("icmp ult", wide, to.dims().get(0));
            k.when(inside, () -> join(k, op, type, join, k.element(type, bins0, wide), r.get(1)));
        });
        if (!own) {
            into.accept(to.text());
            k.finish();
            return kernels.add(name, KernelBuilder.THREADS, KernelBuilder.THREADS, 2048, 0, false, Set.of(bins), operands.args());
        }
        String few = k.op("icmp ule", to.dims().get(0), OWN_BINS);
        k.when(few, () -> apart(k, name, op, type, join, to, into));
        k.when(k.def("xor i1 " + few + ", true"), () -> into.accept(to.text()));
        k.finish();
        return kernels.add(name, KernelBuilder.THREADS, ELEMENTS, BLOCKS, OWN_BINS * type.bytes(), true, Set.of(bins), operands.args());
    }

    /** Into bins of the block's own, which then go to those of all: threads of a block seldom wait for others. */
    private void apart(KernelText k, String name, Prim op, DType type, Body join, Operand to, Consumer<String> into) {
        code.add("@" + name + ".bins = internal addrspace(3) global [" + OWN_BINS + " x " + Ty.memory(type) + "] undef, align 16\n");
        String own = k.def("addrspacecast ptr addrspace(3) @" + name + ".bins to ptr");
        String none = Ty.lit(FoldIdentity.neutral(op, type));
        String threads = Integer.toString(KernelBuilder.THREADS);
        k.loop(k.thread(), to.dims().get(0), threads, b -> k.store(type, none, k.element(type, own, b)));
        k.barrier();
        into.accept(own);
        k.barrier();
        k.loop(k.thread(), to.dims().get(0), threads, b -> {
            String v = k.load(type, k.element(type, own, b));
            String word = k.bits(type, v);
            k.when(k.def("icmp ne i" + type.bits() + " " + word + ", " + FoldIdentity.neutral(op, type).bits()), () -> join(k, op, type, join, k.element(type, to.text(), b), v));
        });
    }

    /** {@code *p = *p op v} in one step for all threads. */
    private void join(KernelText k, Prim op, DType t, Body join, String p, String v) {
        String direct = direct(op, t);
        if (direct == null) {
            retry(k, t, join, p, v);
            return;
        }
        String atOnce = "atomicrmw " + direct + " ptr " + p + ", " + Ty.value(t) + " " + v + " " + KernelText.SCOPE + " monotonic";
        if (t != DType.F32) {
            k.def(atOnce);
            return;
        }
        String size = k.def("and i32 " + k.def("bitcast float " + v + " to i32") + ", 2147483647");
        String large = k.label("large");
        String small = k.label("small");
        String on = k.label("added");
        k.branch(k.def("icmp uge i32 " + size + ", " + ADDED_DIRECTLY), large, small);
        k.here(large);
        k.def(atOnce);
        k.goTo(on);
        k.here(small);
        retry(k, t, join, p, v);
        k.place(on);
    }

    /** Compares and swaps until no other thread has come between. */
    private static void retry(KernelText k, DType t, Body join, String p, String v) {
        // the word of 32 or 64 bits that the element is part of
        boolean wide = t.bits() == 64;
        String w = wide ? "i64" : "i32";
        String word = p;
        String shift = null;
        if (t.bytes() < 4) {
            String address = k.def("ptrtoint ptr " + p + " to i64");
            word = k.def("getelementptr i8, ptr " + p + ", i64 " + k.def("sub i64 0, " + k.op("and", address, 3)));
            shift = k.def("trunc i64 " + k.op("shl", k.op("and", address, 3), 3) + " to i32");
        }
        String at = word;
        String by = shift;
        String head = k.label("retry");
        String on = k.label("joined");
        String seen = k.alloca(w);
        k.line("store " + w + " " + k.def("load atomic " + w + ", ptr " + at + " " + KernelText.SCOPE + " monotonic, align " + (wide ? 8 : 4)) + ", ptr " + seen);
        k.place(head);
        String was = k.def("load " + w + ", ptr " + seen);
        String low = by == null ? was : k.def("lshr i32 " + was + ", " + by);
        String element = k.fromBits(t, low);
        String v0 = Ty.value(t);
        String now = k.bits(t, k.call(join, List.of(v0 + " " + element, v0 + " " + v), null).get(0));
        if (by != null) {
            String mask = k.def("shl i32 " + (t.bytes() == 1 ? 255 : 65535) + ", " + by);
            String rest = k.def("and i32 " + was + ", " + k.def("xor i32 " + mask + ", -1"));
            now = k.def("or i32 " + rest + ", " + k.def("shl i32 " + now + ", " + by));
        }
        String r = k.def("cmpxchg ptr " + at + ", " + w + " " + was + ", " + w + " " + now + " " + KernelText.SCOPE + " monotonic monotonic");
        k.line("store " + w + " " + k.def("extractvalue { " + w + ", i1 } " + r + ", 0") + ", ptr " + seen);
        k.branch(k.def("extractvalue { " + w + ", i1 } " + r + ", 1"), on, head);
        k.here(on);
    }

    /** The operation on memory that joins by a fold operator at once, or null when there is none. */
    private static String direct(Prim op, DType t) {
        boolean word = t == DType.I32 || t == DType.I64;
        boolean real = t == DType.F32 || t == DType.F64;
        if (op == Prim.ADD && real) {
            return "fadd";
        }
        return word && op != Prim.MUL ? op.text() : null;
    }
}
