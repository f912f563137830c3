package dev.jacobi.vectorize.checks;

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
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.analysis.Versions;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.pass.Property;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks that cannot be proven leave a loop that writes: all of them are made by a loop in front of it, which computes what they look at and nothing else. What fails there, fails in the loop as well, so
 * this is exact. Where what is read decides where to read next, that loop would take as long as the other, and there is none; nor where numbers that trips hand on choose each other or the elements that are read and written, and nothing that the loop writes would have to be taken back ({@link OnlyWritten}). Without checks nothing that is written has to be taken back, and the order of trips is free. Where the checks are of indices that grow with the trips, and stand in branches, their
 * extremes are looked at first, as if every trip came to them: only where these are out of range does the loop of checks run. Where there can be no such loop, since branches depend on what is written, the extremes
 * are checked early, unless that has failed too often ({@code careful}).
 */
public final class CheckLoops implements Optimisation {
    /** Checks that look at data are not worth a loop of their own when that computes more. */
    private static final int MOST_EQUATIONS = 60;
    private static final int MOST_BOUNDS = 24;
    private static final int MOST_TWICE = 100;
    private final boolean careful;

    /** {@code careful}: without checks that may fail where nothing goes wrong. */
    public CheckLoops(boolean careful) {
        this.careful = careful;
    }

    @Override
    public String name() {
        return "check-loops";
    }

    @Override
    public Set<Property> keeps() {
        return careful ? Optimisation.super.keeps() : Set.of(Property.DIFFERENTIABLE);
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.FOR && Regions.any(Regions.of(e).get(0).body(), x -> x.prim() == Prim.CHECK))) {
            return in;
        }
        var walk = new Walk(in);
        walk.block(in.body());
        var emit = new Emit(walk, in, careful);
        return emit.run(in);
    }

    /** What is known of checks and arrays where they stand. */
    private static final class Walk {
        final IntValues values;
        /** By check and loop around it: what must not be negative for the check to hold in all trips. */
        final Map<Eqn, Map<Eqn, Set<Poly>>> bounds = new IdentityHashMap<>();
        /** Carried arrays of which no trip reads what another trip writes: an element that is read is the one before the loop. */
        final Map<Var, Atom> unchanged = new HashMap<>();
        /** Checks of indices that may wrap around as far as is known where they stand. */
        final Set<Eqn> wraps = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Deque<Checks.Around> loops = new ArrayDeque<>();
        private final List<ElementAccess> accesses = new ArrayList<>();

        Walk(Func f) {
            values = new IntValues(f);
        }

        List<Eqn> block(List<Eqn> body) {
            for (Eqn e : body) {
                ElementAccess access = ElementAccess.of(e, values);
                if (access != null) {
                    accesses.add(access);
                }
                if (e.prim() == Prim.CHECK) {
                    check(e);
                } else if (!Regions.of(e).isEmpty()) {
                    regions(e);
                }
                values.define(e);
            }
            return body;
        }

        private void regions(Eqn e) {
            int first = accesses.size();
            Checks.Around.regions(e, values, loops, this::block);
            if (e.prim() == Prim.FOR && Regions.any(Regions.of(e).get(0).body(), x -> x.prim() == Prim.CHECK)) {
                carried(e, accesses.subList(first, accesses.size()));
            }
        }

        private void carried(Eqn e, List<ElementAccess> inside) {
            RegionView view = RegionView.of(e);
            Dependence dependence = null;
            for (RegionView.Slot s : view.slots()) {
                Set<Integer> versions = s.param().isArray() ? Versions.of(view, s) : null;
                if (versions != null) {
                    dependence = dependence == null ? new Dependence(e, values.shapes.inside(e), values) : dependence;
                    if (dependence.independent(inside.stream().filter(a -> versions.contains(a.array().id())).toList())) {
                        unchanged.put(s.param(), s.init());
                    }
                }
            }
        }

        private void check(Eqn e) {
            var goals = new LinkedHashSet<Poly>();
            try {
                if (!goals(e, e.in().get(0), goals)) {
                    return;
                }
            } catch (ArithmeticException tooLarge) {
                return;
            }
            for (Checks.Around loop : loops) {
                var bounds = new Bounds(values, loop.level(), loop.conditions(), false);
                var lower = new LinkedHashSet<Poly>();
                for (Poly p : goals) {
                    Poly q = bounds.lower(p);
                    if (q == null || loop.loop().prim() != Prim.FOR || !SafeSums.isSafe(q, values.facts)) {
                        return;
                    }
                    lower.add(q);
                }
                lower.addAll(bounds.assumed());
                if (!lower.stream().allMatch(q -> SafeSums.isSafe(q, values.facts) && !q.mentions(v -> values.depthOf(v) >= loop.level()))) {
                    return;
                }
                this.bounds.computeIfAbsent(e, x -> new IdentityHashMap<>()).put(loop.loop(), lower);
                goals = lower;
            }
        }

        /** Polynomials whose being non-negative makes the bool true; false when there is no such form. */
        private boolean goals(Eqn check, Atom ok, Set<Poly> goals) {
            if (values.isCertain(ok)) {
                return true;
            }
            Eqn e = values.definition(ok);
            if (e == null) {
                return false;
            } else if (e.prim() == Prim.AND) {
                return goals(check, e.in().get(0), goals) && goals(check, e.in().get(1), goals);
            } else if (e.prim() == Prim.OR && Checks.isNoTrip(values.definition(e.in().get(0)))) {
                return goals(check, e.in().get(1), goals); // a check that was moved out of a loop: its trips are taken to happen
            } else if (e.prim().group() != Prim.Group.COMPARE || e.in().get(0).dtype().isFloat() || e.prim() == Prim.EQ || e.prim() == Prim.NE) {
                return false;
            }
            boolean less = e.prim() == Prim.LT || e.prim() == Prim.LE;
            Poly d = wide(check, e.in().get(less ? 1 : 0), goals).minus(wide(check, e.in().get(less ? 0 : 1), goals));
            goals.add(d.plus(e.prim() == Prim.LT || e.prim() == Prim.GT ? -1 : 0));
            return true;
        }

        /** The value as it is without wrapping around; that it does not becomes a goal. */
        private Poly wide(Eqn check, Atom a, Set<Poly> goals) {
            if (!values.isExact(a) && a.dtype() != DType.I64) {
                wraps.add(check);
            }
            return SafeSums.unwrapped(a, values, goals);
        }
    }

    /** Writes the function. */
    private static final class Emit {
        private final Walk walk;
        private final Builder b;
        private final PolyCode code;
        private final boolean careful;
        private final OnlyWritten written;
        /** The numbers of trips and what is computed of them, but for what is read. */
        private final Set<Integer> moving;

        Emit(Walk walk, Func in, boolean careful) {
            this.walk = walk;
            this.careful = careful;
            var trips = new ArrayList<Var>();
            Regions.each(in.body(), e -> trips.addAll(e.prim() == Prim.FOR ? List.of(RegionView.of(e).trip()) : List.of()));
            moving = Regions.following(trips, in.body(), Eqn::computesScalars);
            written = OnlyWritten.of(in);
            b = new Builder(walk.values.shapes.ids);
            code = new PolyCode(b, walk.values, in);
        }

        Func run(Func in) {
            Rewrite r = Rewrite.inPlace(b, (e, rewrite) -> e.prim() == Prim.FOR && leave(rewrite.old(), rewrite));
            r.append(in.body());
            return b.build(in.in(), r.atoms(in.out()));
        }

        /** Appends loops of checks and the loop without them; false where that cannot be. */
        private boolean leave(Eqn loop, Rewrite r) {
            var all = new ArrayList<Eqn>();
            Regions.each(List.of(loop), x -> {
                if (x.prim() == Prim.CHECK) {
                    all.add(x);
                }
            });
            var onData = new ArrayList<Eqn>();
            var bounds = new LinkedHashSet<Poly>();
            for (Eqn c : all) {
                Set<Poly> own = walk.bounds.getOrDefault(c, Map.of()).get(loop);
                if (own == null) {
                    onData.add(c);
                } else {
                    bounds.addAll(own);
                }
            }
            if (all.isEmpty() || bounds.size() > MOST_BOUNDS || !onData.isEmpty() && !written(loop, onData)) {
                return false;
            }
            boolean free = !Regions.any(List.of(loop), x -> x.prim() == Prim.UPDATE && written.isTakenBack(x.in().get(0)));
            var slice = new CheckSlice(walk.unchanged, all, MOST_EQUATIONS, free);
            Eqn checks = slice.of(loop);
            if (slice.isAsLong()) {
                return false;
            }
            Eqn data = onData.isEmpty() ? null : new CheckSlice(walk.unchanged, onData, MOST_EQUATIONS, free).of(loop);
            Eqn places = data == null ? checks : data;
            boolean inOrder = free && (slice.isChain() && !isPacked(loop, onData) || CheckSlice.draws(loop));
            if (inOrder && places != null && GrowingPlaces.of(places) == null) {
                return false;
            }
            if (checks == null && (onData.isEmpty() || data != null) && !careful) {
                Params.Check first = (Params.Check) all.get(0).params();
                Atom n = r.atom(loop.in().get(0));
                b.checkEarly(b.emit(Prim.OR, b.emit(Prim.LE, n, Lit.zero(n.dtype())), code.hold(bounds)), first.code(), first.where());
                copies(data == null ? List.of() : List.of(data));
                r.append(without(loop));
                return true;
            }
            if (checks == null || !onData.isEmpty() && data == null) {
                return false;
            }
            if (!bounds.isEmpty() && (all.stream().anyMatch(walk.wraps::contains) || sweeps(loop)) && Regions.size(List.of(loop)) <= MOST_TWICE) {
                twice(loop, bounds, checks, data);
            } else {
                before(bounds, checks, data);
                r.append(without(loop));
            }
            return true;
        }

        /** Whether a loop inside of the loop writes to an array, perhaps to elements that are the same in all of its trips. */
        private static boolean sweeps(Eqn loop) {
            return Regions.any(Regions.of(loop).get(0).body(), x -> x.prim() == Prim.FOR && x.out().stream().anyMatch(v -> !v.type().isScalar()));
        }

        /** The loop behind either answer: where the extremes are in range it is known of its indices that they do not wrap around, and so that its trips go to elements of their own, and which elements are there in any case. */
        private void twice(Eqn loop, Set<Poly> bounds, Eqn checks, Eqn data) {
            List<Eqn> few = data == null ? List.of() : List.of(data);
            b.cond(code.hold(bounds), () -> behind(few, loop), () -> behind(List.of(checks), loop), loop.out());
        }

        private List<Atom> behind(List<Eqn> checks, Eqn loop) {
            copies(checks);
            return Rewrite.repeat(b, without(loop));
        }

        /** Whether the loop has one place at most that data move, and no loop inside: lanes pack what goes there. */
        private static boolean isPacked(Eqn loop, List<Eqn> onData) {
            return onData.size() < 2 && !Regions.any(Regions.of(loop).get(0).body(), Regions::isLoop);
        }

        private void before(Set<Poly> bounds, Eqn checks, Eqn data) {
            if (bounds.isEmpty()) {
                copies(List.of(checks));
                return;
            }
            List<Eqn> few = data == null ? List.of() : List.of(data);
            b.cond(code.hold(bounds), () -> copies(few), () -> copies(List.of(checks)));
        }

        private List<Atom> copies(List<Eqn> loops) {
            for (Eqn e : loops) {
                GrowingPlaces places = GrowingPlaces.of(e);
                if (places == null) {
                    Rewrite.repeat(b, e);
                } else {
                    b.cond(places.hold(b, e.in().get(0), places.last(b)), List::of, () -> copy(e));
                }
            }
            return List.of();
        }

        private List<Atom> copy(Eqn loop) {
            Rewrite.repeat(b, loop);
            return List.of();
        }

        /**
         * Whether each loop that has checks of data writes something itself, or, in loops inside of it, rows or elements of arrays that the function was given and does not read, whose trips may then come in any order: else the
         * checks cost nothing but their time there. So does a loop that hands on numbers and checks its trips' rows of an array that would have to be taken back: without checks there is nothing to take back. And so does a sum whose trips have loops of their own, which may go in lanes then.
         */
        private boolean written(Eqn loop, List<Eqn> onData) {
            boolean[] has = {false};
            boolean[] counts = {false};
            boolean[] sweeps = {false};
            boolean[] inner = {true};
            boolean[] deep = {false};
            boolean[] takenBack = {false};
            boolean sums = RegionView.of(loop).carried().stream().noneMatch(c -> c.param().isArray());
            boolean[] loops = {false};
            int[] own = {0};
            Region body = Regions.of(loop).get(0);
            var defs = Definitions.in(body.body());
            var read = new HashSet<List<Atom>>();
            Regions.eachOutsideLoops(body.body(), x -> {
                if (x.prim() == Prim.INDEX) {
                    read.add(x.in());
                } else if (x.prim() == Prim.UPDATE) {
                    // bins that are counted in are read at the very places that they are written: a histogram needs no other pass over its data, but where the loop fills arrays, too, these need not be taken back then, be it in loops inside
                    boolean data = x.indices().stream().anyMatch(a -> ofData(a, defs, new HashSet<>()));
                    // an index that trips go along with is none of few bins
                    boolean along = x.indices().stream().anyMatch(a -> a instanceof Var v && moving.contains(v.id()) && ofData(a, defs, new HashSet<>()));
                    // but for rows that stand in a list: to go over that takes far less than to copy rows
                    boolean listed = x.in().get(0).type().rank() > 1 && written.isTakenBack(x.in().get(0)) && x.indices().stream().allMatch(a -> !ofData(a, defs, new HashSet<>()) || isListed(defs.of(a), defs));
                    counts[0] |= data && !along && !listed && read.contains(x.in().subList(0, x.in().size() - 1));
                    sweeps[0] |= !data;
                    has[0] = true;
                }
                sweeps[0] |= x.prim() == Prim.FOR && Regions.any(List.of(x), y -> y.prim() == Prim.UPDATE && y.indices().stream().noneMatch(a -> ofData(a, defs, new HashSet<>())));
                deep[0] |= x.prim() == Prim.FOR && Regions.any(List.of(x), y -> y.prim() == Prim.UPDATE && (y.in().get(0).type().rank() > 1 || written.root(y.in().get(0)) != null));
                takenBack[0] |= x.prim() == Prim.FOR && Regions.any(List.of(x), y -> y.prim() == Prim.UPDATE && written.isTakenBack(y.in().get(0)));
                loops[0] |= x.prim() == Prim.FOR;
                own[0] += onData.stream().anyMatch(c -> c == x) ? 1 : 0;
                inner[0] &= x.prim() != Prim.FOR || written(x, onData) || areAlike(loop, x, onData);
            });
            // where numbers go from trip to trip, trips come in order, and what the checks say of places is not missed; nor is it where data say where a trip's row begins
            takenBack[0] &= RegionView.of(loop).carried().stream().anyMatch(c -> !c.param().isArray()) || onData.stream().allMatch(c -> ofData(c.in().get(0), defs, new HashSet<>()));
            return inner[0] && (!counts[0] || sweeps[0]) && (has[0] || own[0] == 0 || deep[0] || (takenBack[0] || sums && loops[0]) && own[0] == onData.size());
        }

        /** Whether a loop's trips all ask the same in a loop inside, as averages of rows that a list says do in each column: asked for once, it is nothing beside that, whose trips may then come in lanes. */
        private static boolean areAlike(Eqn loop, Eqn inner, List<Eqn> onData) {
            RegionView view = RegionView.of(loop);
            Set<Integer> follows = Regions.following(view.body().params().stream().filter(p -> !p.isArray()).toList(), view.body().body(), e -> true);
            return !Regions.any(List.of(inner), x -> x.prim() == Prim.CHECK && onData.stream().anyMatch(c -> c == x) && Var.among(x.in()).stream().anyMatch(v -> follows.contains(v.id())));
        }

        /** Whether a number is an element of an array, and which one data do not say, or such an element does. */
        private static boolean isListed(Eqn e, Definitions defs) {
            return ElementAccess.isOne(e, Prim.INDEX) && e.indices().stream().allMatch(at -> !ofData(at, defs, new HashSet<>()) || isListed(defs.of(at), defs));
        }

        /** Whether an element that is read is in a value, or in one that it is computed of and that has not been {@code seen} yet. */
        private static boolean ofData(Atom a, Definitions defs, Set<Atom> seen) {
            Eqn e = defs.of(a);
            return e != null && seen.add(a) && (e.prim() == Prim.INDEX || e.in().stream().anyMatch(x -> ofData(x, defs, seen)));
        }

        private static Eqn without(Eqn e) {
            return Regions.of(e).isEmpty() ? e : Regions.map(e, r -> new Region(r.params(), r.body().stream().filter(x -> x.prim() != Prim.CHECK).map(Emit::without).toList(), r.out()));
        }
    }
}
