package dev.jacobi.lift;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Pass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.lift.cfg.Classes;
import dev.jacobi.lift.cfg.Method;
import dev.jacobi.lift.jdk.StandIns;
import dev.jacobi.lift.request.ClassSource;
import dev.jacobi.lift.request.LiftRequest;
import dev.jacobi.lift.request.Lifted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Puts the JDK's own code in place of calls of StrictMath's functions, where that code is Java: they stay calls as long as a program may be differentiated, as
 * their derivatives follow from what they compute and not from how. Functions that the running JDK has as native code stay calls for good.
 */
public final class StrictMathCode {
    private static final String OWNER = "java/lang/StrictMath";
    private final ClassSource jdk;
    private final Map<String, Func> bodies = new ConcurrentHashMap<>();

    /** {@code jdk} has the class files of the running JDK. */
    public StrictMathCode(ClassSource jdk) {
        this.jdk = jdk;
    }

    /** {@link #in} as a pass. */
    public Pass pass() {
        return PassBuilder.named("strict-math").keeps(Property.AS_WRITTEN, Property.EXACT_CHECKS).all(this::in);
    }

    /**
     * The module with the code in place.
     *
     * @throws Refusal when the code of such a function cannot be lifted
     */
    public Module in(Module m) {
        var out = new LinkedHashMap<String, Func>();
        m.funcs().forEach((name, f) -> out.put(name, calls(f.body()) ? expanded(f) : f));
        return new Module(out);
    }

    private static boolean calls(List<Eqn> body) {
        return body.stream().anyMatch(e -> isStrict(e) || Regions.of(e).stream().anyMatch(r -> calls(r.body())));
    }

    private static boolean isStrict(Eqn e) {
        return e.params() instanceof Params.Call c && External.isStrict(c.name());
    }

    /** The function's body, or null when it is native. */
    private Func body(String call, int operands) {
        String name = External.function(call);
        Func known = bodies.get(name);
        if (known != null) {
            return known;
        }
        Method m = new Classes(StandIns.over(jdk)).resolve(OWNER, name, "(" + "D".repeat(operands) + ")D");
        if (m != null && m.has(org.objectweb.asm.Opcodes.ACC_NATIVE)) {
            return null;
        }
        List<Integer> own = operands == 1 ? List.of(0) : List.of(0, 1);
        Lifted lifted = Lifter.lift(new LiftRequest(jdk, OWNER, name, "(" + "D".repeat(operands) + ")D", own));
        Func f = lifted.module().get(lifted.entry());
        List<Integer> order = lifted.inputs().stream().map(a -> ((Lifted.Source.Arg) a).index()).toList();
        var in = new ArrayList<Var>();
        int next = Regions.firstFreeId(f);
        for (int k = 0; k < operands; k++) { // inputs that are not used are not there
            in.add(order.contains(k) ? f.in().get(order.indexOf(k)) : new Var(next++, Type.F64));
        }
        Func all = new Func(in, f.body(), f.out());
        bodies.put(name, all);
        return all;
    }

    private Func expanded(Func f) {
        var b = new Builder(Regions.firstFreeId(f));
        var results = new HashMap<Integer, Atom>();
        body(f.body(), b, results);
        return b.build(f.in(), Rewrite.substitute(f.out(), results));
    }

    /** Appends equations with the code in place of calls; {@code results} gets what these calls' results have become. */
    private void body(List<Eqn> body, Builder b, Map<Integer, Atom> results) {
        for (Eqn e : body) {
            List<Atom> in = Rewrite.substitute(e.in(), results);
            Func callee = isStrict(e) ? body(((Params.Call) e.params()).name(), in.size()) : null;
            if (callee != null) {
                results.put(e.result().id(), Rewrite.inline(b, callee, in).get(0));
            } else {
                b.append(new Eqn(e.prim(), in, e.params().map(r -> region(r, b, results)), e.out()));
            }
        }
    }

    private Region region(Region r, Builder b, Map<Integer, Atom> results) {
        b.open();
        body(r.body(), b, results);
        return b.close(r.params(), Rewrite.substitute(r.out(), results));
    }
}
