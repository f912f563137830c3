package dev.jacobi.ptx.emit;

import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
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
 * Products of matrices by tiles in shared memory: a block of 16 x 16 threads makes 64 x 64 elements of the result, 4 x 4 each, going through the contracted
 * axis 16 at a time. Each element is summed in the order of that axis.
 */
public final class ProductKernels {
    private static final int SIDE = 16;
    private static final int EACH = 4;
    /** Rows and columns of a tile. */
    public static final int TILE = SIDE * EACH;
    private static final int DEEP = 16;
    private static final int PADDED = TILE + 1;
    private final KernelBuilder kernels;
    private final DeviceCode code;
    private KernelText k;
    private String name;

    public ProductKernels(KernelBuilder kernels) {
        this.kernels = kernels;
        this.code = kernels.code;
    }

    /** True for one contracted axis, one free axis of each operand and at most one batch axis. */
    public static boolean fits(Params.Dot p, Type a, Type b) {
        int batch = p.batchA().size();
        return p.contractA().size() == 1 && batch <= 1 && a.rank() == batch + 2 && b.rank() == batch + 2 && a.dtype() != DType.BOOL;
    }

    /** One operand: its extents and steps by batch, free and contracted axis. */
    private record Side(Operand array, String free, String contracted, String batchStep, String freeStep, String contractedStep, boolean contractedLast) {
    }

    private Side side(Operand a, int batch, int contracted, int free) {
        int rank = a.dims().size();
        var steps = new ArrayList<String>();
        String step = "1";
        for (int d = rank - 1; d >= 0; d--) {
            steps.add(0, step);
            step = k.op("mul", step, a.dims().get(d));
        }
        return new Side(a, a.dims().get(free), a.dims().get(contracted), batch < 0 ? "0" : steps.get(batch), steps.get(free), steps.get(contracted), contracted > free);
    }

    /** {@code out} has the batch axis, if there is one, then the free axes. */
    public Launch product(Var a, Var b, Var out, Params.Dot p) {
        name = kernels.name("dot");
        DType t = out.dtype();
        DType sum = t == DType.F16 || t == DType.BF16 ? DType.F32 : t;
        Body step = step(t, sum);
        Body last = converted(sum, t);
        k = new KernelText(code, name);
        var operands = new Operands(k, kernels.device, Set.of(out), Set.of());
        Operand x = operands.get(a);
        Operand y = operands.get(b);
        Operand z = operands.get(out);
        k.unlessFailed(true);
        Side l = side(x, p.batchA().isEmpty() ? -1 : p.batchA().get(0), p.contractA().get(0), p.freeA(a.type().rank()).get(0));
        Side r = side(y, p.batchB().isEmpty() ? -1 : p.batchB().get(0), p.contractB().get(0), p.freeB(b.type().rank()).get(0));
        for (String s : List.of("left", "right")) {
            code.add("@" + name + "." + s + " = internal addrspace(3) global [" + DEEP * PADDED + " x " + Ty.memory(t) + "] undef, align 16\n");
        }
        String rows = k.ceil(l.free, TILE);
        String columns = k.ceil(r.free, TILE);
        String batches = p.batchA().isEmpty() ? "1" : z.dims().get(0);
        String all = k.op("mul", k.op("mul", rows, columns), batches);
        String thread = k.thread();
        String tx = k.op("and", thread, SIDE - 1);
        String ty = k.op("lshr", thread, 4);
        var acc = new ArrayList<String>();
        for (int e = 0; e < EACH * EACH; e++) {
            acc.add(k.alloca(Ty.value(sum)));
        }
        k.loop(k.block(), all, k.blocks(), tile -> {
            List<String> at = KernelBuilder.indices(k, tile, List.of(batches, rows, columns));
            String m0 = k.op("mul", at.get(1), TILE);
            String n0 = k.op("mul", at.get(2), TILE);
            acc.forEach(v -> k.line("store " + Ty.value(sum) + " " + Ty.lit(Lit.zero(sum)) + ", ptr " + v));
            k.loop("0", l.contracted, Integer.toString(DEEP), k0 -> {
                fetch(l, at.get(0), m0, k0, thread, "left", t);
                fetch(r, at.get(0), n0, k0, thread, "right", t);
                k.barrier();
                k.loop("0", Integer.toString(DEEP), "1", kk -> multiply(step, acc, kk, tx, ty, t, sum));
                k.barrier();
            });
            store(last, acc, z, at.get(0), m0, n0, l.free, r.free, tx, ty, t, sum);
        });
        k.finish();
        return kernels.add(name, SIDE * SIDE, 1, 1 << 16, 2 * DEEP * PADDED * t.bytes(), true, Set.of(out), operands.args());
    }

    private Body step(DType t, DType sum) {
        var b = new Builder(0);
        Var s = b.fresh(new Type(sum, List.of()));
        Var x = b.fresh(new Type(t, List.of()));
        Var y = b.fresh(new Type(t, List.of()));
        Var m = b.emit(Prim.MUL, t == sum ? x : b.convert(x, sum), t == sum ? y : b.convert(y, sum));
        return code.add(name + ".step", b.build(List.of(s, x, y), List.of(b.emit(Prim.ADD, s, m))), Set.of());
    }

    private Body converted(DType sum, DType t) {
        var b = new Builder(0);
        Var s = b.fresh(new Type(sum, List.of()));
        return code.add(name + ".last", b.build(List.of(s), List.of(sum == t ? s : b.convert(s, t))), Set.of());
    }

    private String shared(String array, String row, String column, DType t) {
        String at = k.op("add", k.op("mul", row, PADDED), column);
        return k.element(t, k.def("addrspacecast ptr addrspace(3) @" + name + "." + array + " to ptr"), at);
    }

    /** The block's threads bring a piece of an operand to shared memory, neighbours what lies side by side; zeros where it ends. */
    private void fetch(Side s, String batch, String free0, String k0, String thread, String to, DType t) {
        for (int e = 0; e < TILE * DEEP / (SIDE * SIDE); e++) {
            String number = k.op("add", thread, e * SIDE * SIDE);
            int fastest = s.contractedLast ? DEEP : TILE;
            String inner = k.op("urem", number, fastest);
            String outer = k.op("udiv", number, fastest);
            String kk = s.contractedLast ? inner : outer;
            String f = s.contractedLast ? outer : inner;
            String i = k.op("add", free0, f);
            String j = k.op("add", k0, kk);
            String inside = k.def("and i1 " + k.op("icmp slt", i, s.free) + ", " + k.op("icmp slt", j, s.contracted));
            String place = shared(to, kk, f, t);
            k.store(t, Ty.lit(Lit.zero(t)), place);
            k.when(inside, () -> {
                String at = k.op("add", k.op("mul", batch, s.batchStep), k.op("add", k.op("mul", i, s.freeStep), k.op("mul", j, s.contractedStep)));
                k.store(t, k.load(t, k.element(t, s.array.text(), at)), place);
            });
        }
    }

    private void multiply(Body step, List<String> acc, String kk, String tx, String ty, DType t, DType sum) {
        var x = new ArrayList<String>();
        var y = new ArrayList<String>();
        for (int e = 0; e < EACH; e++) {
            x.add(k.load(t, shared("left", kk, k.op("add", ty, e * SIDE), t)));
            y.add(k.load(t, shared("right", kk, k.op("add", tx, e * SIDE), t)));
        }
        String v = Ty.value(sum);
        String w = Ty.value(t);
        for (int i = 0; i < EACH; i++) {
            for (int j = 0; j < EACH; j++) {
                String a = acc.get(i * EACH + j);
                String now = k.call(step, List.of(v + " " + k.def("load " + v + ", ptr " + a), w + " " + x.get(i), w + " " + y.get(j)), null).get(0);
                k.line("store " + v + " " + now + ", ptr " + a);
            }
        }
    }

    private void store(Body last, List<String> acc, Operand z, String batch, String m0, String n0, String rows, String columns, String tx, String ty, DType t, DType sum) {
        for (int i = 0; i < EACH; i++) {
            for (int j = 0; j < EACH; j++) {
                String m = k.op("add", m0, k.op("add", ty, i * SIDE));
                String n = k.op("add", n0, k.op("add", tx, j * SIDE));
                String from = acc.get(i * EACH + j);
                k.when(k.def("and i1 " + k.op("icmp slt", m, rows) + ", " + k.op("icmp slt", n, columns)), () -> {
                    String row = k.op("add", k.op("mul", batch, rows), m);
                    String at = k.op("add", k.op("mul", row, columns), n);
                    String v = Ty.value(sum);
                    k.store(t, k.call(last, List.of(v + " " + k.def("load " + v + ", ptr " + from)), null).get(0), k.element(t, z.text(), at));
                });
            }
        }
    }
}
