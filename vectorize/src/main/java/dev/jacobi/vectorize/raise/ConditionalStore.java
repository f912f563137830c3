package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.AccessWalk;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A loop that changes one and the same element of an array in some of its trips carries the element as a number, and whether it has stored it:
 *
 * <pre>{@code h2 = for(n, h) { j, a -> c = ..;  b = cond(c) false { yield a } true { v = index a k;  w = add v 1;  u = update a k w;  yield u };  yield b }
 *   =>  s = index h k;  x, f = for(n, s, false) { j, v, g -> c = ..;  y = cond(c) false { yield v } true { w = add v 1;  yield w };  e = or g c;  yield y, e }
 *       h2 = cond(f) false { yield h } true { u = update h k x;  yield u } }</pre>
 *
 * Of an integer the last value says whether it has been stored. A number may be a sum or a count of trips, which go in any order. The element has to exist whether or not a trip stores it, as it is read in front, and the loop may read others of the array, but store none.
 * It is stored only where the program stores it: other threads may be at work on the array's other users' behalf, and what they write there is not to be lost.
 */
final class ConditionalStore implements Optimisation {
    @Override
    public String name() {
        return "conditional-store";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.FOR && RegionView.of(e).slots().stream().anyMatch(s -> place(RegionView.of(e), s) != null))) {
            return in;
        }
        var walk = new There(in);
        walk.run();
        Set<Integer> there = walk.there;
        return there.isEmpty() ? in : Rewrite.run(in, (e, r) -> e.prim() == Prim.FOR && e.out().stream().anyMatch(v -> there.contains(v.id())) && write(e, r, there));
    }

    /**
     * A branch's result, number {@code result} of {@code branch}, that is the array with a store on side {@code side} and as it was on the other one, and the reads of the element; {@code others} are
     * reads of the array that have to be of other elements.
     */
    private record Place(Eqn branch, int result, int side, Eqn store, List<Eqn> reads, List<Eqn> others) {
    }

    /** The results of loops for arrays of which such an element certainly exists, and is none of those that are read besides. */
    private static final class There extends AccessWalk {
        private final Set<Integer> there = new HashSet<>();

        There(Func f) {
            super(f);
        }

        @Override
        protected List<Eqn> visit(Eqn old, Eqn now, List<ElementAccess> inside) {
            RegionView loop = RegionView.of(old);
            for (RegionView.Slot s : old.prim() == Prim.FOR ? loop.slots() : List.<RegionView.Slot>of()) {
                Place p = place(loop, s);
                List<Poly> at = p == null ? null : p.store.indices().stream().map(values::exact).toList();
                if (p != null && p.others.stream().allMatch(e -> ElementAccess.isOne(e, Prim.INDEX) && inside.stream().anyMatch(a -> a.eqn() == e && isOther(a, at))) && values.shapes.isInside(s.init(), at, values.facts)) {
                    there.add(s.result().id());
                }
            }
            return List.of(now);
        }

        private boolean isOther(ElementAccess read, List<Poly> at) {
            try {
                for (int k = 0; k < Math.min(at.size(), read.index().size()); k++) {
                    Poly ahead = read.index().get(k).minus(at.get(k));
                    if (read.proves(ahead.plus(-1), values) || read.proves(ahead.negate().plus(-1), values)) {
                        return true;
                    }
                }
                return false;
            } catch (ArithmeticException tooLarge) {
                return false;
            }
        }
    }

    /** The store to the only element of a carry that the loop's trips touch, which they do in one branch at the top of the body; or null. */
    private static Place place(RegionView loop, RegionView.Slot s) {
        Eqn branch = s.param() == null || s.param().type().isScalar() || s.yield() == null ? null : Regions.definition(loop.body().body(), s.yield());
        if (branch == null || branch.prim() != Prim.COND || branch.in().get(0).dtype() != DType.BOOL) {
            return null;
        }
        int k = branch.out().indexOf(s.yield());
        List<Region> sides = Regions.of(branch);
        for (int side = 0; side < 2; side++) {
            Region does = sides.get(side);
            Eqn store = Regions.definition(does.body(), does.out().get(k));
            if (sides.get(1 - side).out().get(k).equals(s.param()) && store != null && ElementAccess.isOne(store, Prim.UPDATE) && store.in().get(0).equals(s.param())) {
                var reads = new ArrayList<Eqn>();
                var others = new ArrayList<Eqn>();
                Regions.each(loop.body().body(), e -> {
                    if (e.prim() == Prim.INDEX && e.in().get(0).equals(s.param())) {
                        (e.params().equals(store.params()) && e.indices().equals(store.indices()) ? reads : others).add(e);
                    }
                });
                var p = new Place(branch, k, side, store, reads, others);
                return touchesOnly(loop, s.param(), p) ? p : null;
            }
        }
        return null;
    }

    /** Whether the array, as a trip finds it, is used for reads, the store and the yield of the other side alone, its new form is handed on alone, and each trip means the same element. */
    private static boolean touchesOnly(RegionView loop, Var array, Place p) {
        Set<Integer> inside = Regions.defined(loop.body());
        Var result = p.branch.out().get(p.result);
        var uses = new int[3];
        Regions.uses(loop.body(), id -> {
            uses[0] += id == array.id() ? 1 : 0;
            uses[1] += id == p.store.result().id() ? 1 : 0;
            uses[2] += id == result.id() ? 1 : 0;
        });
        return Var.among(p.store.indices()).stream().noneMatch(v -> inside.contains(v.id())) && uses[0] == p.reads.size() + p.others.size() + 2 && uses[1] == 1 && uses[2] == 1;
    }

    private static boolean write(Eqn old, Rewrite r, Set<Integer> there) {
        RegionView loop = RegionView.of(r.copy(old));
        var after = new ArrayList<Eqn>();
        for (int k = old.out().size() - 1; k >= 0; k--) {
            RegionView.Slot s = there.contains(old.out().get(k).id()) ? loop.slots().get(k) : null;
            Place p = s == null ? null : place(loop, s);
            if (p != null) {
                loop = RegionView.of(carried(loop, s, p, after, r.b));
            }
        }
        r.b.append(loop.eqn());
        after.forEach(r.b::append);
        return true;
    }

    /** The loop with the element as a number, which stands in front, and what stores it behind. Slots in front of this one keep their numbers. */
    private static Eqn carried(RegionView loop, RegionView.Slot array, Place p, List<Eqn> after, Builder b) {
        Var before = b.index(array.init(), (Params.Access) p.store.params(), p.store.indices());
        Var element = b.fresh(before.type());
        Var stored = b.fresh(Type.scalar(DType.BOOL));
        Var last = b.fresh(before.type());
        Var ever = b.fresh(stored.type());
        Var value = b.fresh(before.type());
        var use = new Rewrite(b, (e, r) -> p.reads.contains(r.old()));
        p.reads.forEach(e -> use.replace(e.result(), element));
        use.replace(array.param(), array.init());
        // of an integer its last value says whether it is another one than before: where it is not, it is there already
        boolean says = before.dtype().isInt();
        Eqn branch = withValues(p, element, value);
        List<Eqn> body = new ArrayList<>(use.body(loop.body().body().stream().map(e -> e == p.branch ? branch : e).toList()));
        b.open();
        Atom does = use.atom(p.branch.in().get(0));
        Var now = says ? null : b.emit(Prim.OR, stored, p.side == 1 ? does : b.emit(Prim.NOT, does));
        body.addAll(b.close());
        var slots = new ArrayList<RegionView.Slot>();
        for (RegionView.Slot s : loop.slots()) {
            if (s != array) {
                slots.add(RegionView.Slot.of(s.role(), s.init(), s.param(), use.atom(s.yield()), s.result()));
            }
        }
        slots.add(RegionView.Slot.of(RegionView.Role.CARRY, before, element, use.atom(value), last));
        if (says) {
            after.add(new Eqn(Prim.NE, List.of(last, before), Params.NONE, List.of(ever)));
        } else {
            slots.add(RegionView.Slot.of(RegionView.Role.CARRY, Lit.bool(false), stored, now, ever));
        }
        b.open();
        Var written = b.update(array.init(), (Params.Access) p.store.params(), p.store.indices(), last);
        Region stores = b.close(List.of(), List.of(written));
        after.add(new Eqn(Prim.COND, List.of(ever), new Params.Branches(List.of(new Region(List.of(), List.of(), List.of(array.init())), stores)), List.of(array.result())));
        return RegionView.loop(Prim.FOR, loop.extent(), loop.head(), loop.trip(), slots, body);
    }

    /** The branch with the element's value as a result in place of the array. */
    private static Eqn withValues(Place p, Var element, Var value) {
        var sides = new ArrayList<Region>();
        for (int side = 0; side < 2; side++) {
            Region old = Regions.of(p.branch).get(side);
            List<Atom> yields = new ArrayList<>(old.out());
            yields.set(p.result, side == p.side ? p.store.written() : element);
            sides.add(new Region(old.params(), old.body().stream().filter(e -> e != p.store).toList(), yields));
        }
        var results = new ArrayList<>(p.branch.out());
        results.set(p.result, value);
        return new Eqn(Prim.COND, p.branch.in(), new Params.Branches(sides), results);
    }
}
