package dev.jacobi.lift;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.lift.cfg.Method;
import dev.jacobi.lift.exec.Initializer;
import dev.jacobi.lift.exec.OutputSignature;
import dev.jacobi.lift.exec.Recursion;
import dev.jacobi.lift.exec.Structure;
import dev.jacobi.lift.heap.Heap;
import dev.jacobi.lift.heap.Values;
import dev.jacobi.lift.jdk.FunctionEntry;
import dev.jacobi.lift.jdk.StandIns;
import dev.jacobi.lift.request.Descriptors;
import dev.jacobi.lift.request.FunctionRequest;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Program;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.lift.request.Tree;
import dev.jacobi.lift.state.Activation;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.LiftAssumptions;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lifts a function object for arguments of a given structure: what {@link Lifter} does for a method and its parameters. */
public final class FunctionLifter {
    private FunctionLifter() {
    }

    /** The function as IR; throws {@link Refusal} when that is not possible. */
    public static Program lift(FunctionRequest request) {
        int n = request.args().size();
        LiftAssumptions lifting = new LiftAssumptions(StandIns.over(request.classes()), FunctionEntry.NAME,
            s -> s instanceof Lifted.Source.Static x ? request.programs().receiver(x) : null, Long.MAX_VALUE, Initializer::evaluate);
        lifting.programs = request.programs();
        lifting.classes().leaveOutProbes();
        String object = "Ljava/lang/Object;";
        Method m = lifting.classes().resolve(FunctionEntry.NAME, "call", "(L" + FunctionEntry.NAME + "$F" + n + ";" + object.repeat(n) + ")" + object);
        try {
            return Lifter.retrying(lifting, m, () -> attempt(lifting, m, request));
        } catch (Refusal r) {
            String own = FunctionEntry.NAME.replace('/', '.');
            throw r.where().startsWith(own) || r.where().equals("?") ? new Refusal(r.code(), r.getMessage(), name(request.function())) : r;
        }
    }

    private static Program attempt(LiftAssumptions lifting, Method m, FunctionRequest request) {
        lifting.imported.clear();
        LiftContext context = new LiftContext(lifting, true);
        Env env = new Env();
        Values values = new Values(context, new Heap(context));
        var sources = new ArrayList<Lifted.Source>();
        var args = new ArrayList<Val>();
        for (Tree t : request.args()) {
            args.add(values.given(env, t, sources));
        }
        args.add(0, values.given(env, request.function(), sources));
        context.takeStatics(env);
        Activation act = new Activation(null, m);
        env.frames.add(Env.Frame.of(act, args));
        env = new Structure(context, act).method(env);
        context.at(act, null);
        var out = new ArrayList<Atom>();
        Tree result = values.taken(env, env.top().slots[env.top().ret()], null, out);
        var writes = new ArrayList<Lifted.Write>();
        var signature = new OutputSignature(context, new Heap(context), env);
        for (Lifted.Write w : signature.writes()) {
            writes.add(moved(w, out.size(), w.input()));
        }
        context.readWhatWasTested();
        own(context, out, signature.outputs());
        out.addAll(signature.outputs());
        Func f = context.build(out);
        Map<String, Func> funcs = new LinkedHashMap<>();
        String name = name(request.function());
        while (lifting.imported.containsKey(name) || lifting.functions.values().stream().map(r -> r.name).toList().contains(name)) {
            name += "$entry";
        }
        Ordered ordered = order(f, context, request, sources, writes);
        funcs.put(name, ordered.func());
        for (int done = -1; done != lifting.functions.size();) {
            done = lifting.functions.size();
            for (LiftAssumptions.Recursive r : List.copyOf(lifting.functions.values())) {
                if (!funcs.containsKey(r.name)) {
                    funcs.put(r.name, Recursion.lift(lifting, r));
                }
            }
        }
        funcs.putAll(lifting.imported);
        return new Program(new Module(funcs), name, request.args(), request.function(), ordered.statics(), result, ordered.writes());
    }

    /** What is given back must not be an input or the changed contents of one: those are arrays of the caller. */
    private static void own(LiftContext context, List<Atom> out, List<Atom> written) {
        var seen = new HashSet<Atom>(written);
        for (int i = 0; i < out.size(); i++) {
            Atom a = out.get(i);
            if (!a.type().isScalar() && (!seen.add(a) || context.isInput((Var) a))) {
                out.set(i, context.ir().builder().emit(Prim.COPY, a));
            }
        }
    }

    private record Ordered(Func func, List<Lifted.Source> statics, List<Lifted.Write> writes) {
    }

    /** Puts the inputs into the order that {@link Program} has: all leaves, used or not, then statics. Rows are taken to be different objects. */
    private static Ordered order(Func f, LiftContext context, FunctionRequest request, List<Lifted.Source> sources, List<Lifted.Write> writes) {
        var in = new ArrayList<Var>();
        var statics = new ArrayList<Lifted.Source>();
        var at = new int[context.inputs().size()];
        int next = Regions.firstFreeId(f);
        for (Lifted.Source s : sources) {
            int k = indexOf(context, s);
            String desc = s.desc();
            DType d = Descriptors.dtype(desc.substring(desc.lastIndexOf('[') + 1));
            if (k >= 0) {
                at[k] = in.size();
            }
            in.add(k >= 0 ? context.inputs().get(k).var()
                : new Var(next++, desc.startsWith("[") ? LiftAssumptions.arrayType(desc, () -> Dim.UNKNOWN) : Type.scalar(d)));
        }
        var body = new ArrayList<Eqn>();
        for (int k = 0; k < context.inputs().size(); k++) {
            LiftContext.Input i = context.inputs().get(k);
            if (i.source() instanceof Lifted.Source.Rows r) {
                Var n = new Var(next++, Type.I32);
                body.add(new Eqn(Prim.DIM, List.of(context.inputs().get(r.array()).var()), new Params.Axis(0, false), List.of(n)));
                body.add(new Eqn(Prim.IOTA, List.of(n), new Params.Shape(DType.I32, i.var().type().dims()), List.of(i.var())));
                at[k] = -1;
            } else if (i.source() instanceof Lifted.Source.Static) {
                at[k] = in.size();
                in.add(i.var());
                statics.add(i.source());
            }
        }
        body.addAll(f.body());
        var moved = new ArrayList<Lifted.Write>();
        for (Lifted.Write w : writes) {
            if (w instanceof Lifted.Write.Contents c) {
                moved.add(moved(c, 0, at[c.input()]));
            } else if (w instanceof Lifted.Write.Field x) {
                moved.add(moved(x, 0, at[x.input()]));
            } else {
                throw new Refusal(ReasonCode.ROW_STORE, "it exchanges rows of an array of arrays that it was given", name(request.function()));
            }
        }
        return new Ordered(new Func(in, body, f.out()), statics, moved);
    }

    private static Lifted.Write moved(Lifted.Write w, int outputs, int input) {
        return w instanceof Lifted.Write.Contents c ? new Lifted.Write.Contents(c.output() + outputs, input)
            : w instanceof Lifted.Write.Field f ? new Lifted.Write.Field(f.output() + outputs, input)
            : new Lifted.Write.Rows(((Lifted.Write.Rows) w).output() + outputs, input);
    }

    private static int indexOf(LiftContext context, Lifted.Source s) {
        for (int k = 0; k < context.inputs().size(); k++) {
            if (context.inputs().get(k).source().equals(s)) {
                return k;
            }
        }
        return -1;
    }

    /** A function's name in the IR. */
    static String name(Tree function) {
        if (function instanceof Tree.Fun f) {
            return f.owner().replace('/', '.') + "." + f.name();
        }
        return function instanceof Tree.Rec r ? r.cls().replace('/', '.') : "f";
    }
}
