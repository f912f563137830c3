package dev.jacobi.array.control;

import dev.jacobi.NDArray;
import dev.jacobi.array.algorithms.Matmul;
import dev.jacobi.array.algorithms.Shapes;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Trace;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The solution x of a x = b, whose derivatives are further solutions by the same factors of a: of a' x + a x' = b' for tangents, and of the transposed system for cotangents. The derivative of a factorisation, which
 * takes several times as long, is never asked for.
 *
 * <p>The program calls a function F of a, its factors and b, and a function T of the same that solves the transposed system. Each has all three rules, {@code !jvp}, {@code !fwd} and {@code !bwd}, which call F and T
 * again, so that derivatives of every order are right. What depends on the factors is said by the derivatives by a; the factors should have been computed of {@link Prim#STOP_GRADIENT} of it.
 */
public final class LinearSolution {
    /** How a system is solved by what {@code factors} there are of its matrices. */
    @FunctionalInterface
    public interface Solver {
        NDArray of(List<NDArray> factors, NDArray b);
    }

    /** The system, by the types of a function's arguments: the matrices, their factors, and right sides as columns. */
    private record Like(NDArray a, List<NDArray> factors, NDArray b) {
        List<NDArray> all() {
            var all = new ArrayList<NDArray>(List.of(a));
            all.addAll(factors);
            all.add(b);
            return all;
        }
    }

    private final String[] names;
    private final Solver[] solvers;
    private final Like like;
    private final List<Type> types;
    private final Trace trace;

    private LinearSolution(String name, Like like, List<Type> types, Solver solver, Solver transposed, Trace trace) {
        names = new String[] {name, name + "_transposed"};
        solvers = new Solver[] {solver, transposed};
        this.like = like;
        this.types = types;
        this.trace = trace;
    }

    /**
     * The solution; where no derivative can be taken, as in kernels, the solver's alone. All arrays have the same axes in front of those of their own, and matrices and right sides have one real type.
     *
     * @param name which solver it is: one name has one solver per type
     */
    public static NDArray of(String name, NDArray a, List<NDArray> factors, NDArray b, Solver solver, Solver transposed) {
        Trace t = Trace.current();
        if (t == null || !t.isDerivable()) {
            return solver.of(factors, b);
        }
        var like = new Like(a, factors, b);
        List<Type> types = types(like.all());
        var text = new StringBuilder("own_").append(name);
        types.forEach(y -> text.append('_').append(y.dtype().text()).append(y.dims().toString().replaceAll("[^a-zA-Z0-9]+", "_")));
        var s = new LinearSolution(text.toString(), like, types, solver, transposed, t);
        t.define(s.names[0], s::functions);
        List<Atom> in = like.all().stream().map(t::atom).toList();
        return t.array(b.dtype(), b.isWeak(), t.emitAll(Prim.CALL, new Params.Call(s.names[0], List.of(in.get(in.size() - 1).type())), in));
    }

    /** The types as a function of its own has them: known extents stay, others get symbols in order. */
    private static List<Type> types(List<NDArray> all) {
        var symbols = new LinkedHashMap<String, Dim>();
        return all.stream().map(x -> {
            List<Extent> extents = x.shapeOf().extents();
            return new Type(x.dtype().ir(), extents.stream().map(e -> e.isKnown() ? Dim.of(e.value()) : symbols.computeIfAbsent(String.valueOf(e.dim()), d -> Trace.input(symbols.size()))).toList());
        }).toList();
    }

    private Map<String, Func> functions() {
        var all = new HashMap<String, Func>();
        for (int k = 0; k < names.length; k++) {
            all.put(names[k], steps(k));
            all.put(names[k] + "!jvp", tangents(k));
            all.put(names[k] + "!fwd", forward(k));
            all.put(names[k] + "!bwd", backward(k));
        }
        return all;
    }

    private Func steps(int k) {
        var b = new Builder();
        List<Var> in = types.stream().map(b::fresh).toList();
        Trace inside = trace.ofFunction(b);
        return inside.during(() -> {
            List<NDArray> x = arrays(inside, in);
            return b.build(in, List.of(inside.atom(solvers[k].of(x.subList(1, x.size() - 1), x.get(x.size() - 1)))));
        });
    }

    /** a x' = b' - a' x. */
    private Func tangents(int k) {
        var b = new Builder();
        List<Var> in = types.stream().map(b::fresh).toList();
        List<Var> tangents = types.stream().filter(d -> d.dtype().isFloat()).map(b::fresh).toList();
        Trace inside = trace.ofFunction(b);
        return inside.during(() -> {
            Var x = call(b, k, in, in.get(in.size() - 1));
            NDArray change = turned(k == 1, array(inside, tangents.get(0)));
            NDArray right = Elementwise.apply(Prim.SUB, array(inside, tangents.get(tangents.size() - 1)), Matmul.matmul(change, array(inside, x)));
            var all = new ArrayList<>(in);
            all.addAll(tangents);
            return b.build(all, List.of(x, call(b, k, in, inside.atom(right))));
        });
    }

    /** The solution, and behind it what the backward part needs: the matrices, their factors and the solution. */
    private Func forward(int k) {
        var b = new Builder();
        List<Var> in = types.stream().map(b::fresh).toList();
        Var x = call(b, k, in, in.get(in.size() - 1));
        var out = new ArrayList<Atom>(List.of(x));
        out.addAll(in.subList(0, in.size() - 1));
        out.add(x);
        return b.build(in, out);
    }

    /** The cotangent y of b solves the other system, and that of a is -y x^T, or -x y^T for the transposed system. */
    private Func backward(int k) {
        var b = new Builder();
        List<Var> in = types.stream().map(b::fresh).toList();
        Var cotangent = b.fresh(types.get(types.size() - 1));
        Trace inside = trace.ofFunction(b);
        return inside.during(() -> {
            NDArray x = array(inside, in.get(in.size() - 1));
            Var y = call(b, 1 - k, in, cotangent);
            NDArray of = array(inside, y);
            NDArray outer = k == 0 ? Matmul.matmul(of, turned(true, x)) : Matmul.matmul(x, turned(true, of));
            var out = new ArrayList<Atom>(List.of(inside.atom(Elementwise.unary(Prim.NEG, outer))));
            IntStream.range(1, in.size() - 1).filter(j -> types.get(j).dtype().isFloat()).forEach(j -> {
                NDArray factor = array(inside, in.get(j));
                out.add(inside.atom(Rows.zeros(factor.dtype(), false, factor.shapeOf())));
            });
            out.add(y);
            var all = new ArrayList<>(in);
            all.add(cotangent);
            return b.build(all, out);
        });
    }

    private static NDArray turned(boolean turned, NDArray a) {
        return turned ? Shapes.swap("matrixTranspose", a, -1, -2) : a;
    }

    /** A call of one of the functions with another right side. */
    private Var call(Builder b, int k, List<Var> in, Atom right) {
        var all = new ArrayList<Atom>(in.subList(0, in.size() - 1));
        all.add(right);
        return b.emitAll(Prim.CALL, new Params.Call(names[k], List.of(types.get(types.size() - 1))), all).get(0);
    }

    private List<NDArray> arrays(Trace t, List<Var> vars) {
        List<NDArray> all = like.all();
        return IntStream.range(0, vars.size()).mapToObj(k -> t.array(all.get(k).dtype(), false, List.of(vars.get(k)))).toList();
    }

    private NDArray array(Trace t, Var v) {
        return t.array(like.b.dtype(), false, List.of(v));
    }
}
