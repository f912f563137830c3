package dev.jacobi.array.control;

import dev.jacobi.NDArray;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.core.Trace;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Values whose derivative by one operand has a formula, which is better than the derivatives of the steps that compute them. The program calls a function that gives back the value as it is and has a rule of
 * its own for derivatives, {@code NAME!jvp}. The rule calls the function for the value that its formula uses, so that derivatives of the derivative are right, too, of
 * every order by operands that have formulas. By others, of which the value itself says the derivatives, {@link Rule#mixed} gives the second ones by an operand of each kind; third ones by two of these and then
 * one with a formula are not known.
 */
public final class OwnDerivative {
    private OwnDerivative() {
    }

    /** The derivatives of a value, element by element, by the first of its operands. */
    @FunctionalInterface
    public interface Rule {
        /** Derivatives by as many of the first operands {@code x} as there are formulas. All arrays have one shape. */
        List<NDArray> of(NDArray value, List<NDArray> x);

        /** Derivatives of the first formula by the operands that have none, in their order, where the value depends on these, too: its derivatives by them change with the first operand. */
        default List<Function<List<NDArray>, NDArray>> mixed() {
            return List.of();
        }
    }

    /**
     * The value, whose derivatives by the first operands are those that the rule gives, beside what {@code value} itself has: it should have been computed of {@link Prim#STOP_GRADIENT} of these operands.
     * Where no derivative can be taken, as in kernels, the value itself. The value and these operands have one real type.
     *
     * @param name which rule it is: one name has one formula per type
     */
    public static NDArray of(String name, NDArray value, List<NDArray> x, Rule rule) {
        Trace t = Trace.current();
        if (t == null || !t.isDerivable() || x.stream().allMatch(y -> t.atom(y) instanceof Lit)) {
            return value;
        }
        var in = new ArrayList<NDArray>(List.of(value));
        x.forEach(y -> in.add(Structural.broadcastTo(y, value.shapeOf())));
        List<Atom> atoms = in.stream().map(t::atom).toList();
        List<Type> types = in.stream().map(y -> new Type(y.dtype().ir(), dims(value))).toList();
        String function = name(name, types);
        t.define(function, () -> functions(t, function, in, types, rule));
        return t.array(value.dtype(), value.isWeak(), t.emitAll(Prim.CALL, new Params.Call(function, List.of(atoms.get(0).type())), atoms));
    }

    /** The extents as a function of its own has them: known ones stay, others get symbols in order. */
    static List<Dim> dims(NDArray value) {
        List<Extent> extents = value.shapeOf().extents();
        var symbols = new LinkedHashMap<String, Dim>();
        return extents.stream().map(e -> e.isKnown() ? Dim.of(e.value()) : symbols.computeIfAbsent(String.valueOf(e.dim()), d -> Trace.input(symbols.size()))).toList();
    }

    static String name(String name, List<Type> types) {
        var text = new StringBuilder("own_").append(name).append('_').append(types.size());
        for (Type t : types) {
            text.append('_').append(t.dtype().text());
        }
        types.get(0).dims().forEach(d -> text.append('_').append(d));
        return text.toString();
    }

    /** The function, which gives back its first operand, and its rule. */
    private static Map<String, Func> functions(Trace t, String name, List<NDArray> like, List<Type> types, Rule rule) {
        var plain = new Builder();
        List<Var> same = types.stream().map(plain::fresh).toList();
        var b = new Builder();
        List<Var> in = types.stream().map(b::fresh).toList();
        List<Var> tangents = types.stream().filter(d -> d.dtype().isFloat()).map(b::fresh).toList();
        Trace inside = t.ofFunction(b);
        return Map.of(name, plain.build(same, same.subList(0, 1)), name + "!jvp", inside.during(() -> {
            Var value = b.emitAll(Prim.CALL, new Params.Call(name, types.subList(0, 1)), in).get(0);
            NDArray y = array(inside, like.get(0), value);
            List<NDArray> x = IntStream.range(1, in.size()).mapToObj(k -> array(inside, like.get(k), in.get(k))).toList();
            List<NDArray> slopes = rule.of(y, x);
            NDArray tangent = array(inside, y, tangents.get(0));
            for (int k = 0; k < slopes.size(); k++) {
                tangent = Elementwise.apply(Prim.ADD, tangent, Elementwise.apply(Prim.MUL, slopes.get(k), array(inside, x.get(k), tangents.get(k + 1))));
            }
            for (int k = 0; k < rule.mixed().size(); k++) {
                Function<List<NDArray>, NDArray> slope = rule.mixed().get(k);
                NDArray change = of(name + "_mixed" + k, Rows.zeros(y.dtype(), y.isWeak(), y.shapeOf(), inside), x, (z, operands) -> List.of(slope.apply(operands)));
                tangent = Elementwise.apply(Prim.ADD, tangent, Elementwise.apply(Prim.MUL, change, array(inside, x.get(slopes.size() + k), tangents.get(slopes.size() + k + 1))));
            }
            var all = new ArrayList<>(in);
            all.addAll(tangents);
            return b.build(all, List.of(value, inside.atom(tangent)));
        }));
    }

    private static NDArray array(Trace t, NDArray like, Var v) {
        return t.array(like.dtype(), false, List.of(v));
    }
}
