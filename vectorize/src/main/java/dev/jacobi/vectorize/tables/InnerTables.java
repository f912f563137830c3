package dev.jacobi.vectorize.tables;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.simplify.DeadCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Slow functions that inner loops compute alike in each trip of an outer one are computed once, into a table, as programs have them that go through points and then through the same numbers for each:
 *
 * <pre>
 *  for p { for c { for j { .. exp(-q[c, j]) .. } } }      becomes      for c { for j { t[c, j] = exp(-q[c, j]) } }   for p { for c { for j { .. t[c, j] .. } } }
 * </pre>
 *
 * Only functions of elements of an array that has one for each of these trips have a table, which is no larger then. Where arguments are written there are none, as these would be worked on in copies for another array.
 */
public final class InnerTables implements Optimisation {
    private final boolean whole;

    /** {@code whole}: of a program that may still be mapped over lanes, which all have as many trips only where these are an array's elements. */
    public InnerTables(boolean whole) {
        this.whole = whole;
    }

    @Override
    public String name() {
        return "inner-tables";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), InnerTables::isSlow) || writes(in)) {
            return in;
        }
        Map<Eqn, List<TripTable>> byLoop = new IdentityHashMap<>();
        Definitions defs = whole ? Definitions.in(in.body()) : null;
        find(in.body(), byLoop);
        byLoop.values().forEach(all -> all.removeIf(t -> whole && !t.around().stream().allMatch(l -> l.extent() instanceof Lit || defs.of(l.extent(), Prim.DIM) != null)));
        Map<Eqn, TripTable> byRead = new IdentityHashMap<>();
        byLoop.values().forEach(all -> all.forEach(t -> byRead.put(t.root(), t)));
        Map<TripTable, Var> made = new IdentityHashMap<>();
        Func out = byRead.isEmpty() ? in : Rewrite.ofLoops(in, (e, r) -> {
            TripTable read = byRead.get(r.old());
            if (read != null) {
                r.replace(e.result(), r.b.index(made.get(read), Params.Access.PROMISED, r.atoms(read.at())));
                return true;
            }
            byLoop.getOrDefault(r.old(), List.of()).forEach(t -> made.put(t, t.make(r, Lit.bool(true), false)));
            return false;
        });
        return out == in ? in : new DeadCode().run(out);
    }

    private static boolean isSlow(Eqn e) {
        return e.prim().cost() == Prim.Cost.MANY && e.out().size() == 1 && e.result().type().isScalar() && (e.result().dtype() == DType.F64 || e.result().dtype() == DType.F32);
    }

    /** Whether a function changes an array that it is given. */
    private static boolean writes(Func f) {
        Set<Atom> given = new HashSet<>(f.in());
        return Regions.any(f.body(), e -> e.prim() == Prim.UPDATE && given.contains(e.in().get(0))
            || Regions.isLoop(e) && RegionView.of(e).slots().stream().anyMatch(s -> s.init() instanceof Var v && v.isArray() && given.contains(v)));
    }

    /** The tables of the outermost loops that have any. */
    private static void find(List<Eqn> body, Map<Eqn, List<TripTable>> to) {
        for (Eqn e : body) {
            if (TripTables.isCounted(e) && !Regions.hasEffect(e)) {
                List<TripTable> found = TripTables.of(e, InnerTables::isSlow, TripTable::isBounded);
                if (!found.isEmpty()) {
                    to.put(e, new ArrayList<>(found));
                    continue;
                }
            }
            Regions.of(e).forEach(r -> find(r.body(), to));
        }
    }
}
