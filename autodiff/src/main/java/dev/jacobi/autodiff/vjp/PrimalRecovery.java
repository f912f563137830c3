package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.BlockTree;
import dev.jacobi.autodiff.analysis.UnoverwrittenValues;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayDeque;
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
final class PrimalRecovery {
    private final Adjoint adjoint;
    private final Scope scope;
    private final BlockTree.Block level;
    private final Map<Integer, Atom> sub = new HashMap<>();
    private final BitSet live = new BitSet();
    private Tapes.Plan plan;
    private List<Eqn> body;
    private List<Atom> yields;

    private PrimalRecovery(Adjoint adjoint, Scope scope) {
        this.adjoint = adjoint;
        this.scope = scope;
        level = scope.block;
    }

    /** A function's body: everything primal is there, but what branches made has to be handed out of them. */
    static PrimalRecovery function(Adjoint adjoint, Scope scope, List<Atom> yields) {
        var r = new PrimalRecovery(adjoint, scope);
        r.liveness(yields);
        for (Var v : r.needed()) {
            r.sub.put(v.id(), adjoint.tapes.export(v, r.level));
        }
        r.plan = Tapes.Plan.NONE;
        r.finish(yields);
        return r;
    }

    /** A loop's body; {@code trip} is the number of the primal's trip. */
    static PrimalRecovery loop(Adjoint adjoint, Scope scope, List<Atom> yields, Atom trip) {
        var r = new PrimalRecovery(adjoint, scope);
        r.sub.put(r.level.trip().id(), trip);
        r.liveness(yields);
        r.plan = adjoint.isPair() ? adjoint.tapes.stack(r.level, r.needed(), scope) : adjoint.tapes.plan(r.level, r.needed(), scope.parent);
        r.finish(yields);
        return r;
    }

    /** The body of a recursive function's backward function: nothing primal is there. */
    static PrimalRecovery pair(Adjoint adjoint, Scope scope, List<Atom> yields) {
        var r = new PrimalRecovery(adjoint, scope);
        r.liveness(yields);
        r.plan = adjoint.tapes.stack(r.level, r.needed(), scope);
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
        var code = new FormulaBuilder(adjoint.ids);
        code.append(scope.pop(plan.popped()));
        yields = rebuild(scope.code.eqns(), out, code);
        body = code.eqns();
    }

    private void liveness(List<Atom> out) {
        mark(out);
        for (int i = scope.code.eqns().size() - 1; i >= 0; i--) {
            Eqn e = scope.code.eqns().get(i);
            if (e.prim().hasEffect() || e.out().stream().anyMatch(v -> live.get(v.id()))) {
                Regions.uses(e, live::set);
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
            BlockTree.Block b = adjoint.prog.home.get(id);
            if (b != null && b.level() == level && !sub.containsKey(id) && !adjoint.isStack(id)) {
                out.add(adjoint.prog.variable(id));
            }
        });
        return out;
    }

    /** What the level yields in terms of the equations written. */
    private List<Atom> rebuild(List<Eqn> eqns, List<Atom> out, FormulaBuilder code) {
        var waiting = new Waiting(level, code);
        for (Eqn e : eqns) {
            if (e.prim().hasEffect() || e.out().stream().anyMatch(v -> live.get(v.id()))) {
                waiting.add(new Eqn(e.prim(), atoms(e.in()), e.params().map(this::region), e.out()));
            }
        }
        List<Atom> ends = atoms(out);
        waiting.end(ends);
        return ends;
    }

    private Region region(Region r) {
        BlockTree.Block b = adjoint.branchOf.get(r);
        var code = new FormulaBuilder(adjoint.ids);
        if (b == null || b.level() != level) {
            for (Eqn e : r.body()) {
                code.append(new Eqn(e.prim(), atoms(e.in()), e.params().map(this::region), e.out()));
            }
            return new Region(r.params(), code.eqns(), atoms(r.out()));
        }
        // All of a branch is looked at as live: what is not goes with the simplifier.
        var waiting = new Waiting(b, code);
        for (Eqn e : r.body()) {
            waiting.add(new Eqn(e.prim(), atoms(e.in()), e.params().map(this::region), e.out()));
        }
        List<Atom> out = atoms(r.out());
        waiting.end(out);
        return new Region(r.params(), code.eqns(), out);
    }

    /** Tape reads and recomputations that are written in front of their first use: at the block's begin, thousands of them would need registers up to there. */
    private final class Waiting {
        private final FormulaBuilder code;
        private final List<Eqn> eqns;
        private final Map<Integer, Integer> numbers = new HashMap<>();
        private final BitSet begun = new BitSet();
        private final BitSet written = new BitSet();

        Waiting(BlockTree.Block block, FormulaBuilder code) {
            this.code = code;
            var front = new FormulaBuilder(adjoint.ids);
            prelude(block, front);
            eqns = front.eqns();
            for (int k = 0; k < eqns.size(); k++) {
                for (Var v : eqns.get(k).out()) {
                    numbers.put(v.id(), k);
                }
            }
        }

        void add(Eqn e) {
            Regions.uses(e, this::write);
            code.append(e);
        }

        void end(List<Atom> out) {
            out.forEach(a -> {
                if (a instanceof Var v) {
                    write(v.id());
                }
            });
        }

        /** Writes what defines the variable, each equation behind those of its operands. */
        private void write(int id) {
            var open = new ArrayDeque<Integer>();
            push(id, open);
            while (!open.isEmpty()) {
                int k = open.peek();
                if (!begun.get(k)) {
                    begun.set(k);
                    Regions.uses(eqns.get(k), operand -> push(operand, open));
                } else {
                    open.pop();
                    if (!written.get(k)) {
                        written.set(k);
                        code.append(eqns.get(k));
                    }
                }
            }
        }

        private void push(int id, ArrayDeque<Integer> open) {
            Integer k = numbers.get(id);
            if (k != null && !begun.get(k)) {
                open.push(k);
            }
        }
    }

    /** Tape reads and recomputations of what the block defines. */
    private void prelude(BlockTree.Block b, FormulaBuilder code) {
        plan.reads(b).forEach((v, read) -> sub.put(v.id(), read.apply(code, this::atom)));
        for (Eqn e : b.eqns) {
            for (Var v : e.out()) {
                UnoverwrittenValues.Place p = plan.standing().get(v);
                if (p != null) {
                    sub.put(v.id(), code.index(p.array(), p.access(), atoms(p.at())));
                }
            }
            if (plan.recomputes(e)) {
                var copy = new Rewrite(adjoint.ids);
                Eqn in = new Eqn(e.prim(), atoms(e.in()), e.params().map(this::plain), e.out());
                code.append(copy.body(List.of(in)));
                e.out().forEach(v -> sub.put(v.id(), copy.atom(v)));
            }
        }
    }

    private Region plain(Region r) {
        return new Region(r.params(), r.body().stream().map(e -> new Eqn(e.prim(), atoms(e.in()), e.params().map(this::plain), e.out()))
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
}
