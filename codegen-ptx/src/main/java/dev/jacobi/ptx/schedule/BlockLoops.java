package dev.jacobi.ptx.schedule;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Var;
import dev.jacobi.ptx.emit.OrderedKernels;
import dev.jacobi.ptx.program.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Loops around parallel work that is too little for a grid: one launch for all trips, by the threads of one block, in place of some for each trip. The host chooses by the extents of what is
 * shared in a trip.
 */
final class BlockLoops {
    /** Elements of a trip's parallel work up to which a block has done it sooner than a kernel of its own is launched. */
    private static final long LITTLE = 1 << 12;
    private final Scheduler s;

    BlockLoops(Scheduler s) {
        this.s = s;
    }

    /** Makes the steps for a loop; false when it is nothing for a block. {@code byHost} makes those of the same loop, with the results that it is given, as one of the host's. */
    boolean loop(Eqn e, Consumer<Eqn> byHost) {
        Func f = HostOrDevice.function(e);
        var written = new HashSet<Var>();
        List<RegionView.Slot> slots = RegionView.of(e).slots();
        for (RegionView.Slot c : slots) {
            boolean array = c.result().isArray();
            if (array && !(c.init() instanceof Var v && written.add(v)) || !array && !s.placing.onDevice(c.result())) {
                return false;
            }
        }
        Set<Var> carried = Set.copyOf(written);
        var block = new BlockParts(e, s.code::inPlace);
        TeamPartition.Cut cut = TeamPartition.block(f, written, block, s.ids.nextId());
        // where nothing is written nothing says how long a loop of unknown length may be
        if (cut == null || written.isEmpty() && block.widths().stream().anyMatch(n -> n.contains(null)) || !block.scratch().stream().allMatch(x -> x.extents().stream().noneMatch(s.placing::onDevice))) {
            return false;
        }
        if (!OrderedKernels.fits(OrderedKernels.Shape.SINGLE, cut.parts())) {
            return false;
        }
        s.ids.skipTo(cut.nextId());
        s.flush();
        Atom little = alike(block, s.op(Prim.LE, work(block, carried), Lit.i64(LITTLE)));
        var byBlock = new ArrayList<Atom>();
        List<Step> one = s.inside(() -> {
            block.scratch().forEach(this::allocate);
            List<Var> cells = slots.stream().map(RegionView.Slot::result).filter(v -> !v.isArray()).map(v -> s.cell(v.dtype())).toList();
            List<Var> of = slots.stream().map(RegionView.Slot::result).filter(v -> !v.isArray()).toList();
            OrderedKernels.Shape shape = OrderedKernels.Shape.SINGLE;
            s.launch(new OrderedKernels(s.kernels, shape).launch(List.of(), List.of(), cut.parts(), written, of, cells), List.of());
            slots.forEach(c -> byBlock.add(c.result().isArray() ? block.memory(c.result()) : cells.get(of.indexOf(c.result()))));
        });
        List<Var> results = e.out().stream().map(v -> s.ids.fresh(v.type())).toList();
        for (int k = 0; k < results.size(); k++) {
            if (s.placing.onDevice(e.out().get(k)) && !results.get(k).isArray()) {
                s.device().add(results.get(k));
            }
        }
        List<Step> many = s.inside(() -> byHost.accept(new Eqn(e.prim(), e.in(), e.params(), results)));
        s.add(new Step.Choose(little, List.of(new Step.Branch(many, List.copyOf(results)), new Step.Branch(one, byBlock)), e.out()));
        return true;
    }

    private void allocate(BlockParts.Scratch x) {
        List<Atom> extents = x.like() == null ? x.extents() : extents(x.like());
        if (x.array() != null) {
            s.alloc(x.array(), extents, false);
        }
        Atom n = Lit.i64(1);
        for (int k = 0; k < extents.size(); k++) {
            Atom d = s.op(Prim.MAX, s.wide(extents.get(k)), Lit.i64(0));
            s.add(new Step.Same((Var) x.dims().get(k), d));
            n = s.op(Prim.MUL, n, d);
        }
        s.add(new Step.Same(x.count(), n));
    }

    private Atom alike(BlockParts block, Atom condition) {
        for (BlockParts.Alike x : block.alike()) {
            List<Atom> have = extents(x.array());
            List<Atom> other = x.other() == null ? x.extents() : extents(x.other());
            for (int k = 0; k < have.size() && !x.array().equals(x.other()); k++) {
                condition = s.op(Prim.AND, condition, s.op(Prim.EQ, s.wide(have.get(k)), s.op(Prim.MAX, s.wide(other.get(k)), Lit.i64(0))));
            }
        }
        return condition;
    }

    private List<Atom> extents(Var a) {
        var out = new ArrayList<Atom>();
        for (int k = 0; k < a.type().rank(); k++) {
            out.add(s.extent(a, k));
        }
        return out;
    }

    /** The most elements of a nest: loops whose trips nobody knows before have as many as the longest axis of what is written. */
    private Atom work(BlockParts block, Set<Var> carried) {
        Atom longest = Lit.i64(1);
        for (Var v : carried) {
            for (Atom d : extents(v)) {
                longest = s.op(Prim.MAX, longest, s.wide(d));
            }
        }
        Atom most = Lit.i64(1);
        for (List<Atom> nest : block.widths()) {
            Atom n = Lit.i64(1);
            for (Atom d : nest) {
                Atom trips = d == null || s.placing.onDevice(d) ? longest : s.op(Prim.MAX, s.wide(d), Lit.i64(1));
                // more than enough is not counted, so that nothing overflows
                n = s.op(Prim.MIN, s.op(Prim.MUL, n, s.op(Prim.MIN, trips, Lit.i64(1L << 31))), Lit.i64(1L << 31));
            }
            most = s.op(Prim.MAX, most, n);
        }
        return most;
    }
}
