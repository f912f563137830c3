package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.Activity;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    /** What functions of chunks have in their names. */
    static final String NAME = "~steps";
    private final Builder ids;
    private final Activity activity;
    private final Map<String, Func> funcs;
    private final String name;
    private final Map<Integer, Var> variables = new HashMap<>();

    private Checkpoints(Module m, String entry, Func f, List<Boolean> active) {
        name = entry + NAME;
        ids = new Builder(Regions.firstFreeId(f));
        activity = new Activity(f, active);
        funcs = new LinkedHashMap<>(m.funcs());
        f.in().forEach(v -> variables.put(v.id(), v));
        f.body().forEach(e -> e.out().forEach(v -> variables.put(v.id(), v)));
    }

    /** The module with the function's long loops in chunks; a chunk stays as it is. */
    static Module run(Module m, String entry, List<Boolean> active, String name) {
        Func f = m.get(name);
        var c = new Checkpoints(m, entry, f, active);
        if (entry.contains(NAME) || f.body().stream().noneMatch(c::applies)) {
            return m;
        }
        var code = new FormulaBuilder(c.ids);
        for (Eqn e : f.body()) {
            if (c.applies(e)) {
                c.chunks(e, code);
            } else {
                code.append(e);
            }
        }
        c.funcs.put(name, new Func(f.in(), code.eqns(), f.out()));
        return new Module(c.funcs);
    }

    private boolean applies(Eqn e) {
        if (e.prim() != Prim.FOR || !(e.in().get(0) instanceof Var) || e.out().stream().noneMatch(activity::has)) {
            return false;
        }
        Region r = ((Params.Loop) e.params()).body();
        return r.params().stream().allMatch(v -> v.type().isScalar()) && r.body().stream().noneMatch(Regions::hasEffect) && !onlySums(RegionView.of(e))
            && captured(r).stream().allMatch(v -> v.type().isScalar() || !activity.has(v));
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
        RegionView view = RegionView.of(e);
        Var n = (Var) view.head();
        DType d = n.dtype();
        Atom one = Lit.of(d, 1);
        List<Type> types = e.out().stream().map(Var::type).toList();
        List<Var> captured = captured(view.body());
        var call = new Params.Call(add(function(view, captured)), types);
        Atom isLong = code.emit(Prim.GT, n, Lit.of(d, LONG));
        Eqn copy = new Rewrite(ids).eqn(e);
        var plain = new Region(List.of(), List.of(copy), List.copyOf(copy.out()));
        code.open();
        Atom size = code.emit(Prim.ADD, code.cast(code.emit(Prim.SQRT, code.cast(n, DType.F64)), d), one);
        Atom count = code.emit(Prim.ADD, code.emit(Prim.DIV, code.emit(Prim.SUB, n, one), size), one);
        List<Var> last = code.loop(count, view.slots().stream().map(RegionView.Slot::init).toList(), p -> {
            Atom start = code.emit(Prim.MUL, p.get(0), size);
            Atom trips = code.emit(Prim.MIN, size, code.emit(Prim.SUB, n, start));
            return code.emitAll(Prim.CALL, call, FormulaBuilder.<Atom>join(List.of(start, trips), p.subList(1, p.size()), captured));
        });
        Region many = code.close(List.of(), last);
        code.append(new Eqn(Prim.COND, List.of(isLong), new Params.Branches(List.of(plain, many)), e.out()));
    }

    /** Takes in the function of a loop's chunk, under a name of its own. */
    private String add(Func f) {
        String free = name;
        for (int k = 1; funcs.containsKey(free); k++) {
            free = name + k;
        }
        funcs.put(free, f);
        return free;
    }

    /** One chunk: its first trip, the number of its trips, the carry, and what the trips take from around. */
    private Func function(RegionView loop, List<Var> captured) {
        var code = new FormulaBuilder(ids);
        Type number = loop.trip().type();
        List<Var> in = FormulaBuilder.join(List.of(code.fresh(number), code.fresh(number)), loop.slots().stream().map(s -> code.fresh(s.param().type())).toList());
        List<Var> out = code.loop(in.get(1), in.subList(2, in.size()), p -> {
            var values = new Rewrite(ids).replace(loop.trip(), code.emit(Prim.ADD, in.get(0), p.get(0)));
            loop.slots().forEach(s -> values.replace(s.param(), p.get(1 + loop.slots().indexOf(s))));
            code.append(values.body(loop.body().body()));
            return values.atoms(loop.body().out());
        });
        return code.build(FormulaBuilder.join(in, captured), out);
    }
}
