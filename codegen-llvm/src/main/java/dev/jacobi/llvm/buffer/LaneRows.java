package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An array that each trip of a map makes, fills and then copies into its own row of a result is that row from the start, as with the gradients of many examples:
 *
 * <pre>
 * all = full 0 n m;  map n (all) { s, a -> r = full 0 m;  r2 = map m (r) { .. r[j] .. };  a2 = map m (a) { j -> a[s, j] = r2[j] } }
 * </pre>
 *
 * becomes {@code map n (all) { s, a -> a2 = map m (a) { .. a[s, j] .. } }}. The row holds what the new array would begin with, as nothing but this trip has written to it. So it goes for an array that is
 * handed on as a row by one equation, such as what a gradient keeps of each example; the row is filled first, unless all of its elements are written before any is read.
 */
public final class LaneRows {
    private final Map<Integer, Eqn> fills = new HashMap<>();
    /** By versions of arrays, the equations that make these. */
    private final Map<Integer, Eqn> origins = new HashMap<>();
    /** New arrays all of whose elements are written before any is read. */
    private final Set<Var> written;
    private final Definitions definitions;

    private LaneRows(Func f) {
        Regions.each(f.body(), e -> {
            if (e.prim() == Prim.FULL) {
                fills.put(e.result().id(), e);
                origins.put(e.result().id(), e);
            } else if (e.prim() != Prim.COND) {
                versions(e);
            }
        });
        definitions = Definitions.in(f.body());
        written = WhollyWritten.of(f, definitions::of);
    }

    private void versions(Eqn e) {
        for (RegionView.Slot s : RegionView.of(e).carried()) {
            Eqn made = s.init() instanceof Var v && v.isArray() ? origins.get(v.id()) : null;
            if (made != null) {
                s.params().forEach(p -> origins.put(p.id(), made));
                origins.put(s.result().id(), made);
            }
        }
    }

    /** As a pass on lowered functions. */
    public static FunctionPass pass() {
        return PassBuilder.named("lane-rows").keeps(Property.LOWERED).mayBeLeftOut().each(LaneRows::run);
    }

    static Func run(Func f) {
        if (!Regions.any(f.body(), e -> e.prim() == Prim.MAP && e.out().stream().anyMatch(v -> v.type().rank() > 1))) {
            return f;
        }
        // sums that go to elements of a new array do not read what it was filled with
        Func in = Regions.any(f.body(), e -> e.prim() == Prim.MAP && handsOnRow(e)) ? FilledReads.run(f) : f;
        var rows = new LaneRows(in);
        return Rewrite.ofLoops(in, (e, r) -> {
            Eqn now = e.prim() == Prim.MAP && carries(e) ? rows.inPlace(e, r.b) : e;
            if (now != e) {
                r.b.append(r.copy(now));
            }
            return now != e;
        });
    }

    private static boolean handsOnRow(Eqn map) {
        Region r = Regions.of(map).get(0);
        return r.out().stream().anyMatch(a -> isRowStore(Regions.definition(r.body(), a)));
    }

    /** Whether an equation writes an array as a row into one that has one more axis. */
    private static boolean isRowStore(Eqn e) {
        return e != null && e.prim() == Prim.UPDATE && e.indices().size() == 1 && e.written() instanceof Var v && v.type().rank() == 1 && e.result().type().rank() == 2
            && e.params().equals(Params.Access.PROMISED);
    }

    /** Whether all results of a loop are what it carries: each then has an operand and a parameter. */
    static boolean carries(Eqn loop) {
        return loop.in().size() == loop.out().size() + 1 && Regions.of(loop).get(0).params().size() == loop.in().size();
    }

    /** The map with the arrays of its trips in the rows that they are copied to; itself where there are none. */
    private Eqn inPlace(Eqn map, Builder b) {
        Eqn now = map;
        for (int k = 0; k < map.out().size(); k++) {
            Region body = Regions.of(now).get(0);
            Eqn whole = now.in().get(k + 1) instanceof Var v ? fills.get(v.id()) : null;
            Row row = whole == null || !(whole.in().get(0) instanceof Lit) ? null : row(body, k, whole);
            row = row == null ? handedOn(body, k) : row;
            Region better = row == null ? null : new RowWalk(b, row, body).region();
            if (better != null) {
                now = new Eqn(now.prim(), now.in(), Regions.with(now.params(), List.of(better)), now.out());
            }
        }
        return now;
    }

    /**
     * An array of one trip.
     *
     * @param made the equation that makes it
     * @param last the array as it is copied
     * @param copy the equation that copies it
     * @param target where it is copied to: what the map carries
     * @param at the number of the row
     * @param filled whether the row has to be filled with what the array begins with
     */
    record Row(Eqn made, Var last, Eqn copy, Var target, Atom at, boolean filled) {
    }

    /** The array whose copy is what the map hands on at {@code k}, if it begins with what all of {@code whole} is filled with, and has a row's extents. */
    private static Row row(Region body, int k, Eqn whole) {
        Var target = body.params().get(k + 1);
        Eqn copy = Regions.definition(body.body(), body.out().get(k));
        var extents = new ArrayList<Atom>();
        Var last = copy == null || Regions.uses(body.body(), body.out()).getOrDefault(target.id(), 0) != 1 ? null : copied(copy, target, body.params().get(0), extents);
        Eqn made = last == null ? null : origin(body.body(), last);
        if (made == null || !made.in().get(0).equals(whole.in().get(0)) || !made.in().subList(1, made.in().size()).equals(extents)
            || whole.in().size() != extents.size() + 2 || !whole.in().subList(2, whole.in().size()).equals(extents)) {
            return null;
        }
        return new Row(made, last, copy, target, body.params().get(0), false);
    }

    /** The array that the map hands on at {@code k} as one row, if it has a row's length. */
    private Row handedOn(Region body, int k) {
        Var target = body.params().get(k + 1);
        Eqn copy = Regions.definition(body.body(), body.out().get(k));
        Eqn whole = origins.get(target.id());
        if (whole == null || !isRowStore(copy) || !copy.in().get(0).equals(target) || Regions.uses(body.body(), body.out()).getOrDefault(target.id(), 0) != 1) {
            return null;
        }
        var last = (Var) copy.written();
        Eqn made = origin(body.body(), last);
        Eqn index = made == null ? null : Regions.definition(body.body(), copy.indices().get(0));
        boolean fits = made != null && isLength(whole.in().get(2), made.in().get(1)) && (index == null || body.body().indexOf(index) < body.body().indexOf(made));
        return fits ? new Row(made, last, copy, target, copy.indices().get(0), !written.contains(made.result())) : null;
    }

    /** Whether a row is as long as an array that a trip has made: an array of fewer elements than none cannot be made. */
    private boolean isLength(Atom row, Atom array) {
        Eqn e = row instanceof Var v ? definitions.of(v) : null;
        return row.equals(array) || e != null && e.prim() == Prim.MAX && e.in().contains(array) && e.in().contains(Lit.zero(row.dtype()));
    }

    /** The array whose elements a nest of maps, one for each axis, copies into the row {@code trip} of an array; null when it does anything else. */
    private static Var copied(Eqn nest, Var target, Var trip, List<Atom> extents) {
        var to = new ArrayList<Atom>(List.of(trip));
        Atom carried = target;
        for (Eqn e = nest; e != null && e.prim() == Prim.MAP && e.in().size() == 2 && e.in().get(1).equals(carried);) {
            Region r = Regions.of(e).get(0);
            extents.add(e.in().get(0));
            to.add(r.params().get(0));
            carried = r.params().get(1);
            Eqn store = Regions.definition(r.body(), r.out().get(0));
            if (store != null && store.prim() == Prim.UPDATE) {
                Eqn read = r.body().size() == 2 ? Regions.definition(r.body(), store.written()) : null;
                boolean copies = read != null && read.prim() == Prim.INDEX && read.indices().equals(to.subList(1, to.size())) && ((Params.Access) store.params()).op() == null
                    && store.in().get(0).equals(carried) && store.indices().equals(to) && read.result().type().isScalar();
                return copies && read.in().get(0) instanceof Var v ? v : null;
            }
            e = r.body().size() == 1 ? store : null;
        }
        return null;
    }

    /** The equation of a body that makes the array which loops of this body and stores in it have changed; null where another equation has. */
    private static Eqn origin(List<Eqn> body, Var last) {
        Eqn e = Regions.definition(body, last);
        while (e != null && (e.prim() == Prim.UPDATE || isLoop(e))) {
            Var v = last;
            Atom from = e.prim() == Prim.UPDATE ? e.in().get(0)
                : RegionView.of(e).carried().stream().filter(s -> s.result().equals(v)).map(RegionView.Slot::init).findFirst().orElse(null);
            last = from instanceof Var earlier ? earlier : null;
            e = last == null ? null : Regions.definition(body, last);
        }
        return e != null && e.prim() == Prim.FULL ? e : null;
    }

    /** Whether an equation is a loop whose trips may change elements of an array that it carries. */
    static boolean isLoop(Eqn e) {
        return e.prim() == Prim.MAP || e.prim() == Prim.FOR || e.prim() == Prim.REDUCE;
    }
}
