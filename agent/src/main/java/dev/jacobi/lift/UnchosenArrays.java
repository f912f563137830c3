package dev.jacobi.lift;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Eval;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.lift.request.Lifted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Arrays that a call makes only if it returns nothing else: {@code if (k == 1) return a;} and behind that a new array. The branch that returns something else has an empty one in its place, as what else
 * would stand there, the argument itself, would be copied, and packed for that.
 */
final class UnchosenArrays {
    private static final int DEEPEST = 20;
    private final Func entry;
    private final Definitions defs;
    private final Map<Integer, Integer> uses = new HashMap<>();
    /** The arrays that are outputs and nothing else, and by which numbers they are chosen. */
    private final Map<Var, Option> options = new HashMap<>();

    /** The tag is null for what every call returns. */
    private record Option(Atom tag, Set<Integer> numbers) {
        static final Option ALWAYS = new Option(null, Set.of());

        Option or(Option o) {
            if (tag == null || !tag.equals(o.tag)) {
                return ALWAYS;
            }
            var both = new HashSet<>(numbers);
            both.addAll(o.numbers);
            return new Option(tag, both);
        }
    }

    private UnchosenArrays(Func entry) {
        this.entry = entry;
        defs = Definitions.in(entry.body());
        Regions.uses(new Region(List.of(), entry.body(), entry.out()), id -> uses.merge(id, 1, Integer::sum));
    }

    static Lifted emptied(Lifted lifted) {
        var arrays = new UnchosenArrays(lifted.module().get(lifted.entry()));
        arrays.find(lifted.result(), Option.ALWAYS);
        arrays.options.values().removeIf(o -> o.tag == null);
        if (arrays.options.isEmpty()) {
            return lifted;
        }
        var funcs = new LinkedHashMap<>(lifted.module().funcs());
        funcs.put(lifted.entry(), Rewrite.run(arrays.entry, arrays::branches));
        return lifted.with(new Module(funcs));
    }

    private void find(Lifted.Result r, Option chosen) {
        if (r instanceof Lifted.Result.NewArray a && entry.out().get(a.output()) instanceof Var v && uses.get(v.id()) == 1) {
            options.merge(v, chosen, Option::or);
        } else if (r instanceof Lifted.Result.New n) {
            n.args().forEach(x -> find(x, chosen));
        } else if (r instanceof Lifted.Result.Tuple n) {
            n.parts().forEach(x -> find(x, chosen));
        } else if (r instanceof Lifted.Result.Choice c) {
            for (int k = 0; k < c.options().size(); k++) {
                find(c.options().get(k), chosen.tag != null ? chosen : new Option(entry.out().get(c.output()), Set.of(k)));
            }
        }
    }

    private boolean branches(Eqn e, Rewrite r) {
        if (e.prim() != Prim.COND || Collections.disjoint(e.out(), options.keySet())) {
            return false;
        }
        var regions = new ArrayList<Region>();
        for (Region branch : Regions.of(e)) {
            Lit selector = selector(r.old(), regions.size());
            r.b.open();
            r.append(branch.body());
            var out = new ArrayList<>(r.atoms(branch.out()));
            for (int k = 0; k < out.size(); k++) {
                Option o = options.get(e.out().get(k));
                Lit chosen = o == null || selector == null ? null : value(o.tag, r.old().in().get(0), selector, 0);
                if (chosen != null && !o.numbers.contains((int) chosen.asLong())) {
                    int rank = out.get(k).type().rank();
                    out.set(k, r.b.full(Lit.zero(out.get(k).dtype()), Collections.nCopies(rank, Dim.of(0)), Collections.nCopies(rank, Lit.i32(0))));
                }
            }
            regions.add(r.b.close(List.of(), out));
        }
        r.replace(e.out(), r.b.emitAll(Prim.COND, Regions.with(e.params(), regions), e.in()));
        return true;
    }

    /** By what a branch is taken; null where there is more than one number. */
    private static Lit selector(Eqn cond, int branch) {
        boolean bool = cond.in().get(0).dtype() == DType.BOOL;
        return bool ? Lit.bool(branch == 1) : branch < Regions.of(cond).size() - 1 ? Lit.i32(branch) : null;
    }

    /** A number where one value is known; null where it is none. */
    private Lit value(Atom a, Atom known, Lit is, int depth) {
        if (a instanceof Lit || a.equals(known)) {
            return a instanceof Lit l ? l : is;
        }
        Eqn e = depth > DEEPEST ? null : defs.of(a);
        if (e == null || !e.computesScalars()) {
            return null;
        }
        if (e.prim() == Prim.SELECT) {
            Lit which = value(e.in().get(0), known, is, depth + 1);
            return which == null ? null : value(e.in().get(which.asBool() ? 1 : 2), known, is, depth + 1);
        }
        var in = new ArrayList<Lit>();
        e.in().forEach(x -> in.add(value(x, known, is, depth + 1)));
        return in.contains(null) ? null : Eval.fold(e.prim(), e.params(), in);
    }
}
