package dev.jacobi.lift.exec;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.lift.cfg.Method;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.lift.state.Activation;
import dev.jacobi.lift.state.DeadPath;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.LiftAssumptions;
import dev.jacobi.lift.state.LiftAttempt;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.LiftSession;
import dev.jacobi.lift.state.Restart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Values of static final fields of the JDK's classes, which reflection does not reach: the class initializer is lifted as far as
 * that goes and evaluated.
 */
public final class Initializer {
    private Initializer() {
    }

    /** Field values by name and descriptor, as far as they could be found. */
    public static Map<String, Tensor> evaluate(LiftSession session, String owner) {
        Method m = session.classes().resolve(owner, "<clinit>", "()V");
        if (m == null || !m.owner().name.equals(owner)) {
            return Map.of();
        }
        Map<String, Atom> stored = new LinkedHashMap<>();
        LiftContext context = new LiftContext(new LiftAttempt(session, LiftAssumptions.NONE), (field, content) -> stored.put(field.owner + "." + field.name, content));
        try {
            Env env = new Env();
            Activation act = new Activation(null, m);
            env.frames.add(new Env.Frame(act));
            new Structure(context, act).method(env);
        } catch (Refusal | DeadPath | Restart e) {
            stored.values().removeIf(Objects::isNull); // what was stored until then counts
        }
        return context.inputs().all().isEmpty() ? values(context, stored) : Map.of();
    }

    private static Map<String, Tensor> values(LiftContext context, Map<String, Atom> stored) {
        List<Eqn> body = context.ir().builder().build(List.of(), List.of()).body();
        var visible = new HashSet<Var>();
        body.forEach(e -> visible.addAll(e.out()));
        var names = new ArrayList<String>();
        var out = new ArrayList<Atom>();
        stored.forEach((k, a) -> {
            if (a instanceof Lit || visible.contains(a)) {
                names.add(k);
                out.add(a);
            }
        });
        List<Tensor> values = Interpreter.run(new Func(List.of(), body, out), List.of());
        var r = new HashMap<String, Tensor>();
        for (int k = 0; k < names.size(); k++) {
            r.put(names.get(k), values.get(k));
        }
        return r;
    }
}
