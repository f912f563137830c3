package dev.jacobi.vectorize.rewrite;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies a function equation by equation, with a substitution for the variables whose definition a pass replaces.
 * A pass gives a {@link Rule} that handles the equations it cares about; all others are copied, regions included.
 */
public final class Rewriter {
    /**
     * Handles an equation whose operands are already those of the new function (the one being replaced is {@link #old});
     * false means: copy it.
     */
    public interface Rule {
        boolean apply(Eqn e, Rewriter r);
    }

    /** What the new function is written to, by rules as well. */
    public final Builder b;
    private Eqn old;
    private boolean applied;
    private final Rule rule;
    private final Map<Integer, Atom> subst = new HashMap<>();

    /** For a walk that the caller begins, with new variables from {@code firstId} on; see {@link #body}. */
    public Rewriter(int firstId, Rule rule) {
        this.b = new Builder(firstId);
        this.rule = rule;
    }

    /** The function itself where nothing in it has regions, as no rule is about anything else. */
    public static Func ofLoops(Func f, Rule rule) {
        return Regions.any(f.body()) ? run(f, rule) : f;
    }

    /** The function with the rule applied to all its equations, those in regions included; the function itself when the rule has handled nothing. */
    public static Func run(Func f, Rule rule) {
        var r = new Rewriter(Regions.firstFreeId(f), rule);
        r.body(f.body());
        return r.applied ? r.b.build(f.in(), r.get(f.out())) : f;
    }

    /** What a value of the old function is in the new one. */
    public Atom get(Atom a) {
        Atom by = a instanceof Var v && !subst.isEmpty() ? subst.get(v.id()) : null;
        return by == null ? a : by;
    }

    /** What values of the old function are in the new one; the same list when nothing in it is replaced. */
    public List<Atom> get(List<? extends Atom> as) {
        return Rewrite.replaced(as, this::get);
    }

    /** From here on {@code v} of the old function is {@code a} of the new one. */
    public void put(Var v, Atom a) {
        subst.put(v.id(), a);
    }

    /** From here on each of {@code vs} of the old function is the atom of the new one at its place in {@code as}. */
    public void put(List<Var> vs, List<? extends Atom> as) {
        for (int i = 0; i < vs.size(); i++) {
            put(vs.get(i), as.get(i));
        }
    }

    /** Handles equations of the old function that follow each other. */
    public void body(List<Eqn> eqns) {
        for (Eqn e : eqns) {
            eqn(e);
        }
    }

    /** The equation of the old function that is being handled. */
    public Eqn old() {
        return old;
    }

    /** Handles one equation of the old function. */
    public void eqn(Eqn e) {
        old = e;
        List<Atom> in = get(e.in());
        Eqn now = in == e.in() ? e : new Eqn(e.prim(), in, e.params(), e.out());
        if (rule.apply(now, this)) {
            applied = true;
        } else {
            b.append(copy(now));
        }
    }

    /** The equation with its regions rewritten. */
    public Eqn copy(Eqn e) {
        List<Region> regions = Regions.of(e);
        return regions.isEmpty() ? e
            : new Eqn(e.prim(), e.in(), e.params().map(this::region), e.out());
    }

    Region region(Region r) {
        b.open();
        body(r.body());
        return b.close(r.params(), get(r.out()));
    }

    /** Appends an equation in place of one that defined {@code old}. */
    public void replace(List<Var> old, Prim p, Params params, List<? extends Atom> in) {
        put(old, b.emitAll(p, params, in));
    }
}
