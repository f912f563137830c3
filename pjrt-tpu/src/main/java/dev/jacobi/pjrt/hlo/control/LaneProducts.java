package dev.jacobi.pjrt.hlo.control;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.pjrt.hlo.lanes.EmitContext;
import dev.jacobi.pjrt.hlo.lanes.LaneTensors;
import dev.jacobi.pjrt.hlo.lanes.LaneValue;
import dev.jacobi.pjrt.hlo.structural.LibraryOps;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Sums over a lane axis of products whose factors each lack lanes that the other has: matrix products, whatever loops and arrays they are written with. As multiplications over all lanes and a
 * reduction they would not reach a device's units for products.
 */
final class LaneProducts {
    private final EmitContext e;
    private final LibraryOps library;

    LaneProducts(EmitContext e) {
        this.e = e;
        library = new LibraryOps(e);
    }

    /** The sum over the lane axis of what the slot of a written body yields, as a contraction; null where it is none. {@code front} makes a lane axis the first axis of a value. */
    LaneValue sum(RegionView view, RegionView.Slot s, int lane, UnaryOperator<LaneValue> front) {
        if (s.op() != Prim.ADD || !e.fast() || e.mask() != null || s.yield().dtype() != DType.F32 && s.yield().dtype() != DType.F64) {
            return null;
        }
        Eqn product = Regions.definition(view.body().body(), s.yield());
        if (product == null || product.prim() != Prim.MUL) {
            return null;
        }
        LaneValue a = e.get(product.in().get(0));
        LaneValue b = e.get(product.in().get(1));
        boolean both = a.lanes.contains(lane) && b.lanes.contains(lane);
        if (!both || LaneTensors.without(a.lanes, b.lanes).isEmpty() || LaneTensors.without(b.lanes, a.lanes).isEmpty()) {
            return null;
        }
        return library.dot(front.apply(a), front.apply(b), new Params.Dot(List.of(0), List.of(0), List.of(), List.of()));
    }
}
