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
import java.util.stream.IntStream;
import java.util.Set;

/**
 * Products of matrices by tiles in shared memory: a block of 16 x 16 threads makes 64 x 64 elements of the result, 4 x 4 each, or where there are enough of them 128 x 128, 8 x 8 each, going
 * through the contracted axis 16 at a time. Each element is summed in the order of that axis. A thread's elements lie four beside each other, so that it reads shared memory 16 bytes at a time.
 */
public final class ProductKernels {
    private static final int SIDE = 16;
    private static final int GROUP = 4;
    /** Rows and columns of a tile. */
    public static final int TILE = SIDE * GROUP;
    /** The same of a large one. */
    public static final int LARGE = 2 * TILE;
    private static final int DEEP = 16;
    private final KernelBuilder kernels;
    private final DeviceCode code;
    private final int tileSize;
    private final int each;
    private int padded;
    private final boolean anyOrder;
    private KernelText k;
    private String name;
    /** What multiplies; null: each thread its elements. */
    private TensorCores tensor;

    /** {@code tile}: {@link #TILE} or {@link #LARGE}; {@code anyOrder}: sums may be made in any order. */
    public ProductKernels(KernelBuilder kernels, int tile, boolean anyOrder) {
        this.anyOrder = anyOrder;
        this.kernels = kernels;
        this.code = kernels.code;
        this.tileSize = tile;
        this.each = tile / SIDE;
        this.padded = tile + GROUP;
    }

    /** Whether a thread has registers for its part of a large tile. */
    public static boolean fitsLarge(DType t) {
        return t.bytes() <= 4 && t != DType.BOOL;
    }

    /** Where the e-th row or column of a thread is. */
    private String place(String thread, int e) {
        return k.op("add", k.op("mul", thread, GROUP), e / GROUP * (SIDE * GROUP) + e % GROUP);
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
        int shared = declare(t);
        String rows = k.ceil(l.free, tileSize);
        String columns = k.ceil(r.free, tileSize);
        String batches = p.batchA().isEmpty() ? "1" : z.dims().get(0);
        String all = k.op("mul", k.op("mul", rows, columns), batches);
        String thread = k.thread();
        String tx = k.op("and", thread, SIDE - 1);
        String ty = k.op("lshr", thread, 4);
        if (tensor != null) {
            tensor.start(thread);
        }
        List<String> acc = variables(each * each, Ty.value(sum));
        var ahead = new Ahead(k.alloca("i1"), variables(2 * count(), Ty.memory(t)));
        k.loop(k.block(), all, k.blocks(), tile -> {
            List<String> at = KernelBuilder.indices(k, tile, List.of(batches, rows, columns));
            String m0 = k.op("mul", at.get(1), tileSize);
            String n0 = k.op("mul", at.get(2), tileSize);
            acc.forEach(v -> k.line("store " + Ty.value(sum) + " " + Ty.lit(Lit.zero(sum)) + ", ptr " + v));
            k.line("store i1 false, ptr " + ahead.ready);
            k.loop("0", l.contracted, Integer.toString(DEEP), k0 -> {
                List<Piece> pieces = List.of(new Piece(l, m0, k0, "left"), new Piece(r, n0, k0, "right"));
                bring(pieces, at.get(0), thread, ahead, t);
                k.barrier();
                // the next pieces are under way while these are multiplied
                String next = k.op("add", k0, DEEP);
                List<Piece> following = List.of(new Piece(l, m0, next, "left"), new Piece(r, n0, next, "right"));
                String whole = k.def("and i1 " + inside(l, m0, next) + ", " + inside(r, n0, next));
                k.line("store i1 " + whole + ", ptr " + ahead.ready);
                k.when(whole, () -> load(following, at.get(0), thread, ahead, t));
                if (tensor != null) {
                    tensor.multiply(acc);
                } else {
                    k.loop("0", Integer.toString(DEEP), "1", kk -> multiply(step, acc, kk, tx, ty, t, sum));
                }
                k.barrier();
            });
            store(last, acc, z, at.get(0), m0, n0, l.free, r.free, tx, ty, t, sum);
            if (tensor != null && t == DType.F32) {
                k.when(tensor.odd(acc), () -> asWritten(step, List.of(l, r), z, at.get(0), m0, n0, thread, t));
            }
        });
        k.finish();
        return kernels.add(name, SIDE * SIDE, 1, 1 << 16, shared, true, Set.of(out), operands.args());
    }

    private List<String> variables(int n, String type) {
        return IntStream.range(0, n).mapToObj(e -> k.alloca(type)).toList();
    }

    /** Declares shared memory; gives how many bytes. */
    private int declare(DType t) {
        if (anyOrder && TensorCores.have(t)) {
            // threads of a warp that read four places of the contracted axis read from different banks
            padded = tileSize + 2 * GROUP;
            tensor = new TensorCores(k, name, t, tileSize, DEEP, padded);
            return tensor.declare();
        }
        for (String s : List.of("left", "right")) {
            code.add("@" + name + "." + s + " = internal addrspace(3) global [" + DEEP * padded + " x " + Ty.memory(t) + "] undef, align 16\n");
        }
        return 2 * DEEP * padded * t.bytes();
    }

    /** The elements of a tile, each in the order of the contracted axis, by all threads of the block. */
    private void asWritten(Body step, List<Side> sides, Operand z, String batch, String m0, String n0, String thread, DType t) {
        Side l = sides.get(0);
        Side r = sides.get(1);
        String sum = k.alloca(Ty.value(t));
        String v = Ty.value(t);
        k.loop(thread, Integer.toString(tileSize * tileSize), Integer.toString(SIDE * SIDE), e -> {
            String m = k.op("add", m0, k.op("sdiv", e, tileSize));
            String n = k.op("add", n0, k.op("srem", e, tileSize));
            k.when(k.def("and i1 " + k.op("icmp slt", m, l.free) + ", " + k.op("icmp slt", n, r.free)), () -> {
                k.line("store " + v + " " + Ty.lit(Lit.zero(t)) + ", ptr " + sum);
                k.loop("0", l.contracted, "1", kk -> {
                    String x = k.load(t, address(new Piece(l, m, kk, ""), batch, new String[] {"0", "0"}, t));
                    String y = k.load(t, address(new Piece(r, n, kk, ""), batch, new String[] {"0", "0"}, t));
                    k.line("store " + v + " " + k.call(step, List.of(v + " " + k.def("load " + v + ", ptr " + sum), v + " " + x, v + " " + y), null).get(0) + ", ptr " + sum);
                });
                String at = k.op("add", k.op("mul", k.op("add", k.op("mul", batch, l.free), m), r.free), n);
                k.store(t, k.def("load " + v + ", ptr " + sum), k.element(t, z.text(), at));
            });
        });
    }

    /** Leaves an element of a piece in shared memory. */
    private void put(Piece p, String[] at, String value, DType t) {
        if (tensor != null) {
            tensor.put(p.to, at[0], at[1], value);
        } else {
            k.store(t, value, shared(p.to, at[0], at[1], t));
        }
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
        String at = k.op("add", k.op("mul", row, padded), column);
        return k.element(t, k.def("addrspacecast ptr addrspace(3) @" + name + "." + array + " to ptr"), at);
    }

    /** Whether a whole piece of an operand is there. */
    private String inside(Side s, String free0, String k0) {
        return k.def("and i1 " + k.op("icmp sle", k.op("add", free0, tileSize), s.free) + ", " + k.op("icmp sle", k.op("add", k0, DEEP), s.contracted));
    }

    /** A piece of an operand, from a row or column and a contracted place on, and where in shared memory it belongs. */
    private record Piece(Side side, String free0, String k0, String to) {
    }

    /** Pieces that have been read before they are needed, if they are {@code ready}. */
    private record Ahead(String ready, List<String> values) {
    }

    /** Elements of a piece that a thread reads. */
    private int count() {
        return tileSize * DEEP / (SIDE * SIDE);
    }

    /** The e-th element of a thread's: its place on the contracted axis and on the free one within the piece; neighbours have what lies side by side. */
    private String[] element(Piece p, String thread, int e) {
        String number = k.op("add", thread, e * SIDE * SIDE);
        int fastest = p.side.contractedLast ? DEEP : tileSize;
        String inner = k.op("and", number, fastest - 1);
        String outer = k.op("lshr", number, Integer.numberOfTrailingZeros(fastest));
        return p.side.contractedLast ? new String[] {inner, outer} : new String[] {outer, inner};
    }

    private String address(Piece p, String batch, String[] at, DType t) {
        String i = k.op("mul", k.op("add", p.free0, at[1]), p.side.freeStep);
        String j = k.op("mul", k.op("add", p.k0, at[0]), p.side.contractedStep);
        return k.element(t, p.side.array.text(), k.op("add", k.op("mul", batch, p.side.batchStep), k.op("add", i, j)));
    }

    /** Reads pieces of which all is there. */
    private void load(List<Piece> pieces, String batch, String thread, Ahead ahead, DType t) {
        for (int e = 0; e < ahead.values.size(); e++) {
            Piece p = pieces.get(e / count());
            k.line("store " + Ty.memory(t) + " " + k.def("load " + Ty.memory(t) + ", ptr " + address(p, batch, element(p, thread, e % count()), t) + ", align " + t.bytes()) + ", ptr " + ahead.values.get(e));
        }
    }

    /** The block's threads bring pieces to shared memory: what has been read ahead, or what is there, with zeros where the operand ends. */
    private void bring(List<Piece> pieces, String batch, String thread, Ahead ahead, DType t) {
        String ready = k.label("ready");
        String edge = k.label("edge");
        String brought = k.label("brought");
        k.branch(k.def("load i1, ptr " + ahead.ready), ready, edge);
        k.here(ready);
        for (int e = 0; e < ahead.values.size(); e++) {
            Piece p = pieces.get(e / count());
            String[] at = element(p, thread, e % count());
            put(p, at, k.def("load " + Ty.memory(t) + ", ptr " + ahead.values.get(e)), t);
        }
        k.goTo(brought);
        k.here(edge);
        for (int e = 0; e < ahead.values.size(); e++) {
            Piece p = pieces.get(e / count());
            String[] at = element(p, thread, e % count());
            String there = k.def("and i1 " + k.op("icmp slt", k.op("add", p.free0, at[1]), p.side.free) + ", " + k.op("icmp slt", k.op("add", p.k0, at[0]), p.side.contracted));
            put(p, at, Ty.lit(Lit.zero(t)), t);
            k.when(there, () -> put(p, at, k.load(t, address(p, batch, at, t)), t));
        }
        k.place(brought);
    }

    private void multiply(Body step, List<String> acc, String kk, String tx, String ty, DType t, DType sum) {
        var x = new ArrayList<String>();
        var y = new ArrayList<String>();
        for (int e = 0; e < each; e++) {
            x.add(k.load(t, shared("left", kk, place(ty, e), t)));
            y.add(k.load(t, shared("right", kk, place(tx, e), t)));
        }
        String v = Ty.value(sum);
        String w = Ty.value(t);
        for (int i = 0; i < each; i++) {
            for (int j = 0; j < each; j++) {
                String a = acc.get(i * each + j);
                String now = k.call(step, List.of(v + " " + k.def("load " + v + ", ptr " + a), w + " " + x.get(i), w + " " + y.get(j)), null).get(0);
                k.line("store " + v + " " + now + ", ptr " + a);
            }
        }
    }

    private void store(Body last, List<String> acc, Operand z, String batch, String m0, String n0, String rows, String columns, String tx, String ty, DType t, DType sum) {
        for (int i = 0; i < each; i++) {
            for (int j = 0; j < each; j++) {
                String m = k.op("add", m0, tensor != null ? tensor.row(i * each + j) : place(ty, i));
                String n = k.op("add", n0, tensor != null ? tensor.column(i * each + j) : place(tx, j));
                String from = acc.get(i * each + j);
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
