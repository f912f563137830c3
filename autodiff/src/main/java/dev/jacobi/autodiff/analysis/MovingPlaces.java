package dev.jacobi.autodiff.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether all places of an array that a loop's trip adds to are computed from the trip's number, as those under the window of a convolution. Where they are not, every trip adds to the same places, and the
 * loop can change places with those inside: the array's sums become folds, such as the elements of a matrix product.
 */
public final class MovingPlaces {
    private final Set<Atom> moving = new HashSet<>();
    private final Set<Atom> versions = new HashSet<>();

    private MovingPlaces() {
    }

    /** Of the body of a loop, and of an array that its trips hand on. */
    public static boolean of(List<Eqn> body, Var trip, Var array) {
        var p = new MovingPlaces();
        p.moving.add(trip);
        p.versions.add(array);
        return p.block(body);
    }

    private boolean block(List<Eqn> body) {
        for (Eqn e : body) {
            if (!(Regions.of(e).isEmpty() ? access(e) : regions(e))) {
                return false;
            }
        }
        return true;
    }

    private boolean access(Eqn e) {
        boolean moves = e.in().stream().anyMatch(moving::contains);
        if (e.in().stream().anyMatch(versions::contains) && e.prim() != Prim.INDEX && e.prim() != Prim.DIM) {
            boolean write = (e.prim() == Prim.ACC_ADD || e.prim() == Prim.UPDATE) && versions.contains(e.in().get(0));
            if (!write || e.in().subList(1, e.in().size() - 1).stream().noneMatch(moving::contains)) {
                return false;
            }
            versions.add(e.result());
        }
        if (moves) {
            moving.addAll(e.out());
        }
        return true;
    }

    private boolean regions(Eqn e) {
        RegionView view = RegionView.of(e);
        boolean moves = view.head() != null && moving.contains(view.head());
        int before;
        do {
            before = moving.size();
            for (RegionView.Slot s : view.slots()) {
                spread(s, moving, moves);
                spread(s, versions, false);
            }
            for (Region r : Regions.of(e)) {
                if (!block(r.body())) {
                    return false;
                }
            }
            for (RegionView.Slot s : view.slots()) {
                spread(s, moving, moves);
                spread(s, versions, false);
            }
        } while (moving.size() > before);
        return true;
    }

    /** What a loop hands on belongs to a set with what it begins with, or with what a trip makes of it; what a branch gives, with what one of them yields. */
    private static void spread(RegionView.Slot s, Set<Atom> set, boolean result) {
        if (result || s.init() != null && set.contains(s.init()) || s.yields().stream().anyMatch(set::contains)) {
            set.addAll(s.params());
            set.addAll(s.results());
        }
    }
}
