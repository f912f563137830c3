package dev.jacobi.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A structured equation seen as what belongs together in it: a carry of a loop, for instance, is an operand, a parameter of the body, a yield and a result.
 * This is the only place that knows in which order they stand.
 *
 * <pre>
 *            operands        parameters       yields            results
 *  cond      selector                         v..               v..                      BRANCH
 *  for       n, c..          i, c..           c..               c..                      CARRY
 *  while     c..             c.. (both)       c.. (the body)    c..                      CARRY
 *  map       n, d..          i, d..           d.., v..          d.., stacked v..         DEST, STACK
 *  reduce    n, f.., d..     i, d..           f.., d..          f.., d..                 FOLD, DEST
 *  scan      n, f..          i                f..               f.., prefixes of f..     FOLD
 *  hist      n, b            i                index, value      b                        BINS
 * </pre>
 *
 * @param eqn the equation
 * @param head the selector, or the number of trips; null for while and for equations without regions
 * @param slots in the order of their results; none for equations without regions
 */
public record RegionView(Eqn eqn, Atom head, List<Slot> slots) {

    /** What a slot is for; in this order they stand. */
    public enum Role {
        /** A value that an associative operator folds the trips' terms into; a scan has an array of all its values, too. */
        FOLD,
        /** A value that one trip of a loop hands to the next. */
        CARRY,
        /** An array that the trips of a parallel loop write to, each elsewhere. */
        DEST,
        /** An array of what the trips yield. */
        STACK,
        /** What the branch yields that is taken. */
        BRANCH,
        /** Bins of a histogram: a trip yields the bin and what goes into it. */
        BINS
    }

    /**
     * Parts of the equation that belong together.
     *
     * @param op the operator of a fold and of bins, else null
     * @param init the operand; null where there is none
     * @param params the parameter in each region that has one, in order of the regions
     * @param yields one of each branch; of bins their number and the value; else the one of the body
     * @param results one, and behind it the prefixes of a scan
     */
    public record Slot(Role role, Prim op, Atom init, List<Var> params, List<Atom> yields, List<Var> results) {
        /** The parameter of the body; null where there is none. */
        public Var param() {
            return params.isEmpty() ? null : params.get(params.size() - 1);
        }

        /** What the body yields, or the last branch. */
        public Atom yield() {
            return yields.get(yields.size() - 1);
        }

        public Var result() {
            return results.get(0);
        }

        /** What a loop carries or writes to. */
        public static Slot of(Role role, Atom init, Var param, Atom yield, Var result) {
            return new Slot(role, null, init, List.of(param), List.of(yield), List.of(result));
        }

        /** The same values in a fold by an operator, whose body does not see what has been folded. */
        public Slot fold(Prim by) {
            return new Slot(Role.FOLD, by, init, List.of(), yields, results);
        }

        /** The same values in another role. */
        public Slot as(Role other) {
            return new Slot(other, op, init, params, yields, results);
        }

        /** The same for another result. */
        public Slot as(Var result) {
            return new Slot(role, op, init, params, yields, List.of(result));
        }
    }

    /** A for, map, reduce or scan over {@code n} trips with these slots, which stand in the order of their roles. */
    public static Eqn loop(Prim p, Dim extent, Atom n, Var trip, List<Slot> slots, List<Eqn> body) {
        var region = new Region(List.of(trip), body, List.of());
        Params params = p == Prim.FOR || p == Prim.MAP ? new Params.Loop(extent, region) : new Params.Fold(extent, List.of(), region);
        return new RegionView(new Eqn(p, List.of(n), params, List.of()), n, List.of()).with(slots);
    }

    /** The view of any equation. */
    public static RegionView of(Eqn e) {
        Params p = e.params();
        boolean regions = !p.regions().isEmpty();
        int n = !regions ? 0 : e.prim() == Prim.SCAN ? ((Params.Fold) p).ops().size() : e.out().size();
        var slots = new ArrayList<Slot>(n);
        for (int k = 0; k < n; k++) {
            slots.add(slot(e, k));
        }
        return new RegionView(e, regions && !(p instanceof Params.While) ? e.in().get(0) : null, slots);
    }

    /** The slot that result k belongs to, or the k-th of a scan; null for equations without regions, such as calls. */
    public static Slot slot(Eqn e, int k) {
        Params p = e.params();
        List<Var> result = List.of(e.out().get(k));
        if (p instanceof Params.Branches b) {
            return new Slot(Role.BRANCH, null, null, List.of(), b.regions().stream().map(r -> r.out().get(k)).toList(), result);
        } else if (p instanceof Params.While w) {
            return new Slot(Role.CARRY, null, e.in().get(k), List.of(w.cond().params().get(k), w.body().params().get(k)), List.of(w.body().out().get(k)), result);
        } else if (p instanceof Params.Loop l) {
            List<Atom> yield = List.of(l.body().out().get(k));
            return k >= e.in().size() - 1 ? new Slot(Role.STACK, null, null, List.of(), yield, result)
                : new Slot(e.prim() == Prim.FOR ? Role.CARRY : Role.DEST, null, e.in().get(1 + k), List.of(l.body().params().get(1 + k)), yield, result);
        }
        if (!(p instanceof Params.Fold f)) {
            return null;
        }
        int ops = f.ops().size();
        if (e.prim() == Prim.HIST) {
            return new Slot(Role.BINS, f.ops().get(0), e.in().get(1), List.of(), f.body().out(), result);
        }
        List<Atom> yield = List.of(f.body().out().get(k));
        return k >= ops ? new Slot(Role.DEST, null, e.in().get(1 + k), List.of(f.body().params().get(1 + k - ops)), yield, result)
            : new Slot(Role.FOLD, f.ops().get(k), e.in().get(1 + k), List.of(), yield, e.prim() == Prim.SCAN ? List.of(e.out().get(k), e.out().get(ops + k)) : result);
    }

    /** The slot that a result belongs to; null for equations without regions. */
    public static Slot ofResult(Eqn e, Atom result) {
        int k = e.out().indexOf(result);
        return slot(e, e.prim() == Prim.SCAN ? k % ((Params.Fold) e.params()).ops().size() : k);
    }

    /** The slots of the roles, in order. */
    public List<Slot> slots(Role... roles) {
        List<Role> asked = List.of(roles);
        return slots.stream().filter(s -> asked.contains(s.role)).toList();
    }

    /** The slots with a parameter: the carries of a for or a while, the destinations of a map or a reduce. */
    public List<Slot> carried() {
        return slots.isEmpty() ? slots : slots.stream().filter(s -> !s.params.isEmpty()).toList();
    }

    /** What the slots with a parameter start from. */
    public List<Atom> inits() {
        return carried().stream().map(Slot::init).toList();
    }

    /** The body's parameters but the number of the trip. */
    public List<Var> params() {
        return carried().stream().map(Slot::param).toList();
    }

    /** The slot that a parameter of a region belongs to; null for the number of the trip and for all that is no parameter. */
    public Slot ofParam(Atom a) {
        return slots.stream().filter(s -> s.params.contains(a)).findFirst().orElse(null);
    }

    /** The region that computes what the slots yield; the last one of a cond. */
    public Region body() {
        List<Region> regions = eqn.params().regions();
        return regions.get(regions.size() - 1);
    }

    /** The number of the trip; null where regions have none. */
    public Var trip() {
        return eqn.params() instanceof Params.Loop || eqn.params() instanceof Params.Fold ? body().params().get(0) : null;
    }

    /** The number of trips as far as it is known before the call; null where regions have no trips. */
    public Dim extent() {
        return eqn.params() instanceof Params.Loop l ? l.extent() : eqn.params() instanceof Params.Fold f ? f.extent() : null;
    }

    /** The operand's position that a slot starts from. */
    public int operand(Slot s) {
        return (head == null ? 0 : 1) + slots.indexOf(s);
    }

    /** The equation with other slots, which stand in the order of their roles. */
    public Eqn with(List<Slot> slots) {
        return with(slots, eqn.params().regions().stream().map(Region::body).toList());
    }

    /** The same with other equations in each region. */
    public Eqn with(List<Slot> slots, List<List<Eqn>> bodies) {
        var in = new ArrayList<Atom>();
        if (head != null) {
            in.add(head);
        }
        var out = new ArrayList<Var>();
        var prefixes = new ArrayList<Var>();
        var ops = new ArrayList<Prim>();
        for (Slot s : slots) {
            if (s.init != null) {
                in.add(s.init);
            }
            if (s.op != null) {
                ops.add(s.op);
            }
            out.add(s.result());
            prefixes.addAll(s.results.subList(1, s.results.size()));
        }
        out.addAll(prefixes);
        List<Region> old = eqn.params().regions();
        var regions = new ArrayList<Region>();
        for (int r = 0; r < old.size(); r++) {
            regions.add(region(slots, r, old.get(r), bodies.get(r)));
        }
        Params p = Regions.with(eqn.params(), regions);
        return new Eqn(eqn.prim(), in, p instanceof Params.Fold f ? new Params.Fold(f.extent(), ops, f.body()) : p, out);
    }

    private Region region(List<Slot> slots, int r, Region old, List<Eqn> body) {
        var params = new ArrayList<Var>();
        if (trip() != null) {
            params.add(trip());
        }
        var yields = new ArrayList<Atom>();
        for (Slot s : slots) {
            if (!s.params.isEmpty()) {
                params.add(s.params.get(r));
            }
            if (s.role == Role.BRANCH) {
                yields.add(s.yields.get(r));
            } else {
                yields.addAll(s.yields);
            }
        }
        boolean condition = eqn.prim() == Prim.WHILE && r == 0;
        return new Region(params, body, condition ? old.out() : yields);
    }

    /** The equation with only some of its slots; itself when that is all of them. */
    public Eqn keep(Predicate<Slot> wanted) {
        List<Slot> kept = slots.stream().filter(wanted).toList();
        return kept.size() == slots.size() ? eqn : with(kept);
    }
}
