package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.RegionView.Role;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Var;
import dev.jacobi.vectorize.order.LaneNest.Written;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What all loops of a block of {@link LaneBlocks} hand on. */
final class LaneState {
    private final List<Slot> outer;
    /** By the outer loop's slots. */
    final List<Atom> common;
    /** By what is written: what this diagonal writes, what the one before has written and beside it the row above, and what that was one diagonal earlier; null where that is not read. */
    final List<Atom> now = new ArrayList<>();
    final List<Atom> above = new ArrayList<>();
    final List<Atom> left = new ArrayList<>();
    final List<Atom> scalars = new ArrayList<>();
    final Map<Var, Atom> kept = new LinkedHashMap<>();

    /** By the parameters that a block has. */
    LaneState(LaneNest lanes, List<Var> params) {
        outer = lanes.nest().outer().slots();
        common = new ArrayList<>(params.subList(0, outer.size()));
        var next = params.listIterator(common.size());
        for (Written w : lanes.written()) {
            now.add(next.next());
            above.add(next.next());
            left.add(w.left().isEmpty() ? null : next.next());
        }
        lanes.scalars().forEach(s -> scalars.add(next.next()));
        lanes.remembered().forEach(v -> kept.put(v, next.next()));
    }

    List<Atom> values() {
        var all = new ArrayList<>(common);
        for (int k = 0; k < now.size(); k++) {
            all.add(now.get(k));
            all.add(above.get(k));
            if (left.get(k) != null) {
                all.add(left.get(k));
            }
        }
        all.addAll(scalars);
        all.addAll(kept.values());
        return all;
    }

    /** What becomes of the values in a diagonal's trips; null for those that these only read. */
    List<Role> roles() {
        var roles = new ArrayList<Role>();
        outer.forEach(o -> roles.add(o.param().type().isScalar() ? Role.FOLD : null));
        for (Atom l : left) {
            roles.add(Role.DEST);
            roles.add(null);
            if (l != null) {
                roles.add(Role.DEST);
            }
        }
        scalars.forEach(a -> roles.add(Role.DEST));
        kept.values().forEach(a -> roles.add(null));
        return roles;
    }

    void take(List<? extends Atom> values) {
        Iterator<? extends Atom> next = values.iterator();
        common.replaceAll(a -> next.next());
        for (int k = 0; k < now.size(); k++) {
            now.set(k, next.next());
            above.set(k, next.next());
            left.set(k, left.get(k) == null ? null : next.next());
        }
        scalars.replaceAll(a -> next.next());
        kept.replaceAll((v, a) -> next.next());
    }
}
