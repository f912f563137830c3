package dev.jacobi.vectorize.small;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.EarlyExit;
import dev.jacobi.ir.analysis.Facts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Loops over small arrays that data may end sooner make all the trips that they could make, of which those behind the end do nothing: the shifts of an insertion, {@code while (j >= 0 && w[j] > v) ..}. Taken
 * trip by trip, such a loop has places that are constants, and lanes can go through it side by side.
 *
 * <pre>
 *  j', w' = while(j0, w) { j >= 0 and .. } do { ..; yield j - 1, v }
 *  goes, j', w' = for(j0 + 1, true, j0, w) { t, going, j, w -> go = cond(going) { j0 - t >= 0 and .. } else { false };  cond(go) { ..; yield true, j - 1, v } else { yield false, j, w } }
 * </pre>
 */
final class ShortWhiles {
    /** So many trips are made in vain wherever the array comes from; more only in lanes that have made it themselves, as what outlives a loop's trip leaves no lanes. */
    private static final int FEW_TRIPS = 8;
    private final Definitions defs;
    /** The loops in place of whiles, with their arrays, by the first result of the while. */
    private final Map<Var, Eqn> written = new LinkedHashMap<>();
    private final Set<Var> refused;

    private ShortWhiles(Definitions defs, Set<Var> refused) {
        this.defs = defs;
        this.refused = refused;
    }

    /** The function with loops that make a fixed number of trips, where all their small arrays will be elements then. */
    static Func run(Func f) {
        if (!Regions.any(f.body(), e -> e.prim() == Prim.WHILE && e.in().stream().anyMatch(a -> SmallShapes.isSmall(a.type())))) {
            return f;
        }
        var defs = Definitions.in(f.body());
        var refused = new HashSet<Var>();
        while (true) {
            var all = new ShortWhiles(defs, refused);
            Func after = Rewrite.run(f, all::rewrite);
            if (after == f || !all.refuseArrays(after)) {
                return after;
            }
        }
    }

    /** Notes the loops whose arrays stay arrays; whether there are any. */
    private boolean refuseArrays(Func after) {
        var groups = SmallGroups.of(after);
        var made = new MadeInTrip(after, groups);
        boolean any = false;
        for (Map.Entry<Var, Eqn> e : written.entrySet()) {
            Eqn loop = e.getValue();
            List<Var> arrays = loop.out().stream().filter(v -> !v.type().isScalar()).toList();
            // more are made in vain only in lanes, and none where the places are constants anyway; what is bounded so does not wrap around either
            boolean few = groups.mostTrips(loop) <= (loop.in().stream().filter(a -> !a.type().isScalar()).allMatch(made::has) ? SmallShapes.MOST_ELEMENTS : FEW_TRIPS);
            boolean fits = few && groups.loops().contains(Regions.trip(loop).id());
            if (!fits || !arrays.stream().allMatch(groups::has)) {
                refused.add(e.getKey());
                any = true;
            }
        }
        return any;
    }

    private boolean rewrite(Eqn e, Rewrite r) {
        if (e.prim() != Prim.WHILE || e.in().stream().noneMatch(a -> SmallShapes.isSmall(a.type())) || refused.contains(e.out().get(0)) || hasEffect(e)) {
            return false;
        }
        var exit = new EarlyExit(defs::of, e);
        Count c = count(e, exit);
        if (c == null) {
            return false;
        }
        write(e, r, c, exit);
        return true;
    }

    private static boolean hasEffect(Eqn e) {
        return Regions.of(e).stream().anyMatch(r -> r.body().stream().anyMatch(Regions::hasEffect));
    }

    /** Carry {@code k} goes one up or down in each trip behind which there may be another one, while it is on this side of a bound from outside of the loop. */
    private record Count(int k, boolean up, Prim op, Atom bound) {
        Atom trips(Builder b, Atom start, Atom bound) {
            Atom distance = up ? b.folded(Prim.SUB, bound, start) : b.folded(Prim.SUB, start, bound);
            return op == Prim.GE || op == Prim.LE ? b.folded(Prim.ADD, distance, Lit.of(start.dtype(), 1)) : distance;
        }
    }

    private Count count(Eqn e, EarlyExit exit) {
        Region cond = ((Params.While) e.params()).cond();
        var terms = new ArrayList<Eqn>();
        terms(cond.out().get(0), terms);
        for (Eqn t : terms) {
            for (int side = 0; side < 2; side++) {
                Prim op = side == 0 ? t.prim() : Facts.mirror(t.prim());
                int k = cond.params().indexOf(t.in().get(side));
                Atom bound = t.in().get(1 - side);
                boolean outside = bound instanceof Lit || !Regions.defined(cond).contains(((Var) bound).id());
                long step = k < 0 || !outside ? 0 : step(e, k, exit);
                if (step == 1 && (op == Prim.LT || op == Prim.LE) || step == -1 && (op == Prim.GT || op == Prim.GE)) {
                    return new Count(k, step > 0, op, bound);
                }
            }
        }
        return null;
    }

    /** The comparisons of integers all of which must hold for a bool to be true. */
    private void terms(Atom a, List<Eqn> out) {
        Eqn e = defs.of(a);
        if (e == null) {
            return;
        }
        if (e.prim() == Prim.AND && a.dtype() == DType.BOOL) {
            e.in().forEach(x -> terms(x, out));
        } else if (e.prim() == Prim.COND && e.in().get(0).dtype() == DType.BOOL && Regions.of(e).get(0).out().get(e.out().indexOf(a)).equals(Lit.bool(false))) {
            terms(e.in().get(0), out);
            terms(Regions.of(e).get(1).out().get(e.out().indexOf(a)), out);
        } else if (e.prim().group() == Prim.Group.COMPARE && e.in().get(0).dtype().isInt()) {
            out.add(e);
        }
    }

    /** By how much a carry moves in a trip after which the loop may go on; 0 where that is not seen. */
    private long step(Eqn e, int k, EarlyExit exit) {
        Region body = ((Params.While) e.params()).body();
        Atom yield = exit.staying().get(k);
        Eqn way = defs.of(yield, Prim.COND);
        if (way == null) {
            return moved(yield, body.params().get(k));
        }
        long step = 0;
        for (int w = 0; w < Regions.of(way).size(); w++) {
            if (goesOn(way, w, body, exit.flags())) {
                long by = moved(Regions.of(way).get(w).out().get(way.out().indexOf(yield)), body.params().get(k));
                if (by == 0 || step != 0 && step != by) {
                    return 0;
                }
                step = by;
            }
        }
        return step;
    }

    private long moved(Atom a, Var from) {
        Definitions.Offset by = Definitions.Offset.of(defs.of(a));
        return by != null && by.base().equals(from) ? by.by() : 0;
    }

    /** Whether the loop may go on where a branch has gone this way. */
    private boolean goesOn(Eqn branch, int way, Region body, List<EarlyExit.Flag> flags) {
        for (EarlyExit.Flag f : flags) {
            Atom yield = body.out().get(f.position());
            Eqn not = defs.of(yield, Prim.NOT);
            Atom selector = branch.in().get(0);
            boolean chosen = selector.dtype() == DType.BOOL && (yield.equals(selector) || not != null && not.in().get(0).equals(selector));
            Atom value = chosen ? Lit.bool((way == 1) == (not == null)) : branch.out().contains(yield) ? Regions.of(branch).get(way).out().get(branch.out().indexOf(yield)) : yield;
            if (value instanceof Lit l && (l.bits() == f.with().bits()) != (f.prim() == Prim.EQ)) {
                return false;
            }
        }
        return true;
    }

    private void write(Eqn e, Rewrite r, Count c, EarlyExit exit) {
        var loop = (Params.While) e.params();
        Builder b = r.b;
        Atom start = e.in().get(c.k);
        var init = new ArrayList<Atom>(List.of(Lit.bool(true)));
        init.addAll(e.in());
        List<Var> out = b.loop(c.trips(b, start, r.atom(c.bound)), init, p -> {
            List<Var> carries = p.subList(2, p.size());
            Atom now = b.folded(c.up ? Prim.ADD : Prim.SUB, start, p.get(0));
            Atom goes = b.cond(p.get(1), () -> part(r, loop.cond(), carries, c.k, now), () -> List.of(Lit.bool(false))).get(0);
            return b.cond(goes, () -> {
                List<Atom> yields = part(r, loop.body(), carries, c.k, now);
                var next = new ArrayList<>(List.of(stays(b, exit.flags(), yields)));
                next.addAll(yields);
                return next;
            }, () -> {
                var same = new ArrayList<Atom>(List.of(Lit.bool(false)));
                same.addAll(carries);
                return same;
            });
        });
        r.replace(e.out(), out.subList(1, out.size()));
        written.put(e.out().get(0), Regions.definition(b.eqns(), out.get(0)));
    }

    /** A copy of the condition or the body, in which the carry that is counted is a function of the trip's number; what it gives. */
    private static List<Atom> part(Rewrite r, Region region, List<Var> carries, int counted, Atom now) {
        var copy = r.beside().replace(region.params(), carries).replace(region.params().get(counted), now);
        copy.append(region.body());
        return copy.atoms(region.out());
    }

    /** Whether what the body has given lets the loop go on: where it does not, the number of the trip says nothing of the counted carry any more. */
    private static Atom stays(Builder b, List<EarlyExit.Flag> flags, List<Atom> yields) {
        Atom all = Lit.bool(true);
        for (EarlyExit.Flag f : flags) {
            all = b.folded(Prim.AND, all, b.folded(f.prim(), yields.get(f.position()), f.with()));
        }
        return all;
    }
}
