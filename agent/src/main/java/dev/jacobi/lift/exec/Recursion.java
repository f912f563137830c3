package dev.jacobi.lift.exec;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.lift.cfg.Method;
import dev.jacobi.lift.heap.Heap;
import dev.jacobi.lift.request.Descriptors;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.state.Activation;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.FunctionInputs;
import dev.jacobi.lift.state.LiftAttempt;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.RecursiveFunction;
import dev.jacobi.lift.state.RecursiveFunction.CallForm;
import dev.jacobi.lift.state.RecursiveFunction.Outcome;
import dev.jacobi.lift.state.RecursiveFunction.PartKind;
import dev.jacobi.lift.state.Restart;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.objectweb.asm.Type;

/**
 * Methods that call themselves become functions of the module. Their inputs are the numbers and arrays in the arguments ({@link CallFlattening}), then every
 * static field that any such function uses; their results the returned value, the arrays they change, and every static field that the code writes.
 */
public final class Recursion {
    private final LiftContext context;
    private final EquationBuilder ir;
    private final Heap heap;

    public Recursion(LiftContext context, Heap heap) {
        this.context = context;
        this.ir = context.ir();
        this.heap = heap;
    }

    /** The arguments of a call, taken apart: per part its value, its type, and its kind. */
    private record Parts(List<Val> values, List<String> types, List<PartKind> kinds) {
    }

    /** What goes into the function, and the values in the caller that it comes from. */
    private record Inputs(List<Atom> atoms, List<Val> from) {
    }

    /**
     * The types of the function's results, of which the first {@code returned} are the returned value: the numbers in an object of this form, else one number or
     * array. There is none when the method returns nothing, null, or one of its arguments.
     */
    private record Results(List<dev.jacobi.ir.Type> types, int returned, CallForm object) {
    }

    /** Emits the call of a recursive method. */
    public Val call(Method m, List<Val> values, Env env, String place) {
        if (!m.isStatic()) {
            throw context.refuse(ReasonCode.RECURSION, "the recursive method " + m.node().name + " is not static");
        }
        var pieces = new CallFlattening(context, heap);
        var flat = new ArrayList<CallFlattening.Part>();
        var forms = new ArrayList<CallForm>();
        Type[] params = Type.getArgumentTypes(m.node().desc);
        for (int i = 0; i < params.length; i++) {
            forms.add(pieces.form(env, values.get(i), params[i].getDescriptor(), flat));
        }
        List<Val> args = flat.stream().map(CallFlattening.Part::value).toList();
        var parts = new Parts(args, flat.stream().map(CallFlattening.Part::desc).toList(), kinds(args, env));
        RecursiveFunction f = function(m, forms, parts);
        Inputs in = inputs(parts, env);
        Type ret = Type.getReturnType(m.node().desc);
        Results results = results(f, ret, pieces, in);
        List<Var> out = ir.builder().emitAll(Prim.CALL, new Params.Call(f.name(), results.types), in.atoms);
        int next = results.returned + (f.outcome().mayReturn().isEmpty() ? 0 : 1);
        for (int k : f.outcome().changed()) {
            Atom now = out.get(next++);
            heap.setContent(env, in.from.get(k), old -> now);
        }
        for (Lifted.Source s : context.assumed().written()) {
            env.statics.put(s, new Val.Sc(ir.widen(out.get(next++))));
        }
        if (results.returned == 0 && results.object == null) {
            return f.outcome().same() == -2 ? new Val.Null() : f.outcome().same() >= 0 ? args.get(f.outcome().same()) : null;
        }
        if (results.object != null) {
            return pieces.made(env, results.object, out.subList(0, results.returned).stream().<Val>map(a -> new Val.Sc(ir.widen(a))).iterator(), place);
        }
        return ret.getSort() == Type.ARRAY ? returnedArray(f, args, out, env, place) : new Val.Sc(ir.widen(out.get(0)));
    }

    /** The function for calls with such arguments, which need not be lifted yet. */
    private RecursiveFunction function(Method m, List<CallForm> forms, Parts parts) {
        Map<String, RecursiveFunction> functions = context.assumed().functions();
        RecursiveFunction known = functions.get(RecursiveFunction.key(m, forms, parts.kinds));
        if (known != null) {
            return known;
        }
        String name = m.owner().name.replace('/', '.') + "." + m.node().name + (functions.isEmpty() ? "" : "$" + functions.size());
        var made = new RecursiveFunction(name, m, forms, parts.types, parts.kinds);
        context.attempt().note(context.assumed().withFunction(made));
        return made;
    }

    /** The numbers and arrays among the arguments, then the static fields. */
    private Inputs inputs(Parts parts, Env env) {
        var in = new Inputs(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < parts.types.size(); i++) {
            if (parts.kinds.get(i) instanceof PartKind.Value) {
                Val v = parts.values.get(i);
                in.atoms.add(content(env, v, parts.types.get(i)));
                in.from.add(v);
            }
        }
        for (Lifted.Source s : List.copyOf(context.assumed().statics())) {
            Val v = env.statics.containsKey(s) ? env.statics.get(s) : context.inputs().given(env, s);
            context.refuseIf(in.from.stream().anyMatch(x -> mayBeSame(x, v)),
                ReasonCode.ALIASING, "a recursive method gets an array that it also uses as a static field");
            in.atoms.add(content(env, v, s.desc()));
            in.from.add(v);
        }
        return in;
    }

    private Atom content(Env env, Val v, String desc) {
        return v instanceof Val.Array a ? a.atoms().get(0) : v instanceof Val.Sc s ? ir.narrow(s.atom(), Descriptors.dtype(desc)) : heap.content(env, v);
    }

    /** What the function is assumed to return and to change. */
    private Results results(RecursiveFunction f, Type ret, CallFlattening pieces, Inputs in) {
        var types = new ArrayList<dev.jacobi.ir.Type>();
        boolean value = ret != Type.VOID_TYPE && f.outcome().same() == -1;
        var numbers = new ArrayList<String>();
        CallForm object = value && ret.getSort() == Type.OBJECT ? pieces.result(ret.getInternalName(), f.outcome().again(), numbers) : null;
        numbers.forEach(d -> types.add(dev.jacobi.ir.Type.scalar(Descriptors.dtype(d))));
        if (value && object == null) {
            types.add(ret.getSort() == Type.ARRAY ? Descriptors.type(ret.getDescriptor(), () -> Dim.UNKNOWN) : dev.jacobi.ir.Type.scalar(dtype(ret)));
        }
        int returned = object != null ? numbers.size() : value ? 1 : 0;
        if (!f.outcome().mayReturn().isEmpty()) {
            types.add(dev.jacobi.ir.Type.scalar(DType.I32));
        }
        f.outcome().changed().forEach(k -> types.add(in.atoms.get(k).type()));
        context.assumed().written().forEach(s -> types.add(dev.jacobi.ir.Type.scalar(Descriptors.dtype(s.desc()))));
        return new Results(types, returned, object);
    }

    /** A new array, or one of those arguments that the function returns sometimes. */
    private Val returnedArray(RecursiveFunction f, List<Val> args, List<Var> out, Env env, String place) {
        var options = new ArrayList<Val>();
        f.outcome().mayReturn().forEach(k -> options.add(args.get(k)));
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
        context.refuseIf(d == null, ReasonCode.RECURSION, "a recursive method returns an object");
        return d;
    }

    private List<PartKind> kinds(List<Val> args, Env env) {
        var kinds = new ArrayList<PartKind>();
        for (int i = 0; i < args.size(); i++) {
            Val v = args.get(i);
            PartKind kind = new PartKind.Value();
            if (v instanceof Val.Null) {
                kind = new PartKind.Null();
            } else if (v instanceof Val.Ref r && context.isArray(env, r.loc())) {
                for (int j = 0; j < i; j++) {
                    if (args.get(j) instanceof Val.Ref q && q.loc() == r.loc()) {
                        if (!q.prefix().isEmpty() && q.prefix().size() == r.prefix().size() && !q.equals(r)) {
                            context.check(ir.not(heap.same(q, r)), Params.Code.ALIAS);
                        } else if (!q.equals(r)) {
                            throw context.refuse(ReasonCode.ALIASING, "a recursive method gets an array and its own row");
                        } else if (kind instanceof PartKind.Value) {
                            kind = new PartKind.SameArray(j);
                        }
                    }
                }
            } else if (v instanceof Val.Given g) {
                kind = new PartKind.Handed(g);
            } else if (v instanceof Val.Choice c && isArrays(context, env, c)) {
                throw context.refuse(ReasonCode.ALIASING, "which array a recursive method gets depends on the data");
            } else if (!(v instanceof Val.Sc)) { // an object that changes, say
                throw context.refuse(ReasonCode.RECURSION, "a recursive method takes something else than numbers, arrays, functions and objects whose fields are final");
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
        return args.indexOf(new Val.Ref(loc));
    }

    /** Gives out the numbers in a returned object; whether its constructors give it again. */
    private static boolean object(LiftContext context, CallFlattening pieces, Env end, Val ret, Type type, List<Atom> out) {
        var parts = new ArrayList<CallFlattening.Part>();
        CallForm form = pieces.form(end, ret, type.getDescriptor(), parts);
        var numbers = new ArrayList<String>();
        boolean known = form instanceof CallForm.Plain p && type.getInternalName().equals(p.cls());
        pieces.result(type.getInternalName(), true, numbers);
        context.refuseIf(!known || !numbers.equals(parts.stream().map(CallFlattening.Part::desc).toList()),
            ReasonCode.RECURSION, "a recursive method returns an object that is not always a new one or an argument");
        parts.forEach(p -> out.add(context.ir().narrow(((Val.Sc) p.value()).atom(), Descriptors.dtype(p.desc()))));
        return CallFlattening.isMadeAgain(form);
    }

    /** Lifts all functions that were called, and those that they call, into a module under way. */
    public static void liftAll(LiftAttempt attempt, Map<String, Func> module) {
        Supplier<Optional<RecursiveFunction>> missing = () -> attempt.assumed().functions().values().stream().filter(f -> !module.containsKey(f.name())).findFirst();
        for (var f = missing.get(); f.isPresent(); f = missing.get()) {
            module.put(f.get().name(), lift(attempt, f.get()));
        }
    }

    /**
     * Lifts the function.
     *
     * @throws Restart when it changes other arrays, or returns another of its arguments, than was assumed: what was found is assumed the next time
     */
    private static Func lift(LiftAttempt attempt, RecursiveFunction f) {
        LiftContext context = new LiftContext(attempt, false);
        List<Val> args = parameters(context, f);
        attempt.assumed().statics().forEach(context.inputs()::given);
        Env env = new Env();
        context.inputs().takeStatics(env);
        Activation act = new Activation(null, f.method());
        Heap heap = new Heap(context);
        var pieces = new CallFlattening(context, heap);
        var next = args.iterator();
        var values = new ArrayList<Val>();
        f.forms().forEach(form -> values.add(pieces.made(env, form, next, "in" + values.size())));
        env.frames.add(Env.Frame.of(act, values));
        Env end = new Structure(context, act).method(env);
        context.inputs().readWhatWasTested();
        var out = new ArrayList<Atom>();
        var recursion = new Recursion(context, heap);
        Outcome returned = recursion.yieldReturned(f, args, end, pieces, out);
        recursion.confirm(f, new Outcome(returned.again(), returned.same(), returned.mayReturn(), recursion.yieldChanged(f, end, out)));
        out.addAll(heap.statics(end));
        return context.inputs().build(out);
    }

    /** What the parts of the arguments are inside of the function. */
    private static List<Val> parameters(LiftContext context, RecursiveFunction f) {
        var args = new ArrayList<Val>();
        for (int i = 0; i < f.types().size(); i++) {
            PartKind kind = f.kinds().get(i);
            args.add(kind instanceof PartKind.SameArray s ? args.get(s.part()) : kind instanceof PartKind.Handed h ? h.object() : kind instanceof PartKind.Null ? new Val.Null()
                : context.inputs().given(new Lifted.Source.Arg(i, List.of(), f.types().get(i))));
        }
        return args;
    }

    /** Adds the results that stand for the returned value. */
    private Outcome yieldReturned(RecursiveFunction f, List<Val> args, Env end, CallFlattening pieces, List<Atom> out) {
        Val ret = end.returned();
        Type type = Type.getReturnType(f.method().node().desc);
        if (ret instanceof Val.Sc s) {
            out.add(ir.narrow(s.atom(), Descriptors.dtype(type.getDescriptor())));
        } else if (ret instanceof Val.Null) {
            return returned(f, -2, Set.of());
        } else if (isArrays(context, end, ret)) {
            return yieldArray(f, args, end, ret, out);
        } else if (ret != null) {
            return new Outcome(f.outcome().again() & object(context, pieces, end, ret, type, out), -1, Set.of(), Set.of());
        }
        return returned(f, -1, Set.of());
    }

    private static Outcome returned(RecursiveFunction f, int same, Set<Integer> mayReturn) {
        return new Outcome(f.outcome().again(), same, mayReturn, Set.of());
    }

    /** Nothing for an array that is always the same argument; else its content, and which argument it is where it may be one. */
    private Outcome yieldArray(RecursiveFunction f, List<Val> args, Env end, Val ret, List<Atom> out) {
        int same = -1;
        var mayReturn = new TreeSet<Integer>();
        for (int root : context.inputs().roots()) {
            Atom is = heap.same(end.roots.getOrDefault(root, new Val.Ref(root)), ret);
            int k = paramOf(args, root);
            if (is.equals(Lit.bool(false))) {
                continue;
            }
            context.refuseIf(k < 0, ReasonCode.ALIASING, "a recursive method returns the array of a static field");
            if (is.equals(Lit.bool(true)) && f.outcome().mayReturn().isEmpty()) {
                same = k;
            } else {
                mayReturn.add(k);
            }
        }
        if (same < 0) {
            out.add(heap.content(end, ret));
            mayReturn.addAll(f.outcome().mayReturn());
            Atom tag = null;
            int option = 0;
            for (int k : mayReturn) {
                Val.Ref arg = (Val.Ref) args.get(k);
                Atom is = heap.same(end.roots.getOrDefault(arg.loc(), arg), ret);
                tag = ir.select(is, Lit.i32(option++), tag == null ? Lit.i32(mayReturn.size()) : tag);
            }
            if (tag != null) {
                out.add(tag);
            }
        }
        return returned(f, same, mayReturn);
    }

    /** Adds the contents of the arrays that the function changes; which inputs they are. */
    private Set<Integer> yieldChanged(RecursiveFunction f, Env end, List<Atom> out) {
        var changed = new TreeSet<Integer>();
        for (int k = 0; k < context.inputs().all().size(); k++) {
            FunctionInputs.Input in = context.inputs().all().get(k);
            if (in.loc() >= 0 && (context.origins().mayHaveChanged(in.loc()) || f.outcome().changed().contains(k))) {
                Val now = end.roots.getOrDefault(in.loc(), new Val.Ref(in.loc()));
                Atom content = heap.content(end, now);
                if (!content.equals(in.var()) || f.outcome().changed().contains(k)) {
                    changed.add(k);
                    out.add(content);
                }
            }
        }
        return changed;
    }

    /** Starts anew from what was found unless that is what was assumed. */
    private void confirm(RecursiveFunction f, Outcome found) {
        if (found.equals(f.outcome())) {
            return;
        }
        context.refuseIf(found.same() != f.outcome().same() && f.outcome().same() != -1, ReasonCode.ALIASING, "a recursive method returns different arrays");
        var mayReturn = new TreeSet<>(f.outcome().mayReturn());
        mayReturn.addAll(found.mayReturn());
        throw new Restart(context.assumed().withFunction(f.with(new Outcome(found.again(), found.same(), mayReturn, found.changed()))));
    }
}
