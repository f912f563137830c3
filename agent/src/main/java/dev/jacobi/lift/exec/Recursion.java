package dev.jacobi.lift.exec;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.lift.cfg.Method;
import dev.jacobi.lift.heap.Heap;
import dev.jacobi.lift.request.Descriptors;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.state.Activation;
import dev.jacobi.lift.state.CallForm;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.Ir;
import dev.jacobi.lift.state.LiftAssumptions;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Restart;
import dev.jacobi.lift.state.Val;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Type;

/**
 * Methods that call themselves become functions of the module. Their inputs are the numbers and arrays in the arguments ({@link CallFlattening}), then every
 * static field that any such function uses; their results the returned value, the arrays they change, and every static field that the code writes.
 */
public final class Recursion {
    private final LiftContext context;
    private final Ir ir;
    private final Heap heap;

    public Recursion(LiftContext context, Heap heap) {
        this.context = context;
        this.ir = context.ir();
        this.heap = heap;
    }

    /** Emits the call of a recursive method. */
    public Val call(Method m, List<Val> values, Env env, String place) {
        if (!m.isStatic()) {
            throw context.refuse("RECURSION", "the recursive method " + m.node().name + " is not static");
        }
        var pieces = new CallFlattening(context, heap);
        var parts = new ArrayList<CallFlattening.Part>();
        var forms = new ArrayList<CallForm>();
        Type[] params = Type.getArgumentTypes(m.node().desc);
        for (int i = 0; i < params.length; i++) {
            forms.add(pieces.form(env, values.get(i), params[i].getDescriptor(), parts));
        }
        List<Val> args = parts.stream().map(CallFlattening.Part::value).toList();
        List<String> types = parts.stream().map(CallFlattening.Part::desc).toList();
        List<String> kinds = kinds(args, env);
        String key = m.key() + forms + kinds;
        var functions = context.lifting().functions;
        LiftAssumptions.Recursive f = functions.computeIfAbsent(key, k -> new LiftAssumptions.Recursive(
            m.owner().name.replace('/', '.') + "." + m.node().name + (functions.isEmpty() ? "" : "$" + functions.size()), m, forms, types, kinds));
        for (int i = 0; i < args.size(); i++) {
            if (args.get(i) instanceof Val.Given g) {
                f.objects.put(i, g);
            }
        }
        var in = new ArrayList<Atom>();
        var from = new ArrayList<Val>();
        for (int i = 0; i < types.size(); i++) {
            if (kinds.get(i).equals("v")) {
                in.add(args.get(i) instanceof Val.Sc s ? heap.narrow(s.atom(), Descriptors.dtype(types.get(i))) : heap.content(env, args.get(i)));
                from.add(args.get(i));
            }
        }
        for (Lifted.Source s : List.copyOf(context.lifting().statics)) {
            Val v = env.statics.containsKey(s) ? env.statics.get(s) : context.given(env, s);
            if (from.stream().anyMatch(x -> mayBeSame(x, v))) {
                throw context.refuse("ALIASING", "a recursive method gets an array that it also uses as a static field");
            }
            in.add(v instanceof Val.Sc s2 ? heap.narrow(s2.atom(), Descriptors.dtype(s.desc())) : heap.content(env, v));
            from.add(v);
        }
        Type ret = Type.getReturnType(m.node().desc);
        boolean array = ret.getSort() == Type.ARRAY;
        var results = new ArrayList<dev.jacobi.ir.Type>();
        boolean value = ret != Type.VOID_TYPE && f.same == -1;
        var numbers = new ArrayList<String>();
        CallForm object = value && ret.getSort() == Type.OBJECT ? pieces.result(ret.getInternalName(), f.again, numbers) : null;
        numbers.forEach(d -> results.add(dev.jacobi.ir.Type.scalar(Descriptors.dtype(d))));
        if (value && object == null) {
            results.add(array ? LiftAssumptions.arrayType(ret.getDescriptor(), () -> Dim.UNKNOWN) : dev.jacobi.ir.Type.scalar(dtype(ret)));
        }
        if (!f.mayReturn.isEmpty()) {
            results.add(dev.jacobi.ir.Type.scalar(DType.I32));
        }
        f.changed.forEach(k -> results.add(in.get(k).type()));
        context.lifting().written.forEach(s -> results.add(dev.jacobi.ir.Type.scalar(Descriptors.dtype(s.desc()))));
        List<Var> out = ir.builder().emitAll(Prim.CALL, new Params.Call(f.name, results), in);
        int next = (object != null ? numbers.size() : value ? 1 : 0) + (f.mayReturn.isEmpty() ? 0 : 1);
        for (int k : f.changed) {
            Atom now = out.get(next++);
            heap.setContent(env, from.get(k), old -> now);
        }
        for (Lifted.Source s : context.lifting().written) {
            env.statics.put(s, new Val.Sc(heap.widen(out.get(next++))));
        }
        if (!value) {
            return f.same == -2 ? new Val.Null() : f.same >= 0 ? args.get(f.same) : null;
        }
        if (object != null) {
            return pieces.made(env, object, out.subList(0, numbers.size()).stream().<Val>map(a -> new Val.Sc(heap.widen(a))).iterator(), place);
        }
        if (!array) {
            return new Val.Sc(heap.widen(out.get(0)));
        }
        var options = new ArrayList<Val>();
        f.mayReturn.forEach(k -> options.add(args.get(k)));
        boolean alone = options.stream().allMatch(o -> o instanceof Val.Ref r && r.prefix().isEmpty() && context.origins().isNew(r.loc()) && env.references(r.loc()).isEmpty());
        Val made = heap.fresh(env, out.get(0), place);
        if (alone) {
            return made; // which of them it is makes no difference to anybody
        }
        options.add(made);
        return new Val.Choice(out.get(1), options);
    }

    private static boolean mayBeSame(Val a, Val b) {
        if (a instanceof Val.Choice c) {
            return c.options().stream().anyMatch(o -> mayBeSame(o, b));
        }
        return b instanceof Val.Choice ? mayBeSame(b, a) : a instanceof Val.Ref x && b instanceof Val.Ref y && x.loc() == y.loc();
    }

    private DType dtype(Type t) {
        DType d = Descriptors.dtype(t.getDescriptor());
        if (d == null) {
            throw context.refuse("RECURSION", "a recursive method returns an object");
        }
        return d;
    }

    private List<String> kinds(List<Val> args, Env env) {
        var kinds = new ArrayList<String>();
        for (int i = 0; i < args.size(); i++) {
            Val v = args.get(i);
            String kind = "v";
            if (v instanceof Val.Null) {
                kind = "n";
            } else if (v instanceof Val.Ref r && context.isArray(env, r.loc())) {
                for (int j = 0; j < i; j++) {
                    if (args.get(j) instanceof Val.Ref q && q.loc() == r.loc()) {
                        if (!q.prefix().isEmpty() && q.prefix().size() == r.prefix().size() && !q.equals(r)) {
                            ir.check(ir.not(heap.same(q, r)), Params.Code.ALIAS, context.where());
                        } else if (!q.equals(r)) {
                            throw context.refuse("ALIASING", "a recursive method gets an array and its own row");
                        } else if (kind.equals("v")) {
                            kind = "=" + j;
                        }
                    }
                }
            } else if (v instanceof Val.Given) {
                kind = "o" + v;
            } else if (v instanceof Val.Choice c && isArrays(context, env, c)) {
                throw context.refuse("ALIASING", "which array a recursive method gets depends on the data");
            } else if (!(v instanceof Val.Sc)) { // an object that changes, say
                throw context.refuse("RECURSION", "a recursive method takes something else than numbers, arrays, functions and objects whose fields are final");
            }
            kinds.add(kind);
        }
        return kinds;
    }

    /** Whole arrays, given or new, or rows of arrays that nobody else knows. */
    private static boolean isArrays(LiftContext context, Env env, Val v) {
        return v instanceof Val.Choice c ? c.options().stream().allMatch(o -> isArrays(context, env, o))
            : v instanceof Val.Ref r && context.isArray(env, r.loc()) && (r.prefix().isEmpty() || context.origins().isNew(r.loc()));
    }

    private static int paramOf(List<Val> args, int loc) {
        return args.indexOf(new Val.Ref(loc, List.of()));
    }

    /** Gives out the numbers in a returned object; whether its constructors give it again. */
    private static boolean object(LiftContext context, CallFlattening pieces, Env end, Val ret, Type type, List<Atom> out) {
        var parts = new ArrayList<CallFlattening.Part>();
        CallForm form = pieces.form(end, ret, type.getDescriptor(), parts);
        var numbers = new ArrayList<String>();
        boolean known = form instanceof CallForm.Plain p && type.getInternalName().equals(p.cls());
        pieces.result(type.getInternalName(), true, numbers);
        if (!known || !numbers.equals(parts.stream().map(CallFlattening.Part::desc).toList())) {
            throw context.refuse("RECURSION", "a recursive method returns an object that is not always a new one or an argument");
        }
        parts.forEach(p -> out.add(new Heap(context).narrow(((Val.Sc) p.value()).atom(), Descriptors.dtype(p.desc()))));
        return CallFlattening.isMadeAgain(form);
    }

    /** Lifts the function; false when it changes other arrays, or returns another of its arguments, than was assumed. */
    public static dev.jacobi.ir.Func lift(LiftAssumptions lifting, LiftAssumptions.Recursive f) {
        LiftContext context = new LiftContext(lifting, false);
        var args = new ArrayList<Val>();
        for (int i = 0; i < f.types.size(); i++) {
            String kind = f.kinds.get(i);
            if (kind.equals("v")) {
                args.add(context.given(new Lifted.Source.Arg(i, List.of(), f.types.get(i))));
            } else {
                args.add(kind.equals("n") ? new Val.Null() : f.objects.containsKey(i) ? f.objects.get(i) : args.get(Integer.parseInt(kind.substring(1))));
            }
        }
        List.copyOf(lifting.statics).forEach(context::given);
        Env env = new Env();
        context.takeStatics(env);
        Activation act = new Activation(null, f.method);
        Heap heap = new Heap(context);
        var pieces = new CallFlattening(context, heap);
        var next = args.iterator();
        var values = new ArrayList<Val>();
        f.forms.forEach(form -> values.add(pieces.made(env, form, next, "in" + values.size())));
        env.frames.add(Env.Frame.of(act, values));
        Env end = new Structure(context, act).method(env);
        context.readWhatWasTested();
        Val ret = end.top().slots[end.top().ret()];
        var out = new ArrayList<Atom>();
        boolean again = f.again;
        int same = -1;
        var mayReturn = new java.util.TreeSet<Integer>();
        if (ret instanceof Val.Sc s) {
            out.add(heap.narrow(s.atom(), Descriptors.dtype(Type.getReturnType(f.method.node().desc).getDescriptor())));
        } else if (ret instanceof Val.Null) {
            same = -2;
        } else if (isArrays(context, end, ret)) {
            Atom tag = null;
            for (int root : context.roots().keySet()) {
                Atom is = heap.same(end.roots.getOrDefault(root, new Val.Ref(root, List.of())), ret);
                int k = paramOf(args, root);
                if (is.equals(Lit.bool(false))) {
                    continue;
                }
                if (k < 0) {
                    throw context.refuse("ALIASING", "a recursive method returns the array of a static field");
                }
                if (is.equals(Lit.bool(true)) && f.mayReturn.isEmpty()) {
                    same = k;
                } else {
                    mayReturn.add(k);
                }
            }
            if (same < 0) {
                out.add(heap.content(end, ret));
                mayReturn.addAll(f.mayReturn);
                int option = 0;
                for (int k : mayReturn) {
                    Val.Ref arg = (Val.Ref) args.get(k);
                    Atom is = heap.same(end.roots.getOrDefault(arg.loc(), arg), ret);
                    tag = context.ir().select(is, Lit.i32(option++), tag == null ? Lit.i32(mayReturn.size()) : tag);
                }
                if (tag != null) {
                    out.add(tag);
                }
            }
        } else if (ret != null) {
            again &= object(context, pieces, end, ret, Type.getReturnType(f.method.node().desc), out);
        }
        var changed = new java.util.TreeSet<Integer>();
        for (int k = 0; k < context.inputs().size(); k++) {
            LiftContext.Input in = context.inputs().get(k);
            if (in.loc() >= 0 && (context.origins().mayHaveChanged(in.loc()) || f.changed.contains(k))) {
                Val now = end.roots.getOrDefault(in.loc(), new Val.Ref(in.loc(), List.of()));
                Atom content = heap.content(end, now);
                if (!content.equals(in.var()) || f.changed.contains(k)) {
                    changed.add(k);
                    out.add(content);
                }
            }
        }
        if (!changed.equals(f.changed) || same != f.same || !mayReturn.equals(f.mayReturn) || again != f.again) {
            if (same != f.same && f.same != -1) {
                throw context.refuse("ALIASING", "a recursive method returns different arrays");
            }
            f.changed.addAll(changed);
            f.mayReturn.addAll(mayReturn);
            f.same = same;
            f.again = again;
            throw new Restart();
        }
        out.addAll(heap.statics(end));
        return context.build(out);
    }
}
