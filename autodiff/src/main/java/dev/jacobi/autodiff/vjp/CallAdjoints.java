package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.BlockTree;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.autodiff.code.Partials;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.NoRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The adjoints of calls, and the functions that they call: custom rules, StrictMath's functions, functions that run again in the backward part
 * ({@code NAME!remat} and what is too large to inline), and recursive ones, for which there is a pair {@code fwd(NAME)}, {@code bwd(NAME)} around {@link RecursionStacks}.
 */
public final class CallAdjoints {
    /** Chunks of long loops. */
    private final Map<String, Func> steps = new LinkedHashMap<>();
    private final Module module;
    private final Set<String> recursive = new TreeSet<>();
    private final Map<String, Func> made = new LinkedHashMap<>();
    private final List<String> wanted = new ArrayList<>();
    private final Map<String, List<Integer>> threads = new LinkedHashMap<>();

    /** For a module whose calls have been inlined. */
    CallAdjoints(Module module) {
        this.module = module;
        for (String name : module.funcs().keySet()) {
            if (reaches(module.get(name).body(), name, new TreeSet<>())) {
                recursive.add(name);
            }
        }
    }

    /** Whether recursive functions can be run once more, at no cost but their own: they return no arrays and have no effects. */
    boolean repeatable() {
        return recursive.stream().map(module::get).allMatch(f -> f.out().stream().allMatch(y -> y.type().isScalar())
            && !effects(f.body(), new TreeSet<>()));
    }

    private boolean effects(List<Eqn> body, Set<String> seen) {
        for (Eqn e : body) {
            Func callee = e.params() instanceof Params.Call c && seen.add(c.name()) ? module.get(c.name()) : null;
            if (e.prim() == Prim.DEBUG_CALLBACK || callee != null && effects(callee.body(), seen)
                || Regions.of(e).stream().anyMatch(r -> effects(r.body(), seen))) {
                return true;
            }
        }
        return false;
    }

    private boolean reaches(List<Eqn> body, String target, Set<String> seen) {
        for (Eqn e : body) {
            if (e.params() instanceof Params.Call c && (c.name().equals(target)
                || seen.add(c.name()) && module.get(c.name()) != null && reaches(module.get(c.name()).body(), target, seen))) {
                return true;
            }
            for (Region r : Regions.of(e)) {
                if (reaches(r.body(), target, seen)) {
                    return true;
                }
            }
        }
        return false;
    }

    Map<String, Func> made() {
        return made;
    }

    boolean isRecursive(Eqn e) {
        return e.params() instanceof Params.Call c && recursive.contains(c.name());
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
    Eqn forward(Eqn e, Builder ids) {
        Func f = e.params() instanceof Params.Call c ? module.get(c.name() + "!fwd") : null;
        if (f == null) {
            return e;
        }
        var out = new ArrayList<Var>(e.out());
        for (Atom a : f.out().subList(out.size(), f.out().size())) {
            out.add(ids.fresh(a.type()));
        }
        String name = ((Params.Call) e.params()).name() + "!fwd";
        return new Eqn(Prim.CALL, e.in(), new Params.Call(name, out.stream().map(Var::type).toList()), out);
    }

    void adjoint(Vjp vjp, Scope s, Eqn e) {
        String name = ((Params.Call) e.params()).name();
        if (isPure(e)) {
            strict(vjp, s, e, External.function(name));
        } else if (steps.containsKey(name)) {
            chunk(vjp, s, e, name);
        } else if (name.endsWith("!fwd")) {
            checkConstants(module.get(name.substring(0, name.length() - 4) + "!constant"), e.in(), vjp.activity::has);
            custom(vjp, s, e, name.substring(0, name.length() - 4));
        } else if (recursive.contains(name)) {
            recursive(vjp, s, e, name);
        } else if (module.get(name + "!jvp") != null) {
            checkConstants(module.get(name + "!constant"), e.in(), vjp.activity::has);
            tangents(vjp, s, e, name + "!jvp");
        } else {
            again(vjp, s, e, name);
        }
    }

    private void strict(Vjp vjp, Scope s, Eqn e, String name) {
        if (name.equals("IEEEremainder")) {
            Atom y = s.take(e.result());
            s.add(e.in().get(0), y);
            if (vjp.activity.has(e.in().get(1))) {
                s.add(e.in().get(1), s.code.neg(s.code.mul(y, Partials.multiple(s.code, e.in().get(0), e.result(), e.in().get(1)))));
            }
            return;
        }
        vjp.elementwise(s, new Eqn(Prim.valueOf(name.toUpperCase(Locale.ROOT)), e.in(), Params.NONE, e.out()));
    }

    /** Cotangents of the floating results, zeros where there is none. */
    private static List<Atom> cotangents(Vjp vjp, Scope s, List<Var> out) {
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

    private void custom(Vjp vjp, Scope s, Eqn e, String name) {
        int results = module.get(name).out().size();
        List<Atom> cts = cotangents(vjp, s, e.out().subList(0, results));
        var in = new ArrayList<Atom>(e.out().subList(results, e.out().size()));
        in.addAll(cts);
        give(s, e.in(), call(s.code, name + "!bwd", in, types(module.get(name + "!bwd").out())));
    }

    /** Gradients, one per floating operand, to the operands. */
    private static void give(Scope s, List<Atom> operands, List<Var> gradients) {
        int k = 0;
        for (Atom a : operands) {
            if (a.dtype().isFloat()) {
                s.add(a, gradients.get(k++));
            }
        }
    }

    /** Through the tangents of a custom forward rule, in which the rule is linear. */
    private void tangents(Vjp vjp, Scope s, Eqn e, String rule) {
        Func f = module.get(rule);
        var active = new ArrayList<Boolean>();
        for (int k = 0; k < f.in().size(); k++) {
            active.add(k >= e.in().size());
        }
        helper(rule, active);
        var in = new ArrayList<Atom>(e.in());
        e.in().stream().filter(a -> a.dtype().isFloat()).forEach(a -> in.add(zero(vjp, s, a)));
        List<Atom> cts = cotangents(vjp, s, e.out());
        e.out().stream().filter(a -> a.dtype().isFloat()).forEach(a -> in.add(zero(vjp, s, a)));
        in.addAll(cts);
        Func g = made.getOrDefault("vjp~" + rule, module.get("vjp~" + rule));
        List<Var> out = call(s.code, "vjp~" + rule, in, types(g.out()));
        give(s, e.in(), out.subList(f.out().size(), out.size()));
    }

    private static Atom zero(Vjp vjp, Scope s, Atom like) {
        return like.type().isScalar() ? Lit.zero(like.dtype()) : vjp.zeros(s.code, (Var) like);
    }

    /** Runs the function again, with its adjoint. */
    private void again(Vjp vjp, Scope s, Eqn e, String name) {
        Func f = module.get(name);
        helper(name, f.in().stream().map(v -> v.dtype().isFloat()).toList());
        var in = new ArrayList<Atom>(e.in());
        in.addAll(cotangents(vjp, s, e.out()));
        Func g = made.getOrDefault("vjp~" + name, module.get("vjp~" + name));
        List<Var> out = call(s.code, "vjp~" + name, in, types(g.out()));
        give(s, e.in(), out.subList(f.out().size(), out.size()));
    }

    /** Takes in the function of a loop's chunk, under a name of its own. */
    String steps(String like, Func f) {
        String name = like;
        for (int k = 1; module.funcs().containsKey(name) || steps.containsKey(name); k++) {
            name = like + k;
        }
        steps.put(name, f);
        made.put(name, f);
        return name;
    }

    /** Runs a chunk again, with its adjoint. */
    private void chunk(Vjp vjp, Scope s, Eqn e, String name) {
        Func f = steps.get(name);
        List<Boolean> active = e.in().stream().map(vjp.activity::has).toList();
        var funcs = new LinkedHashMap<>(module.funcs());
        funcs.put(name, f);
        Vjp.of(new Module(funcs), name, active, "vjp~" + name).funcs().forEach(made::putIfAbsent);
        var in = new ArrayList<Atom>(e.in());
        in.addAll(cotangents(vjp, s, e.out()));
        List<Var> out = call(s.code, "vjp~" + name, in, types(made.get("vjp~" + name).out()));
        int k = f.out().size();
        for (int j = 0; j < e.in().size(); j++) {
            if (active.get(j)) {
                s.add(e.in().get(j), out.get(k++));
            }
        }
    }

    private void helper(String name, List<Boolean> active) {
        if (made.containsKey("vjp~" + name) || module.get("vjp~" + name) != null) {
            return;
        }
        Vjp.of(module, name, active, "vjp~" + name).funcs().forEach((k, f) -> {
            if (!module.funcs().containsKey(k)) {
                made.putIfAbsent(k, f);
            }
        });
    }

    private void recursive(Vjp vjp, Scope s, Eqn e, String name) {
        Func f = module.get(name);
        List<Integer> thread = threads(name);
        Var counter = vjp.stacks().counter;
        var in = new ArrayList<Atom>(List.of(vjp.stacks().tape, s.counter(counter)));
        in.addAll(cotangents(vjp, s, e.out()));
        for (int k = 0; k < f.in().size(); k++) {
            if (accumulates(f, thread, k)) {
                in.add(vjp.activity.has(e.in().get(k)) ? s.array((Var) e.in().get(k)) : zero(vjp, s, e.in().get(k)));
            }
        }
        var results = new ArrayList<Type>(List.of(counter.type()));
        f.in().stream().filter(v -> v.dtype().isFloat()).forEach(v -> results.add(v.type()));
        want(name);
        List<Var> out = call(s.code, "bwd(" + name + ")", in, results);
        s.set(counter, out.get(0));
        int k = 1;
        for (int j = 0; j < f.in().size(); j++) {
            Atom a = e.in().get(j);
            if (f.in().get(j).dtype().isFloat()) {
                Var g = out.get(k++);
                if (!accumulates(f, thread, j)) {
                    s.add(a, g);
                } else if (vjp.activity.has(a)) {
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

    private void want(String name) {
        if (!wanted.contains(name)) {
            wanted.add(name);
        }
    }

    /** Writes the pairs that are called, and those that they call. */
    void finish() {
        for (int k = 0; k < wanted.size(); k++) {
            Vjp.pair(this, module, wanted.get(k)).forEach(made::putIfAbsent);
        }
    }

    /** For each output the array input that it is a later version of, -1 when there is none. */
    List<Integer> threads(String name) {
        if (threads.isEmpty()) {
            var programs = new LinkedHashMap<String, BlockTree>();
            recursive.forEach(f -> programs.put(f, new BlockTree(module.get(f))));
            origins(programs).forEach((f, outputs) -> {
                var guess = new ArrayList<Integer>();
                outputs.forEach(o -> guess.add(o.size() == 1 && !guess.contains(o.first()) ? o.first() : -1));
                threads.put(f, guess);
            });
            for (boolean again = true; again;) {
                again = false;
                for (var p : programs.entrySet()) {
                    again |= drop(p.getValue(), threads.get(p.getKey()));
                }
            }
        }
        return threads.get(name);
    }

    /** Removes the guesses that do not follow from the others. */
    private boolean drop(BlockTree prog, List<Integer> guess) {
        boolean dropped = false;
        for (int o = 0; o < guess.size(); o++) {
            if (guess.get(o) >= 0 && !follows(prog, prog.func.out().get(o), prog.func.in().get(guess.get(o)))) {
                guess.set(o, -1);
                dropped = true;
            }
        }
        return dropped;
    }

    /** For each output of each recursive function what it may begin as: indices of inputs, -1 for anything else. What ends the recursion decides. */
    private Map<String, List<TreeSet<Integer>>> origins(Map<String, BlockTree> programs) {
        var known = new LinkedHashMap<String, List<TreeSet<Integer>>>();
        programs.forEach((f, p) -> known.put(f, p.func.out().stream().map(y -> new TreeSet<Integer>()).toList()));
        for (boolean again = true; again;) {
            again = false;
            for (var p : programs.entrySet()) {
                for (int o = 0; o < p.getValue().func.out().size(); o++) {
                    var found = new TreeSet<Integer>();
                    origins(p.getValue(), p.getValue().func.out().get(o), known, found);
                    again |= known.get(p.getKey()).get(o).addAll(found);
                }
            }
        }
        return known;
    }

    private void origins(BlockTree prog, Atom value, Map<String, List<TreeSet<Integer>>> known, Set<Integer> found) {
        Eqn e = value instanceof Var v && !v.type().isScalar() ? prog.defs.get(v.id()) : null;
        if (e == null) {
            found.add(value.type().isScalar() ? -1 : prog.func.in().indexOf(value));
            return;
        }
        int k = e.out().indexOf(value);
        if (e.prim() == Prim.COND) {
            Regions.of(e).forEach(r -> origins(prog, r.out().get(k), known, found));
        } else if (isRecursive(e)) {
            for (int j : known.get(((Params.Call) e.params()).name()).get(k)) {
                if (j < 0) {
                    found.add(j);
                } else {
                    origins(prog, e.in().get(j), known, found);
                }
            }
        } else if (e.prim() == Prim.FOR || e.prim() == Prim.WHILE) {
            origins(prog, e.in().get(e.prim() == Prim.WHILE ? k : k + 1), known, found);
        } else if (grows(prog, e)) {
            origins(prog, e.in().get(1), known, found);
        } else {
            Atom like = prog.likeOperand(e, k);
            if (like == null) {
                found.add(-1);
            } else {
                origins(prog, like, known, found);
            }
        }
    }

    /** Whether the equation puts an array into a new, larger one. */
    private static boolean grows(BlockTree prog, Eqn e) {
        Eqn into = e.prim() == Prim.UPDATE_SLICE && e.in().get(0) instanceof Var v ? prog.defs.get(v.id()) : null;
        return into != null && into.prim() == Prim.FULL;
    }

    /** Whether the value is the array, or what updates, growing and recursive calls made of it. */
    private boolean follows(BlockTree prog, Atom value, Var array) {
        Atom a = value;
        while (!a.equals(array)) {
            Eqn e = a instanceof Var v ? prog.defs.get(v.id()) : null;
            if (e == null) {
                return false;
            }
            int k = e.out().indexOf(a);
            if (e.prim() == Prim.COND) {
                return Regions.of(e).stream().allMatch(r -> follows(prog, r.out().get(k), array));
            } else if (grows(prog, e)) {
                a = e.in().get(1);
            } else if (isRecursive(e)) {
                int j = threads(((Params.Call) e.params()).name()).get(k);
                if (j < 0) {
                    return false;
                }
                a = e.in().get(j);
            } else if (e.prim() == Prim.FOR || e.prim() == Prim.WHILE) {
                BlockTree.Block b = prog.body(prog.home.get(((Var) a).id()), e);
                int from = e.prim() == Prim.WHILE ? 0 : 1;
                if (!follows(prog, b.out.get(k), b.params.get(from + k))) {
                    return false;
                }
                a = e.in().get(from + k);
            } else {
                a = prog.likeOperand(e, k);
                if (a == null) {
                    return false;
                }
            }
        }
        return true;
    }
}
