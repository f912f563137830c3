package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** A function built once more, equation by equation, with others in place of some. */
public final class Rebuild {
    /** What stands for the results of an equation; null where it stays, with its regions built once more. Its operands are the new function's already. */
    public interface Rule {
        List<? extends Atom> of(Eqn e);
    }

    private final Builder b;
    private final Rule rule;
    private final Map<Integer, Atom> replaced = new HashMap<>();

    private Rebuild(Builder b, Function<Rebuild, Rule> rule) {
        this.b = b;
        this.rule = rule.apply(this);
    }

    /** The function by a rule, which appends equations to the {@link #builder}. */
    public static Func run(Func f, Function<Rebuild, Rule> rule) {
        var r = new Rebuild(new Builder(Regions.firstFreeId(f)), rule);
        f.body().forEach(r::eqn);
        return r.b.build(f.in(), r.atoms(f.out()));
    }

    /** The function by a rule for the outermost equations of some kind: it gets them with their regions built once more, and what is inside of these stays. Null: so does the equation. */
    public static Func outermost(Func f, Predicate<Eqn> kind, Function<Builder, Rule> rule) {
        return run(f, to -> {
            Rule own = rule.apply(to.b);
            boolean[] inside = {false};
            return e -> {
                if (inside[0] || !kind.test(e)) {
                    return null;
                }
                inside[0] = true;
                Eqn now = to.inside(e);
                inside[0] = false;
                List<? extends Atom> out = own.of(now);
                return out == null ? to.keep(now) : out;
            };
        });
    }

    public Builder builder() {
        return b;
    }

    private List<Atom> atoms(List<Atom> as) {
        return Rewrite.replaced(as, a -> a instanceof Var v ? replaced.getOrDefault(v.id(), v) : a);
    }

    private void eqn(Eqn source) {
        List<Atom> in = atoms(source.in());
        Eqn e = in == source.in() ? source : new Eqn(source.prim(), in, source.params(), source.out());
        List<? extends Atom> out = rule.of(e);
        if (out == null) {
            b.append(inside(e));
            return;
        }
        for (int k = 0; k < out.size(); k++) {
            replaced.put(e.out().get(k).id(), out.get(k));
        }
    }

    /** The equation with its regions built once more. */
    public Eqn inside(Eqn e) {
        return Regions.map(e, this::region);
    }

    /** A region built once more. */
    public Region region(Region r) {
        b.open();
        r.body().forEach(this::eqn);
        return b.close(r.params(), atoms(r.out()));
    }

    /** Appends an equation that stays for good, but that what it reads in its regions may have been replaced: its results. */
    public List<Var> keep(Eqn e) {
        b.append(replaced.isEmpty() || Regions.of(e).isEmpty() ? e : Rewrite.substitute(e, replaced));
        return e.out();
    }
}
