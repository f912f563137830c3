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
    private Tapes.Plan plan = Tapes.Plan.NONE;

    private PrimalRecovery(Adjoint adjoint, Scope scope, List<Atom> yields) {
        this.adjoint = adjoint;
        this.scope = scope;
        level = scope.block;
        liveness(yields);
    }

    /** A function's body, which yields this: everything primal is there, but what branches made has to be handed out of them. */
    static Region function(Adjoint adjoint, Scope scope, List<Atom> yields) {
        var r = new PrimalRecovery(adjoint, scope, yields);
        for (Var v : r.needed()) {
            r.sub.put(v.id(), adjoint.tapes.export(v, r.level));
        }
        return r.recovered(yields);
    }

    /** A loop's body, where {@code trip} is the number of the primal's trip; or that of a recursive function's backward function, where nothing primal is there. */
    static Region loop(Adjoint adjoint, Scope scope, List<Atom> yields, Atom trip) {
        var r = new PrimalRecovery(adjoint, scope, yields);
        if (trip != null) {
            r.sub.put(r.level.trip().id(), trip);
        }
        r.plan = adjoint.isPair() ? adjoint.tapes.stack(r.level, r.needed(), scope) : adjoint.tapes.plan(r.level, r.needed(), scope.parent);
        return r.recovered(yields);
    }

    private Region recovered(List<Atom> out) {
        var code = new FormulaBuilder(adjoint.ids);
        code.append(scope.pop(plan.popped()));
        return write(level, List.of(), scope.code.eqns().stream().filter(this::isLive).toList(), out, code);
    }

    private boolean isLive(Eqn e) {
        return e.prim().hasEffect() || e.out().stream().anyMatch(v -> live.get(v.id()));
    }

    private void liveness(List<Atom> out) {
        Regions.uses(out, live::set);
        for (int i = scope.code.eqns().size() - 1; i >= 0; i--) {
            Eqn e = scope.code.eqns().get(i);
            if (isLive(e)) {
                Regions.uses(e, live::set);
            }
        }
    }

    /** Live variables of the primal program that this level defines, in order of their ids. */
    private List<Var> needed() {
        var out = new ArrayList<Var>();
        live.stream().forEach(id -> {
            Var v = adjoint.prog.variable(id);
            if (v != null && adjoint.prog.home(v).level() == level && !sub.containsKey(id) && !adjoint.isStack(id)) {
                out.add(v);
            }
        });
        return out;
    }

    /** What a block's adjoint computes, with what it needs of the primal block in front of its uses. */
    private Region write(BlockTree.Block b, List<Var> params, List<Eqn> eqns, List<Atom> out, FormulaBuilder code) {
        var waiting = new Waiting(b, code);
        eqns.forEach(e -> waiting.add(new Eqn(e.prim(), atoms(e.in()), e.params().map(this::region), e.out())));
        List<Atom> ends = atoms(out);
        waiting.end(ends);
        return code.close(params, ends);
    }

    private Region region(Region r) {
        BlockTree.Block b = adjoint.branchOf.get(r);
        // All of a branch is looked at as live: what is not goes with the simplifier.
        return b == null || b.level() != level ? Rewrite.substitute(r, sub) : write(b, r.params(), r.body(), r.out(), new FormulaBuilder(adjoint.ids));
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
            Regions.uses(out, this::write);
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
                code.append(copy.eqn(Rewrite.substitute(e, sub)));
                e.out().forEach(v -> sub.put(v.id(), copy.atom(v)));
            }
        }
    }

    private Atom atom(Atom a) {
        return a instanceof Var v ? sub.getOrDefault(v.id(), v) : a;
    }

    private List<Atom> atoms(List<? extends Atom> as) {
        return Rewrite.substitute(as, sub);
    }
}
