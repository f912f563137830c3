package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.MovingPlaces;
import dev.jacobi.autodiff.analysis.SharedRows;
import dev.jacobi.autodiff.analysis.TripPrivateAccess;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.simplify.DeadCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

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
        Region r = PrimalRecovery.loop(adjoint, in, FormulaBuilder.join(sums.stream().map(in::get).toList(), yields), trip);
        List<Boolean> own = params.stream().map(p -> known.contains(p) || TripPrivateAccess.isRow(r.body(), trip, p)).toList();
        boolean distinct = !ordered && !own.contains(false);
        boolean apart = arrays == 0 && !ordered && !distinct && params.size() + sums.size() > 1 && r.body().stream().anyMatch(Regions::isLoop) && !calls(r.body()) && !slow(r.body(), false)
            && rectangular(r.body(), new HashSet<>(List.of(trip)));
        List<List<Integer>> loops = apart ? loops(r, own) : List.of();
        apart &= (loops.size() > 1 || !sums.isEmpty() || own.contains(true)) && Regions.size(r.body()) * loops.size() < MOST_COPIED;
        boolean alone = arrays == 0 && !ordered && !distinct && params.size() == 1 && sums.isEmpty() && !calls(r.body()) && rectangular(r.body(), new HashSet<>(List.of(trip)));
        List<Var> out = distinct ? parallel(r, sums) : apart ? apart(r, sums, own, loops) : sequential(alone ? withRows(r) : r, sums, ordered);
        for (int k = 0; k < sums.size(); k++) {
            around.result(sums.get(k), out.get(k));
        }
        for (int k = 0; k < rest.size(); k++) {
            around.result(rest.get(k), out.get(sums.size() + arrays + k));
        }
        return out.subList(sums.size(), sums.size() + arrays);
    }

    private static boolean calls(List<Eqn> body) {
        return body.stream().anyMatch(e -> e.prim() == Prim.CALL || Regions.of(e).stream().anyMatch(r -> calls(r.body())));
    }

    /** Whether no loop's trip count changes from trip to trip: only then may loops be exchanged. {@code varying}: what is known to change. */
    private static boolean rectangular(List<Eqn> body, Set<Atom> varying) {
        for (Eqn e : body) {
            List<Region> regions = Regions.of(e);
            if (e.prim() == Prim.WHILE || Regions.isLoop(e) && varying.contains(e.in().get(0))) {
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
     * The arrays that trips share, for a loop each; in one loop together those of which each trip adds to other elements, as this loop has to stay around their nests whatever becomes of these.
     */
    private List<List<Integer>> loops(Region r, List<Boolean> own) {
        var loops = new ArrayList<List<Integer>>();
        var together = new ArrayList<Integer>();
        for (int k = 0; k < params.size(); k++) {
            if (!own.get(k) && MovingPlaces.of(r.body(), trip, params.get(k))) {
                together.add(k);
            } else if (!own.get(k)) {
                loops.add(List.of(k));
            }
        }
        if (!together.isEmpty()) {
            loops.add(together);
        }
        return loops;
    }

    /**
     * A loop for what the trips add to elements of their own, and others for the arrays that they share, all of the same body: what a loop is not for goes
     * with the simplifier. So the gradients of both factors of a matrix product become matrix products. What several of the loops would compute by nests
     * of their own is kept by a loop in front of them.
     */
    private List<Var> apart(Region whole, List<Var> sums, List<Boolean> own, List<List<Integer>> loops) {
        Region r = withShared(whole, sums, own, loops);
        var out = new ArrayList<Var>(sums.isEmpty() && !own.contains(true) ? Collections.nCopies(params.size(), (Var) null) : parallel(r, sums));
        for (List<Integer> of : loops) {
            List<Var> results = sequential(r, sums, false);
            of.forEach(k -> out.set(sums.size() + k, results.get(sums.size() + k)));
        }
        return out;
    }

    /** The trip with what a loop in front of it has kept of it. */
    private Region withShared(Region r, List<Var> sums, List<Boolean> own, List<List<Integer>> apart) {
        var loops = new ArrayList<List<Integer>>();
        apart.forEach(of -> loops.add(of.stream().map(k -> sums.size() + k).toList()));
        loops.add(IntStream.range(0, sums.size() + params.size()).filter(k -> k < sums.size() || own.get(k - sums.size())).boxed().toList());
        List<Var> in = FormulaBuilder.join(List.of(trip), params);
        Region now = r;
        SharedRows.Row row = SharedRows.first(new Region(in, now.body(), now.out()), loops);
        while (row != null) {
            var code = new FormulaBuilder(adjoint.ids);
            Region kept = Rewrite.substitute(now, Map.of(row.value().id(), code.index(ofAllTrips(row), Params.Access.PROMISED, List.of(trip))));
            now = new Region(now.params(), FormulaBuilder.join(code.eqns(), kept.body()), kept.out());
            row = SharedRows.first(new Region(in, now.body(), now.out()), loops);
        }
        return now;
    }

    /** The trip with what a loop in front of it has kept of all but the nest that adds to the array, as that of a layer's weights: the sums of the nest are a product of matrices then. */
    private Region withRows(Region r) {
        List<SharedRows.Row> rows = SharedRows.ofNest(new Region(FormulaBuilder.join(List.of(trip), params), r.body(), r.out()));
        if (rows.isEmpty()) {
            return r;
        }
        var values = new ArrayList<Atom>();
        rows.forEach(row -> values.add(row.value()));
        List<Eqn> making = new DeadCode().run(new Func(List.copyOf(Regions.captures(r.body())), r.body(), values)).body();
        List<Var> all = ofAllTrips(rows, making);
        var code = new FormulaBuilder(adjoint.ids);
        var kept = new HashMap<Integer, Var>();
        for (int k = 0; k < rows.size(); k++) {
            kept.put(rows.get(k).value().id(), code.index(all.get(k), Params.Access.PROMISED, List.of(trip)));
        }
        Region now = Rewrite.substitute(r, kept);
        return new Region(now.params(), FormulaBuilder.join(code.eqns(), now.body()), now.out());
    }

    /** A loop that makes an array with the row of each trip. */
    private Var ofAllTrips(SharedRows.Row row) {
        return ofAllTrips(List.of(row), row.making()).get(0);
    }

    /** A loop that makes arrays with the rows of each trip, which these equations make. */
    private List<Var> ofAllTrips(List<SharedRows.Row> rows, List<Eqn> making) {
        FormulaBuilder out = around.code;
        var empty = new ArrayList<Atom>(List.of(n));
        var code = new FormulaBuilder(adjoint.ids);
        var all = new ArrayList<Var>(List.of(trip));
        var now = new ArrayList<Atom>();
        code.append(making);
        for (SharedRows.Row row : rows) {
            Region lengths = copy(List.of(), BackwardSlice.of(making, row.extents()).eqns(), row.extents());
            out.append(lengths.body());
            List<Var> extents = FormulaBuilder.join(List.of(n), lengths.out()).stream().map(a -> out.emit(Prim.MAX, out.cast(a, DType.I32), Lit.i32(0))).toList();
            Var none = out.full(Lit.unset(row.value().dtype()), Collections.nCopies(extents.size(), Dim.UNKNOWN), extents);
            Var carried = code.fresh(none.type());
            empty.add(none);
            all.add(carried);
            now.add(code.update(carried, Params.Access.PROMISED, List.of(trip), row.value()));
        }
        return out.emitAll(Prim.MAP, new Params.Loop(Dim.UNKNOWN, copy(all, code.eqns(), now)), empty);
    }

    /** A copy of the body, so that it may stand in several loops. */
    private Region copy(List<Var> params, List<Eqn> body, List<Atom> yields) {
        var copy = new Rewrite(adjoint.ids);
        reads.forEach(copy::replace);
        return copy.region(new Region(params, body, yields));
    }

    /** Of the loop: its trips, zeros to which the sums are added, the arrays. */
    private List<Atom> operands(List<Var> sums) {
        return FormulaBuilder.join(List.of(n), sums.stream().map(v -> Lit.zero(v.dtype())).toList(), init);
    }

    private List<Var> parallel(Region r, List<Var> sums) {
        List<Atom> in = operands(sums);
        Region body = copy(FormulaBuilder.join(List.of(trip), params), r.body(), r.out());
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
        List<Var> folds = sums.stream().map(v -> code.fresh(v.type())).toList();
        var out = new ArrayList<Atom>(r.out());
        for (int k = 0; k < folds.size(); k++) {
            out.set(k, code.emit(Prim.ACC_ADD, Params.Access.PROMISED, folds.get(k), r.out().get(k)));
        }
        Region body = copy(FormulaBuilder.join(List.of(number), folds, params), code.eqns(), out);
        return around.code.emitAll(Prim.FOR, new Params.Loop(Dim.UNKNOWN, body), operands(sums));
    }
}
