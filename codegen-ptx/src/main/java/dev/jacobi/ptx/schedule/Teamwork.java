package dev.jacobi.ptx.schedule;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.ptx.emit.KernelBuilder;
import dev.jacobi.ptx.emit.TeamKernels;
import dev.jacobi.ptx.emit.TeamKernels.Part;
import dev.jacobi.ptx.emit.TeamKernels.Shape;
import dev.jacobi.ptx.lower.HostExtents;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A map whose iterations have reductions or maps inside: how many threads share an iteration is chosen by the host, by the extents alone, so that the order
 * of sums is the same in each run.
 */
final class Teamwork {
    /** Elements of a row from which on the lanes of a warp have enough to do; a thread is sooner done with fewer, and windows that overlap are in the cache then. */
    private static final int SHORT = 16;
    private final Scheduler s;
    private final Sizes sizes;
    private final List<Atom> extents;
    private final Func f;
    private final List<Var> indices;
    private final Set<Var> written;

    /** {@code f}: indices, one per extent, then operands. */
    Teamwork(Scheduler s, List<Atom> extents, Func f, Set<Var> written) {
        this.s = s;
        this.sizes = s.sizes;
        this.extents = extents;
        this.f = f;
        this.indices = f.in().subList(0, extents.size());
        this.written = written;
    }

    /** Launches kernels for it; false when a thread per iteration is all that can be done. */
    boolean map() {
        TeamPartition.Cut cut = TeamPartition.of(f, extents.size(), written, s.ids.nextId());
        if (cut == null) {
            return false;
        }
        s.ids.skipTo(cut.nextId());
        Atom n = length(cut.parts());
        if (cut.parts().stream().anyMatch(Part.Ordered.class::isInstance)) {
            return new OrderedLoops(s).map(extents, f, indices, written, cut, n);
        }
        if (cut.along()) {
            rows(cut.parts(), n);
            return true;
        }
        // the items of a block leave it together or not at all
        boolean checks = cut.parts().stream().anyMatch(p -> p instanceof Part.Scalars x && x.f().body().stream().anyMatch(e -> e.prim() == Prim.CHECK));
        if (n == null || checks || !TeamKernels.fits(Shape.TILE, cut.parts())) {
            return false;
        }
        columns(cut.parts(), n);
        return true;
    }

    private void rows(List<Part> parts, Atom n) {
        if (n == null || !TeamKernels.fits(Shape.BLOCK, parts)) {
            team("rows", Shape.WARP, parts);
            return;
        }
        s.choose(s.op(Prim.GE, n, Lit.i64(SHORT)), () -> longer(parts, n), () -> s.launch(s.kernels.map(extents, f, written), extents));
    }

    private void longer(List<Part> parts, Atom n) {
        int fold = onlyFold(parts);
        Atom rows = s.count(extents);
        if (fold < 0) {
            // they go over a row more than once: what a block has of it stays in the cache
            s.choose(s.op(Prim.GE, n, Lit.i64(sizes.longRow())), () -> team("long_rows", Shape.BLOCK, parts), () -> team("rows", Shape.WARP, parts));
            return;
        }
        Atom few = s.op(Prim.AND, s.op(Prim.LT, rows, Lit.i64(sizes.manyRows())), s.op(Prim.GE, n, Lit.i64(sizes.longRow())));
        s.choose(few, () -> split(parts, fold, n, Shape.BLOCK, chunks(n, sizes.chunk(), s.op(Prim.MAX, rows, Lit.i64(1)))), () -> team("rows", Shape.WARP, parts));
    }

    private void columns(List<Part> parts, Atom n) {
        int fold = onlyFold(parts);
        Atom columns = s.count(extents);
        Atom few = s.op(Prim.AND, s.op(Prim.LT, columns, Lit.i64(sizes.manyColumns())), s.op(Prim.GE, n, Lit.i64(sizes.deep())));
        Runnable single = () -> s.launch(s.kernels.map(extents, f, written), extents);
        if (fold < 0) {
            s.choose(few, () -> team("columns", Shape.TILE, parts), single);
            return;
        }
        Atom tiles = s.op(Prim.DIV, s.op(Prim.ADD, columns, Lit.i64(32)), Lit.i64(32));
        s.choose(few, () -> split(parts, fold, n, Shape.TILE, chunks(n, sizes.slab(), tiles)), single);
    }

    /** The number of pieces of at least {@code least} of the n elements that give enough blocks, when one piece of all has {@code each} blocks. */
    private Atom chunks(Atom n, long least, Atom each) {
        Atom most = s.op(Prim.DIV, s.op(Prim.ADD, n, Lit.i64(least - 1)), Lit.i64(least));
        Atom wanted = s.op(Prim.DIV, s.op(Prim.ADD, each, Lit.i64(sizes.blocks() - 1)), each);
        return s.op(Prim.MAX, s.op(Prim.MIN, most, wanted), Lit.i64(1));
    }

    private void team(String stem, Shape shape, List<Part> parts) {
        s.launch(new TeamKernels(s.kernels).rows(stem, shape, extents, indices, parts, written), extents);
    }

    // What the host computes.

    /** The most trips of the loops inside, where the host knows them before: i64, or null. */
    private Atom length(List<Part> parts) {
        Atom most = null;
        for (Part p : parts) {
            Atom n = p instanceof Part.Fold x ? x.n() : p instanceof Part.Each x ? x.n() : p instanceof Part.Ordered x ? x.n() : null;
            Atom known = n == null ? null : before(n);
            if (known != null) {
                Atom w = s.wide(known);
                most = most == null || most.equals(w) ? w : s.op(Prim.MAX, most, w);
            }
        }
        return most;
    }

    private Atom before(Atom n) {
        var body = new Region(f.in(), f.body(), f.out());
        var b = new Builder(s.ids.nextId());
        b.open();
        Atom known = new HostExtents(body, indices, b).scalar(n);
        List<Eqn> needed = b.close(List.of(), List.of()).body();
        boolean waits = known == null || s.placing.onDevice(known) || needed.stream().anyMatch(e -> e.prim() != Prim.DIM && e.in().stream().anyMatch(s.placing::onDevice));
        return waits ? null : MapKernels.outside(s, x -> new HostExtents(body, indices, x).scalar(n));
    }

    // Several blocks for an iteration.

    /** The place of the one reduction, when there are only scalars around it, so that it can be cut into pieces; else -1. */
    private static int onlyFold(List<Part> parts) {
        int at = -1;
        for (int k = 0; k < parts.size(); k++) {
            Part p = parts.get(k);
            if (p instanceof Part.Each || p instanceof Part.Fold && at >= 0 || at < 0 && p instanceof Part.Scalars x && !x.written().isEmpty()) {
                return -1;
            }
            at = p instanceof Part.Fold ? k : at;
        }
        return at;
    }

    /** A kernel for the pieces of all iterations' reductions, then one that joins the pieces of each and does the rest. */
    private void split(List<Part> parts, int at, Atom n, Shape shape, Atom pieces) {
        Part.Fold fold = (Part.Fold) parts.get(at);
        Atom length = s.op(Prim.DIV, s.op(Prim.ADD, n, s.op(Prim.SUB, pieces, Lit.i64(1))), pieces);
        var dims = new ArrayList<Atom>(extents);
        dims.add(pieces);
        var partial = new ArrayList<Var>();
        for (Var v : fold.out()) {
            var unknown = new ArrayList<Dim>();
            dims.forEach(d -> unknown.add(Dim.UNKNOWN));
            Var p = s.ids.fresh(new Type(v.dtype(), unknown));
            s.alloc(p, dims, false);
            partial.add(p);
        }
        Var piece = s.ids.fresh(Type.I64);
        var first = new ArrayList<Part>(parts.subList(0, at));
        first.addAll(piece(fold, piece, length, n, partial));
        var space = new ArrayList<Atom>(List.of(pieces));
        space.addAll(extents);
        var index = new ArrayList<Var>(List.of(piece));
        index.addAll(indices);
        s.launch(new TeamKernels(s.kernels).rows("pieces", shape, space, index, first, Set.copyOf(partial)), space);
        var second = new ArrayList<Part>(parts);
        second.set(at, joined(fold, pieces, partial));
        KernelBuilder.Launch join = new TeamKernels(s.kernels).rows("joined", Shape.WARP, extents, indices, second, written);
        s.launch(join, extents);
    }

    private Builder builder() {
        return new Builder(s.ids.nextId());
    }

    private Func function(Builder b, List<Var> in, List<? extends Atom> out) {
        s.ids.skipTo(b.nextId());
        return b.build(in, out);
    }

    /** Where a piece starts and ends; its reduction; and where the results go. */
    private List<Part> piece(Part.Fold fold, Var piece, Atom length, Atom n, List<Var> partial) {
        Builder b = builder();
        var in = new ArrayList<Var>(List.of(piece));
        for (Atom a : List.of(length, n)) {
            if (a instanceof Var v && !in.contains(v)) {
                in.add(v);
            }
        }
        Var start = b.emit(Prim.MUL, piece, length);
        Var end = b.emit(Prim.MIN, n, b.emit(Prim.ADD, start, length));
        Func where = function(b, in, List.of(start, end));
        Var from = s.ids.fresh(Type.I64);
        Var to = s.ids.fresh(Type.I64);
        var sums = new ArrayList<Var>();
        var none = new ArrayList<Atom>();
        for (int o = 0; o < fold.ops().size(); o++) {
            sums.add(s.ids.fresh(partial.get(o).type().element()));
            none.add(FoldIdentity.neutral(fold.ops().get(o), sums.get(o).dtype()));
        }
        b = builder();
        var stored = new ArrayList<Var>();
        var store = new ArrayList<Var>(indices);
        store.add(piece);
        store.addAll(sums);
        store.addAll(partial);
        for (int o = 0; o < sums.size(); o++) {
            stored.add(b.update(partial.get(o), Params.Access.PROMISED, places(b, piece), sums.get(o)));
        }
        Func stores = function(b, store, stored);
        return List.of(new Part.Scalars(where, List.of(from, to), Set.of()), new Part.Fold(from, to, fold.f(), fold.ops(), none, sums),
            new Part.Scalars(stores, List.of(), Set.copyOf(partial)));
    }

    private List<Atom> places(Builder b, Var piece) {
        var at = new ArrayList<Atom>();
        indices.forEach(i -> at.add(b.convert(i, DType.I64)));
        at.add(piece);
        return at;
    }

    /** The reduction of an iteration's pieces. */
    private Part.Fold joined(Part.Fold fold, Atom pieces, List<Var> partial) {
        Builder b = builder();
        Var c = b.fresh(Type.I64);
        var in = new ArrayList<Var>(List.of(c));
        in.addAll(indices);
        in.addAll(partial);
        var terms = new ArrayList<Atom>();
        for (Var p : partial) {
            terms.add(b.index(p, Params.Access.PROMISED, places(b, c)));
        }
        return new Part.Fold(Lit.i64(0), pieces, function(b, in, terms), fold.ops(), fold.init(), fold.out());
    }
}
