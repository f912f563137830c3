package dev.jacobi.pjrt.hlo.prepare;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Pass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.pjrt.program.HloRefusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of f64. {@link MixedStacks} become arrays of integers, with reals on them as their bits, so that no device rounds what is no real. On devices without
 * f64 types and constants are f32, and what else works on the bits of an f64 has no form.
 */
public final class F64Representation {
    private final boolean f32;
    private final DType word;
    private final String name;
    private final MixedStacks mixed;
    private final Set<Integer> stacks;
    /** Elements read from stacks, as they lie there. */
    private final Map<Integer, Var> raw = new HashMap<>();
    /** Bits of integers that only stacks need. */
    private final Set<Integer> unneeded = new HashSet<>();
    private int next;

    private F64Representation(String name, Func f, MixedStacks mixed, boolean f32) {
        this.f32 = f32;
        word = f32 ? DType.I32 : DType.I64;
        this.name = name;
        this.mixed = mixed;
        stacks = mixed.of(name);
        next = Regions.firstFreeId(f);
        if (!stacks.isEmpty()) {
            Map<Integer, Integer> uses = Regions.uses(f.body(), f.out());
            pushed(f.body(), uses);
            uses.forEach((id, n) -> {
                if (n == 0) {
                    unneeded.add(id);
                }
            });
        }
    }

    /** Takes away the uses of what is pushed as an integer. */
    private void pushed(List<Eqn> body, Map<Integer, Integer> uses) {
        for (Eqn e : body) {
            Atom v = e.prim() == Prim.UPDATE ? e.in().get(e.in().size() - 1) : null;
            if (v instanceof Var x && isStack(e.result()) && mixed.integer(name, v, !f32) != null) {
                uses.merge(x.id(), -1, Integer::sum);
            }
            Regions.of(e).forEach(r -> pushed(r.body(), uses));
        }
    }

    /** {@link #run} as a pass. */
    public static Pass pass(boolean f32) {
        return PassBuilder.named("f64-representation").keeps(Property.FIXED_TAPES).establishes(Property.DEVICE_TYPES).all(m -> run(m, f32));
    }

    /**
     * The module with stacks of integers.
     *
     * @param f32 writes all f64 as f32
     */
    public static Module run(Module m, boolean f32) {
        var mixed = new MixedStacks(m);
        if (!f32 && m.funcs().keySet().stream().allMatch(name -> mixed.of(name).isEmpty())) {
            return m;
        }
        var funcs = new LinkedHashMap<String, Func>();
        m.funcs().forEach((name, f) -> {
            var n = new F64Representation(name, f, mixed, f32);
            funcs.put(name, new Func(n.vars(f.in()), n.body(f.body()), n.atoms(f.out())));
        });
        return new Module(funcs);
    }

    static DType dtype(DType d) {
        return d == DType.F64 ? DType.F32 : d;
    }

    /** The type of an argument on a device that has no f64. */
    public static Type type(Type t) {
        return t.with(dtype(t.dtype()));
    }

    private boolean isStack(Atom a) {
        return a instanceof Var v && stacks.contains(v.id());
    }

    private DType real() {
        return f32 ? DType.F32 : DType.F64;
    }

    private Var var(Var v) {
        return isStack(v) ? new Var(v.id(), v.type().with(word)) : f32 && v.dtype() == DType.F64 ? new Var(v.id(), type(v.type())) : v;
    }

    private List<Var> vars(List<Var> vs) {
        return vs.stream().map(this::var).toList();
    }

    private List<Atom> atoms(List<? extends Atom> as) {
        return as.stream().map(this::atom).toList();
    }

    private Atom atom(Atom a) {
        return a instanceof Var v ? var(v) : f32 && a.dtype() == DType.F64 ? Lit.real(DType.F32, ((Lit) a).asDouble()) : a;
    }

    private List<Eqn> body(List<Eqn> body) {
        var out = new ArrayList<Eqn>();
        body.forEach(e -> eqn(e, out));
        return out;
    }

    private Region region(Region r) {
        return new Region(vars(r.params()), body(r.body()), atoms(r.out()));
    }

    private void eqn(Eqn e, List<Eqn> out) {
        if (e.prim() == Prim.BITCAST && (e.in().get(0).dtype() == DType.F64 || e.result().dtype() == DType.F64)) {
            bits(e, out);
            return;
        }
        Params p = e.params().map(this::region);
        if (!e.out().isEmpty() && isStack(e.result()) && e.prim() == Prim.FULL) {
            var in = new ArrayList<>(atoms(e.in()));
            in.set(0, Lit.zero(word));
            out.add(new Eqn(e.prim(), in, new Params.Shape(word, ((Params.Shape) p).dims()), vars(e.out())));
            return;
        } else if (!e.out().isEmpty() && isStack(e.result()) && e.prim() == Prim.UPDATE) {
            var in = new ArrayList<>(atoms(e.in()));
            in.set(in.size() - 1, pushed(e.in().get(in.size() - 1), out));
            out.add(new Eqn(e.prim(), in, p, vars(e.out())));
            return;
        } else if (e.prim() == Prim.INDEX && isStack(e.in().get(0))) {
            Var r = define(Prim.INDEX, atoms(e.in()), p, out);
            raw.put(e.result().id(), r);
            out.add(new Eqn(Prim.BITCAST, List.of(r), new Params.To(real()), vars(e.out())));
            return;
        }
        if (f32 && p instanceof Params.To t) {
            p = new Params.To(dtype(t.dtype()));
        } else if (f32 && p instanceof Params.Shape s) {
            p = new Params.Shape(dtype(s.dtype()), s.dims());
        } else if (p instanceof Params.Call c) {
            var types = new ArrayList<Type>();
            for (int k = 0; k < c.results().size(); k++) {
                types.add(var(e.out().get(k)).dtype() == c.results().get(k).dtype() ? c.results().get(k) : c.results().get(k).with(var(e.out().get(k)).dtype()));
            }
            p = new Params.Call(c.name(), types);
        }
        out.add(new Eqn(e.prim(), atoms(e.in()), p, vars(e.out())));
    }

    private Var define(Prim prim, List<Atom> in, Params p, List<Eqn> out) {
        var v = new Var(next++, Type.scalar(word));
        out.add(new Eqn(prim, in, p, List.of(v)));
        return v;
    }

    private Atom pushed(Atom value, List<Eqn> out) {
        Atom integer = mixed.integer(name, value, !f32);
        if (integer != null) {
            return integer.dtype() == word ? integer : define(Prim.CONVERT, List.of(integer), new Params.To(word), out);
        } else if (f32 && value instanceof Lit l && MixedStacks.ambiguous(l)) {
            throw refused();
        }
        return define(Prim.BITCAST, List.of(atom(value)), new Params.To(word), out);
    }

    private void bits(Eqn e, List<Eqn> out) {
        if (e.result().dtype() == DType.I64 && mixed.read(name, e.in().get(0), stacks) != null) {
            out.add(new Eqn(Prim.CONVERT, List.of(raw.get(((Var) e.in().get(0)).id())), new Params.To(DType.I64), e.out()));
        } else if (!f32) {
            out.add(e);
        } else if (!unneeded.contains(e.result().id())) {
            throw refused();
        }
    }

    private static HloRefusal refused() {
        return new HloRefusal(HloRefusal.Reason.BITS, "the method works on the bits of doubles, which are written as f32 for this device; leave f64 as it is"
            + " or run the method on the CPU");
    }
}
