package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Optimisation;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * An element that was read in front of a loop, or of a branch, is not read again inside: in {@code for (j = c; j >= w[i]; j--) d[j] = max(d[j], d[j - w[i]] + v)} the loop's end and the places that it reads are then
 * said of one number, which no trip changes.
 */
public final class KnownReads implements Optimisation {
    @Override
    public String name() {
        return "known-reads";
    }

    @Override
    public Func run(Func in) {
        Map<Eqn, Var> known = new IdentityHashMap<>();
        new Scope(null).walk(in.body(), known, new HashMap<>());
        return known.isEmpty() ? in : Rewrite.run(in, (e, r) -> {
            Var first = known.get(r.old());
            if (first != null) {
                r.replace(e.out(), List.of(r.atom(first)));
            }
            return first != null;
        });
    }

    /** What is read, of which version of an array, and how. */
    private record Read(List<Atom> in, Params how) {
    }

    /** The reads of a block so far, behind those of the blocks around it. */
    private record Scope(Scope outer, Map<Read, Var> reads) {
        Scope(Scope outer) {
            this(outer, new HashMap<>());
        }

        Var of(Read r) {
            Var v = reads.get(r);
            return v != null || outer == null ? v : outer.of(r);
        }

        /** Adds reads inside of regions that were made before to {@code known}; {@code first} has their results. */
        void walk(List<Eqn> body, Map<Eqn, Var> known, Map<Atom, Atom> first) {
            for (Eqn e : body) {
                for (Region r : Regions.of(e)) {
                    new Scope(this).walk(r.body(), known, first);
                }
                if (e.prim() != Prim.INDEX || !e.result().type().isScalar()) {
                    continue;
                }
                var read = new Read(e.in().stream().map(a -> first.getOrDefault(a, a)).toList(), e.params());
                Var before = of(read);
                if (before != null && !reads.containsKey(read)) {
                    known.put(e, before);
                    first.put(e.result(), before);
                } else {
                    reads.putIfAbsent(read, e.result());
                }
            }
        }
    }
}
