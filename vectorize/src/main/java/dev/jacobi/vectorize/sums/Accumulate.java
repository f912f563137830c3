package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.simplify.Simplify;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.vectorize.forms.BranchSums;
import dev.jacobi.vectorize.forms.ExchangedSums;
import dev.jacobi.vectorize.forms.FoldedSums;
import dev.jacobi.vectorize.forms.NestedSums;
import dev.jacobi.vectorize.idle.FewCotangents;
import dev.jacobi.vectorize.idle.IdleSums;
import dev.jacobi.vectorize.idle.IdleTrips;
import dev.jacobi.vectorize.idle.TripsAsked;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gradients' sums, whose order is free: a nest of loops that adds to several places becomes one nest per place, with its loops in an order in
 * which they are parallel or a {@code reduce} ({@link SumPlan}). So the gradients of matrix products, convolutions and stencils are
 * nests as good as the programs' own. All other {@code acc_add} become reading, adding and writing.
 */
public final class Accumulate implements Optimisation {
    private static final int MOST_COPIED = 1500;
    private static final int MOST_SUMS = 16;
    /** What becomes of neighbouring sums, which are gathered. */
    public enum Neighbours {
        /** Their loops stay as they are, for a derivative or a later run of this pass to see. */
        STAY,
        /** Each row is one loop, which asks at each element which of the sums there are. */
        WHOLE,
        /** Rows come apart into their ends and what lies between, which asks nothing. */
        PARTS
    }

    private final Neighbours neighbours;

    /** Neighbouring sums are treated so. */
    public Accumulate(Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    @Override
    public String name() {
        return "accumulate";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.ACC_ADD)) {
            return in;
        }
        Set<Integer> later = new HashSet<>();
        Func gathered = AskedSums.run(NestedSums.run(in), neighbours == Neighbours.PARTS, neighbours == Neighbours.STAY ? later : null);
        Func asked = Unswitch.run(gathered, later);
        // what a branch alone has written and read is known now
        Func f = SumsTaken.run(asked == in ? in : new Simplify().run(asked));
        return EqualStages.run(new Func(f.in(), new Walk(f, neighbours, later).block(f.body()), f.out()));
    }

    /** One walk over a function. */
    private static final class Walk {
        private final IntValues values;
        private final Map<Integer, Var> variables;
        private final Builder fresh;
        private final Neighbours neighbours;
        private final IdentityHashMap<Eqn, ElementAccess> accesses = new IdentityHashMap<>();
        private final IdentityHashMap<Eqn, Poly> differences = new IdentityHashMap<>();
        /** Arrays of zeros that are used once, whichever branches are taken. */
        private final Map<Atom, Eqn> zeros = new HashMap<>();
        private final Map<Integer, Integer> uses;
        /** Loops whose first and last trips are not written out. */
        private final Set<Eqn> stay = Collections.newSetFromMap(new IdentityHashMap<>());
        /** Results of loops that stay as they are. */
        private final Set<Integer> later;
        /** Whether loops that add in branches stay, as they are written a second time. */
        private boolean asksStay;
        /** Within a loop that is there once more, for few cotangents. */
        private boolean many;

        Walk(Func f, Neighbours neighbours, Set<Integer> later) {
            this.neighbours = neighbours;
            this.later = later;
            values = new IntValues(f);
            variables = Poly.variables(f);
            uses = Regions.usesOnOneWay(f.body(), f.out());
            fresh = values.shapes.ids;
        }

        List<Eqn> block(List<Eqn> body) {
            var out = new ArrayList<Eqn>();
            for (Eqn e : body) {
                boolean isZero = e.prim() == Prim.FULL && e.in().get(0).equals(Lit.zero(e.result().dtype())) && uses.getOrDefault(e.result().id(), 0) == 1;
                if (isZero) {
                    zeros.put(e.result(), e);
                }
                out.addAll(eqn(e));
                values.define(e);
            }
            return out;
        }

        private List<Eqn> eqn(Eqn e) {
            if (e.prim() == Prim.ACC_ADD) {
                return SumCode.plain(e, fresh);
            }
            if (e.out().stream().anyMatch(v -> later.contains(v.id()))) {
                return List.of(e);
            }
            boolean loop = e.prim() == Prim.FOR || e.prim() == Prim.MAP;
            Eqn asked = loop ? Unswitch.of(e, fresh) : null;
            if (asked != null) {
                return eqn(asked);
            }
            List<Eqn> fixed = loop ? FixedPlaces.of(e, fresh) : null;
            if (fixed != null) {
                return block(fixed);
            }
            List<Eqn> idle = loop && !stay.contains(e) ? IdleSums.of(e, zeros.keySet(), stay, fresh) : null;
            if (idle != null) {
                return neighbours == Neighbours.STAY ? List.of(e) : block(idle);
            }
            boolean adds = e.prim() == Prim.FOR && Regions.any(Regions.of(e).get(0).body(), x -> x.prim() == Prim.ACC_ADD);
            SumNest nest = loop && !IdleSums.within(e) ? SumNest.of(e) : null;
            if (adds || nest != null) {
                values.region(e, 0, () -> values.walk(Regions.of(e).get(0).body(), this::look));
            }
            boolean idleTrips = adds && IdleTrips.isSuch(e);
            if (idleTrips || adds && TripsAsked.isSuch(e)) {
                return List.of(neighbours == Neighbours.STAY ? e : values.regions(idleTrips ? IdleTrips.of(e, fresh) : TripsAsked.of(e, fresh), this::block));
            }
            FewCotangents.Choice few = adds && !many && neighbours != Neighbours.WHOLE && !stay.contains(e) ? FewCotangents.of(e, fresh) : null;
            if (few != null) {
                return neighbours == Neighbours.STAY ? List.of(e) : few(few, e);
            }
            List<Eqn> taken = adds ? TakenFirst.of(e, accesses, values, fresh) : null;
            if (taken != null) {
                return block(taken);
            }
            List<Eqn> now = nests(e, nest, adds);
            EdgeTrips.Choice edges = now == null && adds && neighbours != Neighbours.WHOLE && !stay.contains(e) ? EdgeTrips.of(e, differences, values, fresh) : null;
            if (edges != null) {
                stay.add(edges.stays());
                return neighbours == Neighbours.STAY ? List.of(e) : block(edges.eqns());
            }
            now = now == null && nest == null && adds ? nestsOf(RecurrenceApart.within(e, fresh), false) : now;
            now = now == null && nest == null && adds && !stay.contains(e) ? withTermsOfBranches(e) : now;
            now = now == null && nest == null && adds && !stay.contains(e) ? branchesApart(e) : now;
            List<Eqn> apart = now == null && adds ? RecurrenceApart.of(e, fresh) : null;
            if (apart != null) {
                return block(apart);
            }
            List<Eqn> beside = now == null && adds ? SumsBeside.of(e, accesses, values, variables, fresh) : null;
            if (beside != null) {
                return block(beside);
            }
            List<Eqn> slow = now == null && adds ? SlowTerms.of(e, accesses, values, fresh) : null;
            return slow != null ? block(slow) : now != null ? now : List.of(values.regions(e, this::block));
        }

        private List<Eqn> few(FewCotangents.Choice choice, Eqn loop) {
            fresh.open();
            fresh.append(choice.before());
            fresh.cond(choice.few(), () -> {
                fresh.append(values.regions(choice.asking(), this::block));
                return choice.asking().out();
            }, () -> {
                many = true;
                fresh.append(eqn(choice.all()));
                many = false;
                return choice.all().out();
            }, loop.out());
            return fresh.close();
        }

        private void look(Eqn e) {
            EdgeTrips.look(e, values, accesses, differences);
        }

        /** The nests in place of one; null when it stays. */
        private List<Eqn> nests(SumNest nest) {
            Region body = Regions.of(nest.loop).get(0);
            Set<Integer> inside = Regions.defined(body);
            if (nest.sums.size() > MOST_SUMS || !nest.isApart(accesses, values)) {
                return null;
            }
            Eqn forward = nest.forward(values);
            if (forward != nest.loop) {
                return eqn(forward);
            }
            var plans = new ArrayList<SumPlan>();
            for (SumNest.Sum s : nest.sums) {
                SumPlan p = SumPlan.of(nest, s, accesses, values, inside);
                if (p == null) {
                    return null;
                }
                plans.add(p);
            }
            List<Eqn> one = exchanged(nest, plans);
            if (one != null) {
                return one;
            }
            List<Eqn> staged = SumStage.of(nest, plans, accesses, values, inside, fresh);
            if (staged != null) {
                return block(staged);
            }
            if (isTooMuch(nest, plans)) {
                return null;
            }
            Map<List<SumPlan>, SumGather> gathers = gathers(plans, nest);
            if (neighbours == Neighbours.STAY && !gathers.isEmpty()) {
                return List.of(nest.loop);
            }
            staged = SumStage.ofTaps(nest, gathers.keySet(), accesses, values, inside, fresh);
            if (staged != null) {
                return block(staged);
            }
            var groups = new ArrayList<>(gathers.keySet());
            groups.addAll(together(plans.stream().filter(p -> gathers.keySet().stream().noneMatch(g -> g.contains(p))).toList()));
            staged = SumStage.ofSlow(nest, groups, accesses, values, inside, fresh);
            if (staged != null) {
                return block(staged);
            }
            List<Eqn> shared = gathers.isEmpty() ? SharedSums.of(nest, plans, groups, accesses, values, fresh, g -> apart(nest, g, Map.of())) : null;
            return shared != null ? shared : apart(nest, groups, gathers);
        }

        /** One nest for all sums of two loops, with these in the other order where that takes it; null where there is none, or nothing is slow that they share. */
        private List<Eqn> exchanged(SumNest nest, List<SumPlan> plans) {
            if (!nest.rest.isEmpty() || plans.size() < 2 || plans.stream().anyMatch(p -> p.sum.path().size() != 2) || !SumPlan.sharesSlow(plans)) {
                return null;
            }
            if (SumPlan.oneNest(plans, accesses, values)) {
                return apart(nest, List.of(plans), Map.of());
            }
            ExchangedSums turned = ExchangedSums.of(nest.loop, fresh);
            SumNest other = turned == null ? null : SumNest.of(turned.loop());
            if (other == null) {
                return null;
            }
            values.region(other.loop, 0, () -> values.walk(Regions.of(other.loop).get(0).body(), this::look));
            Set<Integer> inside = Regions.defined(Regions.of(other.loop).get(0));
            List<SumPlan> now = other.sums.stream().map(s -> SumPlan.of(other, s, accesses, values, inside)).toList();
            if (now.contains(null) || !SumPlan.oneNest(now, accesses, values)) {
                return null;
            }
            List<Eqn> one = apart(other, List.of(now), Map.of());
            fresh.open();
            fresh.cond(fresh.emit(Prim.GT, turned.trips(), Lit.zero(turned.trips().dtype())), () -> {
                fresh.append(one);
                return other.loop.out();
            }, turned::inits, turned.results());
            return fresh.close();
        }

        /** The nests in place of a loop, as it is or with short loops in it written out; null when it stays. */
        private List<Eqn> nests(Eqn loop, SumNest nest, boolean adds) {
            List<Eqn> pairs = nest != null && ShortSums.isOfPairs(nest, accesses) ? nestsOf(ShortSums.of(loop, fresh), true) : null;
            List<Eqn> now = pairs != null || nest == null ? pairs : nests(nest);
            now = now == null && nest == null && adds ? nestsOf(FoldedSums.of(loop, fresh), false) : now;
            return now == null && adds ? nestsOf(ShortSums.of(loop, fresh), true) : now;
        }

        /** The nests in place of a loop in another form; null when there is no such form or the loop would stay in it. */
        private List<Eqn> nestsOf(Eqn other, boolean whole) {
            SumNest nest = other == null ? null : SumNest.of(other, whole);
            if (nest == null) {
                return null;
            }
            values.region(other, 0, () -> values.walk(Regions.of(other).get(0).body(), this::look));
            List<Eqn> now = nests(nest);
            return now == null || now.contains(other) ? null : now;
        }

        /**
         * The nests in place of a loop that adds in branches, as to all other bodies of a pair: what a branch that is not taken would add is 0, and goes to an element that is there, which may be asked in front of the loop.
         * Null when it stays.
         */
        private List<Eqn> withTermsOfBranches(Eqn loop) {
            if (asksStay || !Regions.any(Regions.of(loop).get(0).body(), BranchSums::asks)) {
                return null;
            }
            QuestionedNest found = QuestionedNest.of(loop, this::look, accesses, values, fresh);
            if (found == null) {
                return null;
            }
            fresh.open();
            Atom there = found.answer();
            List<Eqn> asked = fresh.close();
            asked.forEach(values::define);
            fresh.open();
            SumNest nest = there == null ? null : found.nest();
            List<Eqn> before = fresh.close();
            before.forEach(values::define);
            if (nest == null) {
                return null;
            }
            values.region(nest.loop, 0, () -> values.walk(Regions.of(nest.loop).get(0).body(), this::look));
            List<Eqn> now = nests(nest);
            if (now == null || now.contains(nest.loop)) {
                return null;
            }
            fresh.open();
            fresh.append(asked);
            fresh.cond(there, () -> {
                fresh.append(before);
                fresh.append(now);
                return found.results(nest);
            }, () -> {
                fresh.open();
                List<Atom> results = new Rewrite(fresh).repeat(loop);
                Eqn copy = fresh.close().get(0);
                asksStay = true;
                fresh.append(values.regions(copy, this::block));
                asksStay = false;
                return results;
            }, loop.out());
            return fresh.close();
        }

        /** The nests in place of a loop whose branches add, too, and behind them a loop of these alone; null when it stays. */
        private List<Eqn> branchesApart(Eqn loop) {
            BranchSums two = BranchSums.of(loop, fresh);
            if (two == null) {
                return null;
            }
            SumNest nest = SumNest.of(two.nests());
            List<Eqn> now = nest == null ? nestsOf(FoldedSums.of(two.nests(), fresh), false) : nestsOf(two.nests(), false);
            if (now == null) {
                return null;
            }
            var out = new ArrayList<>(now);
            out.addAll(block(List.of(two.branches())));
            return out;
        }

        /** One nest after the other, and behind them one for what is no sum, with sums that are as well off there. */
        private List<Eqn> apart(SumNest nest, List<List<SumPlan>> all, Map<List<SumPlan>, SumGather> gathers) {
            var out = new ArrayList<Eqn>();
            var now = new ArrayList<Atom>(nest.loop.in().subList(1, nest.loop.in().size()));
            List<SumPlan> behind = nest.rest.isEmpty() ? List.of() : all.stream().filter(g -> !gathers.containsKey(g) && nest.staysWithRest(g)).max(Comparator.comparingInt(List::size)).orElse(List.of());
            List<List<SumPlan>> groups = all.stream().filter(g -> g != behind).toList();
            for (int k = 0; k < groups.size(); k++) {
                var later = new ArrayList<>(groups.subList(k + 1, groups.size()));
                later.add(behind);
                List<SumPlan> group = groups.get(k);
                List<Integer> carries = group.stream().map(p -> p.sum.carry()).distinct().toList();
                var results = new ArrayList<Var>();
                for (int c : carries) {
                    boolean last = later.stream().noneMatch(g -> g.stream().anyMatch(p -> p.sum.carry() == c));
                    results.add(last ? nest.loop.out().get(c) : fresh.fresh(nest.loop.out().get(c).type()));
                }
                List<Eqn> one;
                if (gathers.containsKey(group)) {
                    one = gathers.get(group).write(now.get(carries.get(0)), zeros.get(now.get(carries.get(0))), results.get(0), array -> oneByOne(nest, group, array));
                } else {
                    var code = new SumCode(group, nest, l -> SumPlan.isApart(group, l, accesses, values), fresh);
                    one = group.size() == 1 ? code.write(now.get(carries.get(0)), results.get(0)) : code.write(carries, carries.stream().map(now::get).toList(), results);
                }
                // terms may be sums of numbers themselves
                out.addAll(Regions.any(one, x -> x.prim() == Prim.ACC_ADD) ? block(one) : one);
                for (int j = 0; j < results.size(); j++) {
                    now.set(carries.get(j), results.get(j));
                }
            }
            if (!nest.rest.isEmpty()) {
                out.addAll(eqn(nest.rest(behind, now, fresh)));
            }
            return out;
        }

        /** A nest for each of the sums to one array. */
        private Atom oneByOne(SumNest nest, List<SumPlan> group, Atom array) {
            Atom now = array;
            for (SumPlan p : group) {
                Var next = fresh.fresh(array.type());
                new SumCode(List.of(p), nest, l -> false, fresh).write(now, next).forEach(fresh::append);
                now = next;
            }
            return now;
        }

        /** Whether nests of their own would be too long, or compute loops and branches more often than there are arrays. Sums that one nest does together count once. */
        private boolean isTooMuch(SumNest nest, List<SumPlan> plans) {
            long arrays = nest.sums.stream().map(SumNest.Sum::carry).distinct().count();
            int copied = 0;
            long heavy = 0;
            for (List<SumPlan> group : together(plans)) {
                Set<Eqn> slice = Collections.newSetFromMap(new IdentityHashMap<>());
                group.forEach(p -> slice.addAll(p.slice));
                copied += Regions.size(List.copyOf(slice));
                heavy += slice.stream().anyMatch(x -> !Regions.of(x).isEmpty()) ? 1 : 0;
            }
            return copied > MOST_COPIED || heavy > arrays;
        }

        /** The sums of each array that are gathered. */
        private Map<List<SumPlan>, SumGather> gathers(List<SumPlan> plans, SumNest nest) {
            var out = new LinkedHashMap<List<SumPlan>, SumGather>();
            plans.stream().collect(Collectors.groupingBy(p -> p.sum.carry(), LinkedHashMap::new, Collectors.toList())).values().forEach(g -> {
                SumGather gather = SumGather.of(g, nest, accesses, variables, fresh, neighbours == Neighbours.PARTS, TripRanges.ALL);
                if (gather != null) {
                    out.put(g, gather);
                }
            });
            return out;
        }

        /** Sums in the same loops, whose trips stay independent when one nest does them all: what all of them read is read once. */
        private List<List<SumPlan>> together(List<SumPlan> plans) {
            var groups = new ArrayList<List<SumPlan>>();
            for (SumPlan p : plans) {
                List<SumPlan> found = null;
                for (List<SumPlan> g : groups) {
                    found = found == null && p.joins(g, accesses, values) ? g : found;
                }
                if (found == null) {
                    groups.add(new ArrayList<>(List.of(p)));
                } else {
                    found.add(p);
                }
            }
            return groups;
        }
    }
}
