package dev.jacobi.lift;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.lift.cfg.Method;
import dev.jacobi.lift.exec.Initializer;
import dev.jacobi.lift.exec.OutputSignature;
import dev.jacobi.lift.exec.Recursion;
import dev.jacobi.lift.exec.Structure;
import dev.jacobi.lift.heap.Heap;
import dev.jacobi.lift.heap.NamedRows;
import dev.jacobi.lift.jdk.StandIns;
import dev.jacobi.lift.jdk.StringModel;
import dev.jacobi.lift.request.LiftRequest;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.lift.state.Activation;
import dev.jacobi.lift.state.DeadPath;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.FunctionInputs;
import dev.jacobi.lift.state.LiftAssumptions;
import dev.jacobi.lift.state.LiftAssumptions.Fact;
import dev.jacobi.lift.state.LiftAttempt;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.LiftSession;
import dev.jacobi.lift.state.Restart;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Lifts a static method's bytecode into the IR: the code is executed symbolically, block by block, in the structure of its control flow
 * ({@link Structure}, {@link dev.jacobi.lift.exec.LoopLifter}); calls are inlined. What cannot be expressed is refused with a {@link Refusal}.
 */
public final class Lifter {
    private static final int MOST_ATTEMPTS = 256;

    private Lifter() {
    }

    /** The method as IR; throws {@link Refusal} when it has to be left to the JVM. */
    public static Lifted lift(LiftRequest request) {
        var session = new LiftSession(StandIns.over(request.classes()), request.owner(), request.receivers(), request.most(), null, Initializer::evaluate);
        Method m = session.classes().resolve(request.owner(), request.name(), request.desc());
        String full = request.owner().replace('/', '.') + "." + request.name();
        if (m == null) {
            throw new Refusal(ReasonCode.CLASS_FILE, "its class file cannot be read", full);
        }
        refuse(m, Opcodes.ACC_NATIVE, ReasonCode.NATIVE_CODE, "it is native");
        refuse(m, Opcodes.ACC_ABSTRACT, ReasonCode.ABSTRACT_METHOD, "it is abstract");
        refuse(m, Opcodes.ACC_SYNCHRONIZED, ReasonCode.SYNCHRONIZED, "it is synchronized");
        if (!m.isStatic()) {
            throw new Refusal(ReasonCode.INSTANCE_METHOD, "it is not static", m.where(null));
        }
        if (request.desc().endsWith(")L" + StringModel.STRING + ";")) {
            throw new Refusal(ReasonCode.RESULT, "it returns a string", m.where(null)); // rather than what the code that makes it is refused for
        }
        return UnchosenArrays.emptied(retrying(session, m, attempt -> lift(attempt, m, request)));
    }

    /**
     * Lifts in attempts: each assumes what the one before has found, until one finds nothing that its code should have been lifted by. Attempts only ever learn,
     * and of a program's finite places, but there may be too many of them.
     */
    static <T> T retrying(LiftSession session, Method m, Function<LiftAttempt, T> lift) {
        LiftAssumptions assumed = LiftAssumptions.NONE;
        for (int k = 0; k < MOST_ATTEMPTS; k++) {
            var attempt = new LiftAttempt(session, assumed);
            try {
                T lifted = lift.apply(attempt);
                if (!attempt.isRefuted()) {
                    return lifted;
                }
                assumed = attempt.assumed();
            } catch (Restart r) {
                assumed = r.next();
            } catch (Refusal | DeadPath e) {
                if (!attempt.isRefuted()) {
                    throw e instanceof Refusal r ? r : new Refusal(ReasonCode.ALWAYS_THROWS, "no way through it returns", m.where(null));
                }
                assumed = attempt.assumed();
            } catch (StackOverflowError e) {
                throw new Refusal(ReasonCode.TOO_LARGE, "its code with everything it calls is nested too deeply", m.where(null));
            }
        }
        throw new Refusal(ReasonCode.TOO_LARGE, "what it does with arrays or recursive calls is too involved", m.where(null));
    }

    private static void refuse(Method m, int access, ReasonCode code, String reason) {
        if (m.has(access)) {
            throw new Refusal(code, reason, m.where(null));
        }
    }

    private static Lifted lift(LiftAttempt attempt, Method m, LiftRequest request) {
        LiftContext context = new LiftContext(attempt, true);
        var args = new ArrayList<Val>();
        Type[] types = Type.getArgumentTypes(m.node().desc);
        for (int i = 0; i < types.length; i++) {
            int same = i < request.aliases().size() ? request.aliases().get(i) : i;
            Lit constant = request.constants().get(i);
            args.add(constant != null ? new Val.Sc(constant) : same < i ? args.get(same) : context.inputs().given(new Lifted.Source.Arg(i, List.of(), types[i].getDescriptor())));
        }
        Env env = new Env();
        context.inputs().takeStatics(env);
        Activation act = new Activation(null, m);
        Heap heap = new Heap(context);
        Val ret;
        if (attempt.assumed().has(Fact.RECURSIVE, m.key())) {
            context.at(act, null);
            ret = new Recursion(context, heap).call(m, args, env, "result");
        } else {
            env.frames.add(Env.Frame.of(act, args));
            env = new Structure(context, act).method(env);
            ret = env.returned();
        }
        context.at(act, null);
        var signature = new OutputSignature(context, heap, env);
        Lifted.Result result = signature.result(ret, Type.getReturnType(m.node().desc));
        List<Lifted.Write> writes = signature.writes();
        context.inputs().readWhatWasTested();
        List<Atom> out = signature.outputs();
        Func entry = context.inputs().build(out);
        Map<String, Func> funcs = new LinkedHashMap<>();
        String name = m.owner().name.replace('/', '.') + "." + m.node().name;
        name = attempt.assumed().functions().isEmpty() ? name : name + "$entry";
        funcs.put(name, entry);
        if (!attempt.assumed().functions().isEmpty()) {
            Recursion.liftAll(attempt, funcs);
        }
        return new Lifted(new Module(funcs), name, context.inputs().all().stream().map(FunctionInputs.Input::source).toList(), result, writes,
            attempt.assumed().functions().isEmpty() ? NamedRows.of(context, entry) : Map.of()); // functions that call themselves use rows, too
    }
}
