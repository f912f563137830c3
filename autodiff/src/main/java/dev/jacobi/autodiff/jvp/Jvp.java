package dev.jacobi.autodiff.jvp;

import dev.jacobi.autodiff.analysis.Activity;
import dev.jacobi.autodiff.analysis.BitPatterns;
import dev.jacobi.autodiff.analysis.TangentActivity;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.autodiff.vjp.CallAdjoints;
import dev.jacobi.autodiff.vjp.Vjp;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Pass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Forward mode: every float gets a tangent that is computed beside it, in the same loops, branches and calls, and an array that changes
 * in place has an array of tangents that changes along. A tangent that is zero whatever happens is not there at all. This file is
 * about the functions of a module; {@link JvpRules} has the rule of each primitive.
 */
public final class Jvp {
    private final Map<String, Func> funcs;
    private final Deque<Runnable> open = new ArrayDeque<>();

    private Jvp(Module m) {
        funcs = new LinkedHashMap<>(m.funcs());
    }

    /** The name of the function that {@link #of} adds. */
    public static String name(String entry) {
        return "jvp(" + entry + ")";
    }

    /** {@link #of} as a pass. */
    public static Pass pass(String entry, List<Boolean> active) {
        return PassBuilder.named("jvp").requires(Property.DIFFERENTIABLE).keeps(Property.DIFFERENTIABLE).all(m -> of(m, entry, active));
    }

    /**
     * The module with {@code jvp(ENTRY)} added: it takes the function's inputs, then a tangent for each active one, and returns the
     * results, then a tangent for each float result.
     *
     * @param active per input; only floats have tangents
     * @throws IllegalArgumentException with a sentence when an active input is no float
     */
    public static Module of(Module m, String entry, List<Boolean> active) {
        Func f = Activity.entry(m, entry, active);
        var jvp = new Jvp(m);
        if (!jvp.hasRule(entry)) {
            BitPatterns.check(m, entry, active);
        }
        jvp.funcs.put(name(entry), jvp.hasRule(entry) ? jvp.transform(caller(entry, f), active) : jvp.transform(f, active));
        while (!jvp.open.isEmpty()) {
            jvp.open.pop().run();
        }
        return new Module(jvp.funcs);
    }

    /** A function that only calls this one, so that its own rule is taken. */
    private static Func caller(String name, Func f) {
        var b = new Builder();
        List<Var> in = f.in().stream().map(v -> b.fresh(v.type())).toList();
        List<Type> results = f.out().stream().map(Atom::type).toList();
        return b.build(in, b.emitAll(Prim.CALL, new Params.Call(name, results), in));
    }

    boolean hasRule(String name) {
        return funcs.containsKey(name + "!jvp") || funcs.containsKey(name + "!fwd") && funcs.containsKey(name + "!bwd");
    }

    Func get(String name) {
        return funcs.get(name);
    }

    private Func transform(Func f, List<Boolean> active) {
        var b = new FormulaBuilder(Regions.firstFreeId(f));
        var reached = new TangentActivity();
        var rules = new JvpRules(this, b, reached);
        var in = new ArrayList<>(f.in());
        for (int k = 0; k < active.size(); k++) {
            if (active.get(k)) {
                Var v = f.in().get(k);
                Var t = b.fresh(v.type());
                in.add(t);
                reached.mark(v);
                rules.set(v, t);
            }
        }
        reached.walk(f.body());
        rules.body(f.body());
        var out = new ArrayList<>(f.out());
        for (Atom a : f.out()) {
            if (a.dtype().isFloat()) {
                out.add(rules.tangentOrZero(a));
            }
        }
        return b.build(in, out);
    }

    /** The name of the forward-mode version of a function that is called, with tangents for these inputs; it is made when there is none yet. */
    String version(String name, List<Boolean> active) {
        var which = new StringBuilder();
        active.forEach(a -> which.append(a ? '1' : '0'));
        String version = "jvp[" + which + "](" + name + ")";
        if (!funcs.containsKey(version)) {
            funcs.put(version, funcs.get(name));
            open.push(() -> {
                funcs.put(version, transform(funcs.get(name), active));
                if (funcs.containsKey(name + "!remat")) {
                    funcs.put(version + "!remat", funcs.get(version));
                }
            });
        }
        return version;
    }

    /** The equations of a call in forward mode go to {@code rules}' builder. */
    void call(JvpRules rules, Eqn e, Params.Call c) {
        List<Atom> floats = e.in().stream().filter(a -> a.dtype().isFloat()).toList();
        var in = new ArrayList<>(e.in());
        CallAdjoints.checkConstants(funcs.get(c.name() + "!constant"), e.in(), a -> rules.tangent(a) != null);
        if (funcs.containsKey(c.name() + "!jvp")) {
            floats.forEach(a -> in.add(rules.tangentOrZero(a)));
            rules.dual(e, c.name() + "!jvp", in);
        } else if (hasRule(c.name())) {
            byReverseRule(rules, e, c, floats);
        } else {
            List<Boolean> active = e.in().stream().map(a -> rules.tangent(a) != null).toList();
            e.in().stream().map(rules::tangent).filter(t -> t != null).forEach(in::add);
            rules.dual(e, version(c.name(), active), in);
        }
    }

    /** A function that only says how its gradients flow back: the transpose of that is how its tangents flow forward. */
    private void byReverseRule(JvpRules rules, Eqn e, Params.Call c, List<Atom> floats) {
        Func fwd = funcs.get(c.name() + "!fwd");
        List<Var> out = FormulaBuilder.join(e.out(), fwd.out().subList(e.out().size(), fwd.out().size()).stream().map(a -> rules.c.fresh(a.type())).toList());
        rules.c.append(new Eqn(Prim.CALL, e.in(), new Params.Call(c.name() + "!fwd", types(out)), out));
        List<Var> results = e.out().stream().filter(v -> v.dtype().isFloat()).toList();
        List<Atom> zeros = results.stream().map(v -> rules.c.constant(0, v)).toList();
        List<Atom> in = FormulaBuilder.join(out.subList(e.out().size(), out.size()), zeros, floats.stream().map(rules::tangentOrZero).toList());
        var called = new Params.Call(transposed(c.name() + "!bwd", results.size()), FormulaBuilder.join(types(floats), types(results)));
        List<Var> r = rules.c.emitAll(Prim.CALL, called, in);
        for (int k = 0; k < results.size(); k++) {
            rules.set(results.get(k), r.get(floats.size() + k));
        }
    }

    private static List<Type> types(List<? extends Atom> values) {
        return values.stream().map(Atom::type).toList();
    }

    /** The gradient of a function that is linear in its last inputs does not depend on where it is taken. */
    private String transposed(String bwd, int cotangents) {
        String name = "tangents(" + bwd + ")";
        if (!funcs.containsKey(name)) {
            int n = funcs.get(bwd).in().size();
            Module m = Vjp.of(new Module(funcs), bwd, IntStream.range(0, n).mapToObj(k -> k >= n - cotangents).toList());
            m.funcs().forEach(funcs::putIfAbsent);
            funcs.put(name, m.get("vjp(" + bwd + ")"));
        }
        return name;
    }
}
