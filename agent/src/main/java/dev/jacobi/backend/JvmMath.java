package dev.jacobi.backend;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.pass.Pass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.lift.StrictMathCode;
import dev.jacobi.lift.request.ClassSource;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The option {@code math=jvm}: functions of Math give the bits of the running JVM. Its own routines are called for each element ({@link JvmRoutines}); where it has none
 * it runs StrictMath's code, and so does the compiled program.
 */
final class JvmMath {
    private final Supplier<JvmRoutines> routines;
    private final StrictMathCode strict;

    /** {@code routines} is asked for when a function is met; {@code jdk} has the class files of the running JDK. */
    JvmMath(Supplier<JvmRoutines> routines, ClassSource jdk) {
        this.routines = routines;
        this.strict = new StrictMathCode(jdk);
    }

    /** {@link #calls} as a pass. */
    static Pass callsPass() {
        return PassBuilder.named("math-calls").keeps(Property.AS_WRITTEN, Property.EXACT_CHECKS, Property.DIFFERENTIABLE).all(JvmMath::calls);
    }

    /** {@link #in} as a pass. */
    Pass pass() {
        return PassBuilder.named("jvm-math").keeps(Property.AS_WRITTEN, Property.EXACT_CHECKS).all(this::in);
    }

    /** The program as it was lifted, with calls of Math's functions in place of the primitives that may be rounded in another way. */
    static Module calls(Module m) {
        return each(m, JvmMath::call);
    }

    private static Eqn call(Eqn e) {
        if (!(e.params() instanceof Params.None) || e.out().size() != 1 || !e.result().type().equals(Type.F64) || !External.isMath(e.prim())) {
            return e;
        }
        return new Eqn(Prim.CALL, e.in(), new Params.Call(External.math(e.prim().text()), List.of(Type.F64)), e.out());
    }

    /**
     * The program for a back end, in which only the routines are calls.
     *
     * @throws Refusal when it calls a function whose bits cannot be had
     */
    Module in(Module m) {
        return strict.in(each(m, this::resolved));
    }

    private Eqn resolved(Eqn e) {
        if (!(e.params() instanceof Params.Call c) || !External.isMath(c.name())) {
            return e;
        }
        String f = External.function(c.name());
        return switch (routines.get().way(f)) {
            case ROUTINE -> e;
            case STRICT -> new Eqn(Prim.CALL, e.in(), new Params.Call(External.strict(f), List.of(Type.F64)), e.out());
            case NONE -> throw new Refusal(ReasonCode.JVM_MATH, "with math=jvm it needs this JVM's own code of Math." + f + ", which cannot be called or gives other bits than "
                + "Math." + f + " here", "java.lang.Math." + f);
        };
    }

    private static Module each(Module m, UnaryOperator<Eqn> change) {
        var out = new LinkedHashMap<String, Func>();
        m.funcs().forEach((name, f) -> out.put(name, new Func(f.in(), each(f.body(), change), f.out())));
        return new Module(out);
    }

    private static List<Eqn> each(List<Eqn> body, UnaryOperator<Eqn> change) {
        var out = new ArrayList<Eqn>();
        for (Eqn e : body) {
            Params p = e.params().map(r -> new Region(r.params(), each(r.body(), change), r.out()));
            out.add(change.apply(p == e.params() ? e : new Eqn(e.prim(), e.in(), p, e.out())));
        }
        return out;
    }
}
