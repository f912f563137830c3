package dev.jacobi.lift.exec;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.lift.cfg.Method;
import dev.jacobi.lift.heap.Heap;
import dev.jacobi.lift.heap.Values;
import dev.jacobi.lift.jdk.StandIns;
import dev.jacobi.lift.request.Descriptors;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Program;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.KnownArray;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.spi.Transformation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Transformed functions inside of code that is lifted: making them, and calling them, which puts their program in place of the call. */
public final class TransformCalls {
    private static final String API = "dev/jacobi/Jacobi";
    /** Methods about devices. */
    private static final Set<String> OUTSIDE = Set.of("put", "memory");
    private static final Set<String> AT_A_POINT = Set.of("vjp", "linearize", "jvp");
    private static final String AXES = "dev/jacobi/Axes";
    private static final Map<String, Prim> COLLECTIVES = Map.of("psum", Prim.PSUM, "pmax", Prim.PMAX, "pmin", Prim.PMIN, "axisIndex", Prim.AXIS_INDEX, "axisSize", Prim.PSUM);
    private final LiftContext context;
    private final EquationBuilder ir;
    private final Heap heap;

    TransformCalls(LiftContext context, Heap heap) {
        this.context = context;
        this.ir = context.ir();
        this.heap = heap;
    }

    /** The method whose code stands for a call of the public interface that makes no function, such as {@code Jacobi.vjp(f, x)}; null for other calls. */
    Method inPlaceOf(String owner, String name, String desc) {
        return context.isFunction() && owner.equals(API) && AT_A_POINT.contains(name) ? context.classes().resolve(StandIns.INLINE, name, desc) : null;
    }

    /** A copy, as that code asks for it: arrays that nobody else has, with what the given ones hold now. */
    Val copied(String owner, String name, Val v, Env env, String place) {
        if (!owner.equals(StandIns.INLINE) || !name.equals("copy")) {
            return null;
        }
        var values = new Values(context, heap);
        var leaves = new ArrayList<Atom>();
        return values.made(env, values.taken(env, v, null, leaves), leaves, place);
    }

    /** The value of a call of the public interface's static methods, such as {@code Jacobi.grad(f)}; null for other methods. */
    Val made(String owner, String name, String desc, List<Val> args, Env env) {
        if (!context.isFunction() || !owner.equals(API) && !owner.equals(AXES)) {
            return null;
        }
        if (owner.equals(AXES)) {
            return name.equals("in") && constant(args.get(0), env) instanceof List<?> l ? new Val.Opaque("axes", new KnownAxes(new ArrayList<>(l), 0, null)) : null;
        }
        for (int i = 0; i < args.size(); i++) {
            if (args.get(i) instanceof Val.Choice c && c.options().stream().allMatch(o -> isFunction(o, env))) {
                int at = i;
                return c.each(o -> {
                    var one = new ArrayList<>(args);
                    one.set(at, o);
                    return made(owner, name, desc, one, env);
                });
            }
        }
        context.refuseIf(OUTSIDE.contains(name), ReasonCode.TRANSFORMATION, "it calls Jacobi." + name + ", which is for code outside of compiled functions: "
            + (name.equals("put") ? "use Lax.withShardingConstraint here" : "call it there, and keep what it gives"));
        var functions = new ArrayList<Val>();
        var constants = new ArrayList<Object>();
        for (Val v : args) {
            if (constants.isEmpty() && isFunction(v, env)) {
                functions.add(v);
            } else {
                constants.add(constant(v, env));
            }
        }
        Transformation t = context.session().programs().transformation(name, desc, constants);
        if (t == null) {
            throw context.refuse(ReasonCode.TRANSFORMATION, "it calls Jacobi." + name + ", which inside of a compiled function has no meaning");
        }
        return new Val.Word(t, functions);
    }

    /** A call on axes that are constants; null for another value or method. */
    Val axes(Val self, String name, List<Val> args, Env env) {
        return self instanceof Val.Opaque o && o.constant() instanceof KnownAxes a && (name.equals("out") || name.equals("named"))
            ? new Val.Opaque("axes", a.with(name, constant(args.get(1), env))) : null;
    }

    /** A collective of the public interface over a named axis; null for other methods. */
    Val collective(String owner, String name, List<Val> args, Env env, String place) {
        Prim p = owner.equals("dev/jacobi/Lax") ? COLLECTIVES.get(name) : null;
        if (p == null || !context.isFunction()) {
            return null;
        }
        if (!(args.get(args.size() - 1) instanceof Val.Opaque o) || !(o.constant() instanceof String axis)) {
            throw context.refuse(ReasonCode.AXES, "it calls Lax." + name + " with a name of an axis that is not a constant");
        }
        var params = new Params.Name(axis);
        if (p == Prim.AXIS_INDEX) {
            return new Val.Sc(ir.builder().emit(p, params));
        }
        Val v = args.size() == 1 ? new Val.Sc(Lit.i32(1)) : args.get(0);
        Dim lanes = context.session().programs().lanes(axis);
        if (p == Prim.PSUM && v instanceof Val.Sc s && s.atom() instanceof Lit l && l.dtype() == DType.I32 && lanes != null && lanes.isConst()) {
            return new Val.Sc(Lit.i32((int) (l.asLong() * lanes.add())));
        }
        if (v instanceof Val.Array x && p == Prim.PSUM && x.element() == dev.jacobi.DType.BOOL) {
            Atom counted = ir.builder().emit(Prim.CONVERT, new Params.To(DType.I32), x.atoms().get(0));
            return new Val.Array(dev.jacobi.DType.I32, false, List.of(ir.builder().emit(p, params, counted)));
        }
        if (v instanceof Val.Array x) {
            return new Val.Array(x.element(), x.weak(), x.atoms().stream().<Atom>map(a -> ir.builder().emit(p, params, a)).toList());
        }
        return v instanceof Val.Sc s ? new Val.Sc(ir.builder().emit(p, params, ir.i32IfBool(s.atom())))
            : heap.fresh(env, ir.builder().emit(p, params, heap.content(env, v)), place);
    }

    private boolean isFunction(Val v, Env env) {
        return v instanceof Val.Fun || v instanceof Val.Word
            || v instanceof Val.Ref r && context.cell(env, r.loc()) instanceof HeapCell.Obj o && context.classes().isSubtype(o.cls(), "dev/jacobi/Fn");
    }

    private Object constant(Val v, Env env) {
        if (v instanceof Val.Null) {
            return null;
        }
        if (v instanceof Val.Sc s && s.atom() instanceof Lit l) {
            return (int) l.asLong();
        }
        if (v instanceof Val.Opaque o && o.constant() != null) {
            return o.constant();
        }
        if (v instanceof Val.Ref r && context.cell(env, r.loc()) instanceof HeapCell.Obj o) {
            if (o.fields().get(o.cls() + ".value") instanceof Val.Sc s && s.atom() instanceof Lit l) {
                return (int) l.asLong();
            }
            if (KnownArray.is(o)) {
                var list = new ArrayList<Object>();
                KnownArray.elements(o).forEach(e -> list.add(constant(e, env)));
                return list;
            }
        }
        if (v instanceof Val.Ref r && context.cell(env, r.loc()) instanceof HeapCell.Arr a) {
            List<Integer> known = ir.known(a.content());
            if (known != null) {
                return known;
            }
        }
        Object known = new HostValues(context, heap).host(v, null, env);
        context.refuseIf(known == HostValues.UNKNOWN, ReasonCode.TRANSFORMATION, "it makes a transformed function with arguments that are not constants");
        return known;
    }

    /** Calls a transformed function. */
    Val call(Val.Word w, List<Val> args, Env env, String place) {
        if (w.transformation().isTransparent()) {
            throw new IllegalStateException("a transparent word is called as what it is of");
        }
        var values = new Values(context, heap);
        var in = new ArrayList<Atom>();
        var trees = new ArrayList<ValueTree>();
        args.forEach(a -> trees.add(values.taken(env, a, null, in)));
        ValueTree function = values.taken(env, w, null, in);
        Program p = context.session().programs().program(function, trees);
        context.refuseIf(!p.writes().isEmpty(), ReasonCode.STATE, "it calls a function that changes an array which it captured");
        checkAliases(p.changed().leaves(), w, args, trees, env);
        for (Lifted.Source s : p.statics()) {
            Val v = context.inputs().given(env, s);
            in.add(v instanceof Val.Array a ? a.atoms().get(0) : v instanceof Val.Sc x ? ir.narrow(x.atom(), Descriptors.dtype(s.desc())) : heap.content(env, v));
        }
        return values.made(env, p.result(), inline(p, in), place);
    }

    /** An array that the function changes must not be given twice, nor be captured by it: its program takes it for two. */
    private void checkAliases(List<Integer> changed, Val.Word w, List<Val> args, List<ValueTree> trees, Env env) {
        int leaf = 0;
        for (int i = 0; i < args.size(); i++) {
            int end = leaf + trees.get(i).leaves().size();
            int from = leaf;
            leaf = end;
            if (changed.stream().noneMatch(k -> k >= from && k < end)) {
                continue;
            }
            var own = new ArrayList<Val.Ref>();
            arrays(args.get(i), env, own);
            var others = new ArrayList<Val.Ref>();
            arrays(w, env, others);
            for (int k = 0; k < args.size(); k++) {
                if (k != i) {
                    arrays(args.get(k), env, others);
                }
            }
            for (int k = 0; k < own.size(); k++) {
                context.refuseIf(others.stream().anyMatch(own.get(k)::mayBe) || own.subList(k + 1, own.size()).stream().anyMatch(own.get(k)::mayBe),
                    ReasonCode.ALIASED, "it passes the same array twice to a transformed function that changes it");
            }
        }
    }

    /** The arrays that a value holds. */
    private void arrays(Val v, Env env, List<Val.Ref> out) {
        HeapCell.Obj o = context.object(env, v);
        if (o != null) {
            o.fields().forEach((name, x) -> {
                if (!name.startsWith("#")) {
                    arrays(x, env, out);
                }
            });
        } else if (v instanceof Val.Ref r) {
            out.add(r);
        } else {
            v.parts().forEach(x -> arrays(x, env, out));
        }
    }

    /** The program's equations in place; functions that it calls join the module. */
    private List<Atom> inline(Program p, List<Atom> in) {
        Func f = context.attempt().imported(p.module(), p.entry());
        var dims = new HashMap<String, Dim>();
        for (int i = 0; i < in.size(); i++) {
            for (int k = 0; k < f.in().get(i).type().rank(); k++) {
                Dim d = f.in().get(i).type().dims().get(k);
                if (d.mul() == 1 && d.add() == 0 && !d.isUnknown()) {
                    dims.putIfAbsent(d.sym(), in.get(i).type().dims().get(k));
                }
            }
        }
        var copy = new Copy(dims);
        for (int i = 0; i < in.size(); i++) {
            copy.atoms.put(f.in().get(i).id(), in.get(i));
        }
        copy.body(f.body()).forEach(ir.builder()::append);
        return f.out().stream().map(copy::atom).toList();
    }

    /** A copy of equations with fresh variables and the caller's names of extents. */
    private final class Copy {
        private final Map<String, Dim> dims;
        private final Map<Integer, Atom> atoms = new HashMap<>();

        Copy(Map<String, Dim> dims) {
            this.dims = dims;
        }

        Atom atom(Atom a) {
            return a instanceof Var v ? atoms.get(v.id()) : a;
        }

        List<Eqn> body(List<Eqn> body) {
            var out = new ArrayList<Eqn>();
            for (Eqn e : body) {
                List<Atom> in = e.in().stream().map(this::atom).toList();
                Params p = Rewrite.mapDims(e.params().map(this::region), this::dim);
                out.add(new Eqn(e.prim(), in, p, e.out().stream().map(this::fresh).toList()));
            }
            return out;
        }

        private Region region(Region r) {
            List<Var> params = r.params().stream().map(this::fresh).toList();
            List<Eqn> body = body(r.body());
            return new Region(params, body, r.out().stream().map(this::atom).toList());
        }

        private Var fresh(Var v) {
            Var w = ir.fresh(Rewrite.mapDims(v.type(), this::dim));
            atoms.put(v.id(), w);
            return w;
        }

        private Dim dim(Dim d) {
            if (d.isConst() || d.isUnknown()) {
                return d;
            }
            Dim to = dims.getOrDefault(d.sym(), Dim.UNKNOWN);
            return to.isUnknown() ? to : to.isConst() ? Dim.of(d.mul() * to.add() + d.add())
                : new Dim(to.sym(), d.mul() * to.mul(), d.mul() * to.add() + d.add());
        }
    }
}
