package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.Activity;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Bounds what very long loops keep. One whose carry is scalars, in a run of more than {@link #LONG} trips, runs in about √n chunks of √n trips: a loop of calls of
 * one chunk each. The backward part then keeps the carry at the start of each chunk and runs the chunk again, with tapes of its own.
 */
final class Checkpoints {
    static final int LONG = 500_000;
    private static final String NAME = "~steps";
    private final Builder ids;
    private final Activity activity;
    private final CallAdjoints calls;
    private final String name;
    private final Map<Integer, Var> variables = new HashMap<>();

    private Checkpoints(String name, Func f, Builder ids, Activity activity, CallAdjoints calls) {
        this.name = name;
        this.ids = ids;
        this.activity = activity;
        this.calls = calls;
        f.in().forEach(v -> variables.put(v.id(), v));
        f.body().forEach(e -> e.out().forEach(v -> variables.put(v.id(), v)));
    }

    /** The function with its long loops in chunks; a chunk stays as it is. */
    static Func run(String name, Func f, Builder ids, Activity activity, CallAdjoints calls) {
        if (name.contains(NAME)) {
            return f;
        }
        var c = new Checkpoints(name, f, ids, activity, calls);
        if (f.body().stream().noneMatch(c::applies)) {
            return f;
        }
        var code = new FormulaBuilder(ids);
        for (Eqn e : f.body()) {
            if (c.applies(e)) {
                c.chunks(e, code);
            } else {
                code.append(e);
            }
        }
        return new Func(f.in(), code.eqns(), f.out());
    }

    private boolean applies(Eqn e) {
        if (e.prim() != Prim.FOR || !(e.in().get(0) instanceof Var) || e.out().stream().noneMatch(activity::has)) {
            return false;
        }
        Region r = ((Params.Loop) e.params()).body();
        return r.params().stream().allMatch(v -> v.type().isScalar()) && !hasEffect(r.body()) && !onlySums(RegionView.of(e))
            && captured(r).stream().allMatch(v -> v.type().isScalar() || !activity.has(v));
    }

    private static boolean hasEffect(List<Eqn> body) {
        return body.stream().anyMatch(e -> e.prim().hasEffect() || e.prim() == Prim.CALL || Regions.of(e).stream().anyMatch(r -> hasEffect(r.body())));
    }

    /** Whether every carry that matters only has something added to it: that needs no carry to be kept. */
    private boolean onlySums(RegionView view) {
        Region r = view.body();
        for (RegionView.Slot s : view.slots()) {
            Var p = s.param();
            int[] uses = {0};
            Regions.uses(r, id -> uses[0] += id == p.id() ? 1 : 0);
            boolean sum = uses[0] == 0 || uses[0] == 1 && r.body().stream().anyMatch(e -> e.prim() == Prim.ADD && e.in().contains(p) && e.out().contains(s.yield()));
            if (activity.has(p) && !sum) {
                return false;
            }
        }
        return true;
    }

    private List<Var> captured(Region r) {
        Set<Integer> free = new TreeSet<>(Regions.free(r));
        return free.stream().map(variables::get).toList();
    }

    private void chunks(Eqn e, FormulaBuilder code) {
        Region r = ((Params.Loop) e.params()).body();
        Var n = (Var) e.in().get(0);
        DType d = n.dtype();
        List<Type> types = e.out().stream().map(Var::type).toList();
        List<Var> captured = captured(r);
        String chunks = calls.steps(name + NAME, function(r, d, captured));
        Atom isLong = code.emit(Prim.GT, n, Lit.of(d, LONG));
        var plain = new FormulaBuilder(ids);
        var once = new Rewrite(ids);
        List<Eqn> copy = once.body(List.of(e));
        plain.append(copy);
        var many = new FormulaBuilder(ids);
        Atom size = many.emit(Prim.ADD, many.cast(many.emit(Prim.SQRT, many.cast(n, DType.F64)), d), Lit.of(d, 1));
        Atom count = many.emit(Prim.ADD, many.emit(Prim.DIV, many.emit(Prim.SUB, n, Lit.of(d, 1)), size), Lit.of(d, 1));
        var in = new FormulaBuilder(ids);
        Var chunk = in.fresh(n.type());
        var params = new ArrayList<Var>(List.of(chunk));
        types.forEach(t -> params.add(in.fresh(t)));
        Atom start = in.emit(Prim.MUL, chunk, size);
        var args = new ArrayList<Atom>(List.of(start, in.emit(Prim.MIN, size, in.emit(Prim.SUB, n, start))));
        args.addAll(params.subList(1, params.size()));
        args.addAll(captured);
        List<Var> next = in.emitAll(Prim.CALL, new Params.Call(chunks, types), args);
        var init = new ArrayList<Atom>(List.of(count));
        init.addAll(e.in().subList(1, e.in().size()));
        List<Var> last = many.emitAll(Prim.FOR, new Params.Loop(Dim.UNKNOWN, new Region(params, in.eqns(), List.copyOf(next))), init);
        code.append(new Eqn(Prim.COND, List.of(isLong), new Params.Branches(List.of(new Region(List.of(), plain.eqns(), once.atoms(e.out())),
            new Region(List.of(), many.eqns(), List.copyOf(last)))), e.out()));
    }

    /** One chunk: its first trip, the number of its trips, the carry, and what the trips take from around. */
    private Func function(Region r, DType d, List<Var> captured) {
        var code = new FormulaBuilder(ids);
        Var start = code.fresh(Type.scalar(d));
        Var trips = code.fresh(Type.scalar(d));
        var in = new ArrayList<Var>(List.of(start, trips));
        r.params().stream().skip(1).forEach(p -> in.add(code.fresh(p.type())));
        var inner = new FormulaBuilder(ids);
        Var trip = inner.fresh(Type.scalar(d));
        var params = new ArrayList<Var>(List.of(trip));
        params.addAll(r.params().subList(1, r.params().size()));
        inner.append(new Eqn(Prim.ADD, List.of(start, trip), Params.NONE, List.of(r.params().get(0))));
        inner.append(r.body());
        var init = new ArrayList<Atom>(in.subList(1, in.size()));
        List<Var> out = code.emitAll(Prim.FOR, new Params.Loop(Dim.UNKNOWN, new Region(params, inner.eqns(), r.out())), init);
        in.addAll(captured);
        return new Func(in, code.eqns(), List.copyOf(out));
    }
}
