package dev.jacobi.autodiff.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether the trips of a parallel loop read only those elements of a destination that they also write. What several trips read becomes
 * a sum in the adjoint, and then its trips depend on each other.
 */
public final class TripPrivateAccess {
    private record Place(BlockTree.Block block, List<Atom> at) {
    }

    private final Var trip;
    private final Set<Atom> versions = new HashSet<>();
    private final List<Place> reads = new ArrayList<>();
    private final List<Place> writes = new ArrayList<>();

    private TripPrivateAccess(Var trip) {
        this.trip = trip;
    }

    public static boolean holds(BlockTree.Block body, Var destination) {
        var p = new TripPrivateAccess(body.trip());
        p.versions.add(destination);
        return p.block(body) && p.reads.stream().allMatch(p::isWritten);
    }

    /** A read at the trip's own row, or where the trip certainly writes when it reads. */
    private boolean isWritten(Place read) {
        return read.at.get(0).equals(trip) || writes.stream().anyMatch(w -> read.block.isWithin(w.block) && w.at.size() <= read.at.size()
            && read.at.subList(0, w.at.size()).equals(w.at));
    }

    private boolean block(BlockTree.Block b) {
        for (Eqn e : b.eqns) {
            if (!eqn(b, e)) {
                return false;
            }
        }
        return true;
    }

    private boolean eqn(BlockTree.Block b, Eqn e) {
        List<BlockTree.Block> inner = b.inner.get(e);
        if (inner != null) {
            return regions(e, inner);
        }
        boolean base = !e.in().isEmpty() && versions.contains(e.in().get(0));
        if (!base) {
            return e.in().stream().noneMatch(versions::contains);
        }
        if (e.in().subList(1, e.in().size()).stream().anyMatch(versions::contains)) {
            return false;
        }
        if (e.prim() == Prim.INDEX) {
            reads.add(new Place(b, e.in().subList(1, e.in().size())));
        } else if (e.prim() == Prim.UPDATE) {
            writes.add(new Place(b, e.in().subList(1, e.in().size() - 1)));
            versions.add(e.result());
        } else {
            return e.prim() == Prim.DIM;
        }
        return true;
    }

    private boolean regions(Eqn e, List<BlockTree.Block> inner) {
        if (e.prim() == Prim.HIST || e.prim() == Prim.SCAN) {
            return e.in().stream().noneMatch(versions::contains) && inner.stream().allMatch(this::block);
        }
        RegionView view = RegionView.of(e);
        for (RegionView.Slot s : view.slots()) {
            if (s.init() != null && versions.contains(s.init())) {
                if (s.role() == RegionView.Role.FOLD) {
                    return false;
                }
                versions.addAll(s.params());
                versions.add(s.result());
            }
        }
        if (!inner.stream().allMatch(this::block)) {
            return false;
        }
        for (RegionView.Slot s : view.slots()) {
            boolean yielded = s.yields().stream().anyMatch(versions::contains);
            if (yielded && s.role() == RegionView.Role.BRANCH) {
                versions.add(s.result());
            } else if (yielded && !versions.contains(s.result()) && e.prim() != Prim.WHILE) {
                return false;
            }
        }
        return true;
    }
}
