package dev.jacobi.array.control;

import dev.jacobi.NDArray;
import dev.jacobi.array.core.Trace;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Functions of one array of real numbers that are taken for linear and for their own transpose, whatever the derivatives of the steps that compute them are: tangents and cotangents are what the function makes
 * of them. The program calls a function F with all three rules, each of which calls F again, so that derivatives of every order are right: {@code F!jvp} for tangents, {@code F!fwd} and {@code F!bwd} for cotangents.
 */
public final class SelfAdjoint {
    private SelfAdjoint() {
    }

    /**
     * What the function makes of an array, with the same shape and type.
     *
     * @param name which function it is: one name has one function per type
     */
    public static NDArray of(String name, NDArray x, UnaryOperator<NDArray> f) {
        Trace t = Trace.current();
        if (t == null || !t.isDerivable() || t.atom(x) instanceof Lit) {
            return f.apply(x);
        }
        Atom in = t.atom(x);
        var type = new Type(x.dtype().ir(), OwnDerivative.dims(x));
        String function = OwnDerivative.name(name, List.of(type));
        t.define(function, () -> functions(t, function, x, type, f));
        return t.array(x.dtype(), x.isWeak(), t.emitAll(Prim.CALL, new Params.Call(function, List.of(in.type())), List.of(in)));
    }

    private static Map<String, Func> functions(Trace t, String name, NDArray like, Type type, UnaryOperator<NDArray> f) {
        var tangents = new Builder();
        Var x = tangents.fresh(type);
        Var tangent = tangents.fresh(type);
        List<Atom> both = List.of(call(tangents, name, x), call(tangents, name, tangent));
        return Map.of(name, steps(t, like, type, f), name + "!jvp", tangents.build(List.of(x, tangent), both), name + "!fwd", caller(name, type), name + "!bwd", caller(name, type));
    }

    private static Func caller(String name, Type type) {
        var b = new Builder();
        Var x = b.fresh(type);
        return b.build(List.of(x), List.of(call(b, name, x)));
    }

    private static Func steps(Trace t, NDArray like, Type type, UnaryOperator<NDArray> f) {
        var b = new Builder();
        Var x = b.fresh(type);
        Trace inside = t.ofFunction(b);
        return inside.during(() -> b.build(List.of(x), List.of(inside.atom(f.apply(inside.array(like.dtype(), false, List.of(x)))))));
    }

    private static Var call(Builder b, String name, Var x) {
        return b.emitAll(Prim.CALL, new Params.Call(name, List.of(x.type())), List.of(x)).get(0);
    }
}
