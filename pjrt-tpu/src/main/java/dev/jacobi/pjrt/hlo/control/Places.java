package dev.jacobi.pjrt.hlo.control;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.pjrt.hlo.lanes.AffineIntegers;
import dev.jacobi.pjrt.hlo.lanes.EmitContext;
import dev.jacobi.pjrt.hlo.lanes.LaneValue;
import dev.jacobi.pjrt.hlo.lanes.LaneValue.Affine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Where the trips of a loop read and write the arrays that they hand on, as it is seen while they are written as lanes, and whether two trips can meet in an element. */
final class Places {
    private final EmitContext e;
    /** Versions of the arrays, by which array that is. */
    private final Map<Integer, Var> versions = new HashMap<>();
    private final Map<Var, List<Place>> places = new HashMap<>();
    private LaneAxis.Trips trips;
    private int start;

    Places(EmitContext e) {
        this.e = e;
    }

    /** Where an array is read or written, or combined into by an operator: an affine number per axis, null where it is none. */
    private record Place(boolean writes, Prim op, List<Affine> at) {
        /** Whether the order of both does not matter even at one place. */
        boolean commutes(Place other) {
            return op != null && op == other.op;
        }
    }

    /** Follows an array through a region; false where it is used in a way that is not looked into. */
    boolean follow(Region r, Var array, Atom yield) {
        versions.put(array.id(), array);
        return follow(r.body()) && version(yield) && versions.get(((Var) yield).id()).equals(array);
    }

    private static boolean writes(Eqn q) {
        return q.prim() == Prim.UPDATE || q.prim() == Prim.ACC_ADD;
    }

    private boolean version(Atom a) {
        return a instanceof Var v && versions.containsKey(v.id());
    }

    private boolean follow(List<Eqn> body) {
        for (Eqn q : body) {
            boolean first = !q.in().isEmpty() && version(q.in().get(0));
            boolean others = q.in().stream().skip(1).anyMatch(this::version);
            if (!q.params().regions().isEmpty()) {
                if (!regions(q)) {
                    return false;
                }
            } else if (others || first && q.prim() != Prim.INDEX && !writes(q) && q.prim() != Prim.DIM) {
                return false;
            } else if (first && writes(q)) {
                versions.put(q.result().id(), versions.get(((Var) q.in().get(0)).id()));
            }
        }
        return true;
    }

    private boolean regions(Eqn q) {
        boolean uses = q.in().stream().anyMatch(this::version) || Regions.captures(q).stream().anyMatch(this::version);
        if (!uses) {
            return true;
        }
        RegionView view = RegionView.of(q);
        if (q.prim() != Prim.MAP && q.prim() != Prim.FOR && q.prim() != Prim.REDUCE && q.prim() != Prim.COND) {
            return false;
        }
        for (RegionView.Slot s : view.slots()) {
            if (s.param() != null && version(s.init())) {
                versions.put(s.param().id(), versions.get(((Var) s.init()).id()));
            }
        }
        for (Region r : Regions.of(q)) {
            if (!follow(r.body())) {
                return false;
            }
        }
        for (RegionView.Slot s : view.slots()) {
            List<Var> from = s.yields().stream().map(y -> version(y) ? versions.get(((Var) y).id()) : null).distinct().toList();
            Var in = s.param() == null ? from.get(0) : versions.get(s.param().id());
            if (from.size() > 1 || from.get(0) != in) {
                return false;
            } else if (in != null) {
                versions.put(s.result().id(), in);
            }
        }
        return true;
    }

    /** Begins to look; what is written before is the same for all trips. */
    void begin(LaneAxis.Trips of) {
        trips = of;
        start = number(e.o.name());
    }

    private static int number(String name) {
        return name.startsWith("%arg") ? -1 : Integer.parseInt(name.substring(1).split("#")[0]);
    }

    /** Sees an equation before it is written. */
    void see(Eqn q) {
        if ((q.prim() == Prim.INDEX || writes(q)) && version(q.in().get(0))) {
            boolean writes = writes(q);
            var at = new ArrayList<Affine>();
            for (Atom a : q.in().subList(1, q.in().size() - (writes ? 1 : 0))) {
                at.add(byTrip(AffineIntegers.of(e.get(a))));
            }
            places.computeIfAbsent(versions.get(((Var) q.in().get(0)).id()), v -> new ArrayList<>()).add(new Place(writes, q.prim() == Prim.ACC_ADD ? Prim.ADD : writes ? ((Params.Access) q.params()).op() : null, at));
        }
    }

    /** By trips' numbers in place of lanes', those of the loops inside as well: a number is never negative, which says where a triangle ends. */
    private Affine byTrip(Affine a) {
        Affine sum = a;
        // Where an inner loop begins may depend on lanes of those around it.
        for (int lane = e.l.extents.size() - 1; sum != null && lane >= trips.lane(); lane--) {
            long along = sum.coefficients().getOrDefault(lane, 0L);
            LaneValue first = along == 0 ? null : e.l.firsts.get(lane);
            Affine known = first == null ? null : AffineIntegers.of(first);
            sum = first == null ? sum : known == null ? null : sum.plus(known.times(along));
        }
        return sum;
    }

    /** No trip reads or writes what another one writes. */
    boolean apart() {
        return places.values().stream().allMatch(all -> all.stream().filter(Place::writes).allMatch(w -> all.stream().allMatch(x -> w.commutes(x) || apart(w, x))));
    }

    /** Of two trips that meet in an element each axis says something; they are apart when nothing but one and the same trip is left. */
    private boolean apart(Place a, Place b) {
        var meeting = new Meeting(e.l.extents.get(trips.lane()) - 1);
        for (int k = 0; k < Math.min(a.at.size(), b.at.size()); k++) {
            try {
                if (a.at.get(k) != null && b.at.get(k) != null) {
                    narrow(meeting, a.at.get(k), b.at.get(k));
                }
            } catch (ArithmeticException wraps) {
                continue;
            }
        }
        return meeting.isOfOne();
    }

    /** What differs from trip to trip, as another trip has it. */
    private boolean inner(LaneValue scalar) {
        return number(e.l.tensor(scalar).name()) >= start;
    }

    private Map<LaneValue, Long> outer(Affine a) {
        return a.rest().entrySet().stream().filter(x -> !inner(x.getKey())).collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The part that differs from trip to trip, without the trip's number. */
    private long[] within(Affine a) {
        var own = new TreeMap<>(a.coefficients().tailMap(trips.lane(), false));
        Map<LaneValue, Long> rest = a.rest().entrySet().stream().filter(x -> inner(x.getKey())).collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return e.l.bounds(new Affine(0, rest, own));
    }

    /** What it takes for one trip's number to be another's. */
    private void narrow(Meeting meeting, Affine a, Affine b) {
        int lane = trips.lane();
        long[] x = within(a);
        long[] y = within(b);
        if (x != null && y != null && outer(a).equals(outer(b)) && a.coefficients().headMap(lane).equals(b.coefficients().headMap(lane))) {
            long base = Math.subtractExact(a.base(), b.base());
            meeting.narrow(a.coefficients().getOrDefault(lane, 0L), b.coefficients().getOrDefault(lane, 0L), Math.addExact(base, Math.subtractExact(x[0], y[1])),
                Math.addExact(base, Math.subtractExact(x[1], y[0])));
        }
    }
}
