package dev.jacobi.ptx.schedule;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Var;
import dev.jacobi.ptx.emit.OrderedKernels;
import dev.jacobi.ptx.emit.OrderedKernels.Shape;
import dev.jacobi.ptx.emit.TeamKernels.Part;
import dev.jacobi.ptx.program.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Loops whose order stays, as kernels in which only the chain from trip to trip is one thread's. */
final class OrderedLoops {
    /** Trips, where they are known, from which on it is worth a kernel of its own. */
    private static final int FEW = 64;
    /** Trips of loops along rows up to which a thread reads its row alone. */
    private static final int SHORT = 16;
    private final Scheduler s;

    OrderedLoops(Scheduler s) {
        this.s = s;
    }

    /** Launches a kernel for a loop outside of parallel ones; false when one thread is all that can be done. */
    boolean loop(Eqn e) {
        if (e.in().get(0) instanceof Lit n && n.bits() < FEW) {
            return false;
        }
        Func f = HostOrDevice.function(e);
        Set<Var> written = new HashSet<>();
        List<RegionView.Slot> slots = RegionView.of(e).slots();
        for (RegionView.Slot c : slots) {
            if (c.result().isArray() && !(c.init() instanceof Var v && written.add(v))) {
                return false;
            }
        }
        TeamPartition.Cut cut = TeamPartition.single(f, written, s.ids.nextId());
        if (cut == null || !OrderedKernels.fits(Shape.SINGLE, cut.parts())) {
            return false;
        }
        s.ids.skipTo(cut.nextId());
        s.flush();
        Part.Ordered part = (Part.Ordered) cut.parts().get(0);
        part.out().forEach(v -> s.alloc(v, List.of(), false));
        s.launch(new OrderedKernels(s.kernels, Shape.SINGLE).launch(List.of(), List.of(), cut.parts(), written, part.out()), List.of());
        slots.stream().filter(c -> c.result().isArray()).forEach(c -> s.add(new Step.Same(c.result(), c.init())));
        return true;
    }

    /**
     * Launches kernels for the iterations of a map, whose parts are {@code cut}; n: the most trips of the loops inside, or null. The host chooses by the extents. False when a thread per
     * iteration is better in any case.
     */
    boolean map(List<Atom> extents, Func f, List<Var> indices, Set<Var> written, TeamPartition.Cut cut, Atom n) {
        List<Part> parts = cut.parts().stream().map(this::inOrder).toList();
        if (n == null && !cut.along() || !OrderedKernels.fits(Shape.ROWS, parts)) {
            return false;
        }
        Atom items = s.count(extents);
        Runnable threads = () -> s.launch(s.kernels.map(extents, f, written), extents);
        if (!cut.along()) {
            Atom few = s.op(Prim.AND, s.op(Prim.LT, items, Lit.i64(s.sizes.manyColumns())), s.op(Prim.GE, n, Lit.i64(s.sizes.deep())));
            s.choose(few, () -> launch(Shape.COLUMNS, extents, indices, parts, written), threads);
            return true;
        }
        Runnable shared = () -> s.choose(s.op(Prim.GE, items, Lit.i64(s.sizes.manyRows())), () -> launch(Shape.ROWS, extents, indices, parts, written),
            () -> launch(Shape.SINGLE, extents, indices, parts, written));
        if (n == null) {
            shared.run();
        } else {
            s.choose(s.op(Prim.GE, n, Lit.i64(SHORT)), shared, threads);
        }
        return true;
    }

    private void launch(Shape shape, List<Atom> extents, List<Var> indices, List<Part> parts, Set<Var> written) {
        s.launch(new OrderedKernels(s.kernels, shape).launch(extents, indices, parts, written, List.of()), extents);
    }

    /** A reduction in the order of its terms, which is one of those that are allowed. */
    private Part inOrder(Part p) {
        if (!(p instanceof Part.Fold f && f.start() instanceof Lit)) {
            return p;
        }
        List<Var> carries = f.out().stream().map(v -> s.ids.fresh(v.type())).toList();
        List<Var> terms = f.out().stream().map(v -> s.ids.fresh(v.type())).toList();
        var in = new ArrayList<Var>(List.of(s.ids.fresh(f.f().in().get(0).type())));
        in.addAll(carries);
        in.addAll(terms);
        var b = new Builder(s.ids.nextId());
        var sums = new ArrayList<Atom>();
        for (int o = 0; o < carries.size(); o++) {
            sums.add(b.emit(f.ops().get(o), carries.get(o), terms.get(o)));
        }
        s.ids.skipTo(b.nextId());
        return new Part.Ordered(f.n(), f.f().in().get(0), f.f(), Set.of(), b.build(in, sums), carries, f.init(), f.out(), terms, List.of(), null, Set.of());
    }
}
