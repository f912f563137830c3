package dev.jacobi.autodiff.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether the trips of a loop touch elements of an array that are their own, in the array and in what the trip makes of it. */
public final class TripPrivateAccess {
    /** The regions within the trip around an access, and its indices. */
    private record Place(List<Region> around, List<Atom> at) {
        /** Whether the other one is certainly accessed when this one is. */
        boolean comesWith(Place other) {
            int depth = other.around.size();
            return depth == 0 || around.size() >= depth && around.get(depth - 1) == other.around.get(depth - 1);
        }
    }

    private final Var trip;
    /** Whether every access has to be at the trip's own row. */
    private final boolean strict;
    private final Set<Atom> versions = new HashSet<>();
    private final List<Place> reads = new ArrayList<>();
    private final List<Place> writes = new ArrayList<>();

    private TripPrivateAccess(Var trip, boolean strict) {
        this.trip = trip;
        this.strict = strict;
    }

    /**
     * Whether the trips of a parallel loop read only those elements of a destination that they also write. What several trips read becomes
     * a sum in the adjoint, and then its trips depend on each other.
     */
    public static boolean holds(Eqn loop, Var destination) {
        RegionView view = RegionView.of(loop);
        var p = new TripPrivateAccess(view.trip(), false);
        p.versions.add(destination);
        return p.block(view.body().body(), List.of()) && p.reads.stream().allMatch(p::isWritten);
    }

    /** Whether the array, and what it becomes in the body of a trip, are only touched at the trip's own place on the first axis. */
    public static boolean isRow(List<Eqn> body, Var trip, Var array) {
        var p = new TripPrivateAccess(trip, true);
        p.versions.add(array);
        return p.block(body, List.of()) && p.reads.stream().allMatch(p::isOwnRow) && p.writes.stream().allMatch(p::isOwnRow);
    }

    private boolean isOwnRow(Place p) {
        return !p.at.isEmpty() && p.at.get(0).equals(trip);
    }

    /** A read at the trip's own row, or where the trip certainly writes when it reads. */
    private boolean isWritten(Place read) {
        return isOwnRow(read) || writes.stream().anyMatch(w -> read.comesWith(w) && w.at.size() <= read.at.size() && read.at.subList(0, w.at.size()).equals(w.at));
    }

    private boolean block(List<Eqn> body, List<Region> around) {
        for (Eqn e : body) {
            if (!(Regions.of(e).isEmpty() ? access(e, around) : regions(e, around))) {
                return false;
            }
        }
        return true;
    }

    private boolean access(Eqn e, List<Region> around) {
        if (e.prim() == Prim.DIM || e.in().stream().noneMatch(versions::contains)) {
            return true;
        }
        List<Atom> others = e.in().subList(1, e.in().size());
        if (others.stream().anyMatch(versions::contains)) {
            return false;
        }
        if (e.prim() == Prim.INDEX) {
            return reads.add(new Place(around, others));
        }
        boolean write = e.prim() == Prim.UPDATE || strict && e.prim() == Prim.ACC_ADD;
        return write && writes.add(new Place(around, others.subList(0, others.size() - 1))) && versions.add(e.result());
    }

    private boolean regions(Eqn e, List<Region> around) {
        RegionView view = RegionView.of(e);
        for (RegionView.Slot s : view.slots()) {
            if (s.init() != null && versions.contains(s.init())) {
                if (s.role() == RegionView.Role.FOLD || s.role() == RegionView.Role.BINS) {
                    return false;
                }
                versions.addAll(s.params());
                versions.add(s.result());
            }
        }
        for (Region r : Regions.of(e)) {
            var inside = new ArrayList<>(around);
            inside.add(r);
            if (!block(r.body(), inside)) {
                return false;
            }
        }
        return view.slots().stream().allMatch(s -> handsOn(e, s));
    }

    /** Whether a slot that has the array, or its trips or branches yield it, is a version of it as a whole. */
    private boolean handsOn(Eqn e, RegionView.Slot s) {
        long yields = s.yields().stream().filter(versions::contains).count();
        if (yields > 0 && s.role() == RegionView.Role.BRANCH) {
            versions.add(s.result());
            return !strict || yields == s.yields().size();
        }
        boolean version = versions.contains(s.result());
        return yields > 0 ? version || !strict && e.prim() == Prim.WHILE : !strict || !version;
    }
}
