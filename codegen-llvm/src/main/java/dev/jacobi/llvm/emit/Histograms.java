package dev.jacobi.llvm.emit;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.Value.Arr;
import dev.jacobi.llvm.text.Value.Val;
import java.util.List;

/**
 * A histogram with an exact operator on several threads: the iterations are cut into parts, each with bins of its own, which are joined in the
 * end. Few iterations, or no memory for the bins: one part, straight into the result.
 */
final class Histograms {
    private static final int MOST_PARTS = 16;
    private static final int LEAST = 1 << 15;
    private final EquationEmitter g;
    private final FnText fn;

    Histograms(EquationEmitter g) {
        this.g = g;
        this.fn = g.fn;
    }

    void run(Eqn e, Arr bins) {
        Params.Fold f = (Params.Fold) e.params();
        DType t = bins.dtype();
        Val trips = g.val(e.in().get(0));
        String n = g.loops.count(trips);
        String nb = bins.dims().get(0);
        String least = g.ops.intrinsic("smax", DType.I64, 1, fn.def("shl i64 " + nb + ", 4"), Integer.toString(LEAST));
        String parts = g.ops.intrinsic("smin", DType.I64, 1, fn.def("sdiv i64 " + n + ", " + least), Integer.toString(MOST_PARTS));
        FnText.Block wanted = fn.block("parts");
        FnText.Block several = fn.block("several");
        FnText.Block one = fn.block("one");
        FnText.Block join = fn.block("join");
        fn.br(fn.def("icmp sgt i64 " + parts + ", 1"), wanted, one);
        fn.enter(wanted);
        String cells = fn.def("mul i64 " + parts + ", " + nb);
        String bytes = fn.def("mul i64 " + cells + ", " + t.bytes());
        Lit start = FoldIdentity.neutral(f.ops().get(0), t);
        String mem = fn.def("call ptr " + g.out.declare("noalias ptr", "jacobi_alloc_zero", "(i64)") + "(i64 " + bytes + ")");
        fn.br(fn.def("icmp ne ptr " + mem + ", null"), several, one);
        fn.enter(several);
        Arr own = new Arr(t, mem, null, List.of(cells), 1, -1);
        if (start.bits() != 0) {
            g.loops.counted(cells, i -> g.access.store(own, EquationEmitter.i64(i), g.val(start)));
        }
        split(e, own, n, nb, parts);
        g.loops.counted(parts, p -> g.loops.counted(nb, j -> {
            Arr bin = g.access.at(bins, EquationEmitter.i64(j));
            String from = fn.def("add i64 " + fn.def("mul i64 " + p + ", " + nb) + ", " + j);
            g.access.store(bin, g.op(f.ops().get(0), t, g.access.load(bin), g.access.load(g.access.at(own, EquationEmitter.i64(from)))));
        }));
        free(mem);
        fn.br(join);
        fn.enter(one);
        String hi = g.ops.intrinsic("smax", trips.dtype(), 1, trips.text(), "0");
        g.loops.histRange(e, bins, "0", hi);
        fn.br(join);
        fn.enter(join);
    }

    private void free(String mem) {
        g.call("void", "jacobi_free", "ptr " + mem);
    }

    /** Fills each part's bins, on several threads when that pays. */
    private void split(Eqn e, Arr own, String n, String nb, String parts) {
        var threads = new Threads(g);
        Threads.Context c = threads.new Context(e);
        String size = fn.def("add i64 " + fn.def("sdiv i64 " + n + ", " + parts) + ", 1");
        Val[] shared = {EquationEmitter.i64(n), EquationEmitter.i64(size), EquationEmitter.i64(nb)};
        for (Val v : shared) {
            c.put(v);
        }
        c.put(own);
        String name = g.out.uniqueName("hist");
        EquationEmitter in = threads.inner(e, name, c);
        String count = ((Val) c.get(shared[0])).text();
        String each = ((Val) c.get(shared[1])).text();
        String width = ((Val) c.get(shared[2])).text();
        Arr all = (Arr) c.get(own);
        DType t = e.in().get(0).dtype();
        in.loops.folding("%lo", EquationEmitter.i64("%hi"), List.of(), List.of(), (p, none) -> {
            String lo = in.ops.intrinsic("umin", DType.I64, 1, in.fn.def("mul i64 " + p.text() + ", " + each), count);
            String hi = in.ops.intrinsic("umin", DType.I64, 1, in.fn.def("add i64 " + lo + ", " + each), count);
            Arr mine = new Arr(all.dtype(), all.ptr(), EquationEmitter.i64(in.fn.def("mul i64 " + p.text() + ", " + width)), List.of(width), 1, all.root());
            in.loops.histRange(e, mine, Threads.index(in, t, lo), Threads.index(in, t, hi));
            return List.of();
        });
        String body = threads.close(in, c, name);
        threads.onFailure(() -> free(own.ptr()));
        String work = fn.def("fmul double " + new IterationTime(g).perIteration(e, n) + ", " + fn.def("sitofp i64 " + size + " to double"));
        threads.launch(c, body, parts, work, 1);
    }
}
