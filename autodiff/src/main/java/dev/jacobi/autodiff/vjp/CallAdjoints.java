package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.RecursiveFunctions;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.NoRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The adjoints of calls, and the functions that they call: custom rules, StrictMath's functions, functions that run again in the backward part
 * ({@code NAME!remat} and what is too large to inline), and recursive ones, for which there is a pair {@code fwd(NAME)}, {@code bwd(NAME)} around {@link RecursionStacks}.
 */
public final class CallAdjoints {
    final RecursiveFunctions recursive;
    private final Module module;
    private final Map<String, Func> made = new LinkedHashMap<>();
    private final List<String> wanted = new ArrayList<>();

    CallAdjoints(Module module) {
        this.module = module;
        recursive = Prepare.recursive(module);
    }

    /** StrictMath's functions are pure: they can be called again. */
    static boolean isPure(Eqn e) {
        return e.params() instanceof Params.Call c && External.is(c.name());
    }

    /**
     * Refuses derivatives by what a function with a rule of its own captured, which the rule says nothing about: {@code NAME!constant} has the function's inputs,
     * and those of them as results.
     *
     * @throws IllegalArgumentException when one of the operands that stand for them is active
     */
    public static void checkConstants(Func constant, List<Atom> operands, Predicate<Atom> active) {
        for (int k = 0; constant != null && k < operands.size(); k++) {
            if (constant.out().contains(constant.in().get(k)) && active.test(operands.get(k))) {
                throw new NoRule("a function with a derivative rule of its own uses a value, captured by it or by its rules and not passed as an argument, that "
                    + "the derivative is taken by");
            }
        }
    }

    /** The call that the forward part makes of a function with a custom backward function: of its forward one. */
    static Eqn forward(Module m, Eqn e, Builder ids) {
        String name = ((Params.Call) e.params()).name() + "!fwd";
        Func f = m.get(name);
        if (f == null) {
            return e;
        }
        List<Var> residuals = f.out().subList(e.out().size(), f.out().size()).stream().map(a -> ids.fresh(a.type())).toList();
        List<Var> out = FormulaBuilder.join(e.out(), residuals);
        return new Eqn(Prim.CALL, e.in(), new Params.Call(name, types(out)), out);
    }

    void adjoint(Adjoint adjoint, Scope s, Eqn e) {
        String name = ((Params.Call) e.params()).name();
        if (isPure(e)) {
            adjoint.elementwise(s, e);
        } else if (name.endsWith("!fwd")) {
            checkConstants(module.get(name.substring(0, name.length() - 4) + "!constant"), e.in(), adjoint.activity::has);
            custom(s, e, name.substring(0, name.length() - 4));
        } else if (recursive.isCall(e)) {
            recursive(adjoint, s, e, name);
        } else if (module.get(name + "!jvp") != null) {
            checkConstants(module.get(name + "!constant"), e.in(), adjoint.activity::has);
            tangents(adjoint, s, e, name + "!jvp");
        } else {
            again(adjoint, s, e, name);
        }
    }

    /** Cotangents of the floating results, zeros where there is none. */
    private static List<Atom> cotangents(Scope s, List<Var> out) {
        var cts = new ArrayList<Atom>();
        for (Var v : out) {
            if (v.dtype().isFloat()) {
                cts.add(s.orZero(v));
                s.take(v);
            }
        }
        return cts;
    }

    private static List<Var> call(FormulaBuilder c, String name, List<Atom> in, List<Type> results) {
        return c.emitAll(Prim.CALL, new Params.Call(name, results), in);
    }

    private static List<Type> types(List<? extends Atom> atoms) {
        return atoms.stream().map(Atom::type).toList();
    }

    private static List<Boolean> floats(List<? extends Atom> atoms) {
        return atoms.stream().map(a -> a.dtype().isFloat()).toList();
    }

    private void custom(Scope s, Eqn e, String name) {
        int results = module.get(name).out().size();
        List<Atom> cts = cotangents(s, e.out().subList(0, results));
        List<Atom> in = FormulaBuilder.join(e.out().subList(results, e.out().size()), cts);
        give(s, e.in(), floats(e.in()), call(s.code, name + "!bwd", in, types(module.get(name + "!bwd").out())));
    }

    /** Gradients, one per active operand, to the operands. */
    private static void give(Scope s, List<Atom> operands, List<Boolean> active, List<Var> gradients) {
        int k = 0;
        for (int j = 0; j < operands.size(); j++) {
            if (active.get(j)) {
                s.add(operands.get(j), gradients.get(k++));
            }
        }
    }

    /** Through the tangents of a custom forward rule, in which the rule is linear. */
    private void tangents(Adjoint adjoint, Scope s, Eqn e, String rule) {
        int operands = e.in().size();
        List<Boolean> active = IntStream.range(0, module.get(rule).in().size()).mapToObj(k -> k >= operands).toList();
        List<Atom> in = FormulaBuilder.join(e.in(), zeros(adjoint, s, e.in()));
        List<Atom> cts = cotangents(s, e.out());
        in.addAll(zeros(adjoint, s, e.out()));
        in.addAll(cts);
        give(s, e.in(), floats(e.in()), gradients(s, rule, active, in));
    }

    private static List<Atom> zeros(Adjoint adjoint, Scope s, List<? extends Atom> like) {
        return like.stream().filter(a -> a.dtype().isFloat()).map(a -> adjoint.zeros(s.code, a)).toList();
    }

    /** Runs the function again, with its adjoint; of a chunk of a long loop only for what is active. */
    private void again(Adjoint adjoint, Scope s, Eqn e, String name) {
        boolean chunk = name.contains(Checkpoints.NAME) && module.get(derivative(name)) == null;
        List<Boolean> active = chunk ? e.in().stream().map(adjoint.activity::has).toList() : floats(e.in());
        give(s, e.in(), active, gradients(s, name, active, FormulaBuilder.join(e.in(), cotangents(s, e.out()))));
    }

    private static String derivative(String name) {
        return "vjp~" + name;
    }

    /** Calls the reverse mode of a function, which is made if there is none yet: what it returns behind the function's own results. */
    private List<Var> gradients(Scope s, String name, List<Boolean> active, List<Atom> in) {
        String derivative = derivative(name);
        if (!made.containsKey(derivative) && module.get(derivative) == null) {
            Vjp.pass(name, active, derivative, false).run(module).funcs().forEach((k, f) -> {
                if (module.get(k) == null) {
                    made.putIfAbsent(k, f);
                }
            });
        }
        Func g = made.getOrDefault(derivative, module.get(derivative));
        List<Var> out = call(s.code, derivative, in, types(g.out()));
        return out.subList(module.get(name).out().size(), out.size());
    }

    private void recursive(Adjoint adjoint, Scope s, Eqn e, String name) {
        Func f = module.get(name);
        List<Integer> thread = recursive.threads(name);
        Var counter = adjoint.stacks().counter;
        List<Atom> in = FormulaBuilder.join(List.of(adjoint.stacks().tape, s.counter(counter)), cotangents(s, e.out()));
        for (int k = 0; k < f.in().size(); k++) {
            if (accumulates(f, thread, k)) {
                in.add(adjoint.activity.has(e.in().get(k)) ? s.array((Var) e.in().get(k)) : adjoint.zeros(s.code, e.in().get(k)));
            }
        }
        var results = new ArrayList<Type>(List.of(counter.type()));
        f.in().stream().filter(v -> v.dtype().isFloat()).forEach(v -> results.add(v.type()));
        if (!wanted.contains(name)) {
            wanted.add(name);
        }
        List<Var> out = call(s.code, "bwd(" + name + ")", in, results);
        s.set(counter, out.get(0));
        int k = 1;
        for (int j = 0; j < f.in().size(); j++) {
            Atom a = e.in().get(j);
            if (f.in().get(j).dtype().isFloat()) {
                Var g = out.get(k++);
                if (!accumulates(f, thread, j)) {
                    s.add(a, g);
                } else if (adjoint.activity.has(a)) {
                    s.set((Var) a, g);
                }
            }
        }
    }

    /** Whether the gradient of input k is added to an array that is handed in. */
    static boolean accumulates(Func f, List<Integer> thread, int k) {
        Var v = f.in().get(k);
        return v.dtype().isFloat() && !v.type().isScalar() && !thread.contains(k);
    }

    /** The functions that adjoints call: also the pairs of recursive ones, and those that these call. */
    Map<String, Func> finish() {
        for (int k = 0; k < wanted.size(); k++) {
            Adjoint.pair(this, module, wanted.get(k)).forEach(made::putIfAbsent);
        }
        return made;
    }
}
