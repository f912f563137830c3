package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Optimisation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Copies of rows that are only read, of arrays that nothing writes to, {@code out[i] = table[token[i]].clone()} once the copy has been written row by row: what is read is the array itself. Each trip would make
 * an array of its own otherwise.
 */
public final class ReadOnlyCopies implements Optimisation {
    @Override
    public String name() {
        return "read-only-copies";
    }

    @Override
    public Func run(Func f) {
        if (!Regions.any(f.body(), e -> e.prim() == Prim.COPY)) {
            return f;
        }
        var walk = new Walk();
        Regions.each(f.body(), walk::eqn);
        f.out().forEach(walk::other);
        return Rewrite.run(f, (e, r) -> {
            boolean plain = e.prim() == Prim.COPY && !walk.others.contains(r.old().result()) && walk.isConstant(r.old().in().get(0));
            if (plain) {
                r.replace(e.result(), e.in().get(0));
            }
            return plain;
        });
    }

    /** What becomes of arrays. */
    private static final class Walk {
        /** Arrays that are more than read: written to, handed on, results. */
        private final Set<Var> others = new HashSet<>();
        /** What an array is a part of. */
        private final Map<Var, Atom> whole = new HashMap<>();

        void eqn(Eqn e) {
            boolean reads = e.prim() == Prim.INDEX || e.prim() == Prim.DIM || e.prim() == Prim.COPY;
            if (e.prim() == Prim.INDEX && e.result().isArray()) {
                whole.put(e.result(), e.in().get(0));
            }
            if (!reads) {
                e.in().forEach(this::other);
            }
            Regions.of(e).forEach(r -> {
                r.params().forEach(this::other);
                r.out().forEach(this::other);
            });
            if (!RegionView.of(e).slots().isEmpty()) {
                e.out().forEach(this::other);
            }
        }

        void other(Atom a) {
            if (a instanceof Var v && v.isArray()) {
                others.add(v);
            }
        }

        /** Whether an array is one, or a part of one, that is only read wherever it is named. */
        boolean isConstant(Atom a) {
            Atom at = a;
            while (whole.containsKey(at)) {
                if (others.contains(at)) {
                    return false;
                }
                at = whole.get(at);
            }
            return at instanceof Var v && !others.contains(v);
        }
    }
}
