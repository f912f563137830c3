package dev.jacobi.lift;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
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
        m.funcs().forEach((name, f) -> out.put(name, calls(f.body()) ? new Caller(f).run() : f));
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
        int[] order = lifted.inputs().stream().mapToInt(s -> ((Lifted.Source.Arg) s).index()).toArray();
        var in = new ArrayList<Var>();
        int next = Regions.firstFreeId(f);
        for (int k = 0; k < operands; k++) { // inputs that are not used are not there
            int at = List.of(java.util.Arrays.stream(order).boxed().toArray()).indexOf(k);
            in.add(at >= 0 ? f.in().get(at) : new Var(next++, dev.jacobi.ir.Type.F64));
        }
        Func all = new Func(in, f.body(), f.out());
        bodies.put(name, all);
        return all;
    }

    /** One function; {@code values} says what a call's result has become. */
    private final class Caller {
        private final Func func;
        private final Map<Integer, Atom> values = new HashMap<>();
        private int nextId;

        Caller(Func func) {
            this.func = func;
            nextId = Regions.firstFreeId(func);
        }

        Func run() {
            List<Eqn> body = body(func.body());
            return new Func(func.in(), body, atoms(func.out()));
        }

        private List<Atom> atoms(List<Atom> in) {
            return in.stream().map(a -> a instanceof Var v ? values.getOrDefault(v.id(), v) : a).toList();
        }

        private List<Eqn> body(List<Eqn> body) {
            var out = new ArrayList<Eqn>();
            for (Eqn e : body) {
                List<Atom> in = atoms(e.in());
                Func callee = isStrict(e) ? StrictMathCode.this.body(((Params.Call) e.params()).name(), in.size()) : null;
                if (callee == null) {
                    out.add(new Eqn(e.prim(), in, e.params().map(this::region), e.out()));
                    continue;
                }
                var copy = new Rewrite(nextId).replace(callee.in(), in);
                out.addAll(copy.body(callee.body()));
                values.put(e.result().id(), copy.atom(callee.out().get(0)));
                nextId = copy.nextId();
            }
            return out;
        }

        private Region region(Region r) {
            List<Eqn> body = body(r.body());
            return new Region(r.params(), body, atoms(r.out()));
        }
    }
}
