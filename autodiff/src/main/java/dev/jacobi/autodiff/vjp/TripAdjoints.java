package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.Activity;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Bounds what loops keep whose trips do nothing but add to sums, and have loops inside that end when data say so. The cotangent of a sum is the same for all trips, so each trip is followed by its own adjoint
 * at once, and its tapes, which the next trip may have again, are of a fixed number of places:
 *
 * <pre>
 *  s = for i { r = root(a[i]); s += r }        s, ā = for i { r, tape = root(a[i]);  s += r;  ā[i] += the adjoint of root by its tape }
 * </pre>
 *
 * Such trips are independent of each other, and so may go together, where one growing tape has all of them wait. Of a single sum the loop computes the derivatives beside the sum, which are multiplied by its
 * cotangent when that is known: it is the call of a function with a rule of its own. Of several sums the backward part runs the trips again, with the cotangents.
 */
final class TripAdjoints {
    /** What the functions of such loops have in their names. */
    static final String NAME = "~trips";
    /** Places of a trip's tapes; if some trip needs more, the loop runs again with as many as that takes. */
    private static final int PLACES = 64;

    /** A sum of a loop: what it adds, or subtracts. */
    private record Sum(RegionView.Slot slot, Prim op, Atom term) {
    }

    /**
     * A loop that can be had so.
     *
     * @param sums what it carries
     * @param reads elements of active arrays that its trips read, with what their indices take
     * @param trip a trip's terms as a function of what it takes from around, and of these elements
     * @param taken by which of its inputs it has derivatives
     * @param adjoint the same with its adjoint: see {@link Adjoint#ofTrip}
     */
    private record Loop(RegionView view, List<Sum> sums, BackwardSlice indices, List<Eqn> reads, Func trip, List<Var> taken, Func adjoint) {
        List<Var> inputs() {
            return List.copyOf(Regions.captures(List.of(view.eqn())));
        }

        /** Variables from around by which there are derivatives, arrays as a whole. */
        List<Var> givers() {
            var out = new LinkedHashSet<Var>();
            taken.forEach(v -> {
                Eqn read = Regions.definition(reads, v);
                out.add(read == null ? v : (Var) read.in().get(0));
            });
            return List.copyOf(out);
        }
    }

    private final Builder ids;
    private final Activity activity;
    private final Module module;
    private final Map<String, Func> funcs;
    private final String name;

    private TripAdjoints(Module m, String entry, Func f, List<Boolean> active) {
        name = entry + NAME;
        ids = new Builder(Regions.firstFreeId(f));
        activity = new Activity(f, active);
        module = m;
        funcs = new LinkedHashMap<>(m.funcs());
    }

    /** The module with calls in place of such loops, and the functions that these call. */
    static Module run(Module m, String entry, List<Boolean> active, String name) {
        Func f = m.get(name);
        if (entry.contains(NAME) || f.body().stream().noneMatch(e -> isSlow(e, x -> true))) {
            return m;
        }
        var t = new TripAdjoints(m, entry, f, active);
        var body = new ArrayList<Eqn>();
        for (Eqn e : f.body()) {
            Loop loop = isSlow(e, x -> x.out().stream().anyMatch(t.activity::has)) ? t.loop(RegionView.of(e)) : null;
            body.add(loop == null ? e : t.call(loop));
        }
        t.funcs.put(name, new Func(f.in(), body, f.out()));
        return new Module(t.funcs);
    }

    /** The module with the code of such functions where they are called, and without them. */
    static Module inlined(Module m, String name) {
        if (m.funcs().keySet().stream().noneMatch(k -> k.contains(NAME))) {
            return m;
        }
        var funcs = new LinkedHashMap<>(m.funcs());
        funcs.put(name, Rewrite.run(m.get(name), (e, r) -> {
            boolean ours = e.prim() == Prim.CALL && e.params() instanceof Params.Call c && c.name().contains(NAME);
            if (ours) {
                List<Atom> out = Rewrite.inline(r.b, m.get(((Params.Call) e.params()).name()), e.in());
                r.replace(r.old().out(), out);
            }
            return ours;
        }));
        funcs.keySet().removeIf(k -> k.contains(NAME) && !k.equals(name));
        return new Module(funcs);
    }

    private static boolean isSlow(Eqn e, Predicate<Eqn> inner) {
        return (e.prim() == Prim.FOR || e.prim() == Prim.REDUCE) && Regions.any(RegionView.of(e).body().body(), x -> x.prim() == Prim.WHILE && inner.test(x))
            && !Regions.any(List.of(e), x -> Regions.isEffect(x) || x.prim() == Prim.CALL);
    }

    /** The loop's parts; null where it carries something else than sums, or its trips keep what has no fixed number of places. */
    private Loop loop(RegionView view) {
        var sums = new ArrayList<Sum>();
        var body = new ArrayList<>(view.body().body());
        for (RegionView.Slot s : view.slots()) {
            Sum sum = sum(view, s);
            if (sum == null || s.result().dtype().isFloat() && !activity.has(s.result())) {
                return null;
            }
            sums.add(sum);
            body.removeIf(e -> s.role() == RegionView.Role.CARRY && e.out().contains(s.yield()));
        }
        Set<Integer> inside = Regions.defined(view.body());
        List<Eqn> reads = body.stream().filter(e -> e.prim() == Prim.INDEX && e.result().type().isScalar() && activity.has(e.result()) && !inside.contains(((Var) e.in().get(0)).id())
            && e.params().equals(Params.Access.PROMISED)).toList();
        BackwardSlice indices = BackwardSlice.of(body, reads.stream().flatMap(e -> e.indices().stream()).toList());
        body.removeAll(reads);
        List<Atom> terms = sums.stream().map(Sum::term).toList();
        Set<Var> in = new LinkedHashSet<>(Var.among(terms));
        in.addAll(Regions.captures(body));
        body.forEach(e -> in.removeAll(e.out()));
        List<Boolean> active = in.stream().map(activity::has).toList();
        boolean fits = indices.eqns().stream().allMatch(e -> Regions.of(e).isEmpty()) && in.stream().noneMatch(v -> v.isArray() && activity.has(v));
        var trip = new Func(List.copyOf(in), body, terms);
        Func adjoint = fits ? Adjoint.ofTrip(Normalise.run(trip, active, module, Prepare.recursive(module), false), active, module) : null;
        return adjoint == null ? null : new Loop(view, sums, indices, reads, trip, in.stream().filter(activity::has).toList(), adjoint);
    }

    /** What a slot adds up; null where it does something else. */
    private static Sum sum(RegionView view, RegionView.Slot s) {
        if (s.role() == RegionView.Role.FOLD) {
            return s.op() == Prim.ADD && s.result().type().isScalar() ? new Sum(s, Prim.ADD, s.yield()) : null;
        }
        Eqn e = Regions.definition(view.body().body(), s.yield());
        boolean adds = e != null && s.role() == RegionView.Role.CARRY && s.param().type().isScalar() && e.in().contains(s.param())
            && (e.prim() == Prim.ADD || e.prim() == Prim.SUB && e.in().get(0).equals(s.param()));
        int[] uses = {0};
        Regions.uses(view.body(), id -> uses[0] += id == s.param().id() || adds && id == e.result().id() ? 1 : 0);
        // the parameter in the sum, and the sum in what the trip hands on
        return adds && uses[0] == 2 ? new Sum(s, e.prim(), e.in().get(e.in().get(0).equals(s.param()) ? 1 : 0)) : null;
    }

    private Eqn call(Loop loop) {
        String free = name;
        for (int k = 1; funcs.containsKey(free); k++) {
            free = name + k;
        }
        Eqn e = loop.view.eqn();
        funcs.put(free, new Func(loop.inputs(), List.of(e), List.copyOf(e.out())));
        List<Sum> reals = loop.sums.stream().filter(s -> s.slot.result().dtype().isFloat()).toList();
        if (reals.size() == 1) {
            addRule(free, loop, reals.get(0));
        } else {
            addBackward("vjp~" + free, loop, reals);
        }
        return new Eqn(Prim.CALL, List.copyOf(loop.inputs()), new Params.Call(free, e.out().stream().map(Var::type).toList()), e.out());
    }

    /** The rule of a loop with one sum: the derivatives are found with it. */
    private void addRule(String of, Loop loop, Sum sum) {
        var code = new FormulaBuilder(ids);
        Atom one = FormulaBuilder.lit(sum.slot.result().dtype(), 1);
        List<Var> found = twice(loop, List.of(one), code);
        funcs.put(of + "!fwd", code.build(loop.inputs(), found));
        var back = new FormulaBuilder(ids);
        List<Var> kept = found.subList(loop.sums.size(), found.size()).stream().map(v -> back.fresh(v.type())).toList();
        Var cotangent = back.fresh(sum.slot.result().type());
        var out = new ArrayList<Atom>();
        for (Var v : loop.inputs()) {
            if (v.dtype().isFloat()) {
                int k = loop.givers().indexOf(v);
                Atom part = k < 0 ? null : back.mul(back.spread(cotangent, kept.get(k)), kept.get(k));
                Atom start = v.equals(sum.slot.init()) ? cotangent : null;
                Atom all = back.sum(part, start);
                out.add(all == null ? Lit.zero(v.dtype()) : all);
            }
        }
        funcs.put(of + "!bwd", back.build(FormulaBuilder.<Var>with(kept, cotangent), out));
    }

    /** What the backward part calls for a loop with several sums: the loop once more, with their cotangents. */
    private void addBackward(String as, Loop loop, List<Sum> reals) {
        var code = new FormulaBuilder(ids);
        List<Var> cotangents = reals.stream().map(s -> code.fresh(s.slot.result().type())).toList();
        List<Var> found = twice(loop, cotangents, code);
        var out = new ArrayList<Atom>(found.subList(0, loop.sums.size()));
        for (Var v : loop.inputs()) {
            if (v.dtype().isFloat()) {
                int k = loop.givers().indexOf(v);
                Atom all = k < 0 ? null : found.get(loop.sums.size() + k);
                for (int j = 0; j < reals.size(); j++) {
                    all = v.equals(reals.get(j).slot.init()) ? code.sum(all, cotangents.get(j)) : all;
                }
                out.add(all == null ? Lit.zero(v.dtype()) : all);
            }
        }
        funcs.put(as, code.build(FormulaBuilder.<Var>join(loop.inputs(), cotangents), out));
    }

    /** The sums and the derivatives: by tapes of a fixed size, and where these have been too small by others. */
    private List<Var> twice(Loop loop, List<? extends Atom> cotangents, FormulaBuilder code) {
        List<Var> first = once(loop, cotangents, Lit.i32(PLACES), code);
        Var needed = first.get(0);
        return code.cond(code.emit(Prim.GT, needed, Lit.i32(PLACES)), () -> {
            List<Var> again = once(loop, cotangents, needed, code);
            return again.subList(1, again.size());
        }, () -> first.subList(1, first.size()));
    }

    /** One run: how many places the longest trip's tapes have needed, the sums, and the derivatives. */
    private List<Var> once(Loop loop, List<? extends Atom> cotangents, Atom places, FormulaBuilder code) {
        var start = new ArrayList<Atom>(List.of(Lit.i32(0)));
        loop.sums.forEach(s -> start.add(s.slot.init()));
        loop.givers().forEach(v -> start.add(v.isArray() ? code.full(Lit.zero(v.dtype()), v.type().dims(), code.extents(v)) : Lit.zero(v.dtype())));
        return code.loop(loop.view.head(), start, at -> {
            var copy = new Rewrite(code).replace(loop.view.trip(), at.get(0));
            copy.append(loop.indices.eqns());
            copy.append(loop.reads);
            var in = new ArrayList<Atom>(copy.atoms(loop.trip.in()));
            int real = 0;
            for (Sum s : loop.sums) {
                if (s.slot.result().dtype().isFloat()) {
                    Atom c = cotangents.get(real++);
                    in.add(s.op == Prim.SUB ? code.neg(c) : c);
                }
            }
            List<Atom> found = Rewrite.inline(code, loop.adjoint, FormulaBuilder.with(in, places));
            var out = new ArrayList<Atom>(List.of(code.emit(Prim.MAX, at.get(1), found.get(found.size() - 1))));
            for (int k = 0; k < loop.sums.size(); k++) {
                out.add(code.emit(loop.sums.get(k).op, at.get(2 + k), found.get(k)));
            }
            List<Atom> derivatives = new ArrayList<>(at.subList(2 + loop.sums.size(), at.size()));
            for (int k = 0; k < loop.taken.size(); k++) {
                add(loop, loop.taken.get(k), found.get(loop.sums.size() + k), derivatives, copy, code);
            }
            out.addAll(derivatives);
            return out;
        });
    }

    private static void add(Loop loop, Var by, Atom part, List<Atom> derivatives, Rewrite copy, FormulaBuilder code) {
        Eqn read = Regions.definition(loop.reads, by);
        int k = loop.givers().indexOf(read == null ? by : read.in().get(0));
        Atom old = derivatives.get(k);
        derivatives.set(k, read == null ? code.emit(Prim.ADD, old, part)
            : code.emitAll(Prim.ACC_ADD, Params.Access.PROMISED, FormulaBuilder.<Atom>join(List.of(old), copy.atoms(read.indices()), List.of(part))).get(0));
    }
}
