package dev.jacobi.autodiff;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the adjoint of a block, which speaks of the primal program's variables, into a region that can run: finds which primal
 * values of this level it needs, has {@link Tapes} decide how to get each, and writes the tape reads and recomputations in front. What is dead
 * is left out.
 */
final class Resolve {
    private final Vjp vjp;
    private final Scope scope;
    private final Prog.Block level;
    private final Map<Integer, Atom> sub = new HashMap<>();
    private final BitSet live = new BitSet();
    private Tapes.Plan plan;
    private List<Eqn> body;
    private List<Atom> yields;

    private Resolve(Vjp vjp, Scope scope) {
        this.vjp = vjp;
        this.scope = scope;
        level = scope.block;
    }

    /** A function's body: everything primal is there, but what branches made has to be handed out of them. */
    static Resolve function(Vjp vjp, Scope scope, List<Atom> yields) {
        var r = new Resolve(vjp, scope);
        r.liveness(yields);
        for (Var v : r.needed()) {
            r.sub.put(v.id(), vjp.tapes.export(v, r.level));
        }
        r.plan = Tapes.Plan.NONE;
        r.finish(yields);
        return r;
    }

    /** A loop's body; {@code trip} is the number of the primal's trip. */
    static Resolve loop(Vjp vjp, Scope scope, List<Atom> yields, Atom trip) {
        var r = new Resolve(vjp, scope);
        r.sub.put(r.level.trip().id(), trip);
        r.liveness(yields);
        r.plan = vjp.isPair() ? vjp.tapes.stack(r.level, r.needed(), scope) : vjp.tapes.plan(r.level, r.needed(), scope.parent);
        r.finish(yields);
        return r;
    }

    /** The body of a recursive function's backward function: nothing primal is there. */
    static Resolve pair(Vjp vjp, Scope scope, List<Atom> yields) {
        var r = new Resolve(vjp, scope);
        r.liveness(yields);
        r.plan = vjp.tapes.stack(r.level, r.needed(), scope);
        r.finish(yields);
        return r;
    }

    List<Eqn> body() {
        return body;
    }

    List<Atom> yields() {
        return yields;
    }

    private void finish(List<Atom> out) {
        var code = new Code(vjp.ids);
        code.eqns.addAll(scope.pop(plan.popped()));
        rebuild(scope.code.eqns, level, code);
        body = code.eqns;
        yields = atoms(out);
    }

    private void liveness(List<Atom> out) {
        mark(out);
        for (int i = scope.code.eqns.size() - 1; i >= 0; i--) {
            Eqn e = scope.code.eqns.get(i);
            if (e.prim().hasEffect() || e.out().stream().anyMatch(v -> live.get(v.id()))) {
                Rewrite.uses(e, live::set);
            }
        }
    }

    private void mark(List<Atom> atoms) {
        atoms.forEach(a -> {
            if (a instanceof Var v) {
                live.set(v.id());
            }
        });
    }

    /** Live variables of the primal program that this level defines, in order of their ids. */
    private List<Var> needed() {
        var out = new ArrayList<Var>();
        live.stream().forEach(id -> {
            Prog.Block b = vjp.prog.home.get(id);
            if (b != null && b.level() == level && !sub.containsKey(id) && !vjp.isStack(id)) {
                out.add(vjp.prog.variable(id));
            }
        });
        return out;
    }

    private void rebuild(List<Eqn> eqns, Prog.Block block, Code code) {
        prelude(block, code);
        for (Eqn e : eqns) {
            if (!e.prim().hasEffect() && e.out().stream().noneMatch(v -> live.get(v.id()))) {
                continue;
            }
            code.eqns.add(new Eqn(e.prim(), atoms(e.in()), Rewrite.mapRegions(e.params(), this::region), e.out()));
        }
    }

    private Region region(Region r) {
        Prog.Block b = vjp.branchOf.get(r);
        var code = new Code(vjp.ids);
        if (b != null && b.level() == level) {
            // All of a branch is looked at as live: what is not goes with the simplifier.
            prelude(b, code);
        }
        for (Eqn e : r.body()) {
            code.eqns.add(new Eqn(e.prim(), atoms(e.in()), Rewrite.mapRegions(e.params(), this::region), e.out()));
        }
        return new Region(r.params(), code.eqns, atoms(r.out()));
    }

    /** Tape reads and recomputations of what the block defines. */
    private void prelude(Prog.Block b, Code code) {
        plan.reads(b).forEach((v, read) -> sub.put(v.id(), read.apply(code, this::atom)));
        for (Eqn e : b.eqns) {
            for (Var v : e.out()) {
                Survivors.Place p = plan.standing().get(v);
                if (p != null) {
                    sub.put(v.id(), code.index(p.array(), p.access(), atoms(p.at())));
                }
            }
            if (plan.recomputes(e)) {
                var copy = new Rewrite(vjp.ids.next);
                Eqn in = new Eqn(e.prim(), atoms(e.in()), Rewrite.mapRegions(e.params(), this::plain), e.out());
                code.eqns.addAll(copy.body(List.of(in)));
                vjp.ids.next = copy.nextId();
                e.out().forEach(v -> sub.put(v.id(), copy.atom(v)));
            }
        }
    }

    private Region plain(Region r) {
        return new Region(r.params(), r.body().stream().map(e -> new Eqn(e.prim(), atoms(e.in()), Rewrite.mapRegions(e.params(), this::plain), e.out()))
            .toList(), atoms(r.out()));
    }

    private Atom atom(Atom a) {
        return a instanceof Var v ? sub.getOrDefault(v.id(), v) : a;
    }

    private List<Atom> atoms(List<? extends Atom> as) {
        var out = new ArrayList<Atom>(as.size());
        as.forEach(a -> out.add(atom(a)));
        return out;
    }

    /** True for primitives whose result is the same whenever they are evaluated again on the same operands. */
    static boolean elementwise(Prim p) {
        return switch (p.group()) {
            case UNARY, BINARY, COMPARE, TERNARY, CONVERSION -> true;
            case STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> false;
        };
    }
}
