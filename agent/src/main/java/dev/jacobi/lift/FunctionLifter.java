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
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.lift.state.Activation;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.FunctionInputs;
import dev.jacobi.lift.state.LiftAssumptions;
import dev.jacobi.lift.state.LiftAttempt;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.LiftSession;
import dev.jacobi.lift.state.RecursiveFunction;
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
        var session = new LiftSession(StandIns.over(request.classes()), FunctionEntry.NAME,
            s -> s instanceof Lifted.Source.Static x ? request.programs().receiver(x) : null, Long.MAX_VALUE, request.programs(), Initializer::evaluate);
        session.classes().leaveOutProbes();
        String object = "Ljava/lang/Object;";
        Method m = session.classes().resolve(FunctionEntry.NAME, "call", "(L" + FunctionEntry.NAME + "$Function;" + object.repeat(n) + ")" + object);
        try {
            return Lifter.retrying(session, m, attempt -> lift(attempt, m, request));
        } catch (Refusal r) {
            String own = FunctionEntry.NAME.replace('/', '.');
            throw r.where().startsWith(own) || r.where().equals("?") ? new Refusal(r.code(), r.getMessage(), name(request.function())) : r;
        }
    }

    private static Program lift(LiftAttempt attempt, Method m, FunctionRequest request) {
        LiftContext context = new LiftContext(attempt, true);
        Env env = new Env();
        Values values = new Values(context, new Heap(context));
        var sources = new ArrayList<Lifted.Source>();
        var args = new ArrayList<Val>();
        for (ValueTree t : request.args()) {
            args.add(values.given(env, t, sources));
        }
        args.add(0, values.given(env, request.function(), sources));
        context.inputs().takeStatics(env);
        Activation act = new Activation(null, m);
        env.frames.add(Env.Frame.of(act, args));
        env = new Structure(context, act).method(env);
        context.at(act, null);
        var out = new ArrayList<Atom>();
        if (request.function() instanceof ValueTree.Fun f) {
            values.mustBeGiven(env, env.returned(), f.desc().substring(f.desc().indexOf(')') + 1));
        }
        ValueTree result = values.taken(env, env.returned(), null, out);
        var writes = new ArrayList<Lifted.Write>();
        var signature = new OutputSignature(context, new Heap(context), env);
        signature.writes().forEach(w -> writes.add(w.with(w.output() + out.size(), w.input())));
        context.inputs().readWhatWasTested();
        own(context, out, signature.outputs());
        out.addAll(signature.outputs());
        Func f = context.inputs().build(out);
        Map<String, Func> funcs = new LinkedHashMap<>();
        String name = name(request.function());
        while (attempt.imported().containsKey(name) || attempt.assumed().functions().values().stream().map(RecursiveFunction::name).toList().contains(name)) {
            name += "$entry";
        }
        Ordered ordered = order(f, context, request, sources, writes);
        funcs.put(name, ordered.func());
        Recursion.liftAll(attempt, funcs);
        funcs.putAll(attempt.imported());
        return new Program(new Module(funcs), name, request.args(), request.function(), ordered.statics(), result, ordered.writes());
    }

    /** What is given back must not be an input or the changed contents of one: those are arrays of the caller. */
    private static void own(LiftContext context, List<Atom> out, List<Atom> written) {
        var seen = new HashSet<Atom>(written);
        for (int i = 0; i < out.size(); i++) {
            Atom a = out.get(i);
            if (!a.type().isScalar() && (!seen.add(a) || context.inputs().has((Var) a))) {
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
        var at = new int[context.inputs().all().size()];
        int next = Regions.firstFreeId(f);
        for (Lifted.Source s : sources) {
            int k = context.inputs().indexOf(s);
            String desc = s.desc();
            if (k >= 0) {
                at[k] = in.size();
            }
            in.add(k >= 0 ? context.inputs().all().get(k).var()
                : new Var(next++, Descriptors.type(desc, () -> Dim.UNKNOWN)));
        }
        var body = new ArrayList<Eqn>();
        for (int k = 0; k < context.inputs().all().size(); k++) {
            int input = k;
            FunctionInputs.Input i = context.inputs().all().get(k);
            if (i.source() instanceof Lifted.Source.Rows r) {
                Var n = new Var(next++, Type.I32);
                body.add(new Eqn(Prim.DIM, List.of(context.inputs().all().get(r.array()).var()), new Params.Axis(0, false), List.of(n)));
                body.add(new Eqn(Prim.IOTA, List.of(n), new Params.Shape(DType.I32, i.var().type().dims()), List.of(i.var())));
                at[k] = -1;
            } else if (i.source() instanceof Lifted.Source.Static && (writes.stream().anyMatch(w -> w.input() == input) || isRead(f, i, context))) {
                at[k] = in.size();
                in.add(i.var());
                statics.add(i.source());
            }
        }
        body.addAll(f.body());
        var moved = new ArrayList<Lifted.Write>();
        for (Lifted.Write w : writes) {
            if (w instanceof Lifted.Write.Rows) {
                throw new Refusal(ReasonCode.ROW_STORE, "it exchanges rows of an array of arrays that it was given", name(request.function()));
            }
            moved.add(w.with(w.output(), at[w.input()]));
        }
        return new Ordered(new Func(in, body, f.out()), statics, moved);
    }

    /** Whether the program reads an input: it need not, of an array whose numbers are part of the program. */
    private static boolean isRead(Func f, FunctionInputs.Input i, LiftContext context) {
        return !context.assumed().has(LiftAssumptions.Fact.CONSTANT_NUMBERS, i.source().toString()) || Regions.uses(f.body(), f.out()).containsKey(i.var().id());
    }

    /** A function's name in the IR. */
    static String name(ValueTree function) {
        if (function instanceof ValueTree.Fun f) {
            return f.owner().replace('/', '.') + "." + f.name();
        }
        return function instanceof ValueTree.Rec r ? r.cls().replace('/', '.') : "f";
    }
}
