package dev.jacobi.pjrt.hlo.control;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.pjrt.hlo.access.ElementAccess;
import dev.jacobi.pjrt.hlo.lanes.Elementwise;
import dev.jacobi.pjrt.hlo.lanes.EmitContext;
import dev.jacobi.pjrt.hlo.lanes.KnownProducts.Product;
import dev.jacobi.pjrt.hlo.lanes.LaneTensors;
import dev.jacobi.pjrt.hlo.lanes.LaneValue;
import dev.jacobi.pjrt.hlo.structural.LibraryOps;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sums over lane axes of products whose factors each lack lanes that the other has: matrix products, whatever loops and arrays they are written with. As multiplications over all lanes and a
 * reduction they would not reach a device's units for products.
 */
public final class LaneProducts {
    private final EmitContext e;
    private final LibraryOps library;
    private final LaneAxis axis;

    /** Writes for this context. */
    public LaneProducts(EmitContext e) {
        this.e = e;
        library = new LibraryOps(e);
        axis = new LaneAxis(e);
    }

    /** The sum over the lane axis of what the slot of a written body yields, as a contraction; null where it is none. */
    LaneValue sum(RegionView.Slot s, int lane) {
        return s.op() == Prim.ADD ? sum(e.get(s.yield()), List.of(lane)) : null;
    }

    /** An array to whose elements lanes that meet in them add products; null where these are no contraction. */
    public LaneValue update(ElementAccess access, LaneValue a, List<LaneValue> at, LaneValue v, Params.Mode mode) {
        List<Integer> meet = LaneTensors.without(a.shared, LaneTensors.union(LaneTensors.union(at), a.lanes));
        LaneValue sum = meet.isEmpty() ? null : sum(v, meet);
        return sum == null ? null : access.folded(a, at, sum, Prim.ADD, mode, meet);
    }

    private LaneValue sum(LaneValue terms, List<Integer> over) {
        Product p = e.l.products.of(terms);
        if (p == null || !e.fast() || !terms.isScalar() || terms.dtype != DType.F32 && terms.dtype != DType.F64) {
            return null;
        }
        boolean both = p.a().lanes.containsAll(over) && p.b().lanes.containsAll(over);
        if (!both || LaneTensors.without(p.a().lanes, p.b().lanes).isEmpty() || LaneTensors.without(p.b().lanes, p.a().lanes).isEmpty()) {
            return null;
        }
        LaneValue a = p.a();
        LaneValue b = p.b();
        LaneValue mask = e.mask();
        if (mask != null && over.stream().anyMatch(mask.lanes::contains)) {
            // Idle lanes add nothing, whatever both factors are there.
            if (!a.lanes.containsAll(mask.lanes) || !b.lanes.containsAll(mask.lanes)) {
                return null;
            }
            a = e.l.select(mask, a, LaneValue.of(Lit.zero(a.dtype)));
            b = e.l.select(mask, b, LaneValue.of(Lit.zero(b.dtype)));
        }
        for (int lane : over) {
            a = axis.stacked(a, lane);
            b = axis.stacked(b, lane);
        }
        List<Integer> axes = IntStream.range(0, over.size()).boxed().toList();
        LaneValue sum = library.dot(a, b, new Params.Dot(axes, axes, List.of(), List.of()));
        return p.negative() ? new Elementwise(e.l).emit(Prim.NEG, Params.NONE, List.of(sum), sum.dtype) : sum;
    }
}
