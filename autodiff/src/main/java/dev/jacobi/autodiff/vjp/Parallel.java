package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the adjoint of a parallel loop together: a map, with reduce for what is added up over the trips, when each trip touches its own
 * elements only; else a loop, which raising may still find parallel.
 */
final class Parallel {
    /** Equations that separate loops may have together, before the simplifier. */
    private static final int MOST_COPIED = 1000;
    private final Adjoint adjoint;
    private final Scope around;
    private final Scope in;
    private final Atom n;
    private final Var trip;
    private final List<Var> params = new ArrayList<>();
    private final List<Atom> init = new ArrayList<>();
    private final List<Atom> yields = new ArrayList<>();
    private final Set<Var> known = new HashSet<>();
    private final Map<Var, Atom> reads = new LinkedHashMap<>();

    Parallel(Adjoint adjoint, Scope around, Scope in, Atom n, Var trip) {
        this.adjoint = adjoint;
        this.around = around;
        this.in = in;
        this.n = n;
        this.trip = trip;
    }

    /** An array that the trips update; {@code own} when it is known that they touch distinct elements. */
    void array(Var param, Atom start, Atom end, boolean own) {
        params.add(param);
        init.add(start);
        yields.add(end);
        if (own) {
            known.add(param);
        }
    }

    /** An array that the trips only read. */
    void reads(Var param, Atom array) {
        reads.put(param, array);
    }

    /** Writes the loop, gives what was touched from around to the scope there, and returns the arrays of {@link #array}. */
    List<Var> finish() {
        int arrays = params.size();
        var sums = new ArrayList<Var>();
        var rest = new ArrayList<Var>();
        boolean ordered = false;
        for (Var v : in.touched) {
            if (adjoint.isCounter(v) || !v.type().isScalar()) {
                ordered |= adjoint.isCounter(v);
                array(in.entries.get(v), around.initial(v), in.get(v), false);
                rest.add(v);
            } else if (in.get(v) != null) {
                sums.add(v);
            }
        }
        if (params.isEmpty() && sums.isEmpty()) {
            return List.of();
        }
        var all = new ArrayList<Atom>();
        sums.forEach(v -> all.add(in.get(v)));
        all.addAll(yields);
        Region r = PrimalRecovery.loop(adjoint, in, all, trip);
        var own = new ArrayList<Boolean>();
        params.forEach(p -> own.add(known.contains(p) || new Own(trip).holds(r.body(), p)));
        boolean distinct = !ordered && !own.contains(false);
        boolean apart = arrays == 0 && !ordered && !distinct && params.size() + sums.size() > 1 && hasLoop(r.body()) && !calls(r.body()) && !slow(r.body(), false)
            && rectangular(r.body(), new HashSet<>(List.of(trip)))
            && size(r.body()) * own.stream().filter(x -> !x).count() < MOST_COPIED;
        List<Var> out = distinct ? parallel(r, sums) : apart ? apart(r, sums, own) : sequential(r, sums, ordered);
        for (int k = 0; k < sums.size(); k++) {
            around.result(sums.get(k), out.get(k));
        }
        for (int k = 0; k < rest.size(); k++) {
            around.result(rest.get(k), out.get(sums.size() + arrays + k));
        }
        return out.subList(sums.size(), sums.size() + arrays);
    }

    private static int size(List<Eqn> body) {
        return body.stream().mapToInt(e -> 1 + Regions.of(e).stream().mapToInt(r -> size(r.body())).sum()).sum();
    }

    private static boolean hasLoop(List<Eqn> body) {
        return body.stream().anyMatch(e -> !Regions.of(e).isEmpty() && e.prim() != Prim.COND);
    }

    private static boolean calls(List<Eqn> body) {
        return body.stream().anyMatch(e -> e.prim() == Prim.CALL || Regions.of(e).stream().anyMatch(r -> calls(r.body())));
    }

    /** Whether no loop's trip count changes from trip to trip: only then may loops be exchanged. {@code varying}: what is known to change. */
    private static boolean rectangular(List<Eqn> body, Set<Atom> varying) {
        for (Eqn e : body) {
            List<Region> regions = Regions.of(e);
            boolean loop = !regions.isEmpty() && e.prim() != Prim.COND;
            if (e.prim() == Prim.WHILE || loop && varying.contains(e.in().get(0))) {
                return false;
            }
            for (Region r : regions) {
                varying.addAll(r.params());
                if (!rectangular(r.body(), varying)) {
                    return false;
                }
            }
            if (!regions.isEmpty() || e.in().stream().anyMatch(varying::contains)) {
                varying.addAll(e.out());
            }
        }
        return true;
    }

    /** Whether a loop within the body computes anything that is not worth computing once for each array. */
    private static boolean slow(List<Eqn> body, boolean inLoop) {
        return body.stream().anyMatch(e -> inLoop && e.prim().cost().isSlow()
            || Regions.of(e).stream().anyMatch(r -> slow(r.body(), inLoop || e.prim() != Prim.COND)));
    }

    /**
     * A loop for what the trips add to elements of their own, and one for each array that they share, all of the same body: what a loop is not for goes
     * with the simplifier. So the gradients of both factors of a matrix product become matrix products.
     */
    private List<Var> apart(Region r, List<Var> sums, List<Boolean> own) {
        var out = new ArrayList<Var>(sums.isEmpty() && !own.contains(true) ? Collections.nCopies(params.size(), (Var) null) : parallel(r, sums));
        for (int k = 0; k < params.size(); k++) {
            if (!own.get(k)) {
                out.set(sums.size() + k, sequential(r, sums, false).get(sums.size() + k));
            }
        }
        return out;
    }

    /** A copy of the body, so that it may stand in several loops. */
    private Region copy(List<Var> params, List<Eqn> body, List<Atom> yields) {
        var copy = new Rewrite(adjoint.ids);
        reads.forEach(copy::replace);
        Region region = copy.region(new Region(params, body, yields));
        return region;
    }

    private List<Var> parallel(Region r, List<Var> sums) {
        var in = new ArrayList<Atom>(List.of(n));
        sums.forEach(v -> in.add(Lit.zero(v.dtype())));
        in.addAll(init);
        var ps = new ArrayList<Var>(List.of(trip));
        ps.addAll(params);
        Region body = copy(ps, r.body(), r.out());
        return sums.isEmpty() ? around.code.emitAll(Prim.MAP, new Params.Loop(Dim.UNKNOWN, body), in)
            : around.code.emitAll(Prim.REDUCE, new Params.Fold(Dim.UNKNOWN, sums.stream().map(v -> Prim.ADD).toList(), body), in);
    }

    /** One trip after the other; where counters count down, the last one first. */
    private List<Var> sequential(Region r, List<Var> sums, boolean ordered) {
        var code = new FormulaBuilder(adjoint.ids);
        Var number = trip;
        if (ordered) {
            number = code.fresh(trip.type());
            Atom last = around.code.sub(n, Lit.of(n.dtype(), 1));
            code.append(new Eqn(Prim.SUB, List.of(last, number), Params.NONE, List.of(trip)));
        }
        code.append(r.body());
        var in = new ArrayList<Atom>(List.of(n));
        var ps = new ArrayList<Var>(List.of(number));
        var out = new ArrayList<Atom>();
        for (int k = 0; k < sums.size(); k++) {
            Var p = code.fresh(sums.get(k).type());
            in.add(Lit.zero(p.dtype()));
            ps.add(p);
            out.add(code.emit(Prim.ACC_ADD, Params.Access.PROMISED, p, r.out().get(k)));
        }
        in.addAll(init);
        ps.addAll(params);
        out.addAll(r.out().subList(sums.size(), r.out().size()));
        return around.code.emitAll(Prim.FOR, new Params.Loop(Dim.UNKNOWN, copy(ps, code.eqns(), out)), in);
    }

    /** Whether an array and what it becomes in a body are only touched at the trip's own place on the first axis. */
    private static final class Own {
        private final Var trip;
        private final Set<Atom> versions = new HashSet<>();

        Own(Var trip) {
            this.trip = trip;
        }

        boolean holds(List<Eqn> body, Var array) {
            versions.add(array);
            return body(body);
        }

        private boolean body(List<Eqn> body) {
            for (Eqn e : body) {
                if (!eqn(e)) {
                    return false;
                }
            }
            return true;
        }

        private boolean eqn(Eqn e) {
            List<Region> regions = Regions.of(e);
            if (e.prim() == Prim.COND) {
                boolean ok = regions.stream().allMatch(r -> body(r.body()));
                for (RegionView.Slot s : RegionView.of(e).slots()) {
                    long kept = s.yields().stream().filter(versions::contains).count();
                    if (kept > 0) {
                        ok &= kept == regions.size();
                        versions.add(s.result());
                    }
                }
                return ok;
            } else if (e.prim() == Prim.FOR || e.prim() == Prim.MAP || e.prim() == Prim.REDUCE) {
                return loop(RegionView.of(e));
            } else if (e.prim() == Prim.DIM) {
                return true;
            } else if (!regions.isEmpty()) {
                return !uses(e);
            }
            boolean touches = e.in().stream().anyMatch(versions::contains);
            if (!touches) {
                return true;
            }
            boolean access = (e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD) && e.in().get(1).equals(trip)
                && e.in().subList(1, e.in().size()).stream().noneMatch(versions::contains);
            if (access && e.prim() != Prim.INDEX) {
                versions.add(e.result());
            }
            return access;
        }

        private boolean loop(RegionView view) {
            if (view.slots(RegionView.Role.FOLD).stream().anyMatch(s -> versions.contains(s.init()))) {
                return false;
            }
            List<RegionView.Slot> own = view.carried().stream().filter(s -> versions.contains(s.init())).toList();
            for (RegionView.Slot s : own) {
                versions.add(s.param());
                versions.add(s.result());
            }
            return body(view.body().body()) && own.stream().allMatch(s -> versions.contains(s.yield()));
        }

        private boolean uses(Eqn e) {
            boolean[] found = new boolean[1];
            Set<Integer> ids = new HashSet<>();
            versions.forEach(v -> ids.add(((Var) v).id()));
            Regions.uses(e, id -> found[0] |= ids.contains(id));
            return found[0];
        }
    }
}
